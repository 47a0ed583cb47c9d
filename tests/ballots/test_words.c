/* Goal: results are said in both languages, in exactly these sentences. */
#include "ballots/words.h"

#include "tests/support/rule_rows.h"
#include "tests/support/written.h"
#include "tests/test.h"

#define TEXT_MAX 2048
#define NO_DAYS " notice 0 publish 0 post 0"

static void
quorum_is_said_with_its_numbers(void **state)
{
    static const struct {
        uint64_t due;
        uint64_t present;
        bool quorate;
        const char *want[LANG_COUNT_];
    } cases[] = {
        {40,
         38,
         true,
         {"应到代表40名，实到38名，符合法定人数。",
          "40 representatives due, 38 present; a quorum is present."}},
        {40,
         26,
         false,
         {"应到代表40名，实到26名，不足法定人数。",
          "40 representatives due, 26 present; a quorum is not present."}},
        {1,
         1,
         true,
         {"应到代表1名，实到1名，符合法定人数。",
          "1 representative due, 1 present; a quorum is present."}},
    };

    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        char buffer[TEXT_MAX];
        struct text_writer w;

        text_writer_start(&w, buffer, sizeof buffer);
        words_quorum(&w, (enum lang)(i % 2), cases[i / 2].due,
                     cases[i / 2].present, cases[i / 2].quorate);
        written_check("quorum", &w, cases[i / 2].want[i % 2]);
    }
}

static void
issued_and_returned_are_compared_in_words(void **state)
{
    static const struct {
        enum rule_kind kind;
        uint64_t issued;
        uint64_t returned;
        const char *want[LANG_COUNT_];
    } cases[] = {
        {RULE_MOTION,
         38,
         38,
         {"发出表决票38张，收回38张，本次表决有效。",
          "38 ballots issued, 38 returned; the vote is valid."}},
        {RULE_ELECTION,
         38,
         37,
         {"发出选票38张，收回37张，本次选举有效。",
          "38 ballots issued, 37 returned; the vote is valid."}},
        {RULE_APPRAISAL,
         1,
         0,
         {"发出测评票1张，收回0张，本次民主评议有效。",
          "1 ballot issued, 0 returned; the vote is valid."}},
        {RULE_MOTION,
         38,
         39,
         {"发出表决票38张，收回39张，收回多于发出，本次表决无效。",
          "38 ballots issued, 39 returned; more were returned than issued, so "
          "the vote is void."}},
    };

    (void)state;
    for (size_t i = 0; i < 2 * sizeof cases / sizeof *cases; i++) {
        char buffer[TEXT_MAX];
        struct text_writer w;

        text_writer_start(&w, buffer, sizeof buffer);
        words_returned(&w, (enum lang)(i % 2), cases[i / 2].kind,
                       cases[i / 2].issued, cases[i / 2].returned);
        written_check("returned", &w, cases[i / 2].want[i % 2]);
    }
}

struct verdict_case {
    const char *rule;
    uint32_t votes[4]; /* for, against, abstain, absent */
    const char *verdict[LANG_COUNT_];
    const char *result[LANG_COUNT_];
};

