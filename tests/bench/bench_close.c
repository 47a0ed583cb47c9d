/*
 * Goal: what it costs everybody together, in time of processors, to get from
 * the end of a vote to a result that somebody else has verified, with two of
 * three scrutineers, and where that goes.
 *
 * Every verification is an audit of the whole log as the programs do it, on one
 * thread, by somebody who had verified it up to the opening: from there on all
 * signatures and proofs, before it the replay alone.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/audit.h"
#include "ballots/draft.h"
#include "tests/support/bench.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { OPTIONS = 3, ROWS_MAX = 12 };

#define PAPER "P1"

enum part {
    CLOSE,       /* last call and close: made, checked, logged */
    VERIFY,      /* both scrutineers, the log up to the close */
    SHARE,       /* both: made and signed */
    CHECK_SHARE, /* the server, both */
    COUNT,       /* the result: shares combined, counts found, signed */
    CHECK_COUNT, /* the server */
    SIGN_OFF,    /* sign-offs, declaration, publication: made and checked */
    ANYBODY,     /* somebody else, the log up to the publication */
    PARTS
};

static const char *const part_names[PARTS] = {
    "close",
    "two scrutineers verify",
    "two shares, make",
    "two shares, check",
    "result, count",
    "result, check",
    "sign off and publish",
    "somebody else verifies",
};

struct costs {
    double us[PARTS];
    double all_us;
    double unit_us;
    double from_nothing_us; /* the last verification, by a newcomer */
    double followed_us;     /* a scrutineer's, who has followed the vote */
    size_t peak;            /* bytes that a verification takes */
};

/* ---- Verifying ------------------------------------------------------------*/

/* The C library's heap, counted. */
struct counted {
    size_t in_use;
    size_t peak;
};

static void *
resize(void *context, void *old, size_t old_size, size_t size)
{
    struct counted *counted = context;
    void *block = NULL;

    if (size == 0)
        free(old);
    else
        block = realloc(old, size);
    if (size == 0 || block)
        counted->in_use = counted->in_use - old_size + size;
    if (counted->in_use > counted->peak)
        counted->peak = counted->in_use;
    return block;
}

static void
feed(struct audit *a, struct span input)
{
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;

    assert_non_null(buffer);
    bundle_reader_start(&reader, buffer);
    while (input.len > 0) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        assert_ok(audit_take(a, &part));
    }
    assert_ok(bundle_reader_finish(&reader));
    free(buffer);
}

/* Verifies the log as it is. pin: what is known before, and then. */
static double
verify(struct hall *h, struct audit_pin *pin, size_t *peak)
{
    const struct hall_bundle_options members = {.members = true};
    struct counted counted = {0};
    const struct memory memory = {resize, &counted};
    struct proof_batch batch = {.memory = memory};
    struct audit *a;
    size_t len;
    char *bundle = hall_bundle(h, &members, &len);
    double start = bench_cpu_us();
    double spent;

    randombytes_buf(batch.seed, sizeof batch.seed);
    assert_ok(audit_new(&a, memory));
    audit_pin(a, pin);
    audit_prove_by(a, (struct proof_prover){proof_batch_prove, &batch});
    feed(a, span_of(bundle, len));
    assert_ok(audit_finish(a));
    assert_true(audit_passed(a));
    assert_int_equal(audit_size(a), h->entry_count);
    assert_int_equal(audit_size_pinned(a), pin->size);
    assert_ok(audit_make_pin(a, pin));
    audit_free(a);
    spent = bench_cpu_us() - start;
    free(bundle);
    *peak = counted.peak;
    return spent;
}

/* ---- One round ------------------------------------------------------------*/

static unsigned
choice_of(unsigned seat, unsigned row)
{
    return (seat + row) % OPTIONS;
}

/* Good ballots, which the verifiers are the first to prove. */
static void
cast_all(struct hall *h, struct event_ref open, unsigned rows, unsigned n)
{
    for (unsigned seat = 1; seat <= n; seat++) {
        uint8_t choices[ROWS_MAX];

        for (unsigned row = 0; row < rows; row++)
            choices[row] = (uint8_t)choice_of(seat, row);
        hall_draft_cast(h, open, seat, choices);
        hall_sign(h, HALL_BY(HALL_SEAT(seat)));
        assert_refused(hall_take_unproved(h), REFUSED_NOTHING);
    }
}

/* Time since *start, which becomes now. */
static double
lap(double *start)
{
    double from = *start;

    *start = bench_cpu_us();
    return *start - from;
}

static void
give_share(struct hall *h, unsigned scrutineer, struct costs *costs)
{
    const struct hall_person *person = &h->scrutineers[scrutineer - 1];
    double start = bench_cpu_us();

    assert_refused(draft_share(hall_draft(h, EVENT_SHARE), h->conference, PAPER,
                               person->post, person->seed),
                   REFUSED_NOTHING);
    hall_sign(h, HALL_BY(HALL_SCRUTINEER(scrutineer)));
    costs->us[SHARE] += lap(&start);
    assert_refused(hall_take(h), REFUSED_NOTHING);
    costs->us[CHECK_SHARE] += lap(&start);
}

