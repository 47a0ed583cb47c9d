/* Goal: the sheet that scrutineers sign has every number, and lines up. */
#include "ballots/count_sheet.h"

#include "ballots/text_width.h"
#include "tests/support/rule_rows.h"
#include "tests/support/written.h"
#include "tests/test.h"

#define TEXT_MAX 16384
#define RULER                                                                  \
    "------------------------------------------------------------------------" \
    "\n"

/* Two motions, the second with a recusal. */
struct motions {
    struct rule rule;
    struct rule_rows_votes votes[2];
    struct verdict verdicts[2];
    struct count_sheet_row rows[2];
    struct count_sheet sheet;
};

static const char *const scrutineers[] = {"周慕之", "许漫青"};

static void
motions_make(struct motions *m)
{
    *m = (struct motions){.rule = rule_rows_preset("school.default", 0)};
    rule_rows_votes(&m->votes[0], 27, 7, 4, 2);
    rule_rows_votes(&m->votes[1], 20, 12, 4, 2);
    m->votes[1].counts.unreturned = 1;
    m->votes[1].counts.recused = 1;
    for (size_t i = 0; i < 2; i++) {
        assert_ok(
            rule_verdict_motion(&m->verdicts[i], &m->rule, &m->votes[i].row));
        m->rows[i] = (struct count_sheet_row){
            .rule = &m->rule,
            .row = &m->votes[i].row,
            .verdict = &m->verdicts[i],
        };
    }
    m->rows[0].title =
        (struct count_sheet_text){"第一项 总额构成", "Part 1: the total"};
    m->rows[1].title =
        (struct count_sheet_text){"第二项 津贴标准", "Part 2: allowances"};
    m->sheet = (struct count_sheet){
        .conference = {"第七届教职工代表大会",
                       "Seventh Staff Representative Conference"},
        .session = {"第一次会议", "First Session"},
        .title = {"绩效工资分配实施方案", "Performance Pay Distribution Plan"},
        .paper_id = "P2",
        .round = 1,
        .ballot = COUNT_SHEET_SECRET,
        .due = 40,
        .present = 38,
        .issued = 38,
        .returned = 38,
        .paper_sheets = 3,
        .spoiled_sheets = 1,
        .rows = m->rows,
        .row_count = 2,
        .scrutineers = scrutineers,
        .scrutineer_count = 2,
        .record_code = "7f3a 91c2",
    };
}

static const char chinese_sheet[] =
    "第七届教职工代表大会\n"
    "第一次会议\n"
    "计票单  P2  第1轮  无记名投票\n"
    "绩效工资分配实施方案\n" RULER "应到 40    实到 38    发出 38    收回 38\n"
    "发出表决票38张，收回38张，本次表决有效。\n"
    "其中纸质票3张，作废1张。\n" RULER
    "序号  赞成  反对  弃权  无效  未开票  未交票  未领票  缺席  须\n"
    "1       27     7     4     0       0       0       0     2  21\n"
    "2       20    12     4     0       0       1       0     2  20\n" RULER
    "1. 第一项 总额构成\n"
    "   赞成27票，反对7票，弃权4票；须21票。赞成票超过全体代表的半数，通过。\n"
    "2. 第二项 津贴标准\n"
    "   赞成20票，反对12票，弃权4票，未交票1张；须20票。"
    "赞成票超过全体代表的半数，通过。\n"
    "   本项应到39名（1名回避）。\n" RULER "大会记录码：7f3a 91c2\n"
    "监票人：周慕之  签名：____________________\n"
    "监票人：许漫青  签名：____________________\n"
    "日期：____________________            （盖章）\n";

static const char english_sheet[] =
    "Seventh Staff Representative Conference\n"
    "First Session\n"
    "Count sheet  P2  round 1  secret ballot\n"
    "Performance Pay Distribution Plan\n" RULER
    "due 40    present 38    issued 38    returned 38\n"
    "38 ballots issued, 38 returned; the vote is valid.\n"
    "Of these on paper: 3, of which spoiled: 1.\n" RULER
    "No.   for  against  abstain  invalid  left sealed  not returned  "
    "not collected  absent  needed\n"
    "1      27        7        4        0            0             0  "
    "            0       2      21\n"
    "2      20       12        4        0            0             1  "
    "            0       2      20\n" RULER "1. Part 1: the total\n"
    "   27 for, 7 against, 4 abstaining; 21 needed. More than half of all "
    "representatives are in favour. Adopted.\n"
    "2. Part 2: allowances\n"
    "   20 for, 12 against, 4 abstaining, 1 not returned; 20 needed. More than "
    "half of all representatives are in favour. Adopted.\n"
    "   39 representatives are due on this question (1 recused).\n" RULER
    "Record code: 7f3a 91c2\n"
    "Scrutineer: 周慕之  signed: ____________________\n"
    "Scrutineer: 许漫青  signed: ____________________\n"
    "Date: ____________________            (stamp)\n";

