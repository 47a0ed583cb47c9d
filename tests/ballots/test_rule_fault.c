/* Goal: each way in which a rule does not fit a paper is found by its name. */
#include "ballots/rule.h"
#include "ballots/rule_text.h"
#include "ballots/words.h"
#include "tests/test.h"

#define DAYS " notice 7 publish 3 post 15"
#define ELECTION(tie, shortfall, write_in, rest)                               \
    "election seats 5 tie " tie " shortfall " shortfall                        \
    " write-in " write_in rest DAYS

static struct rule_options
options_of(const char *const *ids, size_t count)
{
    struct rule_options options = {.count = count};

    for (size_t i = 0; i < count && i < RULE_OPTIONS_MAX; i++)
        if (ids[i])
            strncpy(options.id[i].text, ids[i], RULE_WORD_MAX);
    return options;
}

struct fault_case {
    const char *what;
    const char *rule;
    const char *ids[RULE_OPTIONS_MAX];
    size_t count;
    size_t candidates;
    enum rule_fault want;
};

#define VOTES {"for", "against", "abstain"}, 3

static const struct fault_case cases[] = {
    {"a motion", "motion pass for/roll>1/2" DAYS, VOTES, 0, RULE_FAULT_NONE},
    {"one option",
     "motion pass for/roll>1/2" DAYS,
     {"for"},
     1,
     0,
     RULE_FAULT_OPTION_COUNT},
    {"no option",
     "motion pass for/roll>1/2" DAYS,
     {NULL},
     0,
     0,
     RULE_FAULT_OPTION_COUNT},
    {"nine options",
     "motion pass for/roll>1/2" DAYS,
     {"for", "b", "c", "d", "e", "f", "g", "h"},
     9,
     0,
     RULE_FAULT_OPTION_COUNT},
    {"a capital letter",
     "motion pass for/roll>1/2" DAYS,
     {"for", "Against"},
     2,
     0,
     RULE_FAULT_OPTION_WORD},
    {"an empty option",
     "motion pass for/roll>1/2" DAYS,
     {"for", ""},
     2,
     0,
     RULE_FAULT_OPTION_WORD},
    {"a base as option",
     "motion pass for/roll>1/2" DAYS,
     {"for", "present"},
     2,
     0,
     RULE_FAULT_OPTION_RESERVED},
    {"a bucket as option",
     "motion pass for/roll>1/2" DAYS,
     {"for", "unreturned"},
     2,
     0,
     RULE_FAULT_OPTION_RESERVED},
    {"an option twice",
     "motion pass for/roll>1/2" DAYS,
     {"for", "against", "for"},
     3,
     0,
     RULE_FAULT_OPTION_TWICE},
    {"an option that the paper has not", "motion pass yes/roll>1/2" DAYS, VOTES,
     0, RULE_FAULT_OPTION_UNKNOWN},
    {"one of two that the paper has not", "motion pass for+yes/roll>1/2" DAYS,
     VOTES, 0, RULE_FAULT_OPTION_UNKNOWN},
    {"a weight", "motion pass for/roll>1/2,weight=area" DAYS, VOTES, 0,
     RULE_FAULT_WEIGHT},
    {"a weight in the quorum",
     "motion quorum returned/roll>1/2,weight=head pass for/roll>1/2" DAYS,
     VOTES, 0, RULE_FAULT_WEIGHT},
    {"a motion without for",
     "motion pass yes/roll>1/2" DAYS,
     {"yes", "no"},
     2,
     0,
     RULE_FAULT_NO_FOR},
    {"a motion that for has no part in", "motion pass abstain/roll>1/2" DAYS,
     VOTES, 0, RULE_FAULT_NO_FOR_CLAUSE},
    {"a petition",
     "petition pass signed/roll>=1/3" DAYS,
     {"signed", "abstain"},
     2,
     0,
     RULE_FAULT_NONE},
    {"a petition without signed", "petition pass for/roll>=1/3" DAYS, VOTES, 0,
     RULE_FAULT_NO_SIGNED},
    {"a petition that signed has no part in",
     "petition pass for/roll>=1/3" DAYS,
     {"signed", "for"},
     2,
     0,
     RULE_FAULT_NO_SIGNED_CLAUSE},
    {"an appraisal",
     "appraisal outcome x good/valid>1/2" DAYS,
     {"good", "bad"},
     2,
     0,
     RULE_FAULT_NONE},
    {"an appraisal of other grades",
     "appraisal outcome x fair/valid>1/2" DAYS,
     {"good", "bad"},
     2,
     0,
     RULE_FAULT_OPTION_UNKNOWN},
    {"an election", ELECTION("revote", "vacant", "none", " pass for/roll>1/2"),
     VOTES, 7, RULE_FAULT_NONE},
    {"as many candidates as seats",
     ELECTION("revote", "vacant", "none", " pass for/roll>1/2"), VOTES, 5,
     RULE_FAULT_NONE},
    {"write-ins after a vote against",
     ELECTION("revote", "vacant", "when_against", " pass for/roll>1/2"), VOTES,
     7, RULE_FAULT_WRITE_IN},
    {"any write-ins", ELECTION("revote", "vacant", "any", " pass for/roll>1/2"),
     VOTES, 7, RULE_FAULT_WRITE_IN},
    {"an election without for",
     ELECTION("revote", "vacant", "none", " pass yes/roll>1/2"),
     {"yes", "no"},
     2,
     7,
     RULE_FAULT_NO_FOR},
    {"an election that for has no part in",
     ELECTION("revote", "vacant", "none", " pass against/roll>1/2"), VOTES, 7,
     RULE_FAULT_NO_FOR_CLAUSE},
    {"a run-off that for has no part in",
     ELECTION("revote", "runoff", "none",
              " pass for/roll>1/2 runoff against/roll>1/2"),
     VOTES, 7, RULE_FAULT_NO_FOR_CLAUSE},
    {"a run-off with an unknown option",
     ELECTION("revote", "runoff", "none",
              " pass for/roll>1/2 runoff yes/roll>1/2"),
     VOTES, 7, RULE_FAULT_OPTION_UNKNOWN},
    {"for is not the first option",
     ELECTION("revote", "vacant", "none", " pass for/roll>1/2"),
     {"against", "for", "abstain"},
     3,
     7,
     RULE_FAULT_FOR_NOT_FIRST},
    {"ties broken by an option not there",
     ELECTION("fewer_against_then_revote", "vacant", "none",
              " pass for/roll>1/2"),
     {"for", "abstain"},
     2,
     7,
     RULE_FAULT_NO_AGAINST},
    {"ties broken by against",
     ELECTION("fewer_against_then_revote", "vacant", "none",
              " pass for/roll>1/2"),
     VOTES, 7, RULE_FAULT_NONE},
    {"no candidates",
     ELECTION("revote", "vacant", "none", " pass for/roll>1/2"), VOTES, 0,
     RULE_FAULT_CANDIDATES},
    {"201 candidates",
     ELECTION("revote", "vacant", "none", " pass for/roll>1/2"), VOTES, 201,
     RULE_FAULT_CANDIDATES},
    {"more seats than candidates",
     ELECTION("revote", "vacant", "none", " pass for/roll>1/2"), VOTES, 4,
     RULE_FAULT_SEATS},
    {"5 for 5 seats is no margin of a twentieth",
     ELECTION("revote", "vacant", "none", " margin 1/20 pass for/roll>1/2"),
     VOTES, 5, RULE_FAULT_MARGIN},
    {"6 for 5 seats is",
     ELECTION("revote", "vacant", "none", " margin 1/20 pass for/roll>1/2"),
     VOTES, 6, RULE_FAULT_NONE},
    {"6 for 5 seats is just a margin of a fifth",
     ELECTION("revote", "vacant", "none", " margin 1/5 pass for/roll>1/2"),
     VOTES, 6, RULE_FAULT_NONE},
    {"6 for 5 seats is none of a quarter",
     ELECTION("revote", "vacant", "none", " margin 1/4 pass for/roll>1/2"),
     VOTES, 6, RULE_FAULT_MARGIN},
};

