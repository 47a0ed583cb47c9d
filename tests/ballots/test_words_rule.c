/* Goal: what a vote needs is said before it, with its number. */
#include "ballots/words.h"
#include "tests/support/rule_rows.h"
#include "tests/support/written.h"
#include "tests/test.h"

#define TEXT_MAX 4096
#define NO_DAYS " notice 0 publish 0 post 0"

static const struct {
    const char *rule;
    uint64_t roll;
    const char *needed[LANG_COUNT_];
    const char *sentence[LANG_COUNT_];
} cases[] = {
    {"motion quorum present/roll>=2/3 pass for/roll>1/2" NO_DAYS,
     40,
     {"40名中须21票", "21 needed of 40"},
     {"法定人数：到会代表不少于27名（达到全体代表的三分之二）。"
      "全体代表40名，须赞成票不少于21票（超过全体代表的半数）。",
      "Quorum: at least 27 representatives present (two thirds or more of all "
      "representatives). Of 40 representatives, at least 21 must be in favour "
      "(more than half of all representatives)."}},
    {"motion pass for/roll>=1/2" NO_DAYS,
     40,
     {"40名中须20票", "20 needed of 40"},
     {"全体代表40名，须赞成票不少于20票（达到全体代表的半数）。",
      "Of 40 representatives, at least 20 must be in favour (half or more of "
      "all representatives)."}},
    {"motion quorum present/roll>=2/3 pass for/roll>=2/3" NO_DAYS,
     9,
     {"9名中须6票", "6 needed of 9"},
     {"法定人数：到会代表不少于6名（达到全体代表的三分之二）。"
      "全体代表9名，须赞成票不少于6票（达到全体代表的三分之二）。",
      "Quorum: at least 6 representatives present (two thirds or more of all "
      "representatives). Of 9 representatives, at least 6 must be in favour "
      "(two thirds or more of all representatives)."}},
    {"motion quorum present/roll>1/2 pass for/present>1/2" NO_DAYS,
     1,
     {"", ""},
     {"法定人数：到会代表不少于1名（超过全体代表的半数）。"
      "赞成票须超过到会代表的半数。",
      "Quorum: at least 1 representative present (more than half of all "
      "representatives). More than half of the representatives present must "
      "be in favour."}},
    {"motion quorum returned/issued>1/2 pass for/roll>1/2,weight=area" NO_DAYS,
     40,
     {"", ""},
     {"法定人数：收回的票须超过发出的票的半数。"
      "赞成票须超过全体代表的半数（按area计）。",
      "Quorum: ballots returned must be more than half of the ballots issued. "
      "More than half of all representatives (by area) must be in favour."}},
    {"petition pass signed/roll>=0/1,min=3" NO_DAYS,
     40,
     {"40名中须3人", "3 needed of 40"},
     {"全体代表40名，须联名不少于3人。",
      "Of 40 representatives, at least 3 must sign."}},
    {"petition pass signed/roll>=1/3" NO_DAYS,
     40,
     {"40名中须14人", "14 needed of 40"},
     {"全体代表40名，须联名不少于14人（达到全体代表的三分之一）。",
      "Of 40 representatives, at least 14 must sign (one third or more of all "
      "representatives)."}},
    {"election seats 5 tie revote shortfall runoff write-in none "
     "pass for/roll>1/2 runoff for/returned>=1/3" NO_DAYS,
     40,
     {"40名中须21票", "21 needed of 40"},
     {"应选5名。全体代表40名，须赞成票不少于21票（超过全体代表的半数）。"
      "其中得票多者当选。末位票数相等的，再次投票。"
      "名额不足的，另行选举，届时赞成票须达到收回的票的三分之一。",
      "5 seats to fill. Of 40 representatives, at least 21 must be in favour "
      "(more than half of all representatives). Of these, those with most "
      "votes are elected. Equal votes for the last seat are voted on again. "
      "Seats left open go to a run-off election. Its rule: One third or more "
      "of the ballots returned must be in favour."}},
    {"election seats 1 tie both_out shortfall vacant write-in none "
     "pass for/roll>0/1" NO_DAYS,
     40,
     {"40名中须1票", "1 needed of 40"},
     {"应选1名。全体代表40名，须赞成票不少于1票。其中得票多者当选。"
      "末位票数相等的，均不当选。名额不足的，空缺。",
      "1 seat to fill. Of 40 representatives, at least 1 must be in favour. "
      "Of these, those with most votes are elected. Of equal votes for the "
      "last seat, none is elected. Seats left open stay vacant."}},
    {"appraisal outcome not_competent not_competent/valid>1/2 outcome "
     "excellent excellent/valid>=2/3 excellent+competent/valid>=4/5 outcome "
     "basically_competent always" NO_DAYS,
     40,
     {"", ""},
     {"依次判断：不称职票超过有效票的半数的，结果为不称职；"
      "优秀票达到有效票的三分之二且优秀、称职票合计达到有效票的五分之四的，"
      "结果为优秀；其余的结果为基本称职。",
      "The first that holds: not competent if more than half of the valid "
      "ballots say not competent; excellent if two thirds or more of the "
      "valid ballots say excellent and four fifths or more of the valid "
      "ballots say excellent or competent; otherwise basically competent."}},
};

static void
a_rule_is_said_with_the_number_needed(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule rule = rule_rows_rule(cases[i].rule);

        for (int lang = 0; lang < LANG_COUNT_; lang++) {
            char buffer[TEXT_MAX];
            struct text_writer w;

            text_writer_start(&w, buffer, sizeof buffer);
            words_needed(&w, (enum lang)lang, &rule, cases[i].roll);
            written_check(cases[i].rule, &w, cases[i].needed[lang]);
            text_writer_start(&w, buffer, sizeof buffer);
            words_rule(&w, (enum lang)lang, &rule, cases[i].roll);
            written_check(cases[i].rule, &w, cases[i].sentence[lang]);
        }
    }
}

static void
known_options_have_names_in_both_languages(void **state)
{
    static const struct {
        const char *id;
        const char *zh;
        const char *en;
    } names[] = {
        {"for", "赞成", "for"},
        {"against", "反对", "against"},
        {"abstain", "弃权", "abstain"},
        {"excellent", "优秀", "excellent"},
        {"competent", "称职", "competent"},
        {"basically_competent", "基本称职", "basically competent"},
        {"not_competent", "不称职", "not competent"},
        {"do_not_know", "不了解", "do not know"},
        {"satisfied", "满意", "satisfied"},
        {"mostly_satisfied", "基本满意", "mostly satisfied"},
        {"not_satisfied", "不满意", "not satisfied"},
        {"yes", "是", "yes"},
        {"no", "否", "no"},
        {"invalid", "无效", "invalid"},
        {"unreturned", "未交票", "not returned"},
        {"unissued", "未领票", "not collected"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_string_equal(words_option(LANG_ZH, names[i].id), names[i].zh);
        assert_string_equal(words_option(LANG_EN, names[i].id), names[i].en);
    }
    assert_null(words_option(LANG_ZH, "plan_b"));
    assert_null(words_option(LANG_COUNT_, "for"));
    assert_string_equal(words_kind(LANG_ZH, RULE_ELECTION), "选举");
    assert_null(words_kind(LANG_ZH, RULE_KIND_COUNT_));
    assert_null(words_kind(LANG_COUNT_, RULE_MOTION));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_is_said_with_the_number_needed),
        cmocka_unit_test(known_options_have_names_in_both_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
