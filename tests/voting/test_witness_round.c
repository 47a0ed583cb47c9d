/* Goal: what follows from a witness's answer: a line is kept, who is away is
 * asked later and later, and only proof that came safely stops the log. */
#include <stdio.h>

#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/witness/witness_client.h"

static const char loopback[] = "http://127.0.0.1:1";
static const char tls[] = "https://witness.example.edu";
static const char plain[] = "http://witness.example.edu";

struct case_of {
    struct stored_hall *hall;
    struct witness_round *round;
    unsigned reports;
    struct witness_report last;
};

static int
set_up(void **state)
{
    struct case_of *c = test_calloc(1, sizeof *c);

    c->hall = stored_hall_new(7);
    hall_prepare(c->hall->hall, 2);
    stored_hall_feed(c->hall);
    c->round = test_calloc(1, sizeof *c->round);
    *state = c;
    return 0;
}

static int
tear_down(void **state)
{
    struct case_of *c = *state;

    stored_hall_free(c->hall);
    test_free(c->round);
    test_free(c);
    return 0;
}

static void
report(void *context, const struct witness_report *said)
{
    struct case_of *c = context;

    c->reports++;
    c->last = *said;
}

/* A witness at this address that answered so, to a round of half the log. */
static struct witness_mate *
answered(struct case_of *c, const char *address,
         enum add_checkpoint_outcome outcome, uint64_t witness_size)
{
    struct witness_mate *mate = &c->round->mates[0];

    c->round->mate_count = 1;
    c->round->size = log_size(c->hall->log) / 2;
    (void)snprintf(mate->name, sizeof mate->name, "witness.example/1");
    (void)snprintf(mate->address, sizeof mate->address, "%s", address);
    mate->asked = true;
    mate->reading = (struct add_checkpoint_reading){
        .outcome = outcome, .witness_size = witness_size};
    return mate;
}

static void
settle(struct case_of *c, uint64_t now_ms)
{
    assert_ok(witness_round_settle(c->round, c->hall->log, now_ms, report, c));
}

static void
test_more_than_there_is_stops_the_log_if_it_came_safely(void **state)
{
    static const struct {
        const char *address;
        enum log_fault want;
    } cases[] = {
        {plain, LOG_SOUND},
        {tls, LOG_FAULT_WITNESS},
        {loopback, LOG_FAULT_WITNESS},
    };
    struct case_of *c = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        stored_hall_open(c->hall);
        answered(c, cases[i].address, ADD_CHECKPOINT_ROLLBACK,
                 log_size(c->hall->log) + 1);
        settle(c, 1000);
        assert_int_equal(log_fault(c->hall->log), cases[i].want);
        assert_int_equal(c->last.outcome, ADD_CHECKPOINT_ROLLBACK);
        assert_int_equal(c->last.stops, cases[i].want != LOG_SOUND);
        c->round->mates[0].away = 0;
    }
}

static void
test_another_root_stops_the_log(void **state)
{
    struct case_of *c = *state;

    answered(c, tls, ADD_CHECKPOINT_SPLIT, 0);
    settle(c, 1000);
    assert_true(c->last.stops);
    assert_int_equal(log_fault(c->hall->log), LOG_FAULT_WITNESS);
    /* Nothing more is taken in, nor signed. */
    hall_convene(c->hall->hall);
    {
        struct span note = stored_hall_note(c->hall, c->hall->fed);
        struct log_outcome outcome;

        assert_err(log_submit(c->hall->log, &outcome, &note, 1), ERR_STATE);
    }
}

static void
test_a_later_checkpoint_of_ours_is_no_alarm(void **state)
{
    struct case_of *c = *state;
    uint64_t size = log_size(c->hall->log);
    struct witness_mate *mate = answered(c, tls, ADD_CHECKPOINT_ROLLBACK, size);

    settle(c, 1000);
    assert_int_equal(log_fault(c->hall->log), LOG_SOUND);
    assert_int_equal(c->last.outcome, ADD_CHECKPOINT_RETRY);
    assert_int_equal(mate->size, size);
    assert_true(c->round->again);
}

static void
test_a_witness_at_another_size_is_asked_from_there_at_once(void **state)
{
    struct case_of *c = *state;
    struct witness_mate *mate = answered(c, tls, ADD_CHECKPOINT_RETRY, 3);

    settle(c, 1000);
    assert_int_equal(mate->size, 3);
    assert_int_equal(mate->due_ms, 1000);
    assert_true(c->round->again);
    /* One that never agrees is not asked all the time. */
    for (unsigned i = 0; i < 3; i++) {
        answered(c, tls, ADD_CHECKPOINT_RETRY, 2);
        settle(c, 1000);
    }
    assert_true(mate->due_ms > 1000);
    assert_false(c->round->again);
}

static void
test_who_is_away_is_asked_later_and_later(void **state)
{
    struct case_of *c = *state;
    struct witness_mate *mate = &c->round->mates[0];
    uint64_t last = 0;

    for (unsigned i = 0; i < 12; i++) {
        answered(c, tls, ADD_CHECKPOINT_BUSY, 0);
        settle(c, 1000);
        assert_true(mate->due_ms - 1000 >= last);
        assert_true(mate->due_ms - 1000 <= WITNESS_AWAY_MAX_MS);
        assert_int_equal(c->last.first, i == 0);
        last = mate->due_ms - 1000;
    }
    assert_int_equal(last, WITNESS_AWAY_MAX_MS);
    assert_int_equal(log_fault(c->hall->log), LOG_SOUND);
    assert_false(c->round->again);
}

static void
test_a_refusal_stops_nothing(void **state)
{
    static const enum add_checkpoint_outcome outcomes[] = {
        ADD_CHECKPOINT_REFUSED, ADD_CHECKPOINT_NONSENSE,
        ADD_CHECKPOINT_BAD_PROOF, ADD_CHECKPOINT_NONE};
    struct case_of *c = *state;

    for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++) {
        struct witness_mate *mate = answered(c, tls, outcomes[i], 0);

        settle(c, 1000);
        assert_false(c->last.stops);
        assert_true(mate->due_ms > 1000);
        assert_int_equal(log_fault(c->hall->log), LOG_SOUND);
    }
    assert_int_equal(c->reports, sizeof outcomes / sizeof *outcomes);
}

static void
test_without_a_policy_nobody_is_asked(void **state)
{
    struct case_of *c = *state;

    assert_ok(witness_round_prepare(c->round, c->hall->log, 1000));
    assert_int_equal(c->round->asked, 0);
    assert_int_equal(c->round->mate_count, 0);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_more_than_there_is_stops_the_log_if_it_came_safely),
        CASE(test_another_root_stops_the_log),
        CASE(test_a_later_checkpoint_of_ours_is_no_alarm),
        CASE(test_a_witness_at_another_size_is_asked_from_there_at_once),
        CASE(test_who_is_away_is_asked_later_and_later),
        CASE(test_a_refusal_stops_nothing),
        CASE(test_without_a_policy_nobody_is_asked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