static void
a_sheet_has_every_number_and_place_to_sign(void **state)
{
    static struct motions m;
    static char buffer[TEXT_MAX];
    static char both[TEXT_MAX];
    struct text_writer w;

    (void)state;
    motions_make(&m);
    text_writer_start(&w, buffer, sizeof buffer);
    count_sheet_write(&w, &m.sheet, COUNT_SHEET_ZH);
    written_check("Chinese", &w, chinese_sheet);
    text_writer_start(&w, buffer, sizeof buffer);
    count_sheet_write(&w, &m.sheet, COUNT_SHEET_EN);
    written_check("English", &w, english_sheet);

    text_writer_start(&w, both, sizeof both);
    text_writer_text(&w, chinese_sheet);
    text_writer_text(&w, "\n");
    text_writer_text(&w, english_sheet);
    text_writer_span(&w, span_of("", 1));
    assert_ok(w.error);
    text_writer_start(&w, buffer, sizeof buffer);
    count_sheet_write(&w, &m.sheet, COUNT_SHEET_BOTH);
    written_check("both", &w, both);
}

/* The lines of the table, found by their beginning, end at one column. */
static void
the_table_lines_up_in_both_languages(void **state)
{
    static struct motions m;
    static char buffer[TEXT_MAX];

    (void)state;
    motions_make(&m);
    m.votes[0].counts.option[0] = 4000000;
    for (int language = 0; language < COUNT_SHEET_BOTH; language++) {
        struct text_writer w;
        struct span rest;
        struct span one;
        size_t width = 0;
        int lines = 0;

        text_writer_start(&w, buffer, sizeof buffer);
        count_sheet_write(&w, &m.sheet, (enum count_sheet_language)language);
        assert_ok(text_writer_finish(&w, &rest));
        while (!span_take_line(&one, &rest)) {
            if (!span_starts_with(one, "序号") &&
                !span_starts_with(one, "No.") &&
                !span_starts_with(one, "1  ") && !span_starts_with(one, "2  "))
                continue;
            if (lines++ > 0)
                assert_int_equal(text_width(one), width);
            width = text_width(one);
        }
        assert_int_equal(lines, 3);
    }
}

static void
an_election_names_its_candidates(void **state)
{
    static const uint32_t votes[2][2] = {{33, 3}, {20, 5}};
    static char buffer[TEXT_MAX];
    struct rule rule = rule_rows_preset("union.election", 1);
    static struct rule_rows_field f;
    static struct election_verdict v;
    struct count_sheet_row rows[2] = {{.title = {"王书茵", "Wang Shuyin"}},
                                      {.title = {"孔维嘉", NULL}}};
    struct count_sheet sheet = {
        .conference = {NULL, "Conference"},
        .paper_id = "E1",
        .round = 2,
        .ballot = COUNT_SHEET_NAMED,
        .practice = true,
        .due = 40,
        .present = 38,
        .issued = 38,
        .returned = 38,
        .rows = rows,
        .row_count = 2,
        .election = &v,
    };
    struct text_writer w;

    (void)state;
    rule_rows_field(&f, votes, 2);
    assert_ok(rule_verdict_election(&v, &rule, f.rows, 2));
    for (size_t i = 0; i < 2; i++) {
        rows[i].rule = &rule;
        rows[i].row = &f.rows[i];
    }
    text_writer_start(&w, buffer, sizeof buffer);
    count_sheet_write(&w, &sheet, COUNT_SHEET_EN);
    written_check(
        "election", &w,
        "Conference\n\n"
        "Count sheet  E1  round 2  recorded vote\n\n"
        "This is a practice vote; its result has no effect.\n" RULER
        "due 40    present 38    issued 38    returned 38\n"
        "38 ballots issued, 38 returned; the vote is valid.\n" RULER
        "No.   for  against  abstain  invalid  left sealed  not returned  "
        "not collected  absent  needed\n"
        "1      33        3        2        0            0             0  "
        "            0       2      21\n"
        "2      20        5       13        0            0             0  "
        "            0       2      21\n" RULER
        "1. Wang Shuyin: 33 for, 3 against, 2 abstaining; 21 needed. "
        "Elected.\n"
        "2. 孔维嘉: 20 for, 5 against, 13 abstaining; 21 needed. Too few "
        "votes: not elected.\n"
        "1 seat, 21 votes in favour needed; 1 elected: Wang Shuyin.\n" RULER
        "Scrutineer:   signed: ____________________\n"
        "Scrutineer:   signed: ____________________\n"
        "Date: ____________________            (stamp)\n");
}

