/* Goal: who is elected, who is tied, and what has to follow, is by rule only.
 */
#include <jansson.h>

#include "ballots/rule.h"
#include "tests/support/rule_json.h"
#include "tests/support/rule_rows.h"
#include "tests/test.h"

#define VECTORS "tests/vectors/rule_vectors.json"
#define EXPECTED "tests/vectors/expected_results.json"
#define CANDIDATES_MAX RULE_ROWS_CANDIDATES_MAX

struct field {
    struct rule_json_row stored[CANDIDATES_MAX];
    struct rule_row rows[CANDIDATES_MAX];
    const char *names[CANDIDATES_MAX];
    size_t count;
};

static void
field_add(struct field *f, const char *name, json_t *counts)
{
    struct rule_json_row *stored = &f->stored[f->count];

    assert_true(f->count < CANDIDATES_MAX);
    rule_json_row(stored, counts, NULL);
    f->rows[f->count] = stored->row;
    f->names[f->count++] = name;
}

static void
check_list(const char *note, const char *what, json_t *want,
           const uint16_t *got, size_t count, const struct field *f)
{
    size_t i;
    json_t *id;

    if (json_array_size(want) != count)
        fail_msg("%s: %zu in the list %s", note, count, what);
    json_array_foreach(want, i, id)
    {
        if (strcmp(json_string_value(id), f->names[got[i]]) != 0)
            fail_msg("%s: %s in %s", note, f->names[got[i]], what);
    }
}

static void
check_lists(const char *note, json_t *want, const struct election_verdict *v,
            const struct field *f)
{
    check_list(note, "elected", json_object_get(want, "elected"), v->elected,
               v->elected_count, f);
    check_list(note, "tied", json_object_get(want, "tied"), v->tied,
               v->tied_count, f);
    check_list(note, "below", json_object_get(want, "below_threshold"),
               v->below_threshold, v->below_threshold_count, f);
    assert_int_equal(v->open_seats,
                     json_integer_value(json_object_get(want, "open_seats")));
}

static void
elections_have_the_outcomes_typed_by_hand(void **state)
{
    json_t *root = rule_json_load(VECTORS);
    json_t *elections = json_object_get(root, "elections");
    size_t i;
    json_t *one;

    (void)state;
    assert_int_equal(json_array_size(elections), 9);
    json_array_foreach(elections, i, one)
    {
        const char *note = json_string_value(json_object_get(one, "note"));
        json_t *want = json_object_get(one, "expect");
        json_int_t seats = json_integer_value(json_object_get(one, "seats"));
        struct rule rule = rule_rows_preset(
            json_string_value(json_object_get(one, "rule")), (uint16_t)seats);
        struct field f = {0};
        struct election_verdict v;
        size_t k;
        json_t *candidate;

        json_array_foreach(json_object_get(one, "candidates"), k, candidate)
        {
            field_add(&f, json_string_value(json_object_get(candidate, "id")),
                      json_object_get(candidate, "counts"));
        }
        assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
        if (strcmp(verdict_outcome_code(v.outcome),
                   json_string_value(json_object_get(want, "state"))) != 0)
            fail_msg("%s: %s", note, verdict_outcome_code(v.outcome));
        if (v.outcome == VERDICT_COUNTED)
            check_lists(note, want, &v, &f);
        else
            assert_int_equal(v.elected_count + v.tied_count + v.open_seats, 0);
    }
    json_decref(root);
}

static void
the_election_of_the_first_session_comes_out_as_expected(void **state)
{
    json_t *root = rule_json_load(EXPECTED);
    json_t *e1 = json_object_get(json_object_get(root, "results"), "E1");
    struct rule rule = rule_rows_preset("union.election", 5);
    struct field f = {0};
    struct election_verdict v;
    const char *id;
    json_t *counts;

    (void)state;
    json_object_foreach(json_object_get(e1, "counts"), id, counts)
        field_add(&f, id, counts);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
    check_lists("E1", e1, &v, &f);
    assert_int_equal(v.next, VERDICT_NEXT_REVOTE);
    json_decref(root);
}

/* How many candidates each list got, for one distribution of votes. */
struct expectation {
    const char *what;
    const char *preset;
    size_t seats;
    size_t count;
    uint32_t votes[5][2];
    const char *elected; /* places in the lists, as digits */
    const char *tied;
    const char *tied_out;
    const char *outvoted;
    const char *below;
    int open_seats;
    enum verdict_next next;
};

