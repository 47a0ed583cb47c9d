/* Goal: a good roll is read whole, and every bad row of a bad one is named. */
#include "ballots/roll_csv.h"

#include <stdio.h>
#include <stdlib.h>

#include "tests/support/written.h"
#include "tests/test.h"

#define CAPACITY 64
#define FOUND_MAX 16
#define HEAD "id,name_zh,voting\n"
#define NAME_96                                                                \
    "一二三四五六七八九十一二三四五六七八九十一二三四五六七八九十一二"

/* What was reported: code, line, column. */
struct findings {
    size_t count;
    struct roll_fault at[FOUND_MAX];
};

static void
collect(void *context, const struct roll_fault *fault)
{
    struct findings *f = context;

    assert_true(f->count < FOUND_MAX);
    f->at[f->count++] = *fault;
}

static enum err
read_text(struct roll_summary *summary, struct roll_row *rows,
          struct findings *f, const char *text)
{
    const struct roll_report report = {collect, f};

    *f = (struct findings){0};
    return roll_csv_read(summary, rows, CAPACITY, span_text(text), &report);
}

static struct span
read_file(char *buffer, size_t capacity, const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t n;

    assert_non_null(f);
    n = fread(buffer, 1, capacity, f);
    assert_true(n < capacity);
    fclose(f);
    return span_of(buffer, n);
}

static void
the_roll_of_the_sample_school_is_read(void **state)
{
    static struct roll_row rows[CAPACITY];
    static char buffer[8192];
    struct findings f = {0};
    const struct roll_report report = {collect, &f};
    struct roll_summary s;

    (void)state;
    assert_ok(roll_csv_read(
        &s, rows, CAPACITY,
        read_file(buffer, sizeof buffer, "tests/vectors/representatives.csv"),
        &report));
    assert_int_equal(s.rows, 45);
    assert_int_equal(s.voting, 40);
    assert_int_equal(s.faults, 0);
    assert_int_equal(s.notices, 1);
    assert_int_equal(f.count, 1);
    assert_int_equal(f.at[0].code, ROLL_NOTICE_SAME_NAME);
    assert_int_equal(f.at[0].line, 20);
    assert_int_equal(f.at[0].other_line, 6);
    assert_string_equal(rows[1].id, "R002");
    assert_string_equal(rows[1].name_zh, "王书茵");
    assert_string_equal(rows[1].name_en, "Wang Shuyin");
    assert_int_equal(rows[1].sex, 'F');
    assert_int_equal(rows[1].birth_year, 1985);
    assert_string_equal(rows[1].delegation, "D1");
    assert_string_equal(rows[1].category, "teacher");
    assert_string_equal(rows[1].title_zh, "语文教研组长");
    assert_string_equal(rows[1].title_en, "Head of Chinese group");
    assert_int_equal(rows[1].surname_strokes, 4);
    assert_true(rows[1].voting);
    assert_int_equal(rows[1].line, 3);
    assert_string_equal(rows[25].name_zh, "阿依努尔·图尔荪");
    assert_string_equal(rows[33].name_zh, "高𬭎");
    assert_string_equal(rows[43].name_en, "Feng Shao'an");
    assert_int_equal(rows[43].surname_strokes, 0);
    assert_false(rows[43].voting);
}

