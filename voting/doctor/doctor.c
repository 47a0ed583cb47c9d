#include "voting/doctor/doctor.h"

#include <inttypes.h>
#include <stdio.h>

#include "voting/fetch/fetch.h"

const struct doctor_check doctor_checks[] = {
    {"settings", doctor_check_settings},
    {"files", doctor_check_files},
    {"disk", doctor_check_disk},
    {"clock", doctor_check_clock},
    {"memory", doctor_check_memory},
    {"chance", doctor_check_chance},
    {"certificate", doctor_check_certificate},
    {"port", doctor_check_port},
    {"server", doctor_check_server},
    {"hall", doctor_check_hall},
    {NULL, NULL},
};

void
doctor_say(struct doctor *d, enum doctor_words words, const char *text_1,
           const char *text_2, const char *text_3)
{
    const char *const texts[DOCTOR_TEXTS] = {text_1, text_2, text_3};
    struct doctor_finding finding = {.check = d->check, .words = words};

    for (size_t i = 0; i < DOCTOR_TEXTS; i++)
        (void)snprintf(finding.texts[i], DOCTOR_TEXT_MAX, "%s",
                       texts[i] ? texts[i] : "");
    if (doctor_words_verdict(words) > d->worst)
        d->worst = doctor_words_verdict(words);
    d->found(d->context, &finding);
}

const char *
doctor_number(char out[DOCTOR_NUMBER_BYTES], uint64_t number)
{
    (void)snprintf(out, DOCTOR_NUMBER_BYTES, "%" PRIu64, number);
    return out;
}

const char *
doctor_log(const struct doctor *d)
{
    if (d->subject->log)
        return d->subject->log;
    return d->has_config ? d->config.log : NULL;
}

struct fetch *
doctor_fetch(struct doctor *d)
{
    /* The hall's devices each have a connection; one more is the stream's. */
    const struct fetch_options options = {
        .ca_file = d->subject->ca_file,
        .parallel = d->subject->devices + 1,
    };

    if (!d->fetch && fetch_open(&d->fetch, &options))
        doctor_say(d, SAY_SERVER_SILENT, d->subject->ca_file, "libcurl", NULL);
    return d->fetch;
}

enum doctor_verdict
doctor_run(const struct doctor_subject *subject,
           void (*found)(void *context, const struct doctor_finding *finding),
           void *context)
{
    struct doctor d = {.subject = subject, .found = found, .context = context};

    for (const struct doctor_check *check = doctor_checks; check->name;
         check++) {
        d.check = check->name;
        check->run(&d);
    }
    fetch_close(d.fetch);
    return d.worst;
}