static void
check_digits(const char *what, const char *want, const uint16_t *list,
             size_t count)
{
    char got[CANDIDATES_MAX + 1] = {0};

    for (size_t i = 0; i < count; i++)
        got[i] = (char)('0' + list[i]);
    if (strcmp(got, want) != 0)
        fail_msg("%s: %s, not %s", what, got, want);
}

#define REVOTE "union.election"
#define FEWER "union.election.fewer_against"
#define BOTH_OUT "whu.both_out"

static const struct expectation cases[] = {
    {"equal votes and seats for both",
     REVOTE,
     2,
     2,
     {{22, 0}, {22, 0}},
     "01",
     "",
     "",
     "",
     "",
     0,
     VERDICT_NEXT_NOTHING},
    {"three for two seats",
     REVOTE,
     2,
     3,
     {{22, 0}, {22, 9}, {22, 5}},
     "",
     "012",
     "",
     "",
     "",
     2,
     VERDICT_NEXT_REVOTE},
    {"a tie that seats nobody hurts",
     REVOTE,
     2,
     3,
     {{25, 0}, {25, 9}, {22, 5}},
     "01",
     "",
     "",
     "2",
     "",
     0,
     VERDICT_NEXT_NOTHING},
    {"a tie behind the leader",
     REVOTE,
     2,
     4,
     {{22, 0}, {30, 0}, {22, 0}, {21, 0}},
     "1",
     "02",
     "",
     "3",
     "",
     1,
     VERDICT_NEXT_REVOTE},
    {"fewer against wins",
     FEWER,
     1,
     2,
     {{22, 9}, {22, 5}},
     "1",
     "",
     "",
     "0",
     "",
     0,
     VERDICT_NEXT_NOTHING},
    {"more votes beat fewer against",
     FEWER,
     1,
     2,
     {{23, 9}, {22, 0}},
     "0",
     "",
     "",
     "1",
     "",
     0,
     VERDICT_NEXT_NOTHING},
    {"level in both",
     FEWER,
     1,
     3,
     {{22, 5}, {22, 5}, {22, 6}},
     "",
     "01",
     "",
     "2",
     "",
     1,
     VERDICT_NEXT_REVOTE},
    {"one of three settled by against",
     FEWER,
     2,
     3,
     {{22, 5}, {22, 4}, {22, 5}},
     "1",
     "02",
     "",
     "",
     "",
     1,
     VERDICT_NEXT_REVOTE},
    {"neither of two",
     BOTH_OUT,
     2,
     3,
     {{30, 0}, {20, 0}, {20, 0}},
     "0",
     "",
     "12",
     "",
     "",
     1,
     VERDICT_NEXT_VACANT},
    {"neither of two, and one behind does not slip in",
     BOTH_OUT,
     2,
     4,
     {{30, 0}, {20, 0}, {20, 0}, {19, 0}},
     "0",
     "",
     "12",
     "3",
     "",
     1,
     VERDICT_NEXT_VACANT},
    {"too few pass",
     REVOTE,
     3,
     4,
     {{21, 0}, {20, 0}, {0, 0}, {20, 0}},
     "0",
     "",
     "",
     "",
     "132",
     2,
     VERDICT_NEXT_RUNOFF},
    {"too few pass and seats stay empty",
     FEWER,
     2,
     2,
     {{21, 0}, {20, 0}},
     "0",
     "",
     "",
     "",
     "1",
     1,
     VERDICT_NEXT_VACANT},
    {"nobody has a vote",
     BOTH_OUT,
     1,
     2,
     {{0, 0}, {0, 0}},
     "",
     "",
     "",
     "",
     "01",
     1,
     VERDICT_NEXT_VACANT},
};

static void
ties_are_broken_by_rule_and_never_by_the_order_of_names(void **state)
{

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct expectation *c = &cases[i];
        struct rule rule = rule_rows_preset(c->preset, (uint16_t)c->seats);
        struct rule_rows_field f;
        struct election_verdict v;

        rule_rows_field(&f, c->votes, c->count);
        assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
        assert_int_equal(v.outcome, VERDICT_COUNTED);
        check_digits(c->what, c->elected, v.elected, v.elected_count);
        check_digits(c->what, c->tied, v.tied, v.tied_count);
        check_digits(c->what, c->tied_out, v.tied_out, v.tied_out_count);
        check_digits(c->what, c->outvoted, v.outvoted, v.outvoted_count);
        check_digits(c->what, c->below, v.below_threshold,
                     v.below_threshold_count);
        if (v.open_seats != c->open_seats || v.next != c->next)
            fail_msg("%s: %d open, %s", c->what, v.open_seats,
                     verdict_next_code(v.next));
    }
}