static void
other_ways_to_write_the_same_roll_are_read(void **state)
{
    static const struct {
        const char *what;
        const char *text;
    } cases[] = {
        {"as it is", HEAD "R1,丁婉晴,1\nR2,刘洋,0\n"},
        {"no line end at the end", HEAD "R1,丁婉晴,1\nR2,刘洋,0"},
        {"CRLF", "id,name_zh,voting\r\nR1,丁婉晴,1\r\nR2,刘洋,0\r\n"},
        {"both line ends", "id,name_zh,voting\r\nR1,丁婉晴,1\nR2,刘洋,0\r\n"},
        {"a byte order mark", "\xef\xbb\xbf" HEAD "R1,丁婉晴,1\nR2,刘洋,0\n"},
        {"quotes", "\"id\",name_zh,\"voting\"\n\"R1\",\"丁婉晴\",\"1\"\n"
                   "R2,刘洋,0\n"},
        {"Chinese header", "编号,姓名,表决权\nR1,丁婉晴,是\nR2,刘洋,否\n"},
        {"both languages", "编号,name_zh,表决权\nR1,丁婉晴,是\nR2,刘洋,0\n"},
        {"other order", "voting,id,name_zh\n1,R1,丁婉晴\n0,R2,刘洋\n"},
        {"a column more, empty", "id,name_zh,voting,sex\nR1,丁婉晴,1,\n"
                                 "R2,刘洋,0,\n"},
    };
    static struct roll_row rows[CAPACITY];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct roll_summary s;
        struct findings f;

        if (read_text(&s, rows, &f, cases[i].text))
            fail_msg("%s: %s", cases[i].what, roll_fault_name(f.at[0].code));
        if (s.rows != 2 || s.voting != 1 || s.notices != 0 ||
            strcmp(rows[0].id, "R1") != 0 ||
            strcmp(rows[0].name_zh, "丁婉晴") != 0 || !rows[0].voting ||
            strcmp(rows[1].name_zh, "刘洋") != 0 || rows[1].voting)
            fail_msg("%s", cases[i].what);
    }
}

static void
quotes_hold_commas_and_fields_hold_their_limit(void **state)
{
    static struct roll_row rows[CAPACITY];
    struct roll_summary s;
    struct findings f;

    (void)state;
    assert_ok(read_text(&s, rows, &f,
                        "id,name_zh,voting,title_en,name_en\n"
                        "R1,丁,1,\"Head, \"\"Music\"\" group\",\"\"\n"
                        "R2,王,1,\"\"\"\",\"a,b\"\n"));
    assert_string_equal(rows[0].title_en, "Head, \"Music\" group");
    assert_string_equal(rows[0].name_en, "");
    assert_string_equal(rows[1].title_en, "\"");
    assert_string_equal(rows[1].name_en, "a,b");
    assert_ok(read_text(&s, rows, &f, HEAD "R1," NAME_96 ",1\n"));
    assert_string_equal(rows[0].name_zh, NAME_96);
}

struct bad_case {
    const char *what;
    const char *text;
    enum roll_fault_code code;
    uint32_t line;
    enum roll_column column;
};

#define WHOLE ROLL_COLUMN_COUNT_

