/* Goal: counts have exactly the consequence that the rule gives them. */
#include <jansson.h>

#include "ballots/rule.h"
#include "tests/support/rule_json.h"
#include "tests/support/rule_rows.h"
#include "tests/test.h"

#define VECTORS "tests/vectors/rule_vectors.json"
#define EXPECTED "tests/vectors/expected_results.json"
#define NO_DAYS " notice 0 publish 0 post 0"

static void
check_verdict(const char *what, const struct verdict *got, const char *want,
              json_t *needed)
{
    if (strcmp(verdict_outcome_code(got->outcome), want) != 0)
        fail_msg("%s: %s", what, verdict_outcome_code(got->outcome));
    if (json_is_integer(needed) &&
        (!got->has_needed ||
         got->needed != (uint64_t)json_integer_value(needed)))
        fail_msg("%s: needed %d", what, (int)got->needed);
    if (!json_is_integer(needed) && got->has_needed)
        fail_msg("%s: %d needed, where there is no such number", what,
                 (int)got->needed);
}

static void
motions_have_the_outcomes_typed_by_hand(void **state)
{
    json_t *root = rule_json_load(VECTORS);
    json_t *motions = json_object_get(root, "motions");
    size_t i;
    json_t *one;

    (void)state;
    assert_int_equal(json_array_size(motions), 35);
    json_array_foreach(motions, i, one)
    {
        const char *note = json_string_value(json_object_get(one, "note"));
        struct rule rule = rule_rows_preset(
            json_string_value(json_object_get(one, "rule")), 0);
        struct rule_json_row row;
        struct verdict verdict;

        rule_json_row(&row, json_object_get(one, "counts"),
                      json_object_get(one, "weighted"));
        assert_ok(rule_verdict_motion(&verdict, &rule, &row.row));
        check_verdict(note ? note : "", &verdict,
                      json_string_value(json_object_get(one, "expect")),
                      json_object_get(one, "needed"));
    }
    json_decref(root);
}

static void
appraisals_have_the_outcomes_typed_by_hand(void **state)
{
    json_t *root = rule_json_load(VECTORS);
    json_t *appraisals = json_object_get(root, "appraisals");
    size_t i;
    json_t *one;

    (void)state;
    assert_int_equal(json_array_size(appraisals), 5);
    json_array_foreach(appraisals, i, one)
    {
        const char *want = json_string_value(json_object_get(one, "expect"));
        struct rule rule = rule_rows_preset("appraisal.school", 0);
        struct rule_json_row row;
        struct verdict verdict;

        rule_json_row(&row, json_object_get(one, "counts"), NULL);
        assert_ok(rule_verdict_appraisal(&verdict, &rule, &row.row));
        assert_false(verdict.has_needed);
        if (strcmp(want, "no_quorum") == 0) {
            assert_int_equal(verdict.outcome, VERDICT_NO_QUORUM);
            assert_int_equal(verdict.label, VERDICT_NO_LABEL);
            continue;
        }
        assert_int_equal(verdict.outcome, VERDICT_GRADED);
        assert_string_equal(rule.outcome[verdict.label].label.text, want);
    }
    json_decref(root);
}

static void
the_first_session_comes_out_as_expected(void **state)
{
    json_t *root = rule_json_load(EXPECTED);
    json_t *results = json_object_get(root, "results");
    json_t *people = json_object_get(json_object_get(results, "A1"), "items");
    struct rule appraisal = rule_rows_preset("appraisal.school", 0);
    const char *id;
    json_t *one;
    int motions = 0;

    (void)state;
    json_object_foreach(results, id, one)
    {
        json_t *outcome = json_object_get(one, "outcome");
        struct rule_json_row row;
        struct rule rule;
        struct verdict verdict;

        if (!outcome)
            continue;
        rule = rule_rows_preset(json_string_value(json_object_get(one, "rule")),
                                0);
        rule_json_row(&row, json_object_get(one, "counts"), NULL);
        assert_ok(rule_verdict_motion(&verdict, &rule, &row.row));
        check_verdict(id, &verdict, json_string_value(outcome),
                      json_object_get(one, "needed"));
        motions++;
    }
    assert_int_equal(motions, 10);
    json_object_foreach(people, id, one)
    {
        struct rule_json_row row;
        struct verdict verdict;

        rule_json_row(&row, json_object_get(one, "counts"), NULL);
        assert_int_equal(
            rule_base_size(&row.options, &row.counts, RULE_BASE_ROLL),
            json_integer_value(json_object_get(one, "roll_for_this_item")));
        assert_ok(rule_verdict_appraisal(&verdict, &appraisal, &row.row));
        assert_string_equal(appraisal.outcome[verdict.label].label.text,
                            json_string_value(json_object_get(one, "label")));
    }
    json_decref(root);
}