static const struct verdict_case motions[] = {
    {"motion quorum present/roll>=2/3 pass for/roll>1/2" NO_DAYS,
     {29, 6, 3, 2},
     {"赞成29票，反对6票，弃权3票。赞成票超过全体代表的半数，通过。",
      "29 for, 6 against, 3 abstaining. More than half of all representatives "
      "are in favour. Adopted."},
     {"赞成29票，反对6票，弃权3票；须21票。赞成票超过全体代表的半数，通过。",
      "29 for, 6 against, 3 abstaining; 21 needed. More than half of all "
      "representatives are in favour. Adopted."}},
    {"motion quorum present/roll>=2/3 pass for/roll>1/2" NO_DAYS,
     {20, 12, 6, 2},
     {"赞成20票，未超过全体代表的半数，未通过。",
      "20 for, which is not more than half of all representatives. Not "
      "adopted."},
     {"赞成20票，反对12票，弃权6票；须21票。赞成票未超过全体代表的半数，"
      "未通过。",
      "20 for, 12 against, 6 abstaining; 21 needed. That is not more than "
      "half of all representatives. Not adopted."}},
    {"motion quorum present/roll>=2/3 pass for/roll>1/2" NO_DAYS,
     {26, 0, 0, 14},
     {"应到代表40名，实到26名，不足法定人数（须27名），不作出决定。",
      "40 representatives due, 26 present; a quorum is not present (27 "
      "needed). Nothing is decided."},
     {"应到代表40名，实到26名，不足法定人数（须27名），不作出决定。",
      "40 representatives due, 26 present; a quorum is not present (27 "
      "needed). Nothing is decided."}},
    {"motion quorum returned/issued>=1/2 pass for/roll>1/2" NO_DAYS,
     {0, 0, 0, 3},
     {"应到代表3名，收回的票0张，不足法定人数，不作出决定。",
      "3 representatives due, 0 ballots returned; a quorum is not present. "
      "Nothing is decided."},
     {"应到代表3名，收回的票0张，不足法定人数，不作出决定。",
      "3 representatives due, 0 ballots returned; a quorum is not present. "
      "Nothing is decided."}},
    {"motion pass for/roll>=2/3 for/present>3/4" NO_DAYS,
     {28, 5, 5, 2},
     {"赞成28票，未超过到会代表的四分之三，未通过。",
      "28 for, which is not more than three quarters of the representatives "
      "present. Not adopted."},
     {"赞成28票，反对5票，弃权5票；须29票。赞成票未超过到会代表的四分之三，"
      "未通过。",
      "28 for, 5 against, 5 abstaining; 29 needed. That is not more than "
      "three quarters of the representatives present. Not adopted."}},
    {"motion pass for/roll>=2/3 for/present>3/4" NO_DAYS,
     {29, 5, 4, 2},
     {"赞成29票，反对5票，弃权4票。赞成票达到全体代表的三分之二，赞成票超过"
      "到会代表的四分之三，通过。",
      "29 for, 5 against, 4 abstaining. Two thirds or more of all "
      "representatives are in favour. More than three quarters of the "
      "representatives present are in favour. Adopted."},
     {"赞成29票，反对5票，弃权4票；须29票。赞成票达到全体代表的三分之二，"
      "赞成票超过到会代表的四分之三，通过。",
      "29 for, 5 against, 4 abstaining; 29 needed. Two thirds or more of all "
      "representatives are in favour. More than three quarters of the "
      "representatives present are in favour. Adopted."}},
    {"motion pass for/roll>=1/1" NO_DAYS,
     {39, 0, 0, 1},
     {"赞成39票，未达到全体代表的总数，未通过。",
      "39 for, which is less than all representatives. Not adopted."},
     {"赞成39票，反对0票，弃权0票；须40票。赞成票未达到全体代表的总数，"
      "未通过。",
      "39 for, 0 against, 0 abstaining; 40 needed. That is less than all "
      "representatives. Not adopted."}},
    {"motion pass for/issued>=1/1" NO_DAYS,
     {1, 0, 0, 1},
     {"赞成1票，反对0票，弃权0票。赞成票达到发出的票的总数，通过。",
      "1 for, 0 against, 0 abstaining. All of the ballots issued are in "
      "favour. Adopted."},
     {"赞成1票，反对0票，弃权0票；须1票。赞成票达到发出的票的总数，通过。",
      "1 for, 0 against, 0 abstaining; 1 needed. All of the ballots issued "
      "are in favour. Adopted."}},
    {"motion pass for/valid>11/20" NO_DAYS,
     {11, 9, 0, 0},
     {"赞成11票，未超过有效票的20分之11，未通过。",
      "11 for, which is not more than 11/20 of the valid ballots. Not "
      "adopted."},
     {"赞成11票，反对9票，弃权0票；须12票。赞成票未超过有效票的20分之11，"
      "未通过。",
      "11 for, 9 against, 0 abstaining; 12 needed. That is not more than "
      "11/20 of the valid ballots. Not adopted."}},
    {"motion pass for/roll>0/1" NO_DAYS,
     {0, 0, 38, 2},
     {"没有代表赞成，未通过。", "Nobody is in favour. Not adopted."},
     {"赞成0票，反对0票，弃权38票；须1票。没有代表赞成，未通过。",
      "0 for, 0 against, 38 abstaining; 1 needed. Nobody is in favour. Not "
      "adopted."}},
    {"motion pass for/roll>0/1" NO_DAYS,
     {1, 9, 0, 0},
     {"赞成1票，反对9票，弃权0票。通过。",
      "1 for, 9 against, 0 abstaining. Adopted."},
     {"赞成1票，反对9票，弃权0票；须1票。通过。",
      "1 for, 9 against, 0 abstaining; 1 needed. Adopted."}},
    {"motion pass for+abstain/roll>1/2" NO_DAYS,
     {10, 19, 9, 2},
     {"赞成、弃权合计19票，未超过全体代表的半数，未通过。",
      "19 for or abstain, which is not more than half of all "
      "representatives. Not adopted."},
     {"赞成10票，反对19票，弃权9票。赞成、弃权票合计未超过全体代表的半数，"
      "未通过。",
      "10 for, 19 against, 9 abstaining. 19 for or abstain is not more than "
      "half of all representatives. Not adopted."}},
    {"motion pass for+abstain/roll>1/2" NO_DAYS,
     {0, 10, 28, 2},
     {"没有代表赞成，未通过。", "Nobody is in favour. Not adopted."},
     {"赞成0票，反对10票，弃权28票。没有代表赞成，未通过。",
      "0 for, 10 against, 28 abstaining. Nobody is in favour. Not "
      "adopted."}},
    {"motion pass for/roll>=1/3,min=5" NO_DAYS,
     {4, 0, 0, 2},
     {"赞成4票，未达到全体代表的三分之一且不少于5票，未通过。",
      "4 for, which is not one third or more of all representatives, and at "
      "least 5. Not adopted."},
     {"赞成4票，反对0票，弃权0票；须5票。赞成票未达到全体代表的三分之一且"
      "不少于5票，未通过。",
      "4 for, 0 against, 0 abstaining; 5 needed. That is not one third or "
      "more of all representatives, and at least 5. Not adopted."}},
};