static const struct bad_case bad[] = {
    {"nothing", "", ROLL_FAULT_EMPTY, 0, WHOLE},
    {"a byte order mark only", "\xef\xbb\xbf", ROLL_FAULT_EMPTY, 0, WHOLE},
    {"header only", HEAD, ROLL_FAULT_NO_ROWS, 0, WHOLE},
    {"header without a line end", "id,name_zh,voting", ROLL_FAULT_NO_ROWS, 0,
     WHOLE},
    {"an unknown column", "id,name_zh,voting,phone\nR1,丁,1,2\n",
     ROLL_FAULT_UNKNOWN_COLUMN, 1, WHOLE},
    {"a column without a name", "id,name_zh,voting,\nR1,丁,1,\n",
     ROLL_FAULT_UNKNOWN_COLUMN, 1, WHOLE},
    {"a column in capitals", "ID,id,name_zh,voting\nR0,R1,丁,1\n",
     ROLL_FAULT_UNKNOWN_COLUMN, 1, WHOLE},
    {"a column twice", "id,name_zh,voting,id\nR1,丁,1,R1\n",
     ROLL_FAULT_COLUMN_TWICE, 1, ROLL_ID},
    {"a column in both languages", "id,name_zh,voting,姓名\nR1,丁,1,丁\n",
     ROLL_FAULT_COLUMN_TWICE, 1, ROLL_NAME_ZH},
    {"no column of names", "id,voting\nR1,1\n", ROLL_FAULT_NO_COLUMN, 1,
     ROLL_NAME_ZH},
    {"no column of voting", "id,name_zh\nR1,丁\n", ROLL_FAULT_NO_COLUMN, 1,
     ROLL_VOTING},
    {"a header in GB18030", "\xb1\xe0\xba\xc5,name_zh,voting\nR1,d,1\n",
     ROLL_FAULT_NOT_UTF8, 1, WHOLE},
    {"a stray quote in the header", "id,name_zh\",voting,name_zh\nR,a,1,b\n",
     ROLL_FAULT_STRAY_QUOTE, 1, WHOLE},
    {"an open quote in the header", "id,name_zh,\"voting\nR1,丁,1\n",
     ROLL_FAULT_UNCLOSED_QUOTE, 1, WHOLE},
    {"a row in GB18030", HEAD "R1,\xb6\xa1,1\n", ROLL_FAULT_NOT_UTF8, 2, WHOLE},
    {"a surrogate", HEAD "R1,\xed\xa0\x80,1\n", ROLL_FAULT_NOT_UTF8, 2, WHOLE},
    {"an overlong form", HEAD "R1,\xc0\xaf,1\n", ROLL_FAULT_NOT_UTF8, 2, WHOLE},
    {"an open quote", HEAD "R1,丁,1\nR2,\"王,1\nR3,刘,1\n",
     ROLL_FAULT_UNCLOSED_QUOTE, 3, WHOLE},
    {"a quote in a field", HEAD "R1,丁\"婉晴,1\n", ROLL_FAULT_STRAY_QUOTE, 2,
     ROLL_NAME_ZH},
    {"text behind a quote", HEAD "R1,\"丁\"婉晴,1\n", ROLL_FAULT_STRAY_QUOTE, 2,
     ROLL_NAME_ZH},
    {"a space behind a quote", HEAD "R1,\"丁\" ,1\n", ROLL_FAULT_STRAY_QUOTE, 2,
     ROLL_NAME_ZH},
    {"a quote behind a quote", HEAD "R1,\"丁\"x\"y\",1\n",
     ROLL_FAULT_STRAY_QUOTE, 2, ROLL_NAME_ZH},
    {"a field too few", HEAD "R1,丁\n", ROLL_FAULT_FIELD_COUNT, 2, WHOLE},
    {"a field too many", HEAD "R1,丁,1,\n", ROLL_FAULT_FIELD_COUNT, 2, WHOLE},
    {"a blank line", HEAD "R1,丁,1\n\nR2,王,1\n", ROLL_FAULT_FIELD_COUNT, 3,
     WHOLE},
    {"a blank line at the end", HEAD "R1,丁,1\n\n", ROLL_FAULT_FIELD_COUNT, 3,
     WHOLE},
    {"no id", HEAD ",丁,1\n", ROLL_FAULT_NO_ID, 2, ROLL_ID},
    {"an id in Chinese", HEAD "一,丁,1\n", ROLL_FAULT_BAD_ID, 2, ROLL_ID},
    {"an id with a space", HEAD "R 1,丁,1\n", ROLL_FAULT_BAD_ID, 2, ROLL_ID},
    {"an id with a slash", HEAD "R/1,丁,1\n", ROLL_FAULT_BAD_ID, 2, ROLL_ID},
    {"an id of 33 bytes", HEAD "123456789012345678901234567890123,丁,1\n",
     ROLL_FAULT_TOO_LONG, 2, ROLL_ID},
    {"an id twice", HEAD "R1,丁,1\nR2,王,1\nR1,刘,1\n", ROLL_FAULT_DUPLICATE_ID,
     4, ROLL_ID},
    {"no name", HEAD "R1,,1\n", ROLL_FAULT_NO_NAME, 2, ROLL_NAME_ZH},
    {"a name of spaces", HEAD "R1,  ,1\n", ROLL_FAULT_SPACE, 2, ROLL_NAME_ZH},
    {"a space in front", HEAD "R1, 丁,1\n", ROLL_FAULT_SPACE, 2, ROLL_NAME_ZH},
    {"a wide space behind", HEAD "R1,丁\u3000,1\n", ROLL_FAULT_SPACE, 2,
     ROLL_NAME_ZH},
    {"a name of 97 bytes", HEAD "R1," NAME_96 "x,1\n", ROLL_FAULT_TOO_LONG, 2,
     ROLL_NAME_ZH},
    {"a tab in a name", HEAD "R1,丁\t婉晴,1\n", ROLL_FAULT_CONTROL, 2,
     ROLL_NAME_ZH},
    {"a line break in a name", HEAD "R1,\"丁\n婉晴\",1\n", ROLL_FAULT_CONTROL,
     2, ROLL_NAME_ZH},
    {"a carriage return alone", HEAD "R1,丁\r婉晴,1\n", ROLL_FAULT_CONTROL, 2,
     ROLL_NAME_ZH},
    {"right to left", HEAD "R1,丁\u202e婉晴,1\n", ROLL_FAULT_CONTROL, 2,
     ROLL_NAME_ZH},
    {"an isolate", HEAD "R1,\u2066丁,1\n", ROLL_FAULT_CONTROL, 2, ROLL_NAME_ZH},
    {"a byte order mark inside", HEAD "R1,丁\ufeff,1\n", ROLL_FAULT_CONTROL, 2,
     ROLL_NAME_ZH},
    {"no voting flag", HEAD "R1,丁,\n", ROLL_FAULT_BAD_VOTING, 2, ROLL_VOTING},
    {"another voting flag", HEAD "R1,丁,yes\n", ROLL_FAULT_BAD_VOTING, 2,
     ROLL_VOTING},
    {"a weight of two votes", HEAD "R1,丁,2\n", ROLL_FAULT_BAD_VOTING, 2,
     ROLL_VOTING},
    {"another sex", "id,name_zh,voting,sex\nR1,丁,1,X\n", ROLL_FAULT_BAD_SEX, 2,
     ROLL_SEX},
    {"a birth year in words", "id,name_zh,voting,birth_year\nR1,丁,1,old\n",
     ROLL_FAULT_BAD_NUMBER, 2, ROLL_BIRTH_YEAR},
    {"a birth year too early", "id,name_zh,voting,birth_year\nR1,丁,1,1899\n",
     ROLL_FAULT_BAD_NUMBER, 2, ROLL_BIRTH_YEAR},
    {"no strokes at all", "id,name_zh,voting,surname_strokes\nR1,丁,1,0\n",
     ROLL_FAULT_BAD_NUMBER, 2, ROLL_SURNAME_STROKES},
    {"65 strokes", "id,name_zh,voting,surname_strokes\nR1,丁,1,65\n",
     ROLL_FAULT_BAD_NUMBER, 2, ROLL_SURNAME_STROKES},
};

