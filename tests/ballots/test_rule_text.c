/* Goal: a rule has one spelling, and everything else is refused. */
#include "ballots/rule_text.h"

#include "tests/test.h"

#define DAYS " notice 7 publish 3 post 15"
#define MOTION "motion pass for/roll>1/2"
#define W32 "abcdefghijklmnopqrstuvwxyz_01234"
#define ELECTION                                                               \
    "election seats 5 tie revote shortfall vacant write-in none pass "         \
    "for/roll>1/2"

static enum err
encode(char buffer[RULE_TEXT_MAX], struct span *text, const struct rule *rule)
{
    struct text_writer w;

    text_writer_start(&w, buffer, RULE_TEXT_MAX);
    rule_encode(&w, rule);
    return text_writer_finish(&w, text);
}

static const char *const accepted[] = {
    MOTION DAYS,
    "motion quorum present/roll>=2/3 pass for/roll>1/2" DAYS,
    MOTION " notice 0 publish 0 post 999",
    "motion pass for/roll>0/1" DAYS,
    "motion pass for/roll>=0/1" DAYS,
    "motion pass for/roll>=1/1" DAYS,
    "motion pass for/roll>=999999/1000000,min=1000000" DAYS,
    "motion pass for/returned>=3/4,weight=area,min=3" DAYS,
    "motion pass for+against+abstain/valid>=2/3" DAYS,
    "motion pass b+a/roll>1/2 a+b/roll>1/2" DAYS,
    "motion pass " W32 "/roll_less_abstain>1/2" DAYS,
    "motion pass a/roll>1/2 a/present>1/2 a/issued>1/2 a/returned>1/2 "
    "a/valid>1/2 a/expressed>1/2 a/ronr_cast>1/2 a/roll_less_abstain>1/2" DAYS,
    "motion quorum returned/roll>=2/3,weight=head returned/roll>=2/3,"
    "weight=area pass for/returned>=3/4,weight=head" DAYS,
    "petition pass signed/roll>=0/1,min=3" DAYS,
    ELECTION DAYS,
    "election seats 200 tie both_out shortfall runoff write-in any margin 1/20 "
    "quorum present/roll>4/5 pass for/present>1/2 runoff for/roll>=1/3" DAYS,
    "election seats 1 tie fewer_against_then_revote shortfall vacant write-in "
    "when_against margin 1/1 pass for/roll>1/2" DAYS,
    "appraisal outcome good excellent+competent/valid>=2/3" DAYS,
    "appraisal outcome good always" DAYS,
    "appraisal quorum present/roll>=2/3 outcome bad bad/valid>1/2 "
    "outcome good good/valid>=2/3 good+fair/valid>=4/5 outcome fair "
    "always" DAYS,
};

static void
what_is_accepted_is_written_back_byte_for_byte(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        struct span in = span_text(accepted[i]);
        char buffer[RULE_TEXT_MAX];
        struct span out;
        struct rule rule;

        if (rule_decode(&rule, in))
            fail_msg("refused: %s", accepted[i]);
        assert_ok(encode(buffer, &out, &rule));
        if (!span_eq(in, out))
            fail_msg("%s: %.*s", accepted[i], (int)out.len, out.ptr);
    }
}

static void
the_fields_mean_what_the_text_says(void **state)
{
    struct rule r;

    (void)state;
    assert_ok(rule_decode(
        &r, span_text("election seats 7 tie both_out shortfall runoff "
                      "write-in any margin 3/20 quorum returned/issued>=4/5 "
                      "pass for+abstain/present>1/3,weight=area,min=9 "
                      "runoff for/valid>=1/4 notice 6 publish 2 post 14")));
    assert_int_equal(r.kind, RULE_ELECTION);
    assert_int_equal(r.seats, 7);
    assert_int_equal(r.tie, RULE_TIE_BOTH_OUT);
    assert_int_equal(r.shortfall, RULE_SHORTFALL_RUNOFF);
    assert_int_equal(r.write_in, RULE_WRITE_IN_ANY);
    assert_int_equal(r.margin_p, 3);
    assert_int_equal(r.margin_q, 20);
    assert_int_equal(r.notice_days, 6);
    assert_int_equal(r.publish_days, 2);
    assert_int_equal(r.post_days, 14);
    assert_int_equal(r.clause_count, 3);
    assert_int_equal(r.quorum.count, 1);
    assert_int_equal(r.pass.first, 1);
    assert_int_equal(r.runoff.first, 2);
    assert_int_equal(r.clause[0].option_count, 0);
    assert_int_equal(r.clause[0].measured_base, RULE_BASE_RETURNED);
    assert_int_equal(r.clause[0].base, RULE_BASE_ISSUED);
    assert_false(r.clause[0].more_than);
    assert_int_equal(r.clause[1].option_count, 2);
    assert_string_equal(r.clause[1].option[0].text, "for");
    assert_string_equal(r.clause[1].option[1].text, "abstain");
    assert_true(r.clause[1].more_than);
    assert_int_equal(r.clause[1].p, 1);
    assert_int_equal(r.clause[1].q, 3);
    assert_string_equal(r.clause[1].weight.text, "area");
    assert_int_equal(r.clause[1].min, 9);
}