static void
each_fault_is_found_by_its_name(void **state)
{
    bool seen[RULE_FAULT_COUNT_] = {false};

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct fault_case *c = &cases[i];
        struct rule_options options = options_of(c->ids, c->count);
        struct rule rule;
        enum rule_fault got;

        if (rule_decode(&rule, span_text(c->rule)))
            fail_msg("%s: no rule", c->what);
        got = rule_find_fault(&rule, &options, c->candidates);
        if (got != c->want)
            fail_msg("%s: %s", c->what, rule_fault_code(got));
        seen[got] = true;
    }
    for (int i = 0; i < RULE_FAULT_COUNT_; i++)
        if (!seen[i])
            fail_msg("no case finds %s", rule_fault_code((enum rule_fault)i));
}

static void
an_option_that_fills_its_array_is_no_word(void **state)
{
    struct rule_options options = {2, {{"for"}, {"against"}}};
    struct rule rule;

    (void)state;
    assert_ok(rule_decode(&rule, span_text("motion pass for/roll>1/2" DAYS)));
    memset(options.id[1].text, 'a', sizeof options.id[1].text);
    assert_int_equal(rule_find_fault(&rule, &options, 0),
                     RULE_FAULT_OPTION_WORD);
}

static void
every_fault_has_a_code_and_words_of_its_own(void **state)
{
    (void)state;
    assert_null(rule_fault_code(RULE_FAULT_COUNT_));
    for (int lang = 0; lang < LANG_COUNT_; lang++) {
        assert_null(words_rule_fault((enum lang)lang, RULE_FAULT_NONE));
        assert_null(words_rule_fault((enum lang)lang, RULE_FAULT_COUNT_));
    }
    for (int i = 1; i < RULE_FAULT_COUNT_; i++) {
        enum rule_fault fault = (enum rule_fault)i;

        assert_non_null(words_rule_fault(LANG_ZH, fault));
        assert_non_null(words_rule_fault(LANG_EN, fault));
        for (int k = 1; k < i; k++) {
            enum rule_fault other = (enum rule_fault)k;

            assert_string_not_equal(rule_fault_code(fault),
                                    rule_fault_code(other));
            assert_string_not_equal(words_rule_fault(LANG_ZH, fault),
                                    words_rule_fault(LANG_ZH, other));
            assert_string_not_equal(words_rule_fault(LANG_EN, fault),
                                    words_rule_fault(LANG_EN, other));
        }
    }
}

static void
a_refused_write_in_is_shown_the_paper_ballot_route(void **state)
{
    (void)state;
    assert_non_null(
        strstr(words_rule_fault(LANG_ZH, RULE_FAULT_WRITE_IN), "纸质选票"));
    assert_non_null(strstr(words_rule_fault(LANG_EN, RULE_FAULT_WRITE_IN),
                           "paper ballots"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_fault_is_found_by_its_name),
        cmocka_unit_test(an_option_that_fills_its_array_is_no_word),
        cmocka_unit_test(every_fault_has_a_code_and_words_of_its_own),
        cmocka_unit_test(a_refused_write_in_is_shown_the_paper_ballot_route),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
