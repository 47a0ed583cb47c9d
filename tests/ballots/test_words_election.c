/* Goal: an election's result names the elected, the tied, and what follows. */
#include "ballots/words.h"
#include "tests/support/rule_rows.h"
#include "tests/support/written.h"
#include "tests/test.h"

#define TEXT_MAX 2048

static const char *const names[LANG_COUNT_][4] = {
    {"王书茵", "孔维嘉", "罗惠敏", "梁可欣"},
    {"Wang Shuyin", "Kong Weijia", "Luo Huimin", "Liang Kexin"},
};

static const struct {
    const char *what;
    const char *preset;
    size_t seats;
    size_t count;
    uint32_t votes[4][2];
    const char *want[LANG_COUNT_];
} cases[] = {
    {"all elected",
     "union.election",
     3,
     3,
     {{33, 3}, {30, 5}, {24, 10}},
     {"应选3名，须赞成21票；当选3名：王书茵、孔维嘉、罗惠敏。",
      "3 seats, 21 votes in favour needed; 3 elected: Wang Shuyin, Kong "
      "Weijia and Luo Huimin."}},
    {"a tie for the last seat",
     "union.election",
     3,
     4,
     {{33, 3}, {30, 5}, {24, 10}, {24, 8}},
     {"应选3名，须赞成21票；当选2名：王书茵、孔维嘉。罗惠敏、梁可欣票数相等，"
      "就余下的1个名额再次投票。",
      "3 seats, 21 votes in favour needed; 2 elected: Wang Shuyin and Kong "
      "Weijia. Luo Huimin and Liang Kexin have equal votes; they are voted on "
      "again for the 1 seat left."}},
    {"nobody",
     "union.election",
     1,
     2,
     {{20, 3}, {18, 5}},
     {"应选1名，须赞成21票；当选0名。余下的1个名额另行选举。",
      "1 seat, 21 votes in favour needed; 0 elected. 1 seat is open: a run-off "
      "election follows."}},
    {"two open",
     "union.election",
     3,
     3,
     {{20, 3}, {18, 5}, {22, 1}},
     {"应选3名，须赞成21票；当选1名：罗惠敏。余下的2个名额另行选举。",
      "3 seats, 21 votes in favour needed; 1 elected: Luo Huimin. 2 seats are "
      "open: a run-off election follows."}},
    {"neither of two",
     "whu.both_out",
     2,
     3,
     {{30, 0}, {20, 0}, {20, 0}},
     {"应选2名，须赞成1票；当选1名：王书茵。孔维嘉、罗惠敏票数相等，"
      "均不当选。1个名额空缺。",
      "2 seats, 1 vote in favour needed; 1 elected: Wang Shuyin. Kong Weijia "
      "and Luo Huimin have equal votes; neither is elected. 1 seat stays "
      "vacant."}},
    {"none of three",
     "whu.both_out",
     2,
     3,
     {{20, 0}, {20, 0}, {20, 0}},
     {"应选2名，须赞成1票；当选0名。王书茵、孔维嘉、罗惠敏票数相等，均不当选。"
      "2个名额空缺。",
      "2 seats, 1 vote in favour needed; 0 elected. Wang Shuyin, Kong Weijia "
      "and Luo Huimin have equal votes; none is elected. 2 seats stay "
      "vacant."}},
};

static void
an_election_is_said_with_names_and_what_follows(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct rule rule =
            rule_rows_preset(cases[i].preset, (uint16_t)cases[i].seats);
        struct rule_rows_field f;
        struct election_verdict v;

        rule_rows_field(&f, cases[i].votes, cases[i].count);
        assert_ok(rule_verdict_election(&v, &rule, f.rows, f.count));
        for (int lang = 0; lang < LANG_COUNT_; lang++) {
            char buffer[TEXT_MAX];
            struct text_writer w;

            text_writer_start(&w, buffer, sizeof buffer);
            words_election(&w, (enum lang)lang, &rule, f.rows, f.count, &v,
                           names[lang]);
            written_check(cases[i].what, &w, cases[i].want[lang]);
        }
    }
}

static void
check_candidate(const struct rule *rule, const struct rule_rows_field *f,
                const struct election_verdict *v, size_t candidate,
                const char *zh, const char *en)
{
    char buffer[TEXT_MAX];
    struct text_writer w;

    text_writer_start(&w, buffer, sizeof buffer);
    words_candidate(&w, LANG_ZH, rule, f->rows, v, candidate, "甲");
    written_check("candidate", &w, zh);
    text_writer_start(&w, buffer, sizeof buffer);
    words_candidate(&w, LANG_EN, rule, f->rows, v, candidate, "A");
    written_check("candidate", &w, en);
}

