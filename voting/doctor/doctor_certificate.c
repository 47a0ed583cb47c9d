/*
 * doctor_certificate.c - is the certificate of the settings good for the day?
 *
 * Whether it is for the right name only a client can tell, who knows the name
 * that phones open: doctor_server.c asks such an address, and verifies.
 */
#include <stdio.h>
#include <sys/stat.h>
#include <time.h>

#include "voting/doctor/doctor.h"
#include "voting/http/tls.h"
#include "voting/machine/file_access.h"

enum {
    DATE_BYTES = 16,
    DAY_S = 24 * 60 * 60,
    SOON_DAYS = 14,
};

static void
check_until(struct doctor *d, uint64_t until_s)
{
    time_t end = (time_t)until_s;
    time_t now = time(NULL);
    char days[DOCTOR_NUMBER_BYTES];
    char until[DATE_BYTES] = "";
    struct tm tm;

    if (localtime_r(&end, &tm))
        (void)strftime(until, sizeof until, "%Y-%m-%d", &tm);
    if (end <= now)
        doctor_say(d, SAY_CERTIFICATE_OVER, until, NULL, NULL);
    else if (end - now < SOON_DAYS * DAY_S)
        doctor_say(d, SAY_CERTIFICATE_SOON, until,
                   doctor_number(days, SOON_DAYS), NULL);
    else
        doctor_say(d, SAY_CERTIFICATE_GOOD, until, NULL, NULL);
}

void
doctor_check_certificate(struct doctor *d)
{
    const struct config *config = &d->config;
    struct tls *tls;
    enum err e;

    if (!d->has_config || !*config->certificate)
        return;
    if (file_access_check(config->certificate_key, S_IRWXO) == ERR_AUTH)
        doctor_say(d, SAY_CERTIFICATE_OPEN, config->certificate_key, NULL,
                   NULL);
    e = tls_open(&tls, config->certificate, config->certificate_key);
    if (e) {
        doctor_say(d, SAY_CERTIFICATE_BAD, err_name(e), NULL, NULL);
        return;
    }
    check_until(d, tls_expires_at_s(tls));
    tls_close(tls);
}