static void
every_kind_of_bad_row_is_reported_with_its_line(void **state)
{
    static struct roll_row rows[CAPACITY];
    bool seen[ROLL_FAULT_COUNT_] = {false};

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        const struct bad_case *c = &bad[i];
        struct roll_summary s;
        struct findings f;

        if (read_text(&s, rows, &f, c->text) != ERR_INPUT)
            fail_msg("accepted: %s", c->what);
        if (f.count != 1 || f.at[0].code != c->code ||
            f.at[0].line != c->line ||
            (c->column != WHOLE && f.at[0].column != c->column))
            fail_msg("%s: %zu found, %s in line %u", c->what, f.count,
                     roll_fault_name(f.at[0].code), (unsigned)f.at[0].line);
        assert_int_equal(s.faults, 1);
        assert_int_equal(s.rows + s.voting, 0);
        assert_int_equal(s.not_utf8, c->code == ROLL_FAULT_NOT_UTF8);
        seen[c->code] = true;
    }
    /* Two need a large file, and have tests of their own. */
    seen[ROLL_FAULT_TOO_BIG] = true;
    seen[ROLL_FAULT_TOO_MANY_ROWS] = true;
    for (int i = 1; i < ROLL_NOTICE_SAME_NAME; i++)
        if (!seen[i])
            fail_msg("no case finds %s",
                     roll_fault_name((enum roll_fault_code)i));
}

