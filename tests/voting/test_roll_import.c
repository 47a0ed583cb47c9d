/*
 * Goal: a roll comes in from the encodings that offices use, every person gets
 * a number of their own, and one fault imports nobody.
 */
#include <stdlib.h>

#include <iconv.h>

#include "tests/test.h"
#include "voting/ctl/roll_import.h"

#define HEADER "id,name_zh,voting\n"

struct seen {
    size_t count;
    uint32_t lines[8];
    enum roll_fault_code codes[8];
};

static void
found(void *context, const struct roll_fault *fault)
{
    struct seen *seen = context;

    if (seen->count < 8) {
        seen->lines[seen->count] = fault->line;
        seen->codes[seen->count] = fault->code;
    }
    seen->count++;
}

static enum err
import(struct roll_import *roll, struct seen *seen, struct span file,
       bool by_order)
{
    const struct roll_report report = {found, seen};

    *seen = (struct seen){0};
    return roll_import_read(roll, file, by_order, &report);
}

static void
utf8_is_read_with_and_without_a_byte_order_mark(void **state)
{
    static const char *const files[] = {
        HEADER "R001,高𬭎,1\nO001,贺锦堂,0\n",
        "\xef\xbb\xbf" HEADER "R001,高𬭎,1\nO001,贺锦堂,0\n",
    };

    (void)state;
    for (size_t i = 0; i < 2; i++) {
        struct roll_import roll;
        struct seen seen;

        assert_ok(import(&roll, &seen, span_text(files[i]), false));
        assert_false(roll.gb18030);
        assert_int_equal(roll.summary.rows, 2);
        assert_string_equal(roll.rows[0].name_zh, "高𬭎");
        assert_int_equal(roll.posts[0].kind, POST_SEAT);
        assert_int_equal(roll.posts[0].number, 1);
        assert_int_equal(roll.posts[1].kind, POST_OBSERVER);
        roll_import_free(&roll);
    }
}

static void
gb18030_is_found_out_and_converted(void **state)
{
    /* A name outside the Basic Multilingual Plane and one of a minority. */
    static const char text[] =
        HEADER "R001,高𬭎,1\nR026,阿依努尔·图尔荪,1\n";
    char bytes[256];
    char *in = (char *)text;
    char *out = bytes;
    size_t in_left = sizeof text - 1;
    size_t out_left = sizeof bytes;
    iconv_t converter = iconv_open("GB18030", "UTF-8");
    struct roll_import roll;
    struct seen seen;

    (void)state;
    assert_true(iconv(converter, &in, &in_left, &out, &out_left) != (size_t)-1);
    iconv_close(converter);
    assert_ok(
        import(&roll, &seen, span_of(bytes, sizeof bytes - out_left), false));
    assert_true(roll.gb18030);
    assert_string_equal(roll.rows[0].name_zh, "高𬭎");
    assert_string_equal(roll.rows[1].name_zh, "阿依努尔·图尔荪");
    roll_import_free(&roll);
}

static void
every_bad_row_is_reported_and_nobody_is_imported(void **state)
{
    struct roll_import roll;
    struct seen seen;

    (void)state;
    assert_err(import(&roll, &seen,
                      span_text(HEADER "R001,,1\nR002,王书茵,1\nR002,方若岚,1\n"
                                       "R004,叶沛芸,perhaps\n"),
                      false),
               ERR_INPUT);
    assert_int_equal(seen.count, 3);
    assert_int_equal(seen.lines[0], 2);
    assert_int_equal(seen.codes[0], ROLL_FAULT_NO_NAME);
    assert_int_equal(seen.lines[1], 4);
    assert_int_equal(seen.codes[1], ROLL_FAULT_DUPLICATE_ID);
    assert_int_equal(seen.lines[2], 5);
    assert_int_equal(seen.codes[2], ROLL_FAULT_BAD_VOTING);
    assert_int_equal(roll.summary.rows, 0);
    assert_int_equal(roll.numbered, 0);
    roll_import_free(&roll);
}

static void
a_file_in_neither_encoding_is_said_to_be_so(void **state)
{
    struct roll_import roll;
    struct seen seen;

    (void)state;
    assert_err(
        import(&roll, &seen, span_text(HEADER "R001,\xff\xff,1\n"), false),
        ERR_INPUT);
    assert_true(roll.unreadable);
    roll_import_free(&roll);
}

static void
an_empty_or_huge_file_is_refused(void **state)
{
    size_t huge = ROLL_CSV_BYTES_MAX + 1;
    char *bytes = malloc(huge);
    struct roll_import roll;
    struct seen seen;

    (void)state;
    assert_non_null(bytes);
    assert_err(import(&roll, &seen, span_text(""), false), ERR_INPUT);
    assert_int_equal(seen.codes[0], ROLL_FAULT_EMPTY);
    roll_import_free(&roll);
    assert_err(import(&roll, &seen, span_text("\xef\xbb\xbf"), false),
               ERR_INPUT);
    roll_import_free(&roll);
    assert_err(import(&roll, &seen, span_text(HEADER), false), ERR_INPUT);
    roll_import_free(&roll);
    memset(bytes, 0xff, huge);
    assert_err(import(&roll, &seen, span_of(bytes, huge), false), ERR_INPUT);
    assert_int_equal(seen.codes[0], ROLL_FAULT_TOO_BIG);
    roll_import_free(&roll);
    free(bytes);
}

static void
numbers_come_from_ids_or_from_the_order(void **state)
{
    static const struct {
        const char *what;
        const char *text;
        bool by_order;
        enum err want;
        uint32_t last; /* number of the last row */
    } cases[] = {
        {"digits at the end", HEADER "T7-012,甲,1\n", false, OK, 12},
        {"leading zeros", HEADER "R00017,甲,1\n", false, OK, 17},
        {"no digits", HEADER "R,甲,1\n", false, ERR_INPUT, 0},
        {"zero", HEADER "R000,甲,1\n", false, ERR_INPUT, 0},
        {"too large", HEADER "R100000,甲,1\n", false, ERR_INPUT, 0},
        {"overflowing", HEADER "4294967297,甲,1\n", false, ERR_INPUT, 0},
        {"the same number", HEADER "A1,甲,1\nB1,乙,1\n", false, ERR_INPUT, 0},
        {"the same by order", HEADER "A1,甲,1\nB1,乙,1\n", true, OK, 2},
        {"seat and observer", HEADER "A1,甲,1\nB1,乙,0\n", false, OK, 1},
        {"each counted apart", HEADER "A,甲,1\nB,乙,0\n", true, OK, 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct roll_import roll;
        struct seen seen;
        enum err got =
            import(&roll, &seen, span_text(cases[i].text), cases[i].by_order);

        if (got != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(got));
        if (!got && roll.posts[roll.summary.rows - 1].number != cases[i].last)
            fail_msg("%s", cases[i].what);
        if (got)
            assert_true(roll.numbered < roll.summary.rows);
        roll_import_free(&roll);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_read_with_and_without_a_byte_order_mark),
        cmocka_unit_test(gb18030_is_found_out_and_converted),
        cmocka_unit_test(every_bad_row_is_reported_and_nobody_is_imported),
        cmocka_unit_test(a_file_in_neither_encoding_is_said_to_be_so),
        cmocka_unit_test(an_empty_or_huge_file_is_refused),
        cmocka_unit_test(numbers_come_from_ids_or_from_the_order),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