static void
what_stops_one_candidate_stops_the_election(void **state)
{
    static const uint32_t votes[3][2] = {{30, 0}, {25, 0}, {21, 0}};
    struct rule rule = rule_rows_preset(REVOTE, 1);
    struct election_verdict v;
    struct rule_rows_field f;

    (void)state;
    rule_rows_field(&f, votes, 3);
    f.stored[2].counts.present_at_open = 26;
    assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
    assert_int_equal(v.outcome, VERDICT_NO_QUORUM);
    assert_int_equal(v.elected_count, 0);

    f.stored[1].counts.excess = 1;
    f.stored[1].counts.present_at_open = 37;
    assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
    assert_int_equal(v.outcome, VERDICT_VOID);

    rule_rows_field(&f, votes, 3);
    f.stored[0].counts = (struct row_counts){
        .uncounted = 2, .unreturned = 36, .absent = 2, .present_at_open = 38};
    assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
    assert_int_equal(v.outcome, VERDICT_TOO_FEW);
}

static void
an_election_that_does_not_fit_is_refused(void **state)
{
    static const uint32_t votes[2][2] = {{30, 0}, {25, 0}};
    struct rule rule = rule_rows_preset(FEWER, 1);
    struct election_verdict v;
    struct rule_rows_field f;

    (void)state;
    rule_rows_field(&f, votes, 2);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 2));
    assert_err(rule_verdict_election(&v, &rule, f.rows, 0), ERR_INPUT);
    assert_int_equal(v.outcome, VERDICT_NONE);
    assert_err(
        rule_verdict_election(&v, &rule, f.rows, RULE_CANDIDATES_MAX + 1),
        ERR_INPUT);
    rule.seats = 0;
    assert_err(rule_verdict_election(&v, &rule, f.rows, 2), ERR_INPUT);
    rule.seats = 1;
    f.stored[1].options.id[1] = (struct rule_word){"no"};
    assert_err(rule_verdict_election(&v, &rule, f.rows, 2), ERR_INPUT);
    f.stored[1].options.id[1] = (struct rule_word){"against"};
    f.stored[1].options.id[0] = (struct rule_word){"yes"};
    assert_err(rule_verdict_election(&v, &rule, f.rows, 2), ERR_INPUT);
    f.stored[1].options.id[0] = (struct rule_word){"for"};
    f.stored[1].counts.present_at_open = 39;
    assert_err(rule_verdict_election(&v, &rule, f.rows, 2), ERR_INPUT);
    f.stored[1].counts.present_at_open = 38;
    rule.kind = RULE_MOTION;
    assert_err(rule_verdict_election(&v, &rule, f.rows, 2), ERR_INPUT);
}

static void
as_many_candidates_as_there_may_be_are_ranked(void **state)
{
    static struct row_counts counts[RULE_CANDIDATES_MAX];
    static struct rule_row rows[RULE_CANDIDATES_MAX];
    static struct election_verdict v;
    const struct rule_options options = {2, {{"for"}, {"abstain"}}};
    struct rule rule = rule_rows_preset("whu.both_out", RULE_CANDIDATES_MAX);

    (void)state;
    rule.quorum.count = 0;
    for (uint32_t i = 0; i < RULE_CANDIDATES_MAX; i++) {
        counts[i].option[0] = i + 1;
        rows[i] = (struct rule_row){&options, &counts[i], NULL, 0};
    }
    assert_ok(rule_verdict_election(&v, &rule, rows, RULE_CANDIDATES_MAX));
    assert_int_equal(v.elected_count, RULE_CANDIDATES_MAX);
    assert_int_equal(v.elected[0], RULE_CANDIDATES_MAX - 1);
    assert_int_equal(v.elected[RULE_CANDIDATES_MAX - 1], 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elections_have_the_outcomes_typed_by_hand),
        cmocka_unit_test(
            the_election_of_the_first_session_comes_out_as_expected),
        cmocka_unit_test(
            ties_are_broken_by_rule_and_never_by_the_order_of_names),
        cmocka_unit_test(what_stops_one_candidate_stops_the_election),
        cmocka_unit_test(an_election_that_does_not_fit_is_refused),
        cmocka_unit_test(as_many_candidates_as_there_may_be_are_ranked),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