static void
check_case(const struct verdict_case *c, enum lang lang)
{
    struct rule rule = rule_rows_rule(c->rule);
    struct rule_rows_votes r;
    struct verdict verdict;
    struct text_writer w;
    char buffer[TEXT_MAX];

    rule_rows_votes(&r, c->votes[0], c->votes[1], c->votes[2], c->votes[3]);
    assert_ok(rule_verdict_motion(&verdict, &rule, &r.row));
    text_writer_start(&w, buffer, sizeof buffer);
    words_verdict(&w, lang, &rule, &r.row, &verdict);
    written_check(c->rule, &w, c->verdict[lang]);
    text_writer_start(&w, buffer, sizeof buffer);
    words_result(&w, lang, &rule, &r.row, &verdict);
    written_check(c->rule, &w, c->result[lang]);
}

static void
verdicts_are_said_with_counts_and_the_number_needed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof motions / sizeof *motions; i++) {
        check_case(&motions[i], LANG_ZH);
        check_case(&motions[i], LANG_EN);
    }
}

static void
no_sentence_has_a_percentage(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof motions / sizeof *motions; i++) {
        for (int lang = 0; lang < LANG_COUNT_; lang++) {
            assert_null(strchr(motions[i].result[lang], '%'));
            assert_null(strstr(motions[i].result[lang], "百分"));
        }
    }
}

static void
void_votes_and_sealed_ballots_are_said(void **state)
{
    struct rule rule = rule_rows_preset("school.default", 0);
    struct rule_rows_votes r;
    struct verdict v;
    struct text_writer w;
    char buffer[TEXT_MAX];

    (void)state;
    rule_rows_votes(&r, 30, 5, 4, 1);
    r.counts.excess = 1;
    r.counts.present_at_open = 38;
    assert_ok(rule_verdict_motion(&v, &rule, &r.row));
    text_writer_start(&w, buffer, sizeof buffer);
    words_verdict(&w, LANG_ZH, &rule, &r.row, &v);
    written_check("void", &w,
                  "发出表决票38张，收回39张，收回多于发出，本次表决无效。");

    rule_rows_votes(&r, 0, 0, 0, 2);
    r.counts.uncounted = 2;
    r.counts.unreturned = 36;
    r.counts.present_at_open = 38;
    assert_ok(rule_verdict_motion(&v, &rule, &r.row));
    text_writer_start(&w, buffer, sizeof buffer);
    words_result(&w, LANG_ZH, &rule, &r.row, &v);
    written_check("too few", &w,
                  "收回的票不足3张，为保守投票秘密不予开票，不作出决定。");
    text_writer_start(&w, buffer, sizeof buffer);
    words_result(&w, LANG_EN, &rule, &r.row, &v);
    written_check("too few", &w,
                  "Fewer than 3 ballots were returned; they stay sealed, since "
                  "counting them would show how people voted. Nothing is "
                  "decided.");
}

