/*
 * Goal: what proofs cost in batches, in multiplications of a point by libsodium
 * in the same run: sums of products by their size, signed ballots of one row
 * and of twelve, a whole log, and what a second thread is worth.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <sodium.h>

#include "ballots/audit.h"
#include "crypto/public_sum.h"
#include "tests/support/bench.h"
#include "tests/support/hall.h"
#include "tests/test.h"
#include "voting/machine/process_memory.h"
#include "voting/machine/proof_pool.h"

enum { POINTS_MAX = 262144, ROWS_MAX = 12, TIMES = 3 };

static double
wall_us(void)
{
    struct timespec t;

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static double
smaller(double a, double b)
{
    return a < b ? a : b;
}

/* ---- Sums of products -----------------------------------------------------*/

static void
sums_of_products(void)
{
    static const size_t sizes[] = {64, 1024, 16384, POINTS_MAX};
    struct public_summand *points = malloc(POINTS_MAX * sizeof *points);
    struct scalar *scalars = malloc(POINTS_MAX * sizeof *scalars);

    assert_non_null(points);
    assert_non_null(scalars);
    for (size_t i = 0; i < POINTS_MAX; i++) {
        uint8_t bytes[PUBLIC_POINT_BYTES];
        struct public_point p;

        crypto_core_ristretto255_random(bytes);
        assert_ok(public_point_decode(&p, bytes));
        public_summand_make(&points[i], &p);
        crypto_core_ristretto255_scalar_random(scalars[i].bytes);
    }
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        const size_t n = sizes[s];
        double unit_us = bench_multiplication_us(1000);
        double spent_us = 1e12;

        for (unsigned i = 0; i < TIMES; i++) {
            double start = bench_cpu_us();
            struct public_point sum;

            assert_ok(public_sum(&sum, points, scalars, n, process_memory()));
            spent_us = smaller(spent_us, bench_cpu_us() - start);
            unit_us = smaller(unit_us, bench_multiplication_us(1000));
        }
        bench_report(spent_us / (double)n, 2, "us/point",
                     "sum of products, %zu points", n);
        bench_report(unit_us * (double)n / spent_us, 1, "points/multiplication",
                     "sum of products, %zu points", n);
    }
    free(points);
    free(scalars);
}

/* ---- Signed ballots -------------------------------------------------------*/

/* Casts that wait to be proved. */
struct queue {
    unsigned count;
    char **notes;
    struct event **events;
    struct admission *admissions;
    struct proof_item *items;
};

static void
wait_in_queue(struct queue *q, struct hall *h, struct event_ref open,
              unsigned i, unsigned rows)
{
    uint8_t choices[ROWS_MAX];

    for (unsigned row = 0; row < rows; row++)
        choices[row] = (uint8_t)((i + row) % 3);
    hall_draft_cast(h, open, i + 1, choices);
    hall_sign(h, HALL_BY(HALL_SEAT(i + 1)));
    q->notes[i] = malloc(h->note_len);
    q->events[i] = malloc(sizeof *q->events[i]);
    assert_non_null(q->notes[i]);
    assert_non_null(q->events[i]);
    memcpy(q->notes[i], h->note, h->note_len);
    assert_refused(
        event_decode(q->events[i], span_of(q->notes[i], h->note_len)),
        REFUSED_NOTHING);
    assert_refused(
        event_check(h->conference, q->events[i], h->time_s, &q->admissions[i]),
        REFUSED_NOTHING);
    q->items[i] = (struct proof_item){.event = q->events[i],
                                      .admission = &q->admissions[i],
                                      .refusal = REFUSED_NO_MEMORY};
}

static void
queue_free(struct queue *q)
{
    for (unsigned i = 0; i < q->count; i++) {
        free(q->notes[i]);
        free(q->events[i]);
    }
    free(q->notes);
    free(q->events);
    free(q->admissions);
    free(q->items);
}

static struct event_ref
open_practice(struct hall *h, unsigned rows)
{
    struct event *paper;

    h->timed = true;
    hall_prepare(h, 1);
    hall_convene(h);
    hall_lock(h);
    paper = hall_draft_paper(h, "B1", rows, EVENT_SECRET);
    paper->paper.practice = true;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_do_open(h, hall_last(h));
}

/* CPU and wall time of proving all, with so many threads beside this one. */
static void
prove(struct queue *q, size_t threads, double *cpu_us, double *elapsed_us)
{
    struct proof_pool *pool;
    double cpu;
    double elapsed;

    assert_ok(proof_pool_open(&pool, threads));
    cpu = bench_cpu_us();
    elapsed = wall_us();
    proof_pool_prove(pool, q->items, q->count);
    *elapsed_us = smaller(*elapsed_us, wall_us() - elapsed);
    *cpu_us = smaller(*cpu_us, bench_cpu_us() - cpu);
    for (unsigned i = 0; i < q->count; i++)
        assert_refused(q->items[i].refusal, REFUSED_NOTHING);
    proof_pool_close(pool);
}

