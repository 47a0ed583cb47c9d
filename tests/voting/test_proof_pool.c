/*
 * Goal: a pool gives every proof the verdict that it has alone, however many
 * threads there are, and finds the one that does not hold.
 */
#include <stdlib.h>

#include "tests/support/hall.h"
#include "tests/test.h"
#include "voting/machine/proof_pool.h"

enum { SEATS = 24, BALLOTS = SEATS - 1 };

struct fixture {
    struct hall *hall;
    struct event *events[BALLOTS];
    struct admission *admissions;
    char *notes[BALLOTS];
    struct proof_item items[BALLOTS];
};

/* A ballot of each seat, admitted by the state as it is. */
static void
make_item(struct fixture *f, struct event_ref open, unsigned seat)
{
    struct hall *h = f->hall;
    size_t i = seat - 1;

    hall_draft_cast(h, open, seat, &(uint8_t){0});
    hall_sign(h, HALL_BY(HALL_SEAT(seat)));
    f->notes[i] = malloc(h->note_len);
    f->events[i] = calloc(1, sizeof *f->events[i]);
    assert_true(f->notes[i] && f->events[i]);
    memcpy(f->notes[i], h->note, h->note_len);
    assert_refused(
        event_decode(f->events[i], span_of(f->notes[i], h->note_len)),
        REFUSED_NOTHING);
    assert_refused(
        event_check(h->conference, f->events[i], h->time_s, &f->admissions[i]),
        REFUSED_NOTHING);
    f->items[i].event = f->events[i];
    f->items[i].admission = &f->admissions[i];
}

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);
    struct event_ref paper;
    struct event_ref open;

    assert_non_null(f);
    f->admissions = calloc(BALLOTS, sizeof *f->admissions);
    assert_non_null(f->admissions);
    f->hall = hall_new(SEATS);
    paper = hall_prepare(f->hall, 1);
    hall_convene(f->hall);
    hall_lock(f->hall);
    open = hall_do_open(f->hall, paper);
    for (unsigned seat = 1; seat <= BALLOTS; seat++)
        make_item(f, open, seat);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < BALLOTS; i++) {
        free(f->notes[i]);
        free(f->events[i]);
    }
    free(f->admissions);
    hall_free(f->hall);
    free(f);
    return 0;
}

/* All hold but the spoilt one, if there is one below BALLOTS. */
static void
assert_verdicts(struct fixture *f, size_t threads, size_t count, size_t spoilt)
{
    struct proof_pool *pool;

    assert_ok(proof_pool_open(&pool, threads));
    for (size_t i = 0; i < count; i++)
        f->items[i].refusal = REFUSED_BUSY;
    proof_pool_prove(pool, f->items, count);
    for (size_t i = 0; i < count; i++)
        assert_refused(f->items[i].refusal,
                       i == spoilt ? REFUSED_BALLOT_PROOF : REFUSED_NOTHING);
    proof_pool_close(pool);
}

static void
all_that_holds_holds_with_any_number_of_threads(void **state)
{
    static const size_t threads[] = {0, 1, 3};
    static const size_t counts[] = {0, 1, 8, 9, BALLOTS};

    for (size_t i = 0; i < sizeof threads / sizeof *threads; i++)
        for (size_t j = 0; j < sizeof counts / sizeof *counts; j++)
            assert_verdicts(*state, threads[i], counts[j], BALLOTS);
}

static void
the_one_that_does_not_hold_is_found(void **state)
{
    static const size_t places[] = {0, 8, BALLOTS - 1};
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        size_t spoilt = places[i];

        /* As if it were for a seat's second attempt. */
        f->admissions[spoilt].voter.attempt++;
        assert_verdicts(f, 2, BALLOTS, spoilt);
        f->admissions[spoilt].voter.attempt--;
    }
}

static void
a_pool_proves_again_and_again(void **state)
{
    struct fixture *f = *state;
    struct proof_pool *pool;

    assert_ok(proof_pool_open(&pool, 2));
    for (size_t round = 1; round <= BALLOTS; round++) {
        f->items[round - 1].refusal = REFUSED_BUSY;
        proof_pool_prove(pool, f->items, round);
        assert_refused(f->items[round - 1].refusal, REFUSED_NOTHING);
    }
    proof_pool_close(pool);
}

static void
there_is_an_end_to_threads(void **state)
{
    struct proof_pool *pool;

    (void)state;
    assert_err(proof_pool_open(&pool, PROOF_POOL_THREADS_MAX + 1), ERR_INPUT);
    assert_null(pool);
    assert_true(proof_pool_threads_here() <= PROOF_POOL_THREADS_MAX);
    proof_pool_close(NULL);
}

enum { THINGS = 300 };

static void
count_call(void *work, size_t i)
{
    unsigned *calls = work;

    calls[i]++;
}

static void
each_thing_is_done_once_and_no_other(void **state)
{
    static const size_t threads[] = {0, 1, 3};
    static const size_t counts[] = {0, 1, 8, 9, 256, THINGS - 1};

    (void)state;
    for (size_t t = 0; t < sizeof threads / sizeof *threads; t++) {
        struct proof_pool *pool;

        assert_ok(proof_pool_open(&pool, threads[t]));
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            unsigned calls[THINGS] = {0};

            proof_pool_each(pool, count_call, calls, counts[c]);
            for (size_t i = 0; i < THINGS; i++)
                assert_int_equal(calls[i], i < counts[c]);
        }
        proof_pool_close(pool);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(all_that_holds_holds_with_any_number_of_threads),
        cmocka_unit_test(the_one_that_does_not_hold_is_found),
        cmocka_unit_test(a_pool_proves_again_and_again),
        cmocka_unit_test(each_thing_is_done_once_and_no_other),
        cmocka_unit_test(there_is_an_end_to_threads),
    };

    return cmocka_run_group_tests(tests, set_up, tear_down);
}
