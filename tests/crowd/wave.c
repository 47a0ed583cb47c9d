#include "tests/crowd/wave.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/crowd/slow.h"
#include "tests/support/bench.h"
#include "tests/test.h"

static struct http_client *
connect_all(const struct wave *wave)
{
    const struct http_client_options options = {
        .host = wave->host,
        .port = wave->port,
        .connections = wave->connections,
        .timeout_ms = 5000,
    };
    struct http_client *client = http_client_new(&options);

    (void)http_client_connect(client);
    return client;
}

/* Spreads the phones over the time there is. */
static void
set_times(struct phones *p, const struct wave *wave)
{
    const unsigned total = phones_total(p);

    for (unsigned i = 0; i < total; i++) {
        struct phone *one = phones_get(p, i);

        one->due_us = UINT64_C(1000) * wave->within_ms * i / total;
        one->in_turn = wave->within_ms == 0;
        one->again = wave->again && i % 4 == 1;
    }
}

/* Seals, votes, and brings the hall up to the log. */
static struct phones_count
vote_once(struct assembly *a, const struct wave *wave, struct event_ref open,
          unsigned end)
{
    struct phones *p = phones_new(2 * wave->phones + 1);
    struct http_client *client;
    struct phones_count count;

    assembly_seal(a, p, open, wave->rows, 1, end);
    for (unsigned seat = 3; wave->others && seat < end; seat += 5)
        assembly_seal_other(a, p, open, wave->rows, seat);
    set_times(p, wave);
    if (wave->race_close)
        assembly_draft_close(a, p, open)->due_us =
            UINT64_C(500) * wave->within_ms;
    client = connect_all(wave);
    count = phones_run(p, client, &a->log, a->journal, &wave->options);
    assembly_follow(a, p);
    http_client_free(client);
    phones_free(p);
    return count;
}

struct phones_count
wave_vote(struct assembly *a, const struct wave *wave)
{
    struct event_ref open = assembly_open(a, wave->rows, wave->last_counts);
    struct phones_count count;
    struct phones_count second;

    if (wave->race_close)
        assembly_last_call(a, open);
    count = vote_once(a, wave, open, wave->phones + 1);
    if (wave->last_counts) {
        second = vote_once(a, wave, open, wave->phones / 3 + 1);
        count.wrong += second.wrong;
        count.given_up += second.given_up;
    }
    if (count.given_up > 0)
        return count;
    if (!wave->race_close)
        assembly_close(a, open);
    assembly_count(a, open);
    return count;
}

/* ---- Figures --------------------------------------------------------------*/

/* What a process has computed, in microseconds; 0 if it cannot be seen. Other
 * programs on the machine change it less than the time on the wall. */
static double
computed_us(unsigned pid)
{
    char path[64];
    char line[1024] = "";
    const char *rest;
    unsigned long user = 0;
    unsigned long system = 0;
    FILE *file;

    (void)snprintf(path, sizeof path, "/proc/%u/stat", pid);
    file = pid ? fopen(path, "r") : NULL;
    if (!file)
        return 0;
    /* Behind the name, which may hold anything. */
    rest = fgets(line, sizeof line, file) ? strrchr(line, ')') : NULL;
    (void)fclose(file);
    for (int field = 2; rest && field < 14; field++)
        rest = strchr(rest + 1, ' ');
    if (rest) {
        char *end;

        user = strtoul(rest, &end, 10);
        system = strtoul(end, NULL, 10);
    }
    return (double)(user + system) * 1e6 / (double)sysconf(_SC_CLK_TCK);
}

static void
report(struct phones *p, const struct phones_count *count, const char *name)
{
    const double took_s = (double)count->took_us / 1e6;

    bench_report(count->receipts, 0, "ballots", "%s, recorded", name);
    bench_report(took_s, 2, "s", "%s, from first sent to last receipt", name);
    bench_report(took_s > 0 ? count->receipts / took_s : 0, 0, "ballots/s",
                 "%s, rate", name);
    bench_report(phones_quantile_ms(p, 0.5), 1, "ms",
                 "%s, to a verified receipt, median", name);
    bench_report(phones_quantile_ms(p, 0.99), 1, "ms",
                 "%s, to a verified receipt, p99", name);
    bench_report(phones_quantile_ms(p, 1), 1, "ms",
                 "%s, to a verified receipt, slowest", name);
    bench_report(count->later, 0, "answers", "%s, told to come later", name);
    if (count->unsaid > 0)
        bench_report(count->unsaid, 0, "answers", "%s, without saying when",
                     name);
    if (count->later > 0)
        bench_report((double)count->later_worst_us / 1e3, 1, "ms",
                     "%s, slowest of those", name);
    bench_report(count->lost, 0, "answers", "%s, lost", name);
    bench_report(count->wrong + count->refused + count->given_up, 0, "phones",
                 "%s, errors", name);
}

double
wave_measure(struct assembly *a, const struct wave *wave, const char *name)
{
    struct event_ref open = assembly_open(a, wave->rows, false);
    struct phones *p = phones_new(wave->phones + 1);
    struct http_client *client;
    struct phones_count count;
    struct slow *slow = NULL;
    double before_us;

    assembly_seal(a, p, open, wave->rows, 1, wave->phones + 1);
    set_times(p, wave);
    client = connect_all(wave);
    if (wave->slow > 0)
        slow = slow_start(wave->host, wave->port, wave->slow);
    before_us = computed_us(wave->server);
    count = phones_run(p, client, &a->log, a->journal, &wave->options);
    if (wave->server > 0 && count.receipts > 0)
        bench_report((computed_us(wave->server) - before_us) / count.receipts,
                     0, "us", "%s, the server's processor time a ballot", name);
    if (slow)
        bench_report(slow_end(slow), 0, "connections",
                     "%s, slow connections that were taken", name);
    report(p, &count, name);
    assembly_follow(a, p);
    assembly_void(a, open);
    http_client_free(client);
    phones_free(p);
    return count.took_us > 0 ? count.receipts / ((double)count.took_us / 1e6)
                             : 0;
}