static void
each_candidate_is_told_where_they_stand(void **state)
{
    static const uint32_t tie[4][2] = {{33, 3}, {24, 2}, {24, 8}, {20, 0}};
    static const uint32_t out[4][2] = {{30, 8}, {30, 8}, {20, 8}, {0, 8}};
    struct rule rule = rule_rows_preset("union.election", 2);
    struct rule_rows_field f;
    struct election_verdict v;

    (void)state;
    rule_rows_field(&f, tie, 4);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 4));
    check_candidate(&rule, &f, &v, 0,
                    "甲：赞成33票，反对3票，弃权2票；须21票。当选。",
                    "A: 33 for, 3 against, 2 abstaining; 21 needed. Elected.");
    check_candidate(&rule, &f, &v, 2,
                    "甲：赞成24票，反对8票，弃权6票；须21票。票数相等，"
                    "再次投票。",
                    "A: 24 for, 8 against, 6 abstaining; 21 needed. Equal "
                    "votes: to be voted on again.");
    check_candidate(&rule, &f, &v, 3,
                    "甲：赞成20票，反对0票，弃权18票；须21票。未达到所需票数，"
                    "未当选。",
                    "A: 20 for, 0 against, 18 abstaining; 21 needed. Too few "
                    "votes: not elected.");
    v.outcome = VERDICT_NO_QUORUM;
    check_candidate(&rule, &f, &v, 0,
                    "甲：赞成33票，反对3票，弃权2票；须21票。",
                    "A: 33 for, 3 against, 2 abstaining; 21 needed.");

    rule = rule_rows_preset("whu.both_out", 1);
    rule_rows_field(&f, out, 4);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 4));
    check_candidate(&rule, &f, &v, 1,
                    "甲：赞成30票，反对8票，弃权0票；须1票。票数相等，不当选。",
                    "A: 30 for, 8 against, 0 abstaining; 1 needed. Equal "
                    "votes: not elected.");
    check_candidate(
        &rule, &f, &v, 2,
        "甲：赞成20票，反对8票，弃权10票；须1票。名额已满，未当选。",
        "A: 20 for, 8 against, 10 abstaining; 1 needed. No seat "
        "left: not elected.");
}

/* The numbers are those of the row that stopped it, not of the first. */
static void
what_stopped_an_election_is_said(void **state)
{
    static const uint32_t votes[2][2] = {{30, 0}, {25, 0}};
    struct rule rule = rule_rows_preset("union.election", 1);
    struct rule_rows_field f;
    struct election_verdict v;
    struct text_writer w;
    struct span got;
    char buffer[TEXT_MAX];

    (void)state;
    rule_rows_field(&f, votes, 2);
    f.stored[1].counts.present_at_open = 26;
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 2));
    text_writer_start(&w, buffer, sizeof buffer);
    words_election(&w, LANG_ZH, &rule, f.rows, 2, &v, names[LANG_ZH]);
    written_check("no quorum", &w,
                  "应到代表40名，实到26名，不足法定人数（须27名），"
                  "不作出决定。");

    f.stored[1].counts.excess = 2;
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 2));
    text_writer_start(&w, buffer, sizeof buffer);
    words_election(&w, LANG_EN, &rule, f.rows, 2, &v, names[LANG_EN]);
    written_check("void", &w,
                  "36 ballots issued, 38 returned; more were returned than "
                  "issued, so the vote is void.");

    v.outcome = VERDICT_NONE;
    text_writer_start(&w, buffer, sizeof buffer);
    words_election(&w, LANG_EN, &rule, f.rows, 2, &v, names[LANG_EN]);
    assert_err(text_writer_finish(&w, &got), ERR_INPUT);
    v.outcome = VERDICT_COUNTED;
    text_writer_start(&w, buffer, sizeof buffer);
    words_election(&w, LANG_EN, &rule, f.rows, 0, &v, names[LANG_EN]);
    assert_err(text_writer_finish(&w, &got), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_election_is_said_with_names_and_what_follows),
        cmocka_unit_test(each_candidate_is_told_where_they_stand),
        cmocka_unit_test(what_stopped_an_election_is_said),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
