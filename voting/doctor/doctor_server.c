/*
 * doctor_server.c - is the port free, or who answers on it? Is a server well,
 * and does its clock agree with this one?
 */
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "crypto/decimal.h"
#include "voting/doctor/doctor.h"
#include "voting/fetch/fetch.h"

enum {
    ANSWER_MAX = 4096,
    ANSWER_MS = 5000,
    PORT_BYTES = CONFIG_ADDRESS_MAX + 16,
    PORT_PRIVILEGED = 1024,
    CLOCK_GOOD_S = 5,
    CLOCK_BAD_S = 240, /* docs/api.md, section 6: at 300 s phones are refused */
};

/* Asks for a path of a server. False: that was said. */
static bool
ask(struct doctor *d, struct fetch_answer *answer, const char *base,
    const char *path)
{
    char address[FETCH_ADDRESS_MAX];
    const struct fetch_request request = {
        .address = address, .answer_max = ANSWER_MAX, .time_ms = ANSWER_MS};
    struct fetch *f = doctor_fetch(d);
    enum err e;

    if (!f)
        return false;
    e = fetch_join(address, base, path);
    if (!e)
        e = fetch_wait(f, answer, &request);
    if (e)
        doctor_say(d, SAY_SERVER_SILENT, base, err_name(e), NULL);
    return !e;
}

/* ---- The port of the settings ---------------------------------------------*/

/* 0: nobody has it; else errno. */
static int
try_port(const struct config *config)
{
    struct sockaddr_in four = {.sin_family = AF_INET,
                               .sin_port = htons(config->port)};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6,
                               .sin6_port = htons(config->port)};
    bool is_six = inet_pton(AF_INET6, config->address, &six.sin6_addr) == 1;
    int descriptor =
        socket(is_six ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int failed = 0;
    int yes = 1;

    if (descriptor < 0)
        return errno;
    if (!is_six && inet_pton(AF_INET, config->address, &four.sin_addr) != 1)
        failed = EADDRNOTAVAIL;
    /* What closed connections left behind does not keep a server from it. */
    else if (setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes,
                        sizeof yes) ||
             bind(descriptor,
                  is_six ? (const struct sockaddr *)&six
                         : (const struct sockaddr *)&four,
                  is_six ? sizeof six : sizeof four) ||
             listen(descriptor, 1))
        failed = errno;
    (void)close(descriptor);
    return failed;
}

static const char *
any_is_loopback(const struct config *config)
{
    if (strcmp(config->address, "0.0.0.0") == 0)
        return "127.0.0.1";
    return strcmp(config->address, "::") == 0 ? "::1" : config->address;
}

static void
ask_who_has_it(struct doctor *d, const char *where)
{
    const char *host = any_is_loopback(&d->config);
    bool six = strchr(host, ':') != NULL;
    bool tls = *d->config.certificate != '\0';
    struct fetch_answer answer;
    char base[FETCH_ADDRESS_MAX];

    (void)snprintf(base, sizeof base, "http%s://%s%s%s:%u", tls ? "s" : "",
                   six ? "[" : "", host, six ? "]" : "",
                   (unsigned)d->config.port);
    if (!ask(d, &answer, base, "healthz"))
        return;
    /* A certificate is for a name, which is not known here. */
    if (tls && answer.fault == FETCH_FAULT_CERTIFICATE)
        doctor_say(d, SAY_PORT_TLS, where, NULL, NULL);
    else if (answer.fault == FETCH_ANSWERED && answer.status == 200 &&
             span_starts_with(answer.body, "ok\n"))
        doctor_say(d, SAY_PORT_ANSWERS, where, NULL, NULL);
    else if (answer.fault == FETCH_ANSWERED && answer.status == 503)
        doctor_say(d, SAY_PORT_STOPPED, where, NULL, NULL);
    else
        doctor_say(d, SAY_PORT_TAKEN, where, NULL, NULL);
}

void
doctor_check_port(struct doctor *d)
{
    bool six = strchr(d->config.address, ':') != NULL;
    char where[PORT_BYTES];
    int failed;

    if (!d->has_config || d->config.port == 0)
        return;
    (void)snprintf(where, sizeof where, "%s%s%s:%u", six ? "[" : "",
                   d->config.address, six ? "]" : "", (unsigned)d->config.port);
    if (d->config.port < PORT_PRIVILEGED)
        doctor_say(d, SAY_PORT_LOW, where, NULL, NULL);
    failed = try_port(&d->config);
    if (!failed)
        doctor_say(d, SAY_PORT_FREE, where, NULL, NULL);
    else if (failed == EADDRINUSE)
        ask_who_has_it(d, where);
    else if (failed != EACCES || d->config.port >= PORT_PRIVILEGED)
        doctor_say(d, SAY_PORT_ADDRESS, where, NULL, NULL);
}

/* ---- A server's address ---------------------------------------------------*/

/* "size stage time phones drafts LF": the time, or 0. */
static uint64_t
time_of(struct span line)
{
    uint64_t number = 0;

    for (int i = 0; i < 3; i++) {
        size_t len = span_find(line, ' ');

        if (len == line.len ||
            decimal_parse(&number, span_head(line, len), INT64_MAX))
            return 0;
        line = span_from(line, len + 1);
    }
    return number;
}

static void
compare_clocks(struct doctor *d, const char *address)
{
    char number[DOCTOR_NUMBER_BYTES];
    struct fetch_answer answer;
    uint64_t theirs;
    uint64_t ours;
    uint64_t apart;

    if (!ask(d, &answer, address, "now"))
        return;
    ours = (uint64_t)time(NULL);
    theirs = answer.fault == FETCH_ANSWERED && answer.status == 200
                 ? time_of(answer.body)
                 : 0;
    if (theirs == 0) {
        doctor_say(d, SAY_SERVER_SILENT, address, "/now", NULL);
        return;
    }
    apart = ours > theirs ? ours - theirs : theirs - ours;
    doctor_number(number, apart);
    doctor_say(d,
               apart <= CLOCK_GOOD_S  ? SAY_SERVER_CLOCK_GOOD
               : apart <= CLOCK_BAD_S ? SAY_SERVER_CLOCK_OFF
                                      : SAY_SERVER_CLOCK_BAD,
               number, NULL, NULL);
}

void
doctor_check_server(struct doctor *d)
{
    const char *address = d->subject->address;
    struct fetch_answer answer;

    if (!address)
        return;
    if (fetch_address_kind(address) == FETCH_ADDRESS_PLAIN)
        doctor_say(d, SAY_SERVER_PLAIN, address, NULL, NULL);
    if (!ask(d, &answer, address, "healthz"))
        return;
    if (answer.fault != FETCH_ANSWERED) {
        doctor_say(d, SAY_SERVER_SILENT, address,
                   fetch_fault_words(answer.fault, d->subject->lang), NULL);
        return;
    }
    if (answer.status == 503)
        doctor_say(d, SAY_SERVER_STOPPED, address, NULL, NULL);
    else if (answer.status != 200 || !span_starts_with(answer.body, "ok\n"))
        doctor_say(d, SAY_SERVER_SILENT, address, "/healthz", NULL);
    else
        doctor_say(d, SAY_SERVER_WELL, address, NULL, NULL);
    compare_clocks(d, address);
}