static void
one_bad_row_does_not_hide_another(void **state)
{
    static const struct {
        enum roll_fault_code code;
        uint32_t line;
        uint32_t other_line;
    } want[] = {
        {ROLL_FAULT_NO_NAME, 3, 0},      {ROLL_FAULT_BAD_VOTING, 3, 0},
        {ROLL_FAULT_FIELD_COUNT, 4, 0},  {ROLL_FAULT_CONTROL, 5, 0},
        {ROLL_FAULT_DUPLICATE_ID, 7, 3}, {ROLL_NOTICE_SAME_NAME, 7, 2},
        {ROLL_FAULT_NOT_UTF8, 8, 0},     {ROLL_FAULT_UNCLOSED_QUOTE, 9, 0},
    };
    static struct roll_row rows[CAPACITY];
    struct roll_summary s;
    struct findings f;

    (void)state;
    assert_err(read_text(&s, rows, &f,
                         HEAD "R1,丁,1\nR2,,x\nR3\nR4,\"王\n书茵\",1\n"
                              "R2,丁,1\nR5,\xff,1\nR6,\"刘,1\n"),
               ERR_INPUT);
    assert_int_equal(f.count, sizeof want / sizeof *want);
    for (size_t i = 0; i < f.count; i++) {
        assert_int_equal(f.at[i].code, want[i].code);
        assert_int_equal(f.at[i].line, want[i].line);
        assert_int_equal(f.at[i].other_line, want[i].other_line);
    }
    assert_int_equal(s.faults, 7);
    assert_int_equal(s.notices, 1);
    assert_true(s.not_utf8);
}

/* A file of this many rows; the caller frees it. */
static char *
many_rows(size_t count)
{
    char *text = malloc(count * 24 + 32);
    size_t n = 0;

    assert_non_null(text);
    n += (size_t)sprintf(text, HEAD);
    for (size_t i = 0; i < count; i++)
        n += (size_t)sprintf(text + n, "R%zu,名%zu,1\n", i, i);
    return text;
}

static void
no_more_rows_are_read_than_there_may_be(void **state)
{
    const struct roll_report nobody = {NULL, NULL};
    struct roll_row *rows =
        calloc(ROLL_CSV_ROWS_MAX + 1, sizeof(struct roll_row));
    char *text = many_rows(ROLL_CSV_ROWS_MAX + 1);
    struct findings f = {0};
    const struct roll_report report = {collect, &f};
    struct span all = span_text(text);
    struct roll_summary s;

    (void)state;
    assert_non_null(rows);
    assert_err(roll_csv_read(&s, rows, ROLL_CSV_ROWS_MAX + 1, all, &report),
               ERR_INPUT);
    assert_int_equal(f.count, 1);
    assert_int_equal(f.at[0].code, ROLL_FAULT_TOO_MANY_ROWS);
    assert_int_equal(f.at[0].line, ROLL_CSV_ROWS_MAX + 2);

    all = span_head(all, all.len - strlen("R10000,名10000,1\n"));
    assert_ok(roll_csv_read(&s, rows, ROLL_CSV_ROWS_MAX, all, &nobody));
    assert_int_equal(s.rows, ROLL_CSV_ROWS_MAX);
    assert_string_equal(rows[ROLL_CSV_ROWS_MAX - 1].id, "R9999");
    assert_err(roll_csv_read(&s, rows, 5, all, &nobody), ERR_INPUT);
    assert_err(roll_csv_read(&s, NULL, 0, all, &nobody), ERR_INPUT);
    free(text);
    free(rows);
}

