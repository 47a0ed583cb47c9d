/*
 * Goal: what it costs everybody together, in time of processors, to get from
 * the end of a vote to a result that somebody else has verified, with two of
 * three scrutineers, and where that goes; and what has been done before, while
 * the vote was open.
 *
 * Every verification is an audit of the whole log as the programs do it, on one
 * thread. The scrutineers' begins at the opening, as their page's does, takes
 * in the ballots in slices as they come, and is finished after the close with
 * the close's checkpoint. Somebody else has verified nothing before.
 *
 *     bench_close [ROWS BALLOTS]    this size alone
 */
#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/audit.h"
#include "ballots/draft.h"
#include "crypto/text_writer.h"
#include "tests/support/bench.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { OPTIONS = 3, ROWS_MAX = 12, SLICE = 64 };

#define PAPER "P1"

enum part {
    CLOSE,       /* last call and close: made, checked, logged */
    VERIFY,      /* both scrutineers, what they have not verified ahead */
    SHARE,       /* both: made and signed */
    CHECK_SHARE, /* the server, both */
    COUNT,       /* the result: shares combined, counts found, signed */
    CHECK_COUNT, /* the server */
    SIGN_OFF,    /* sign-offs, declaration, publication: made and checked */
    ANYBODY,     /* somebody else, the log up to the publication, all of it */
    PARTS
};

static const char *const part_names[PARTS] = {
    "close",
    "two scrutineers verify the rest",
    "two shares, make",
    "two shares, check",
    "result, count",
    "result, check",
    "sign off and publish",
    "somebody else verifies from nothing",
};

