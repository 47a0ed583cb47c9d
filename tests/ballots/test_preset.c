/* Goal: every preset says, field by field, what its regulation was read to. */
#include "ballots/preset.h"

#include <jansson.h>

#include "ballots/rule_text.h"
#include "tests/support/rule_json.h"
#include "tests/test.h"

static const char *
text_of(json_t *object, const char *key)
{
    const char *text = json_string_value(json_object_get(object, key));

    if (text == NULL)
        fail_msg("no %s", key);
    return text;
}

static uint32_t
number_of(json_t *object, const char *key)
{
    return (uint32_t)json_integer_value(json_object_get(object, key));
}

static void
check_measure(const char *id, const struct rule_clause *got, json_t *want)
{
    size_t i;
    json_t *option;

    assert_int_equal(got->option_count, json_array_size(want));
    if (json_is_string(want)) {
        assert_string_equal(rule_base_name(got->measured_base),
                            json_string_value(want));
        return;
    }
    json_array_foreach(want, i, option)
    {
        if (!rule_word_equals(&got->option[i], json_string_value(option)))
            fail_msg("%s measures %s", id, got->option[i].text);
    }
}

static void
check_clauses(const char *id, const struct rule *rule,
              struct rule_section section, json_t *want)
{
    size_t i;
    json_t *clause;

    if (json_array_size(want) != section.count)
        fail_msg("%s: %d clauses", id, section.count);
    json_array_foreach(want, i, clause)
    {
        const struct rule_clause *got = &rule->clause[section.first + i];
        json_t *weight = json_object_get(clause, "weight");

        check_measure(id, got, json_object_get(clause, "measure"));
        assert_string_equal(rule_base_name(got->base), text_of(clause, "base"));
        assert_string_equal(got->more_than ? "gt" : "ge",
                            text_of(clause, "op"));
        assert_int_equal(got->p, number_of(clause, "p"));
        assert_int_equal(got->q, number_of(clause, "q"));
        assert_int_equal(got->min, number_of(clause, "min"));
        assert_string_equal(got->weight.text,
                            weight ? json_string_value(weight) : "");
    }
}

static void
check_election(const char *id, const struct rule *rule, json_t *want)
{
    static const char *const ties[] = {"revote", "fewer_against_then_revote",
                                       "both_out"};
    static const char *const shortfalls[] = {"vacant", "runoff"};
    static const char *const write_ins[] = {"none", "when_against", "any"};
    json_t *ballot = json_object_get(want, "ballot");
    json_t *shortfall = json_object_get(want, "shortfall");
    json_t *margin = json_object_get(want, "margin");

    assert_string_equal(ties[rule->tie], text_of(want, "tie"));
    assert_string_equal(shortfalls[rule->shortfall],
                        text_of(shortfall, "then"));
    check_clauses(id, rule, rule->runoff, json_object_get(shortfall, "pass"));
    assert_string_equal(write_ins[rule->write_in], text_of(ballot, "write_in"));
    assert_int_equal(rule->margin_p, number_of(margin, "min_p"));
    assert_int_equal(rule->margin_q, number_of(margin, "min_q"));
    /* What the ballot of every election here does by itself. */
    assert_string_equal(text_of(ballot, "max_for"), "seats");
    assert_string_equal(text_of(ballot, "overvote"), "ballot_invalid");
}

static void
check_outcomes(const char *id, const struct rule *rule, json_t *want)
{
    size_t i;
    json_t *outcome;

    assert_int_equal(rule->outcome_count, json_array_size(want));
    json_array_foreach(want, i, outcome)
    {
        assert_string_equal(rule->outcome[i].label.text,
                            text_of(outcome, "label"));
        check_clauses(id, rule, rule->outcome[i].when,
                      json_object_get(outcome, "when"));
    }
}

/* How many members of the object this test has looked at. */
static size_t
known_members(json_t *want)
{
    static const char *const keys[] = {
        "id",     "name_zh", "name_en", "kind",    "source",
        "quorum", "pass",    "secrecy", "tie",     "shortfall",
        "ballot", "margin",  "grades",  "outcomes"};
    size_t n = 0;

    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        n += json_object_get(want, keys[i]) != NULL;
    return n;
}

