/*
 * crowd - a conference and its phones, against a server at an address.
 *
 *     crowd --port N [--setup-code CODE] [--journal FILE] [--seats N]
 *           [--connections N] [--within-ms N] [--rows N] [--retry-max-ms N]
 *           [--rounds N [--step] [--race-close]] [--canaries FILE]
 *           [--server-pid N]
 *           [WAVE...]
 *
 * With a set-up code it founds a conference, then votes in rounds; without
 * one it only asks for paths. With --step it prints "ready"
 * before each round and waits for a line on standard input, so that whoever
 * breaks the server can look at it while it is quiet.
 *
 * A WAVE is a figure: NAME:PHONES:WITHIN_MS:CONNECTIONS:ROWS[:KIND], KIND one
 * of `overload` (three times as fast as the last wave of as many rows, and
 * nobody sends again) and `slow` (beside 1,000 slow connections); or
 * get:NAME:PATH:CONNECTIONS:REQUESTS.
 *
 * The last line is "done" if everything went as it must.
 */
#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "tests/crowd/assembly.h"
#include "tests/crowd/canaries.h"
#include "tests/crowd/gets.h"
#include "tests/crowd/wave.h"
#include "tests/support/bench.h"
#include "tests/test.h"

enum { SLOW = 1000, OVER = 3, RATES = BALLOT_ROWS_MAX + 1 };

static struct {
    const char *host;
    const char *setup_code;
    const char *journal;
    const char *canaries;
    unsigned port;
    unsigned server_pid;
    unsigned seats;
    unsigned connections;
    unsigned within_ms;
    unsigned rows;
    unsigned retry_max_ms;
    unsigned give_up_ms;
    unsigned watch_ms;
    unsigned rounds;
    bool step;
    bool race_close;
    char **waves;
    double rate[RATES]; /* of the last wave that was not too fast, by rows */
} settings = {
    .host = "127.0.0.1",
    .seats = 40,
    .connections = 16,
    .within_ms = 500,
    .rows = 1,
    .give_up_ms = 60000,
};

static struct http_client *
one_connection(void)
{
    const struct http_client_options options = {
        .host = settings.host,
        .port = (uint16_t)settings.port,
        .connections = 1,
        .timeout_ms = 30000,
    };

    return http_client_new(&options);
}

/* ---- Rounds ---------------------------------------------------------------*/

/* Says so, and waits for leave; whether it was given. */
static bool
wait_for_leave(struct assembly *a, unsigned round)
{
    char line[64];

    if (!settings.step)
        return true;
    journal_flush(a->journal);
    bench_report(round, 0, "round", "ready");
    if (!fgets(line, sizeof line, stdin))
        return false;
    assembly_look_at_clock(a);
    return true;
}

static void
vote_round(struct assembly *a, unsigned round)
{
    const struct wave wave = {
        .host = settings.host,
        .port = (uint16_t)settings.port,
        .phones = settings.seats,
        .within_ms = settings.within_ms,
        .connections = settings.connections,
        .rows = settings.rows,
        .last_counts = round % 3 == 2,
        .again = true,
        .others = !settings.race_close,
        .race_close = settings.race_close,
        .options = {.retry_max_ms = settings.retry_max_ms,
                    .give_up_ms = settings.give_up_ms,
                    .watch_ms = settings.watch_ms},
    };
    struct phones_count count = wave_vote(a, &wave);

    bench_report(count.receipts, 0, "phones", "recorded");
    bench_report(count.refused, 0, "phones", "refused");
    bench_report(count.later, 0, "answers", "told to come later");
    bench_report(count.lost, 0, "answers", "lost");
    if (count.wrong > 0 || count.given_up > 0)
        fail_msg("round %u: %u answers prove nothing, %u phones gave up", round,
                 count.wrong, count.given_up);
}

/* ---- Waves ----------------------------------------------------------------*/

/* A number that ends at a colon or at the end, which it passes. */
static unsigned
take_number(char **text)
{
    char *end;
    unsigned long n;

    errno = 0;
    n = strtoul(*text, &end, 10);
    if (errno || end == *text || n > 10000000 || (*end && *end != ':'))
        fail_msg("not a wave: %s", *text);
    *text = *end ? end + 1 : end;
    return (unsigned)n;
}

static char *
take_word(char **text)
{
    char *word = *text;
    size_t len = strcspn(word, ":");

    *text = word[len] ? word + len + 1 : word + len;
    word[len] = '\0';
    return word;
}

