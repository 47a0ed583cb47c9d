/* Goal: the round that follows an election has the rule that it is owed. */
#include "ballots/rule.h"
#include "ballots/rule_text.h"
#include "tests/support/rule_rows.h"
#include "tests/test.h"

static void
check_text(const struct rule *rule, const char *want)
{
    char buffer[RULE_TEXT_MAX];
    struct text_writer w;
    struct span text;

    text_writer_start(&w, buffer, sizeof buffer);
    rule_encode(&w, rule);
    assert_ok(text_writer_finish(&w, &text));
    if (!span_eq(text, span_text(want)))
        fail_msg("%.*s", (int)text.len, text.ptr);
}

static void
the_next_round_has_the_open_seats_and_its_own_clauses(void **state)
{
    static const uint32_t tie[3][2] = {{30, 0}, {22, 0}, {22, 0}};
    static const uint32_t short_of[3][2] = {{30, 0}, {20, 0}, {19, 0}};
    struct rule rule = rule_rows_preset("npc.direct", 2);
    struct election_verdict v;
    struct rule next;
    struct rule_rows_field f;

    (void)state;
    rule_rows_field(&f, tie, 3);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 3));
    assert_ok(rule_follow_up(&next, &rule, &v));
    check_text(&next,
               "election seats 1 tie revote shortfall runoff write-in any "
               "quorum returned/roll>1/2 pass for/roll>0/1 "
               "runoff for/returned>=1/3 notice 7 publish 3 post 15");

    rule_rows_field(&f, short_of, 3);
    rule = rule_rows_preset("npc.direct", 3);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 3));
    assert_int_equal(v.elected_count, 2); /* 20 of 38 is more than half */
    assert_ok(rule_follow_up(&next, &rule, &v));
    check_text(&next,
               "election seats 1 tie revote shortfall runoff write-in any "
               "quorum returned/roll>1/2 pass for/returned>=1/3 "
               "runoff for/returned>=1/3 notice 7 publish 3 post 15");
}

static void
the_second_vote_between_the_tied_goes_by_most_votes(void **state)
{
    /* E1.2: 22 and 15 of 40; 15 alone would not be half. */
    static const uint32_t first[2][2] = {{24, 0}, {24, 0}};
    static const uint32_t second[2][2] = {{18, 0}, {15, 0}};
    struct rule rule = rule_rows_preset("union.election", 1);
    struct election_verdict v;
    struct rule next;
    struct rule_rows_field f;

    (void)state;
    rule_rows_field(&f, first, 2);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 2));
    assert_ok(rule_follow_up(&next, &rule, &v));
    rule_rows_field(&f, second, 2);
    assert_ok(rule_verdict_election(&v, &next, f.rows, 2));
    assert_int_equal(v.elected_count, 1);
    assert_int_equal(v.elected[0], 0);
    assert_err(rule_follow_up(&next, &rule, &v), ERR_STATE);
    assert_int_equal(next.seats, 0);
}

static void
there_is_no_next_round_where_none_is_called_for(void **state)
{
    static const uint32_t votes[3][2] = {{30, 0}, {20, 0}, {20, 0}};
    struct rule rule = rule_rows_preset("whu.both_out", 2);
    struct election_verdict v = {.outcome = VERDICT_NO_QUORUM};
    struct rule next;
    struct rule_rows_field f;

    (void)state;
    assert_err(rule_follow_up(&next, &rule, &v), ERR_STATE);
    rule_rows_field(&f, votes, 3);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 3));
    assert_int_equal(v.next, VERDICT_NEXT_VACANT);
    assert_err(rule_follow_up(&next, &rule, &v), ERR_STATE);
    rule.kind = RULE_MOTION;
    assert_err(rule_follow_up(&next, &rule, &v), ERR_INPUT);
}

static void
a_next_round_with_too_many_clauses_is_refused(void **state)
{
    const char *text =
        "election seats 2 tie revote shortfall runoff write-in none "
        "pass for/roll>1/2 "
        "runoff for/roll>1/3 for/roll>1/4 for/roll>1/5 for/roll>1/6 "
        "for/roll>1/7 for/roll>1/8 for/roll>1/9 for/roll>1/10 for/roll>1/11 "
        "notice 0 publish 0 post 0";
    static const uint32_t votes[2][2] = {{30, 0}, {10, 0}};
    struct election_verdict v;
    struct rule rule;
    struct rule next;
    struct rule_rows_field f;

    (void)state;
    assert_ok(rule_decode(&rule, span_text(text)));
    rule_rows_field(&f, votes, 2);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 2));
    assert_err(rule_follow_up(&next, &rule, &v), ERR_INPUT);
    assert_int_equal(next.clause_count, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_next_round_has_the_open_seats_and_its_own_clauses),
        cmocka_unit_test(the_second_vote_between_the_tied_goes_by_most_votes),
        cmocka_unit_test(there_is_no_next_round_where_none_is_called_for),
        cmocka_unit_test(a_next_round_with_too_many_clauses_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