struct costs {
    double us[PARTS];
    double all_us;
    double unit_us;
    double begin_us;    /* both scrutineers, the log up to the opening */
    double ahead_us;    /* both, ballots as they came */
    double whole_us;    /* both, where they have verified nothing ahead */
    double followed_us; /* somebody else who has verified up to the opening */
    size_t peak;        /* bytes that a verification takes */
    size_t ahead_peak;  /* and one that goes ahead */
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

/* Hands in a bundle, or all of it but the checkpoint. */
static void
feed(struct audit *a, struct span input, bool checkpoint)
{
    char *buffer = malloc(BUNDLE_BUFFER_BYTES);
    struct bundle_reader reader;

    assert_non_null(buffer);
    bundle_reader_start(&reader, buffer);
    while (input.len > 0) {
        struct bundle_part part;

        assert_ok(bundle_read(&reader, &part, &input));
        if (checkpoint || part.kind != BUNDLE_CHECKPOINT)
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
    feed(a, span_of(bundle, len), true);
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

/* ---- Verifying ahead ------------------------------------------------------*/

/* Somebody who takes in the log as it grows. */
struct watch {
    struct counted counted;
    struct proof_batch batch;
    struct audit *audit;
};

/* Time since *start, which becomes now. */
static double
lap(double *start)
{
    double from = *start;

    *start = bench_cpu_us();
    return *start - from;
}

/* The log as it is, without a checkpoint. */
static double
watch_begin(struct watch *w, struct hall *h)
{
    const struct hall_bundle_options members = {.members = true};
    const struct memory memory = {resize, &w->counted};
    size_t len;
    char *bundle = hall_bundle(h, &members, &len);
    double start = bench_cpu_us();
    double spent;

    *w = (struct watch){.batch = {.memory = memory}};
    randombytes_buf(w->batch.seed, sizeof w->batch.seed);
    assert_ok(audit_new(&w->audit, memory));
    audit_prove_by(w->audit,
                   (struct proof_prover){proof_batch_prove, &w->batch});
    feed(w->audit, span_of(bundle, len), false);
    assert_ok(audit_serve(w->audit));
    spent = lap(&start);
    free(bundle);
    return spent;
}

/* What is new, under weights of its own; none of it names a text. */
static double
watch_go_on(struct watch *w, const struct hall *h)
{
    double start = bench_cpu_us();

    for (size_t i = audit_size(w->audit); i < h->entry_count; i++) {
        const struct hall_entry *entry = &h->entries[i];

        assert_ok(audit_take(
            w->audit, &(struct bundle_part){
                          BUNDLE_ENTRY, span_of(entry->bytes, entry->len)}));
    }
    randombytes_buf(w->batch.seed, sizeof w->batch.seed);
    assert_ok(audit_serve(w->audit));
    return lap(&start);
}

/* The rest, and the checkpoint over all of it. */
static double
watch_end(struct watch *w, const struct hall *h)
{
    char checkpoint[BUNDLE_CHECKPOINT_MAX];
    struct bundle_part part = {.kind = BUNDLE_CHECKPOINT};
    struct text_writer writer;
    double start;
    double spent;

    text_writer_start(&writer, checkpoint, sizeof checkpoint);
    hall_checkpoint(h, &writer, h->entry_count);
    assert_ok(text_writer_finish(&writer, &part.bytes));
    spent = watch_go_on(w, h);
    start = bench_cpu_us();
    assert_ok(audit_take(w->audit, &part));
    assert_ok(audit_finish(w->audit));
    assert_true(audit_passed(w->audit));
    assert_int_equal(audit_size(w->audit), h->entry_count);
    audit_free(w->audit);
    return spent + lap(&start);
}

/* ---- One round ------------------------------------------------------------*/

static unsigned
choice_of(unsigned seat, unsigned row)
{
    return (seat + row) % OPTIONS;
}

/* Good ballots, which the verifiers are the first to prove, slice by slice. */
static void
cast_all(struct hall *h, struct event_ref open, unsigned rows, unsigned n,
         struct watch *watches, struct costs *costs)
{
    for (unsigned seat = 1; seat <= n; seat++) {
        uint8_t choices[ROWS_MAX];

        for (unsigned row = 0; row < rows; row++)
            choices[row] = (uint8_t)choice_of(seat, row);
        hall_draft_cast(h, open, seat, choices);
        hall_sign(h, HALL_BY(HALL_SEAT(seat)));
        assert_refused(hall_take_unproved(h), REFUSED_NOTHING);
        for (size_t i = 0; i < HALL_THRESHOLD && seat % SLICE == 0; i++)
            costs->ahead_us += watch_go_on(&watches[i], h);
    }
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
          const struct audit_pin *pin, struct watch *watches,
          struct costs *costs)
{
    struct audit_pin mine;
    double start = bench_cpu_us();

    hall_do_close(h, open);
    costs->us[CLOSE] = lap(&start);
    for (unsigned i = 1; i <= HALL_THRESHOLD; i++) {
        struct watch *w = &watches[i - 1];

        mine = (struct audit_pin){.size = 0};
        costs->whole_us += verify(h, &mine, &costs->peak);
        costs->us[VERIFY] += watch_end(w, h);
        costs->ahead_peak = w->counted.peak;
        give_share(h, i, costs);
    }
    count(h, rows, n, costs);
    start = bench_cpu_us();
    hall_do_publish(h, hall_last(h));
    costs->us[SIGN_OFF] = lap(&start);
    mine = *pin;
    costs->followed_us = verify(h, &mine, &costs->peak);
    mine = (struct audit_pin){.size = 0};
    costs->us[ANYBODY] = verify(h, &mine, &costs->peak);
    for (enum part i = 0; i < PARTS; i++)
        costs->all_us += costs->us[i];
}

static struct costs
one_round(unsigned rows, unsigned n)
{
    struct hall *h = hall_new(n + 1); /* the last seat stays away */
    struct costs costs = {.unit_us = bench_multiplication_us(1000)};
    struct watch *watches = calloc(HALL_THRESHOLD, sizeof *watches);
    struct audit_pin pin = {.size = 0};
    struct event_ref paper = hall_prepare(h, rows);
    struct event_ref open;
    double unit_us;

    assert_non_null(watches);
    h->timed = true;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    (void)verify(h, &pin, &costs.peak);
    for (size_t i = 0; i < HALL_THRESHOLD; i++)
        costs.begin_us += watch_begin(&watches[i], h);
    cast_all(h, open, rows, n, watches, &costs);
    end_round(h, open, rows, n, &pin, watches, &costs);
    free(watches);
    hall_free(h);
    unit_us = bench_multiplication_us(1000);
    if (unit_us < costs.unit_us)
        costs.unit_us = unit_us;
    return costs;
}

/* ---- Lines ----------------------------------------------------------------*/

/* One of them, as a sum of seconds. */
static void
print_sum(double us, const char *what, unsigned rows, unsigned n)
{
    bench_report(us / 1e6, 3, "s", "close to result, all, %s, rows=%u, N=%u",
                 what, rows, n);
}

/* What was done while the vote was open. */
static void
print_ahead(const struct costs *costs, unsigned rows, unsigned n)
{
    const double each = costs->ahead_us / HALL_THRESHOLD / n;

    bench_report(costs->begin_us / HALL_THRESHOLD / 1e6, 3, "s",
                 "verify ahead, one scrutineer, the log up to the opening, "
                 "rows=%u, N=%u",
                 rows, n);
    bench_report(each, 1, "us",
                 "verify ahead, one scrutineer, a ballot, rows=%u, N=%u", rows,
                 n);
    bench_report(each / costs->unit_us, 2, "multiplications",
                 "verify ahead, one scrutineer, a ballot, rows=%u, N=%u", rows,
                 n);
    bench_report((double)costs->ahead_peak / 1e6, 1, "MB",
                 "verify ahead, peak memory, rows=%u, N=%u", rows, n);
}

static void
print(const struct costs *costs, unsigned rows, unsigned n)
{
    const double without = costs->all_us - costs->us[ANYBODY];

    print_ahead(costs, rows, n);
    for (enum part i = 0; i < PARTS; i++) {
        bench_report(costs->us[i] / 1e6, 4, "s",
                     "close to result, %s, rows=%u, N=%u", part_names[i], rows,
                     n);
        bench_report(costs->us[i] / costs->unit_us, 0, "multiplications",
                     "close to result, %s, rows=%u, N=%u", part_names[i], rows,
                     n);
    }
    print_sum(costs->all_us, "scrutineers ahead, somebody else from nothing",
              rows, n);
    bench_report(costs->all_us / costs->unit_us, 0, "multiplications",
                 "close to result, all, rows=%u, N=%u", rows, n);
    print_sum(without + costs->followed_us,
              "scrutineers ahead, somebody else from the opening on", rows, n);
    print_sum(costs->all_us - costs->us[VERIFY] + costs->whole_us,
              "nobody has verified anything before", rows, n);
    bench_report((double)costs->peak / 1e6, 1, "MB",
                 "verify the published log, peak memory, rows=%u, N=%u", rows,
                 n);
}

static unsigned only_rows;
static unsigned only_n;

static void
from_close_to_result(void **state)
{
    struct costs first;
    struct costs second;

    (void)state;
    if (only_n > 0) {
        first = one_round(only_rows, only_n);
        print(&first, only_rows, only_n);
        return;
    }
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
main(int argc, char **argv)
{
    if (argc == 3) {
        only_rows = (unsigned)strtoul(argv[1], NULL, 10);
        only_n = (unsigned)strtoul(argv[2], NULL, 10);
    }
    if (argc != 1 && (only_rows < 1 || only_rows > ROWS_MAX || only_n < 1 ||
                      only_n > 10000)) {
        fprintf(stderr, "usage: %s [ROWS BALLOTS]\n", argv[0]);
        return 2;
    }
    return bench_run(from_close_to_result);
}