static void
check_preset(const struct preset *preset, json_t *want)
{
    static const char *const kinds[] = {"motion", "election", "appraisal",
                                        "petition"};
    const char *id = text_of(want, "id");
    bool elects = strcmp(text_of(want, "kind"), "election") == 0;
    bool has_days = strcmp(id, "procedural.open") != 0 &&
                    strcmp(text_of(want, "kind"), "petition") != 0;
    struct rule rule;

    assert_string_equal(preset->id, id);
    assert_string_equal(preset->name_zh, text_of(want, "name_zh"));
    assert_string_equal(preset->name_en, text_of(want, "name_en"));
    assert_string_equal(preset->source, text_of(want, "source"));
    assert_string_equal(preset_secrecy_code(preset->secrecy),
                        text_of(want, "secrecy"));
    assert_ok(preset_rule(&rule, preset, elects ? 5 : 0));
    assert_int_equal(rule.seats, elects ? 5 : 0);
    assert_string_equal(kinds[rule.kind], text_of(want, "kind"));
    check_clauses(id, &rule, rule.quorum, json_object_get(want, "quorum"));
    check_clauses(id, &rule, rule.pass, json_object_get(want, "pass"));
    check_outcomes(id, &rule, json_object_get(want, "outcomes"));
    if (elects)
        check_election(id, &rule, want);
    assert_int_equal(rule.notice_days, has_days ? 7 : 0);
    assert_int_equal(rule.publish_days, has_days ? 3 : 0);
    assert_int_equal(rule.post_days, has_days ? 15 : 0);
    assert_int_equal(known_members(want), json_object_size(want));
}

static void
presets_agree_with_the_list_of_rules(void **state)
{
    json_t *root = rule_json_load("tests/vectors/rules.json");
    json_t *rules = json_object_get(root, "rules");
    size_t count;
    const struct preset *presets = preset_all(&count);
    size_t i;
    json_t *want;

    (void)state;
    assert_int_equal(count, 31);
    assert_int_equal(json_array_size(rules), count);
    json_array_foreach(rules, i, want) check_preset(&presets[i], want);
    json_decref(root);
}

static void
each_preset_is_found_by_its_id_and_is_canonical(void **state)
{
    size_t count;
    const struct preset *presets = preset_all(&count);

    (void)state;
    for (size_t i = 0; i < count; i++) {
        char buffer[RULE_TEXT_MAX];
        struct text_writer w;
        struct span text;
        struct rule rule;

        assert_ptr_equal(preset_find(presets[i].id), &presets[i]);
        assert_ok(rule_decode(&rule, span_text(presets[i].text)));
        text_writer_start(&w, buffer, sizeof buffer);
        rule_encode(&w, &rule);
        assert_ok(text_writer_finish(&w, &text));
        assert_true(span_eq(text, span_text(presets[i].text)));
    }
    assert_null(preset_find("school"));
    assert_null(preset_find(""));
    assert_null(preset_find("school.default2"));
}

static void
seats_belong_to_elections_only(void **state)
{
    struct rule rule;

    (void)state;
    assert_err(preset_rule(&rule, preset_find("school.default"), 1), ERR_INPUT);
    assert_err(preset_rule(&rule, preset_find("union.election"), 0), ERR_INPUT);
    assert_err(preset_rule(&rule, preset_find("union.election"),
                           RULE_CANDIDATES_MAX + 1),
               ERR_INPUT);
    assert_int_equal(rule.clause_count, 0);
    assert_ok(
        preset_rule(&rule, preset_find("union.election"), RULE_CANDIDATES_MAX));
    assert_null(preset_secrecy_code(PRESET_SECRECY_COUNT_));
}

/* Those that may be put on a paper as they are, and why the others may not. */
static void
presets_that_this_system_cannot_hold_are_refused_by_name(void **state)
{
    static const struct rule_options votes = {
        3, {{"for"}, {"against"}, {"abstain"}}};
    static const struct {
        const char *id;
        enum rule_fault want;
    } cases[] = {
        {"school.default", RULE_FAULT_NONE},
        {"procedural.open", RULE_FAULT_NONE},
        {"condo.special", RULE_FAULT_WEIGHT},
        {"snb.double", RULE_FAULT_WEIGHT},
        {"union.election", RULE_FAULT_WRITE_IN},
        {"npc.direct", RULE_FAULT_WRITE_IN},
        {"appraisal.school", RULE_FAULT_OPTION_UNKNOWN},
        {"petition.proposal", RULE_FAULT_OPTION_UNKNOWN},
    };
    struct rule rule;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct preset *preset = preset_find(cases[i].id);

        assert_ok(rule_decode(&rule, span_text(preset->text)));
        assert_int_equal(rule_find_fault(&rule, &votes, 7), cases[i].want);
    }
    assert_ok(preset_rule(&rule, preset_find("union.election"), 5));
    rule.write_in = RULE_WRITE_IN_NONE;
    assert_int_equal(rule_find_fault(&rule, &votes, 7), RULE_FAULT_NONE);
    assert_int_equal(rule_find_fault(&rule, &votes, 5), RULE_FAULT_MARGIN);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(presets_agree_with_the_list_of_rules),
        cmocka_unit_test(each_preset_is_found_by_its_id_and_is_canonical),
        cmocka_unit_test(seats_belong_to_elections_only),
        cmocka_unit_test(
            presets_that_this_system_cannot_hold_are_refused_by_name),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