static const struct {
    const char *what;
    const char *text;
} refused[] = {
    {"nothing", ""},
    {"a space", " "},
    {"a kind alone", "motion"},
    {"another kind", "vote pass for/roll>1/2" DAYS},
    {"capital letters", "Motion pass for/roll>1/2" DAYS},
    {"a space in front", " " MOTION DAYS},
    {"a space behind", MOTION DAYS " "},
    {"two spaces", "motion  pass for/roll>1/2" DAYS},
    {"two spaces between clauses", "motion pass a/roll>1/2  b/roll>1/2" DAYS},
    {"a tab", "motion\tpass for/roll>1/2" DAYS},
    {"a line break behind", MOTION DAYS "\n"},
    {"a carriage return", MOTION DAYS "\r"},
    {"no pass clause", "motion pass" DAYS},
    {"no pass section", "motion quorum present/roll>1/2" DAYS},
    {"an empty quorum", "motion quorum pass for/roll>1/2" DAYS},
    {"pass before quorum", MOTION " quorum present/roll>1/2" DAYS},
    {"two quorum sections",
     "motion quorum present/roll>1/2 quorum present/roll>1/2 pass "
     "for/roll>1/2" DAYS},
    {"two pass sections", MOTION " pass for/roll>1/2" DAYS},
    {"a runoff in a motion", MOTION " runoff for/roll>1/2" DAYS},
    {"seats in a motion", "motion seats 1 pass for/roll>1/2" DAYS},
    {"an outcome in a motion", MOTION " outcome a always" DAYS},
    {"no days", MOTION},
    {"days in another order", MOTION " publish 3 notice 7 post 15"},
    {"one of the days missing", MOTION " notice 7 publish 3"},
    {"no number", MOTION " notice 7 publish 3 post"},
    {"an empty number", MOTION " notice 7 publish 3 post "},
    {"too many days", MOTION " notice 1000 publish 3 post 15"},
    {"a leading zero", MOTION " notice 07 publish 3 post 15"},
    {"a sign", MOTION " notice +7 publish 3 post 15"},
    {"a negative number", MOTION " notice -7 publish 3 post 15"},
    {"a number beyond 64 bits",
     MOTION " notice 18446744073709551623 publish 3 post 15"},
    {"something behind", MOTION DAYS " post 15"},
    {"a quorum that measures options", "motion quorum for/roll>1/2 pass "
                                       "for/roll>1/2" DAYS},
    {"a pass clause that measures a base", "motion pass present/roll>1/2" DAYS},
    {"no base", "motion pass for>1/2" DAYS},
    {"an unknown base", "motion pass for/room>1/2" DAYS},
    {"an option as base", "motion pass for/for>1/2" DAYS},
    {"no operator", "motion pass for/roll1/2" DAYS},
    {"equals", "motion pass for/roll=1/2" DAYS},
    {"less than", "motion pass for/roll<1/2" DAYS},
    {"equals before more than", "motion pass for/roll=>1/2" DAYS},
    {"more than twice", "motion pass for/roll>>1/2" DAYS},
    {"q is zero", "motion pass for/roll>1/0" DAYS},
    {"zero over zero", "motion pass for/roll>0/0" DAYS},
    {"p above q", "motion pass for/roll>3/2" DAYS},
    {"more than all", "motion pass for/roll>1/1" DAYS},
    {"not in lowest terms", "motion pass for/roll>2/4" DAYS},
    {"zero over two", "motion pass for/roll>0/2" DAYS},
    {"two over two", "motion pass for/roll>=2/2" DAYS},
    {"q above the limit", "motion pass for/roll>1/1000001" DAYS},
    {"p with a leading zero", "motion pass for/roll>01/2" DAYS},
    {"a decimal", "motion pass for/roll>0.5" DAYS},
    {"a percentage", "motion pass for/roll>50%" DAYS},
    {"no numerator", "motion pass for/roll>/2" DAYS},
    {"no denominator", "motion pass for/roll>1/" DAYS},
    {"a third number", "motion pass for/roll>1/2/3" DAYS},
    {"no option", "motion pass /roll>1/2" DAYS},
    {"an empty option", "motion pass for+/roll>1/2" DAYS},
    {"an empty option in front", "motion pass +for/roll>1/2" DAYS},
    {"an option twice", "motion pass for+for/roll>1/2" DAYS},
    {"a base among options", "motion pass for+present/roll>1/2" DAYS},
    {"a bucket as option", "motion pass invalid/roll>1/2" DAYS},
    {"an option with a digit in front", "motion pass 1st/roll>1/2" DAYS},
    {"an option with a capital", "motion pass For/roll>1/2" DAYS},
    {"an option with a hyphen", "motion pass not-for/roll>1/2" DAYS},
    {"an option in Chinese", "motion pass 赞成/roll>1/2" DAYS},
    {"an option of 33 bytes", "motion pass " W32 "x/roll>1/2" DAYS},
    {"eight options", "motion pass a+b+c+d+e+f+g+h/roll>1/2" DAYS},
    {"an empty weight", "motion pass for/roll>1/2,weight=" DAYS},
    {"a weight with a capital", "motion pass for/roll>1/2,weight=A" DAYS},
    {"min before weight", "motion pass for/roll>1/2,min=3,weight=area" DAYS},
    {"weight twice", "motion pass for/roll>1/2,weight=area,weight=area" DAYS},
    {"min of zero", "motion pass for/roll>1/2,min=0" DAYS},
    {"min twice", "motion pass for/roll>1/2,min=3,min=3" DAYS},
    {"min above the limit", "motion pass for/roll>1/2,min=1000001" DAYS},
    {"a comma behind", "motion pass for/roll>1/2," DAYS},
    {"another extra", "motion pass for/roll>1/2,max=3" DAYS},
    {"no seats", "election tie revote shortfall vacant write-in none pass "
                 "for/roll>1/2" DAYS},
    {"zero seats", "election seats 0 tie revote shortfall vacant write-in "
                   "none pass for/roll>1/2" DAYS},
    {"201 seats", "election seats 201 tie revote shortfall vacant "
                  "write-in none pass for/roll>1/2" DAYS},
    {"another tie rule", "election seats 5 tie lot shortfall vacant "
                         "write-in none pass for/roll>1/2" DAYS},
    {"a run-off without clauses",
     "election seats 5 tie revote shortfall runoff write-in none pass "
     "for/roll>1/2" DAYS},
    {"run-off clauses without a run-off", ELECTION " runoff for/roll>1/2" DAYS},
    {"a margin of zero", "election seats 5 tie revote shortfall vacant "
                         "write-in none margin 0/1 pass for/roll>1/2" DAYS},
    {"a margin not in lowest terms",
     "election seats 5 tie revote shortfall vacant write-in none margin "
     "5/100 pass for/roll>1/2" DAYS},
    {"a margin above one",
     "election seats 5 tie revote shortfall vacant write-in none margin "
     "2/1 pass for/roll>1/2" DAYS},
    {"an appraisal that passes", "appraisal pass for/roll>1/2" DAYS},
    {"an appraisal without outcomes", "appraisal" DAYS},
    {"an outcome without a label", "appraisal outcome" DAYS},
    {"an outcome without clauses", "appraisal outcome good" DAYS},
    {"always, but not last",
     "appraisal outcome good always outcome bad always" DAYS},
    {"always and a clause", "appraisal outcome good always a/valid>1/2" DAYS},
    {"a clause and always", "appraisal outcome good a/valid>1/2 always" DAYS},
    {"a label with a capital", "appraisal outcome Good always" DAYS},
    {"nine outcomes",
     "appraisal outcome a a/roll>1/2 outcome b a/roll>1/2 outcome c "
     "a/roll>1/2 outcome d a/roll>1/2 outcome e a/roll>1/2 outcome f "
     "a/roll>1/2 outcome g a/roll>1/2 outcome h a/roll>1/2 outcome i "
     "always" DAYS},
    {"seventeen clauses",
     "motion pass a/roll>1/2 a/roll>1/3 a/roll>1/4 a/roll>1/5 a/roll>1/6 "
     "a/roll>1/7 a/roll>1/8 a/roll>1/9 a/roll>1/10 a/roll>1/11 "
     "a/roll>1/12 a/roll>1/13 a/roll>1/14 a/roll>1/15 a/roll>1/16 "
     "a/roll>1/17 a/roll>1/18" DAYS},
};