static void
check_refused(const char *what, const struct count_sheet *sheet)
{
    static char buffer[TEXT_MAX];
    struct text_writer w;
    struct span text;

    text_writer_start(&w, buffer, sizeof buffer);
    count_sheet_write(&w, sheet, COUNT_SHEET_BOTH);
    if (text_writer_finish(&w, &text) != ERR_INPUT)
        fail_msg("written: %s", what);
}

static void
a_sheet_that_contradicts_itself_is_not_written(void **state)
{
    static struct motions m;
    static const struct election_verdict election;

    (void)state;
    motions_make(&m);
    m.sheet.row_count = 0;
    check_refused("no rows", &m.sheet);
    m.sheet.row_count = RULE_CANDIDATES_MAX + 1;
    check_refused("too many rows", &m.sheet);
    m.sheet.row_count = 2;
    m.sheet.election = &election;
    check_refused("an election of motions", &m.sheet);
    m.sheet.election = NULL;
    m.rows[1].verdict = NULL;
    check_refused("a motion without a verdict", &m.sheet);
    m.rows[1].verdict = &m.verdicts[1];
    m.votes[1].options.count = 2;
    check_refused("an option less", &m.sheet);
    m.votes[1].options.count = 3;
    m.votes[1].options.id[2] = (struct rule_word){"maybe"};
    check_refused("another option", &m.sheet);
    m.votes[1].options.id[2] = (struct rule_word){"abstain"};
    m.verdicts[1].outcome = VERDICT_NONE;
    check_refused("a row not judged", &m.sheet);
    m.verdicts[1].outcome = VERDICT_ADOPTED;
    m.rule.kind = RULE_ELECTION;
    check_refused("an election without its verdict", &m.sheet);
}

static void
a_buffer_that_is_too_short_gives_no_sheet(void **state)
{
    static struct motions m;
    static char buffer[TEXT_MAX];
    size_t whole = sizeof chinese_sheet - 1;

    (void)state;
    motions_make(&m);
    for (size_t n = 0; n <= whole; n++) {
        struct text_writer w;
        struct span text;

        text_writer_start(&w, buffer, n);
        count_sheet_write(&w, &m.sheet, COUNT_SHEET_ZH);
        assert_err(text_writer_finish(&w, &text), n < whole ? ERR_NOMEM : OK);
    }
}

static void
a_show_of_hands_has_no_ballots_to_issue_or_return(void **state)
{
    static struct motions m;
    static char buffer[TEXT_MAX];
    struct text_writer w;

    (void)state;
    motions_make(&m);
    m.sheet.ballot = COUNT_SHEET_HANDS;
    text_writer_start(&w, buffer, sizeof buffer - 1);
    count_sheet_write(&w, &m.sheet, COUNT_SHEET_BOTH);
    assert_ok(w.error);
    buffer[w.len] = '\0';
    assert_non_null(strstr(buffer, "举手表决\n"));
    assert_non_null(strstr(buffer, "show of hands\n"));
    assert_null(strstr(buffer, "收回"));
    assert_null(strstr(buffer, "issued 38"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sheet_has_every_number_and_place_to_sign),
        cmocka_unit_test(the_table_lines_up_in_both_languages),
        cmocka_unit_test(an_election_names_its_candidates),
        cmocka_unit_test(a_sheet_that_contradicts_itself_is_not_written),
        cmocka_unit_test(a_buffer_that_is_too_short_gives_no_sheet),
        cmocka_unit_test(a_show_of_hands_has_no_ballots_to_issue_or_return),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