static void
nothing_passes_with_zero_in_favour(void **state)
{
    static const char *const rules[] = {
        "motion pass for/expressed>=2/3 notice 0 publish 0 post 0",
        "motion pass for/expressed>=0/1 notice 0 publish 0 post 0",
        "motion pass for/roll>=0/1 notice 0 publish 0 post 0",
        "motion pass for+abstain/roll>=1/2 notice 0 publish 0 post 0",
        "motion pass abstain/roll>=1/2 notice 0 publish 0 post 0",
    };

    (void)state;
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct rule rule = rule_rows_rule(rules[i]);
        struct verdict verdict;
        struct rule_rows_votes r;

        rule_rows_votes(&r, 0, 0, 0, 40);
        assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
        if (verdict.outcome != VERDICT_REJECTED)
            fail_msg("0 for and 0 against: %s", rules[i]);
        rule_rows_votes(&r, 0, 0, 38, 2);
        assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
        if (verdict.outcome != VERDICT_REJECTED)
            fail_msg("38 abstaining: %s", rules[i]);
        rule_rows_votes(&r, 0, 0, 0, 0);
        assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
        if (verdict.outcome != VERDICT_REJECTED || verdict.has_needed)
            fail_msg("an empty roll: %s", rules[i]);
    }
}

static void
the_gravest_reason_to_stop_comes_first(void **state)
{
    struct rule rule = rule_rows_preset("school.default", 0);
    struct verdict verdict;
    struct rule_rows_votes r;

    (void)state;
    /* 26 of 40 present is no quorum; more returned than issued is graver. */
    rule_rows_votes(&r, 26, 0, 0, 14);
    r.counts.excess = 1;
    r.counts.present_at_open = 25;
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_VOID);

    rule_rows_votes(&r, 26, 0, 0, 14);
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_NO_QUORUM);

    /* Two secret ballots in the box: sealed, and no quorum comes first. */
    rule_rows_votes(&r, 0, 0, 0, 14);
    r.counts.uncounted = 2;
    r.counts.unissued = 24;
    r.counts.present_at_open = 26;
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_NO_QUORUM);
    r.counts.unissued = 25;
    r.counts.absent = 13;
    r.counts.present_at_open = 27;
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_TOO_FEW);
    assert_int_equal(verdict.needed, 21);
}

static void
quorum_is_presence_at_open_not_later(void **state)
{
    struct rule rule = rule_rows_preset("school.default", 0);
    struct verdict verdict;
    struct rule_rows_votes r;

    (void)state;
    rule_rows_votes(&r, 30, 0, 0, 10); /* 30 came before close */
    r.counts.present_at_open = 26;
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_NO_QUORUM);
    r.counts.present_at_open = 27;
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_ADOPTED);

    /* A practice vote waives the quorum. */
    r.counts.present_at_open = 1;
    rule.quorum.count = 0;
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_ADOPTED);
}

static void
counts_that_contradict_themselves_are_refused(void **state)
{
    struct rule rule = rule_rows_preset("school.default", 0);
    struct verdict verdict;
    struct rule_rows_votes r;

    (void)state;
    rule_rows_votes(&r, 30, 0, 0, 10);
    r.counts.present_at_open = 31;
    assert_err(rule_verdict_motion(&verdict, &rule, &r.row), ERR_INPUT);
    assert_int_equal(verdict.outcome, VERDICT_NONE);

    rule_rows_votes(&r, 30, 0, 0, 10);
    r.counts.uncounted = 1;
    assert_err(rule_verdict_motion(&verdict, &rule, &r.row), ERR_INPUT);

    rule_rows_votes(&r, 30, 0, 0, 10);
    r.counts.excess = 1;
    r.counts.unreturned = 1;
    r.counts.present_at_open = 0;
    assert_err(rule_verdict_motion(&verdict, &rule, &r.row), ERR_INPUT);

    rule_rows_votes(&r, 30, 0, 0, 10);
    r.counts.excess = 31;
    r.counts.present_at_open = 0;
    assert_err(rule_verdict_motion(&verdict, &rule, &r.row), ERR_INPUT);
}