static void
every_other_spelling_is_refused(void **state)
{
    const struct rule zero = {0};

    (void)state;
    for (size_t i = 0; i < sizeof refused / sizeof *refused; i++) {
        struct rule rule;

        if (rule_decode(&rule, span_text(refused[i].text)) != ERR_INPUT)
            fail_msg("accepted: %s", refused[i].what);
        assert_memory_equal(&rule, &zero, sizeof rule);
    }
}

/* Any prefix of a rule, and a rule with any one byte changed to a bad one. */
static void
no_part_of_a_rule_is_a_rule(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof accepted / sizeof *accepted; i++) {
        struct span whole = span_text(accepted[i]);
        struct rule rule;

        for (size_t n = 0; n < whole.len; n++) {
            /* "post 1" begins "post 15": a number may be cut. */
            bool cuts_number =
                n > 0 && whole.ptr[n - 1] >= '0' && whole.ptr[n - 1] <= '9';
            enum err e = rule_decode(&rule, span_head(whole, n));

            if (!e && !cuts_number)
                fail_msg("%.*s", (int)n, whole.ptr);
        }
        for (size_t n = 0; n < whole.len; n++) {
            char changed[RULE_TEXT_MAX];

            memcpy(changed, whole.ptr, whole.len);
            changed[n] = '\0';
            if (!rule_decode(&rule, span_of(changed, whole.len)))
                fail_msg("a zero at %zu of %s", n, accepted[i]);
        }
    }
}