static void
a_file_that_is_too_big_is_not_read(void **state)
{
    char *text = calloc(1, ROLL_CSV_BYTES_MAX + 1);
    static struct roll_row rows[1];
    struct findings f = {0};
    const struct roll_report report = {collect, &f};
    struct roll_summary s;

    (void)state;
    assert_non_null(text);
    assert_err(roll_csv_read(&s, rows, 1, span_of(text, ROLL_CSV_BYTES_MAX + 1),
                             &report),
               ERR_INPUT);
    assert_int_equal(f.at[0].code, ROLL_FAULT_TOO_BIG);
    f.count = 0;
    assert_err(
        roll_csv_read(&s, rows, 1, span_of(text, ROLL_CSV_BYTES_MAX), &report),
        ERR_INPUT);
    assert_int_not_equal(f.at[0].code, ROLL_FAULT_TOO_BIG);
    free(text);
}

static void
findings_are_said_in_both_languages(void **state)
{
    static const struct {
        struct roll_fault fault;
        const char *zh;
        const char *en;
    } cases[] = {
        {{ROLL_FAULT_NO_NAME, 7, ROLL_NAME_ZH, 0, {NULL, 0}},
         "第7行，姓名：姓名为空。",
         "Line 7, name_zh: There is no name."},
        {{ROLL_FAULT_DUPLICATE_ID, 9, ROLL_ID, 3, {"R1", 2}},
         "第9行，编号：编号重复。（见第3行）",
         "Line 9, id: This id occurs twice. (See line 3.)"},
        {{ROLL_FAULT_EMPTY, 0, WHOLE, 0, {NULL, 0}},
         "文件是空的。",
         "The file is empty."},
        {{ROLL_FAULT_UNKNOWN_COLUMN, 1, WHOLE, 0, {"phone", 5}},
         "第1行，“phone”：不认识这一列，请删除或改名。",
         "Line 1, \"phone\": This column is not known. Remove or rename it."},
        {{ROLL_FAULT_UNKNOWN_COLUMN, 1, WHOLE, 0, {"a\x1b[2J", 5}},
         "第1行：不认识这一列，请删除或改名。",
         "Line 1: This column is not known. Remove or rename it."},
    };
    char buffer[512];
    struct text_writer w;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        text_writer_start(&w, buffer, sizeof buffer);
        roll_fault_say(&w, LANG_ZH, &cases[i].fault);
        written_check("zh", &w, cases[i].zh);
        text_writer_start(&w, buffer, sizeof buffer);
        roll_fault_say(&w, LANG_EN, &cases[i].fault);
        written_check("en", &w, cases[i].en);
    }
    for (int i = 0; i < ROLL_FAULT_COUNT_; i++) {
        assert_non_null(roll_fault_name((enum roll_fault_code)i));
        assert_non_null(roll_fault_words(LANG_ZH, (enum roll_fault_code)i));
        assert_non_null(roll_fault_words(LANG_EN, (enum roll_fault_code)i));
    }
    assert_null(roll_fault_name(ROLL_FAULT_COUNT_));
    assert_null(roll_fault_words(LANG_ZH, ROLL_FAULT_COUNT_));
    assert_null(roll_fault_words(LANG_COUNT_, ROLL_FAULT_EMPTY));
    assert_null(roll_column_name(LANG_ZH, ROLL_COLUMN_COUNT_));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_roll_of_the_sample_school_is_read),
        cmocka_unit_test(other_ways_to_write_the_same_roll_are_read),
        cmocka_unit_test(quotes_hold_commas_and_fields_hold_their_limit),
        cmocka_unit_test(every_kind_of_bad_row_is_reported_with_its_line),
        cmocka_unit_test(one_bad_row_does_not_hide_another),
        cmocka_unit_test(no_more_rows_are_read_than_there_may_be),
        cmocka_unit_test(a_file_that_is_too_big_is_not_read),
        cmocka_unit_test(findings_are_said_in_both_languages),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