static void
what_was_not_a_valid_vote_is_counted_too(void **state)
{
    struct rule_rows_votes r;
    struct text_writer w;
    char buffer[TEXT_MAX];

    (void)state;
    rule_rows_votes(&r, 22, 10, 3, 2);
    r.counts.invalid = 3;
    r.counts.unreturned = 1;
    text_writer_start(&w, buffer, sizeof buffer);
    words_counts(&w, LANG_ZH, &r.row);
    written_check("counts", &w,
                  "赞成22票，反对10票，弃权3票，无效3票，未交票1张");
    text_writer_start(&w, buffer, sizeof buffer);
    words_counts(&w, LANG_EN, &r.row);
    written_check("counts", &w,
                  "22 for, 10 against, 3 abstaining, 3 invalid, 1 not "
                  "returned");
    r.options.id[1] = (struct rule_word){"plan_b"};
    r.counts = (struct row_counts){.option = {1, 1, 0}, .uncounted = 2};
    text_writer_start(&w, buffer, sizeof buffer);
    words_counts(&w, LANG_EN, &r.row);
    written_check("counts", &w, "1 for, 1 plan_b, 0 abstaining, 2 left sealed");
}

static void
an_appraisal_is_said_with_its_grades(void **state)
{
    struct rule rule = rule_rows_preset("appraisal.school", 0);
    const struct rule_options options = {5,
                                         {{"excellent"},
                                          {"competent"},
                                          {"basically_competent"},
                                          {"not_competent"},
                                          {"abstain"}}};
    struct row_counts counts = {
        .option = {8, 11, 6, 13, 0}, .absent = 2, .present_at_open = 38};
    const struct rule_row row = {&options, &counts, NULL, 0};
    struct verdict v;
    struct text_writer w;
    char buffer[TEXT_MAX];

    (void)state;
    assert_ok(rule_verdict_appraisal(&v, &rule, &row));
    text_writer_start(&w, buffer, sizeof buffer);
    words_result(&w, LANG_ZH, &rule, &row, &v);
    written_check("appraisal", &w,
                  "优秀8票，称职11票，基本称职6票，不称职13票，弃权0票。"
                  "评议结果：需谈话。");
    text_writer_start(&w, buffer, sizeof buffer);
    words_verdict(&w, LANG_EN, &rule, &row, &v);
    written_check("appraisal", &w,
                  "8 excellent, 11 competent, 6 basically competent, 13 not "
                  "competent, 0 abstaining. Outcome: talk required.");
    v.label = VERDICT_NO_LABEL;
    text_writer_start(&w, buffer, sizeof buffer);
    words_verdict(&w, LANG_ZH, &rule, &row, &v);
    written_check("no label", &w,
                  "优秀8票，称职11票，基本称职6票，不称职13票，弃权0票。"
                  "未得出评议结果。");
}

static void
a_petition_is_said_by_its_signatures(void **state)
{
    struct rule rule = rule_rows_preset("petition.temporary_session", 0);
    const struct rule_options options = {2, {{"signed"}, {"abstain"}}};
    struct row_counts counts = {.option = {13, 0}, .absent = 27};
    const struct rule_row row = {&options, &counts, NULL, 0};
    struct verdict v;
    struct text_writer w;
    char buffer[TEXT_MAX];

    (void)state;
    assert_ok(rule_verdict_petition(&v, &rule, &row));
    text_writer_start(&w, buffer, sizeof buffer);
    words_verdict(&w, LANG_ZH, &rule, &row, &v);
    written_check("petition", &w,
                  "联名13人，未达到全体代表的三分之一，联名不成立。");
    counts.option[0] = 14;
    counts.absent = 26;
    assert_ok(rule_verdict_petition(&v, &rule, &row));
    text_writer_start(&w, buffer, sizeof buffer);
    words_result(&w, LANG_EN, &rule, &row, &v);
    written_check("petition", &w,
                  "14 signed, 0 abstaining; 14 needed. One third or more of "
                  "all representatives have signed. Enough have signed.");
}