static void
signed_ballots(unsigned rows, unsigned n)
{
    struct hall *h = hall_new(n + 1);
    struct event_ref open = open_practice(h, rows);
    struct queue q = {
        .count = n,
        .notes = calloc(n, sizeof(void *)),
        .events = calloc(n, sizeof(void *)),
        .admissions = calloc(n, sizeof *q.admissions),
        .items = calloc(n, sizeof *q.items),
    };
    double cpu_us[2] = {1e12, 1e12};
    double elapsed_us[2] = {1e12, 1e12};
    double unit_us = 1e12;

    assert_true(q.notes && q.events && q.admissions && q.items);
    for (unsigned i = 0; i < n; i++)
        wait_in_queue(&q, h, open, i, rows);
    for (unsigned i = 0; i < TIMES; i++) {
        unit_us = smaller(unit_us, bench_multiplication_us(1000));
        prove(&q, 0, &cpu_us[0], &elapsed_us[0]);
        prove(&q, 1, &cpu_us[1], &elapsed_us[1]);
    }
    bench_report(cpu_us[0] / n, 1, "us/ballot",
                 "signed ballots in a batch, rows=%u, N=%u", rows, n);
    bench_report(cpu_us[0] / n / unit_us, 2, "multiplications/ballot",
                 "signed ballots in a batch, rows=%u, N=%u", rows, n);
    bench_report(elapsed_us[0] / elapsed_us[1], 2, "ratio",
                 "one thread against two, rows=%u, N=%u", rows, n);
    bench_report(cpu_us[1] / cpu_us[0], 2, "ratio",
                 "processor time of two threads against one, rows=%u, N=%u",
                 rows, n);
    queue_free(&q);
    hall_free(h);
}

/* ---- A whole log ----------------------------------------------------------*/

/* Prover and divider, and the time in them: what more threads can divide. */
struct divisible {
    struct proof_batch batch;
    double us;
};

static void
prove_timed(void *context, struct proof_item *items, size_t count)
{
    struct divisible *d = context;
    double start = bench_cpu_us();

    proof_batch_prove(&d->batch, items, count);
    d->us += bench_cpu_us() - start;
}

static void
each_timed(void *context, void (*one)(void *work, size_t i), void *work,
           size_t count)
{
    struct divisible *d = context;
    double start = bench_cpu_us();

    for (size_t i = 0; i < count; i++)
        one(work, i);
    d->us += bench_cpu_us() - start;
}

/* Audits the log, on one thread, and returns what that takes. */
static double
audit(struct divisible *d, struct span input)
{
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;
    struct audit *a;
    double start = bench_cpu_us();

    assert_non_null(buffer);
    *d = (struct divisible){.batch = {.memory = process_memory()}};
    randombytes_buf(d->batch.seed, sizeof d->batch.seed);
    assert_ok(audit_new(&a, process_memory()));
    audit_prove_by(a, (struct proof_prover){prove_timed, d});
    audit_divide_by(a, (struct audit_divider){each_timed, d});
    bundle_reader_start(&reader, buffer);
    while (input.len > 0) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        assert_ok(audit_take(a, &part));
    }
    assert_ok(audit_finish(a));
    assert_true(audit_passed(a));
    audit_free(a);
    free(buffer);
    return bench_cpu_us() - start;
}

static void
whole_log(unsigned rows, unsigned n)
{
    const struct hall_bundle_options members = {.members = true};
    struct hall *h = hall_new(n + 1);
    struct event_ref open = open_practice(h, rows);
    double whole_us = 1e12;
    double serial = 1;
    size_t len;
    char *bundle;

    for (unsigned seat = 1; seat <= n; seat++) {
        uint8_t choices[ROWS_MAX] = {(uint8_t)(seat % 3)};

        hall_draft_cast(h, open, seat, choices);
        hall_sign(h, HALL_BY(HALL_SEAT(seat)));
        assert_refused(hall_take_unproved(h), REFUSED_NOTHING);
    }
    bundle = hall_bundle(h, &members, &len);
    for (unsigned i = 0; i < TIMES; i++) {
        struct divisible d;
        double us = audit(&d, span_of(bundle, len));

        whole_us = smaller(whole_us, us);
        serial = smaller(serial, 1 - d.us / us);
    }
    bench_report(whole_us / (double)h->entry_count, 1, "us/entry",
                 "audit of a whole log, rows=%u, N=%u", rows, n);
    bench_report(serial * 100, 1, "%",
                 "audit of a whole log, not divided, rows=%u, N=%u", rows, n);
    /* Amdahl's law, from processor times: so far two threads can get. */
    bench_report(1 / (serial + (1 - serial) / 2), 2, "ratio",
                 "audit of a whole log, one thread against two at most, "
                 "rows=%u, N=%u",
                 rows, n);
    free(bundle);
    hall_free(h);
}

static void
proofs_in_batches(void **state)
{
    (void)state;
    assert_true(sodium_init() >= 0);
    bench_report(bench_multiplication_us(2000), 1, "us",
                 "point multiplication");
    sums_of_products();
    signed_ballots(1, 1000);
    signed_ballots(ROWS_MAX, 300);
    whole_log(1, 1000);
    whole_log(ROWS_MAX, 300);
}

int
main(void)
{
    return bench_run(proofs_in_batches);
}