static void
a_rule_that_does_not_fit_the_row_is_refused(void **state)
{
    static const char *const rules[] = {
        "motion pass excellent/roll>1/2" NO_DAYS,
        "motion pass for+yes/roll>1/2" NO_DAYS,
        "motion pass for/roll>1/2,weight=area" NO_DAYS,
        "motion quorum present/roll>1/2,weight=a pass for/roll>1/2" NO_DAYS,
        "petition pass for/roll>1/2" NO_DAYS,
        "appraisal outcome good for/valid>1/2" NO_DAYS,
    };
    struct rule_rows_votes r;
    struct verdict verdict;

    (void)state;
    rule_rows_votes(&r, 30, 5, 5, 0);
    for (size_t i = 0; i < sizeof rules / sizeof *rules; i++) {
        struct rule rule = rule_rows_rule(rules[i]);

        verdict.outcome = VERDICT_ADOPTED;
        if (rule_verdict_motion(&verdict, &rule, &r.row) != ERR_INPUT ||
            verdict.outcome != VERDICT_NONE)
            fail_msg("%s", rules[i]);
    }
    /* Also where the clause would never be come to: there is no quorum. */
    r.counts.present_at_open = 0;
    struct rule rule = rule_rows_rule("motion quorum present/roll>=1/2 pass "
                                      "yes/roll>1/2 notice 0 publish 0 post 0");
    assert_err(rule_verdict_motion(&verdict, &rule, &r.row), ERR_INPUT);
}

static void
a_petition_needs_its_signatures(void **state)
{
    static const struct {
        const char *preset;
        uint32_t signatures;
        enum verdict_outcome want;
        uint64_t needed;
    } cases[] = {
        {"petition.temporary_session", 13, VERDICT_REJECTED, 14},
        {"petition.temporary_session", 14, VERDICT_ADOPTED, 14},
        {"petition.proposal", 0, VERDICT_REJECTED, 3},
        {"petition.proposal", 2, VERDICT_REJECTED, 3},
        {"petition.proposal", 3, VERDICT_ADOPTED, 3},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule rule = rule_rows_preset(cases[i].preset, 0);
        const struct rule_options options = {2, {{"signed"}, {"abstain"}}};
        const struct row_counts counts = {.option = {cases[i].signatures},
                                          .absent = 40 - cases[i].signatures};
        const struct rule_row row = {&options, &counts, NULL, 0};
        struct verdict verdict;

        assert_ok(rule_verdict_petition(&verdict, &rule, &row));
        if (verdict.outcome != cases[i].want ||
            verdict.needed != cases[i].needed)
            fail_msg("%s with %u", cases[i].preset,
                     (unsigned)cases[i].signatures);
        assert_err(rule_verdict_motion(&verdict, &rule, &row), ERR_INPUT);
    }
}

static void
an_appraisal_without_a_last_resort_may_give_no_label(void **state)
{
    struct rule rule = rule_rows_rule("appraisal outcome good for/valid>1/2 "
                                      "notice 0 publish 0 post 0");
    struct verdict verdict;
    struct rule_rows_votes r;

    (void)state;
    rule_rows_votes(&r, 5, 5, 0, 0);
    assert_ok(rule_verdict_appraisal(&verdict, &rule, &r.row));
    assert_int_equal(verdict.outcome, VERDICT_GRADED);
    assert_int_equal(verdict.label, VERDICT_NO_LABEL);
    rule_rows_votes(&r, 6, 4, 0, 0);
    assert_ok(rule_verdict_appraisal(&verdict, &rule, &r.row));
    assert_int_equal(verdict.label, 0);
}

static void
codes_of_outcomes_are_all_different(void **state)
{
    (void)state;
    for (int i = 0; i < VERDICT_OUTCOME_COUNT_; i++)
        for (int k = 0; k < i; k++)
            assert_string_not_equal(
                verdict_outcome_code((enum verdict_outcome)i),
                verdict_outcome_code((enum verdict_outcome)k));
    assert_null(verdict_outcome_code(VERDICT_OUTCOME_COUNT_));
    assert_null(rule_base_name(RULE_BASE_COUNT_));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(motions_have_the_outcomes_typed_by_hand),
        cmocka_unit_test(appraisals_have_the_outcomes_typed_by_hand),
        cmocka_unit_test(the_first_session_comes_out_as_expected),
        cmocka_unit_test(nothing_passes_with_zero_in_favour),
        cmocka_unit_test(the_gravest_reason_to_stop_comes_first),
        cmocka_unit_test(quorum_is_presence_at_open_not_later),
        cmocka_unit_test(counts_that_contradict_themselves_are_refused),
        cmocka_unit_test(a_rule_that_does_not_fit_the_row_is_refused),
        cmocka_unit_test(a_petition_needs_its_signatures),
        cmocka_unit_test(an_appraisal_without_a_last_resort_may_give_no_label),
        cmocka_unit_test(codes_of_outcomes_are_all_different),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