#define LONG_CLAUSE W32 "+b/roll_less_abstain>1/2,weight=" W32

static void
write_long_rule(struct text_writer *w, int clauses)
{
    text_writer_text(w, "motion pass");
    for (int i = 0; i < clauses; i++)
        text_writer_text(w, " " LONG_CLAUSE);
    text_writer_text(w, DAYS);
}

/* 15 clauses of the longest words are more than RULE_TEXT_MAX bytes. */
static void
a_line_that_is_too_long_is_refused_both_ways(void **state)
{
    char text[4096];
    struct text_writer w;
    struct span line;
    struct rule rule;

    (void)state;
    text_writer_start(&w, text, sizeof text);
    write_long_rule(&w, 1);
    assert_ok(text_writer_finish(&w, &line));
    assert_ok(rule_decode(&rule, line));

    text_writer_start(&w, text, sizeof text);
    write_long_rule(&w, 15);
    assert_ok(text_writer_finish(&w, &line));
    assert_true(line.len > RULE_TEXT_MAX);
    rule.pass.count = 15;
    rule.clause_count = 15;
    for (int i = 1; i < 15; i++)
        rule.clause[i] = rule.clause[0];
    text_writer_start(&w, text, sizeof text);
    rule_encode(&w, &rule);
    assert_int_equal(w.len, line.len);
    assert_err(text_writer_finish(&w, &line), ERR_INPUT);

    text_writer_start(&w, text, sizeof text);
    write_long_rule(&w, 15);
    assert_ok(text_writer_finish(&w, &line));
    assert_err(rule_decode(&rule, line), ERR_INPUT);
}