static void
recusal_and_practice_are_noted(void **state)
{
    static const struct {
        enum lang lang;
        uint64_t due;
        uint64_t recused;
        const char *want;
    } cases[] = {
        {LANG_ZH, 39, 1, "本项应到39名（1名回避）。"},
        {LANG_EN, 39, 1,
         "39 representatives are due on this question (1 recused)."},
        {LANG_EN, 1, 2,
         "1 representative is due on this question (2 recused)."},
        {LANG_ZH, 40, 0, ""},
        {LANG_EN, 40, 0, ""},
    };
    char buffer[TEXT_MAX];
    struct text_writer w;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_writer_start(&w, buffer, sizeof buffer);
        words_recusal(&w, cases[i].lang, cases[i].due, cases[i].recused);
        written_check("recusal", &w, cases[i].want);
    }
    text_writer_start(&w, buffer, sizeof buffer);
    words_practice(&w, LANG_ZH);
    words_practice(&w, LANG_EN);
    written_check("practice", &w,
                  "这是练习表决，结果没有效力。"
                  "This is a practice vote; its result has no effect.");
}

static void
a_buffer_that_is_too_short_is_an_error_and_not_half_a_sentence(void **state)
{
    struct rule rule = rule_rows_preset("school.default", 0);
    struct rule_rows_votes r;
    struct verdict v;
    char buffer[TEXT_MAX];

    (void)state;
    rule_rows_votes(&r, 29, 6, 3, 2);
    assert_ok(rule_verdict_motion(&v, &rule, &r.row));
    for (size_t n = 0;; n++) {
        struct text_writer w;
        struct span got;
        enum err e;

        memset(buffer, 'x', sizeof buffer);
        text_writer_start(&w, buffer, n);
        words_rule(&w, LANG_EN, &rule, 40);
        words_result(&w, LANG_EN, &rule, &r.row, &v);
        e = text_writer_finish(&w, &got);
        assert_int_equal(buffer[n], 'x');
        if (!e) {
            assert_int_equal(got.len, n);
            break;
        }
        assert_int_equal(e, ERR_NOMEM);
        assert_int_equal(got.len, 0);
    }
}

static void
a_verdict_that_was_not_reached_is_not_said(void **state)
{
    struct rule rule = rule_rows_preset("school.default", 0);
    struct verdict v = {.outcome = VERDICT_NONE};
    struct rule_rows_votes r;
    struct text_writer w;
    struct span got;
    char buffer[TEXT_MAX];

    (void)state;
    rule_rows_votes(&r, 29, 6, 3, 2);
    text_writer_start(&w, buffer, sizeof buffer);
    words_verdict(&w, LANG_ZH, &rule, &r.row, &v);
    assert_err(text_writer_finish(&w, &got), ERR_INPUT);
    v.outcome = VERDICT_COUNTED;
    text_writer_start(&w, buffer, sizeof buffer);
    words_result(&w, LANG_ZH, &rule, &r.row, &v);
    assert_err(text_writer_finish(&w, &got), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(quorum_is_said_with_its_numbers),
        cmocka_unit_test(issued_and_returned_are_compared_in_words),
        cmocka_unit_test(verdicts_are_said_with_counts_and_the_number_needed),
        cmocka_unit_test(no_sentence_has_a_percentage),
        cmocka_unit_test(void_votes_and_sealed_ballots_are_said),
        cmocka_unit_test(what_was_not_a_valid_vote_is_counted_too),
        cmocka_unit_test(an_appraisal_is_said_with_its_grades),
        cmocka_unit_test(a_petition_is_said_by_its_signatures),
        cmocka_unit_test(recusal_and_practice_are_noted),
        cmocka_unit_test(
            a_buffer_that_is_too_short_is_an_error_and_not_half_a_sentence),
        cmocka_unit_test(a_verdict_that_was_not_reached_is_not_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