static void
vote_wave(struct assembly *a, const char *name, char *rest)
{
    struct wave wave = {
        .host = settings.host,
        .port = (uint16_t)settings.port,
        .server = settings.server_pid,
        .phones = take_number(&rest),
        .within_ms = take_number(&rest),
        .connections = take_number(&rest),
        .rows = take_number(&rest),
        .options = {.retry_max_ms = settings.retry_max_ms,
                    .give_up_ms = settings.give_up_ms},
    };
    const char *kind = take_word(&rest);
    double rate;

    assert_in_range(wave.rows, 1, BALLOT_ROWS_MAX);
    assert_in_range(wave.phones, 1, settings.seats);
    if (strcmp(kind, "slow") == 0)
        wave.slow = SLOW;
    if (strcmp(kind, "overload") == 0) {
        wave.options.once = true;
        assert_true(settings.rate[wave.rows] > 0);
        wave.within_ms =
            (unsigned)(1000 * wave.phones / (OVER * settings.rate[wave.rows]));
    }
    rate = wave_measure(a, &wave, name);
    if (wave.options.once)
        bench_report(100 * rate / settings.rate[wave.rows], 0, "%",
                     "%s, goodput of what it can", name);
    else
        settings.rate[wave.rows] = rate;
}

static void
run_wave(struct assembly *a, char *text)
{
    const char *name = take_word(&text);

    if (strcmp(name, "get") == 0) {
        const char *what = take_word(&text);
        const char *path = take_word(&text);
        unsigned connections = take_number(&text);
        unsigned requests = take_number(&text);

        gets_measure(settings.host, (uint16_t)settings.port, path, connections,
                     requests, what);
    } else if (a) {
        vote_wave(a, name, text);
    } else {
        fail_msg("no conference to vote in: %s", name);
    }
}

/* ---- Main -----------------------------------------------------------------*/

static void
run(void **state)
{
    struct http_client *client = one_connection();
    struct assembly_options options = {
        .client = client,
        .journal = journal_open(settings.journal),
        .setup_code = settings.setup_code,
        .seats = settings.seats,
        .give_up_ms = settings.give_up_ms,
    };
    struct assembly *a = NULL;

    (void)state;
    if (settings.canaries)
        canaries_write(settings.canaries, settings.seats);
    if (settings.setup_code)
        a = assembly_found(&options);
    for (unsigned round = 1; a && round <= settings.rounds; round++) {
        if (!wait_for_leave(a, round))
            break;
        vote_round(a, round);
    }
    for (char **wave = settings.waves; *wave; wave++)
        run_wave(a, *wave);
    if (a)
        (void)wait_for_leave(a, settings.rounds + 1);
    journal_close(options.journal);
    assembly_free(a);
    http_client_free(client);
    bench_report(1, 0, "crowd", "done");
}

static unsigned
read_number(const char *text)
{
    char *end;
    unsigned long n = strtoul(text, &end, 10);

    if (end == text || *end || n > 10000000) {
        (void)fprintf(stderr, "crowd: not a number: %s\n", text);
        exit(2);
    }
    return (unsigned)n;
}

static void
read_options(int argc, char **argv)
{
    static const struct {
        const char *name;
        unsigned *number;
        const char **word;
        bool *plain;
    } known[] = {
        {"port", &settings.port, NULL, NULL},
        {"server-pid", &settings.server_pid, NULL, NULL},
        {"seats", &settings.seats, NULL, NULL},
        {"connections", &settings.connections, NULL, NULL},
        {"within-ms", &settings.within_ms, NULL, NULL},
        {"rows", &settings.rows, NULL, NULL},
        {"retry-max-ms", &settings.retry_max_ms, NULL, NULL},
        {"give-up-ms", &settings.give_up_ms, NULL, NULL},
        {"watch-ms", &settings.watch_ms, NULL, NULL},
        {"rounds", &settings.rounds, NULL, NULL},
        {"host", NULL, &settings.host, NULL},
        {"setup-code", NULL, &settings.setup_code, NULL},
        {"journal", NULL, &settings.journal, NULL},
        {"canaries", NULL, &settings.canaries, NULL},
        {"step", NULL, NULL, &settings.step},
        {"race-close", NULL, NULL, &settings.race_close},
    };
    enum { KNOWN = sizeof known / sizeof *known };
    struct option options[KNOWN + 1];
    int n;

    memset(options, 0, sizeof options);
    for (size_t i = 0; i < KNOWN; i++) {
        options[i].name = known[i].name;
        options[i].has_arg = known[i].plain ? no_argument : required_argument;
        options[i].val = (int)i;
    }
    while ((n = getopt_long(argc, argv, "", options, NULL)) >= 0) {
        if (n >= KNOWN)
            exit(2);
        if (known[n].number)
            *known[n].number = read_number(optarg);
        else if (known[n].word)
            *known[n].word = optarg;
        else
            *known[n].plain = true;
    }
    settings.waves = argv + optind;
}

int
main(int argc, char **argv)
{
    if (sodium_init() < 0)
        return 2;
    read_options(argc, argv);
    if (settings.port == 0 || settings.port > 65535) {
        (void)fputs("crowd: --port is needed\n", stderr);
        return 2;
    }
    (void)signal(SIGPIPE, SIG_IGN);
    return bench_run(run);
}