static void
count(struct hall *h, unsigned rows, unsigned n, struct costs *costs)
{
    double start = bench_cpu_us();
    const struct event_result *result = &h->draft->result;

    assert_refused(
        draft_result(hall_draft(h, EVENT_RESULT), h->conference, PAPER),
        REFUSED_NOTHING);
    hall_sign(h, HALL_BY(HALL_CHAIR));
    costs->us[COUNT] = lap(&start);
    assert_refused(hall_take(h), REFUSED_NOTHING);
    costs->us[CHECK_COUNT] = lap(&start);
    for (unsigned row = 0; row < rows; row++)
        for (unsigned option = 0; option < OPTIONS; option++) {
            unsigned want = 0;

            for (unsigned seat = 1; seat <= n; seat++)
                want += choice_of(seat, row) == option;
            assert_int_equal(result->counts[row][option], want);
        }
}

static void
end_round(struct hall *h, struct event_ref open, unsigned rows, unsigned n,
          const struct audit_pin *pin, struct costs *costs)
{
    struct audit_pin followed = *pin;
    struct audit_pin mine;
    double start;

    (void)verify(h, &followed, &costs->peak); /* while ballots come in */
    start = bench_cpu_us();

    hall_do_close(h, open);
    costs->us[CLOSE] = lap(&start);
    for (unsigned i = 1; i <= HALL_THRESHOLD; i++) {
        mine = *pin;
        costs->us[VERIFY] += verify(h, &mine, &costs->peak);
        if (i == 1)
            costs->followed_us = verify(h, &followed, &costs->peak);
        give_share(h, i, costs);
    }
    count(h, rows, n, costs);
    start = bench_cpu_us();
    hall_do_publish(h, hall_last(h));
    costs->us[SIGN_OFF] = lap(&start);
    mine = *pin;
    costs->us[ANYBODY] = verify(h, &mine, &costs->peak);
    mine = (struct audit_pin){.size = 0};
    costs->from_nothing_us = verify(h, &mine, &costs->peak);
    for (enum part i = 0; i < PARTS; i++)
        costs->all_us += costs->us[i];
}

static struct costs
one_round(unsigned rows, unsigned n)
{
    struct hall *h = hall_new(n + 1); /* the last seat stays away */
    struct costs costs = {.unit_us = bench_multiplication_us(1000)};
    struct audit_pin pin = {.size = 0};
    struct event_ref paper = hall_prepare(h, rows);
    struct event_ref open;
    double unit_us;

    h->timed = true;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    (void)verify(h, &pin, &costs.peak);
    cast_all(h, open, rows, n);
    end_round(h, open, rows, n, &pin, &costs);
    hall_free(h);
    unit_us = bench_multiplication_us(1000);
    if (unit_us < costs.unit_us)
        costs.unit_us = unit_us;
    return costs;
}

/* ---- Lines ----------------------------------------------------------------*/

static void
print(const struct costs *costs, unsigned rows, unsigned n)
{
    for (enum part i = 0; i < PARTS; i++) {
        bench_report(costs->us[i] / 1e6, 4, "s",
                     "close to result, %s, rows=%u, N=%u", part_names[i], rows,
                     n);
        bench_report(costs->us[i] / costs->unit_us, 0, "multiplications",
                     "close to result, %s, rows=%u, N=%u", part_names[i], rows,
                     n);
    }
    bench_report(costs->all_us / 1e6, 3, "s",
                 "close to result, all, where all have verified the log up to "
                 "the opening, rows=%u, N=%u",
                 rows, n);
    bench_report(costs->all_us / costs->unit_us, 0, "multiplications",
                 "close to result, all, rows=%u, N=%u", rows, n);
    bench_report((costs->all_us - costs->us[VERIFY] +
                  HALL_THRESHOLD * costs->followed_us) /
                     1e6,
                 3, "s",
                 "close to result, all, where scrutineers have verified the "
                 "ballots as they came, rows=%u, N=%u",
                 rows, n);
    bench_report((costs->all_us - costs->us[VERIFY] - costs->us[ANYBODY] +
                  (HALL_THRESHOLD + 1) * costs->from_nothing_us) /
                     1e6,
                 3, "s",
                 "close to result, all, where nobody has verified anything "
                 "before, rows=%u, N=%u",
                 rows, n);
    bench_report(costs->from_nothing_us / 1e6, 3, "s",
                 "verify the published log from nothing, rows=%u, N=%u", rows,
                 n);
    bench_report((double)costs->peak / 1e6, 1, "MB",
                 "verify the published log, peak memory, rows=%u, N=%u", rows,
                 n);
}

static void
from_close_to_result(void **state)
{
    struct costs first;
    struct costs second;

    (void)state;
    first = one_round(1, 1000);
    second = one_round(1, 1000);
    /* What is more in one of two runs is not ours. */
    print(first.all_us < second.all_us ? &first : &second, 1, 1000);
    first = one_round(1, 10000);
    print(&first, 1, 10000);
    first = one_round(ROWS_MAX, 1000);
    print(&first, ROWS_MAX, 1000);
}

int
main(void)
{
    return bench_run(from_close_to_result);
}