#define SPOIL(change)                                                          \
    do {                                                                       \
        struct rule r = good;                                                  \
                                                                               \
        r.change;                                                              \
        if (encode(buffer, &text, &r) != ERR_INPUT)                            \
            fail_msg("written with %s", #change);                              \
    } while (0)

static void
a_rule_that_the_grammar_cannot_say_is_not_written(void **state)
{
    char buffer[RULE_TEXT_MAX];
    struct span text;
    struct rule good;

    (void)state;
    assert_ok(rule_decode(
        &good, span_text("motion quorum present/roll>=2/3 pass for/roll>1/2 "
                         "for/present>=1/3" DAYS)));
    SPOIL(kind = RULE_KIND_COUNT_);
    SPOIL(kind = RULE_ELECTION);
    SPOIL(kind = RULE_APPRAISAL);
    SPOIL(clause_count = 2);
    SPOIL(clause_count = 4);
    SPOIL(quorum.first = 1);
    SPOIL(quorum.count = 2);
    SPOIL(quorum.count = 0);
    SPOIL(pass.first = 0);
    SPOIL(pass.count = 1);
    SPOIL(pass.count = 200);
    SPOIL(seats = 1);
    SPOIL(tie = RULE_TIE_BOTH_OUT);
    SPOIL(shortfall = RULE_SHORTFALL_RUNOFF);
    SPOIL(write_in = RULE_WRITE_IN_ANY);
    SPOIL(margin_p = 1);
    SPOIL(margin_q = 1);
    SPOIL(runoff.count = 1);
    SPOIL(outcome_count = 1);
    SPOIL(outcome[0].label = (struct rule_word){"good"});
    SPOIL(notice_days = 1000);
    SPOIL(publish_days = 1000);
    SPOIL(post_days = 1000);
    SPOIL(clause[0].measured_base = RULE_BASE_COUNT_);
    SPOIL(clause[1].measured_base = RULE_BASE_PRESENT);
    SPOIL(clause[1].option_count = 8);
    SPOIL(clause[1].option_count = 0);
    SPOIL(clause[1].option[0] = (struct rule_word){"roll"});
    SPOIL(clause[1].option[0] = (struct rule_word){"a b"});
    SPOIL(clause[1].option[1] = (struct rule_word){"against"});
    SPOIL(clause[1].option[0].text[RULE_WORD_MAX] = 'x');
    SPOIL(clause[1].option[0].text[10] = 'x');
    SPOIL(clause[1].base = RULE_BASE_COUNT_);
    SPOIL(clause[1].q = 4000000);
    SPOIL(clause[1].q = 0);
    SPOIL(clause[1].p = 2);
    SPOIL(clause[1].weight.text[3] = 'x');
    SPOIL(clause[1].min = 1000001);
    assert_ok(encode(buffer, &text, &good));
}

static void
a_rule_goes_behind_what_the_writer_has(void **state)
{
    char buffer[RULE_TEXT_MAX + 5];
    struct text_writer w;
    struct span out;
    struct rule rule;

    (void)state;
    assert_ok(rule_decode(&rule, span_text(MOTION DAYS)));
    text_writer_start(&w, buffer, sizeof buffer);
    text_writer_text(&w, "rule ");
    rule_encode(&w, &rule);
    assert_ok(text_writer_finish(&w, &out));
    assert_true(span_eq(out, span_text("rule " MOTION DAYS)));
    text_writer_start(&w, buffer, 20);
    rule_encode(&w, &rule);
    assert_err(text_writer_finish(&w, &out), ERR_NOMEM);
}

static void
words_are_small_letters_digits_and_underscores(void **state)
{
    static const struct {
        const char *text;
        enum err want;
    } cases[] = {
        {"a", OK},          {"for", OK},          {"grade_4", OK},
        {W32, OK},          {"", ERR_INPUT},      {"_a", ERR_INPUT},
        {"4a", ERR_INPUT},  {"A", ERR_INPUT},     {"a-b", ERR_INPUT},
        {"a b", ERR_INPUT}, {W32 "5", ERR_INPUT}, {"a\x80", ERR_INPUT},
    };
    struct rule_word word;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_err(rule_word_make(&word, span_text(cases[i].text)),
                   cases[i].want);
        assert_string_equal(word.text,
                            cases[i].want == OK ? cases[i].text : "");
    }
    assert_err(rule_word_make(&word, span_of("a\0b", 3)), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_accepted_is_written_back_byte_for_byte),
        cmocka_unit_test(the_fields_mean_what_the_text_says),
        cmocka_unit_test(every_other_spelling_is_refused),
        cmocka_unit_test(no_part_of_a_rule_is_a_rule),
        cmocka_unit_test(a_line_that_is_too_long_is_refused_both_ways),
        cmocka_unit_test(a_rule_that_the_grammar_cannot_say_is_not_written),
        cmocka_unit_test(a_rule_goes_behind_what_the_writer_has),
        cmocka_unit_test(words_are_small_letters_digits_and_underscores),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
