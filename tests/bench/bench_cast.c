/*
 * Goal: what a signed ballot costs from the voter's choice to the sums, as the
 * programs pay for it: the event's text and signature are counted with the
 * ballot. tests/bench/belenios.sh runs the same elections elsewhere.
 */
#include <stdlib.h>

#include "tests/support/bench.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { OPTIONS = 3, ROWS_MAX = 12 };

struct cost {
    double make_us;  /* seal, write, sign */
    double check_us; /* read, form, rules, signature, proofs */
    double add_us;   /* into the log and the sums */
    double bytes;
};

static unsigned
choice_of(unsigned seat, unsigned row)
{
    return (seat + row) % OPTIONS;
}

static void
cast(struct hall *h, struct event_ref open, unsigned seat, unsigned rows,
     struct cost *sum)
{
    uint8_t choices[ROWS_MAX];
    double t0;
    double t1;
    double t2;

    for (unsigned row = 0; row < rows; row++)
        choices[row] = (uint8_t)choice_of(seat, row);
    t0 = bench_cpu_us();
    hall_draft_cast(h, open, seat, choices);
    hall_sign(h, HALL_BY(HALL_SEAT(seat)));
    t1 = bench_cpu_us();
    assert_refused(hall_weigh(h), REFUSED_NOTHING);
    t2 = bench_cpu_us();
    assert_ok(hall_log(h));
    sum->make_us += t1 - t0;
    sum->check_us += t2 - t1;
    sum->add_us += bench_cpu_us() - t2;
    sum->bytes += (double)h->note_len;
}

/* Counts, and compares with what was cast. */
static void
count(struct hall *h, struct event_ref open, unsigned rows, unsigned n)
{
    const struct event_result *result;

    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    result = &h->draft->result;
    for (unsigned row = 0; row < rows; row++)
        for (unsigned option = 0; option < OPTIONS; option++) {
            unsigned want = 0;

            for (unsigned seat = 1; seat <= n; seat++)
                want += choice_of(seat, row) == option;
            assert_int_equal(result->counts[row][option], want);
        }
}

/* One whole election: its ballots are known to be good. */
static struct cost
election(unsigned rows, unsigned n)
{
    struct hall *h = hall_new(n + 1); /* the last seat stays away */
    struct cost sum = {0};
    struct event_ref paper = hall_prepare(h, rows);
    struct event_ref open;

    h->timed = true;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    for (unsigned seat = 1; seat <= n; seat++)
        cast(h, open, seat, rows, &sum);
    count(h, open, rows, n);
    hall_free(h);
    return sum;
}

static double
smaller(double a, double b)
{
    return a < b ? a : b;
}

/* Of two runs the smaller figures count: what is more is not ours. */
static void
measure(unsigned rows, unsigned n)
{
    struct cost a = election(rows, n);
    struct cost b = election(rows, n);

    assert_true(a.bytes == b.bytes);
    bench_report(smaller(a.make_us, b.make_us) / n, 0, "us/ballot",
                 "signed ballot, make, rows=%u, N=%u", rows, n);
    bench_report(smaller(a.check_us, b.check_us) / n, 0, "us/ballot",
                 "signed ballot, check, rows=%u, N=%u", rows, n);
    bench_report(smaller(a.check_us + a.add_us, b.check_us + b.add_us) / n, 0,
                 "us/ballot", "signed ballot, check and add, rows=%u, N=%u",
                 rows, n);
    bench_report(a.bytes / n, 0, "bytes/ballot",
                 "signed ballot, size, rows=%u, N=%u", rows, n);
}

static void
signed_ballots(void **state)
{
    (void)state;
    measure(1, 100);
    measure(ROWS_MAX, 20);
}

int
main(void)
{
    return bench_run(signed_ballots);
}
