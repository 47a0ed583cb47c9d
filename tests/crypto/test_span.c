/* Goal: texts are cut, numbers and base64 read in exactly one form each. */
#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"
#include "tests/test.h"

static void
a_line_ends_with_lf_and_nothing_else(void **state)
{
    struct span rest = span_text("one\r\n\nthree");
    struct span line;

    (void)state;
    assert_ok(span_take_line(&line, &rest));
    assert_true(span_eq(line, span_text("one\r")));
    assert_ok(span_take_line(&line, &rest));
    assert_int_equal(line.len, 0);
    assert_err(span_take_line(&line, &rest), ERR_INPUT);
    assert_true(span_eq(rest, span_text("three")));
}

static void
a_prefix_is_taken_only_if_it_is_there(void **state)
{
    struct span rest = span_text("old 7");

    (void)state;
    assert_err(span_take_prefix(&rest, "olD "), ERR_INPUT);
    assert_err(span_take_prefix(&rest, "old 71"), ERR_INPUT);
    assert_int_equal(rest.len, 5);
    assert_ok(span_take_prefix(&rest, "old "));
    assert_true(span_eq(rest, span_text("7")));
    assert_false(span_eq(rest, span_text("8")));
    assert_false(span_eq(rest, span_text("77")));
}

static void
a_number_has_one_form(void **state)
{
    static const struct {
        const char *text;
        uint64_t max;
        enum err want;
        uint64_t value;
    } cases[] = {
        {"0", UINT64_MAX, OK, 0},
        {"7", UINT64_MAX, OK, 7},
        {"18446744073709551615", UINT64_MAX, OK, UINT64_MAX},
        {"18446744073709551616", UINT64_MAX, ERR_INPUT, 0},
        {"18446744073709551620", UINT64_MAX, ERR_INPUT, 0},
        {"99999999999999999999", UINT64_MAX, ERR_INPUT, 0},
        {"184467440737095516150", UINT64_MAX, ERR_INPUT, 0},
        {"9223372036854775807", INT64_MAX, OK, INT64_MAX},
        {"9223372036854775808", INT64_MAX, ERR_INPUT, 0},
        {"255", 255, OK, 255},
        {"256", 255, ERR_INPUT, 0},
        {"", UINT64_MAX, ERR_INPUT, 0},
        {"00", UINT64_MAX, ERR_INPUT, 0},
        {"07", UINT64_MAX, ERR_INPUT, 0},
        {"+7", UINT64_MAX, ERR_INPUT, 0},
        {"-7", UINT64_MAX, ERR_INPUT, 0},
        {" 7", UINT64_MAX, ERR_INPUT, 0},
        {"7 ", UINT64_MAX, ERR_INPUT, 0},
        {"7\n", UINT64_MAX, ERR_INPUT, 0},
        {"0x7", UINT64_MAX, ERR_INPUT, 0},
        {"7/", UINT64_MAX, ERR_INPUT, 0},
        {"7:", UINT64_MAX, ERR_INPUT, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint64_t value = 1;
        enum err e =
            decimal_parse(&value, span_text(cases[i].text), cases[i].max);
        char digits[DECIMAL_DIGITS_MAX];

        if (e != cases[i].want || value != cases[i].value)
            fail_msg("\"%s\": %s", cases[i].text, err_name(e));
        if (e)
            continue;
        assert_true(span_eq(span_of(digits, decimal_format(digits, value)),
                            span_text(cases[i].text)));
    }
}

static void
base64_has_one_form(void **state)
{
    static const struct {
        const char *text;
        enum err strict; /* base64_check and base64_decode */
        enum err loose;
        const char *bytes;
    } cases[] = {
        {"", OK, OK, ""},
        {"YQ==", OK, OK, "a"},
        {"YWI=", OK, OK, "ab"},
        {"YWJj", OK, OK, "abc"},
        {"YR==", ERR_INPUT, OK, NULL}, /* unused bits are not zero */
        {"YWJ=", ERR_INPUT, OK, NULL},
        {"YQ=", ERR_INPUT, ERR_INPUT, NULL},
        {"YQ", ERR_INPUT, ERR_INPUT, NULL},
        {"YWI", ERR_INPUT, ERR_INPUT, NULL},
        {"Y===", ERR_INPUT, ERR_INPUT, NULL},
        {"====", ERR_INPUT, ERR_INPUT, NULL},
        {"YQ==YQ==", ERR_INPUT, ERR_INPUT, NULL},
        {"YQ=a", ERR_INPUT, ERR_INPUT, NULL},
        {"YWJj\n", ERR_INPUT, ERR_INPUT, NULL},
        {"YW Jj", ERR_INPUT, ERR_INPUT, NULL},
        {" YWJ", ERR_INPUT, ERR_INPUT, NULL},
        {"YW-_", ERR_INPUT, ERR_INPUT, NULL}, /* the URL alphabet */
        {"YQ==\n===", ERR_INPUT, ERR_INPUT, NULL},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span text = span_text(cases[i].text);
        uint8_t bytes[8];
        size_t len = 1;

        if (base64_check(text) != cases[i].strict ||
            base64_decode(bytes, sizeof bytes, &len, text) != cases[i].strict)
            fail_msg("\"%s\": strict", cases[i].text);
        if (base64_check_loose(text) != cases[i].loose)
            fail_msg("\"%s\": loose", cases[i].text);
        if (cases[i].bytes)
            assert_true(
                span_eq(span_of(bytes, len), span_text(cases[i].bytes)));
        else
            assert_true(len == 0 && sodium_is_zero(bytes, sizeof bytes));
    }
}

static void
base64_has_sixty_four_characters(void **state)
{
    (void)state;
    for (size_t at = 0; at < 4; at++) {
        char text[] = "AAAA";
        size_t accepted = 0;

        for (unsigned byte = 0; byte <= 0xFF; byte++) {
            uint8_t bytes[3];
            size_t len;
            enum err e;

            text[at] = (char)byte;
            e = base64_decode(bytes, sizeof bytes, &len, span_of(text, 4));
            assert_int_equal(base64_check(span_of(text, 4)), e);
            assert_int_equal(base64_check_loose(span_of(text, 4)), e);
            accepted += e == OK;
            if (byte > 0x7F)
                assert_err(e, ERR_INPUT);
        }
        /* And padding, in the one place where it says what it must. */
        assert_int_equal(accepted, at == 3 ? 65 : 64);
    }
}

static void
long_base64_is_checked_to_its_last_character(void **state)
{
    uint8_t bytes[200];
    char buffer[BASE64_LEN(200)];

    (void)state;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (uint8_t)(i * 7);
    for (size_t len = 1; len <= sizeof bytes; len++) {
        struct text_writer w;
        struct span text;
        uint8_t back[200];

        text_writer_start(&w, buffer, sizeof buffer);
        text_writer_base64(&w, bytes, len);
        assert_ok(text_writer_finish(&w, &text));
        assert_int_equal(text.len, BASE64_LEN(len));
        assert_ok(base64_check(text));
        assert_ok(base64_check_loose(text));
        assert_ok(base64_decode_exact(back, len, text));
        assert_memory_equal(back, bytes, len);
        assert_err(base64_decode_exact(back, len - 1, text), ERR_INPUT);
        for (size_t i = 0; i < text.len; i++) {
            char was = buffer[i];

            if (was == '=')
                continue;
            buffer[i] = '.';
            assert_err(base64_check(text), ERR_INPUT);
            assert_err(base64_check_loose(text), ERR_INPUT);
            buffer[i] = was;
        }
    }
}

static void
a_text_that_does_not_fit_is_not_begun(void **state)
{
    char buffer[4] = "xyz";
    struct text_writer w;
    struct span text;

    (void)state;
    text_writer_start(&w, buffer, 3);
    text_writer_decimal(&w, 42);
    assert_true(span_eq(text_writer_written(&w), span_text("42")));
    text_writer_text(&w, "ab");
    text_writer_text(&w, "c"); /* would fit, but comes too late */
    assert_int_equal(text_writer_written(&w).len, 0);
    assert_err(text_writer_finish(&w, &text), ERR_NOMEM);
    assert_int_equal(text.len, 0);
    assert_memory_equal(buffer, "\0\0\0", 4);

    text_writer_start(&w, buffer, 3);
    text_writer_hex(&w, (const uint8_t *)"\xA0", 1);
    text_writer_fail(&w, ERR_INPUT);
    text_writer_fail(&w, ERR_STATE); /* the first error stays */
    assert_err(text_writer_finish(&w, &text), ERR_INPUT);
}

static void
hexadecimal_is_lower_case(void **state)
{
    char buffer[4];
    struct text_writer w;
    struct span text;

    (void)state;
    text_writer_start(&w, buffer, sizeof buffer);
    text_writer_hex(&w, (const uint8_t *)"\xA0\x0F", 2);
    assert_ok(text_writer_finish(&w, &text));
    assert_true(span_eq(text, span_text("a00f")));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_line_ends_with_lf_and_nothing_else),
        cmocka_unit_test(a_prefix_is_taken_only_if_it_is_there),
        cmocka_unit_test(a_number_has_one_form),
        cmocka_unit_test(base64_has_one_form),
        cmocka_unit_test(base64_has_sixty_four_characters),
        cmocka_unit_test(long_base64_is_checked_to_its_last_character),
        cmocka_unit_test(a_text_that_does_not_fit_is_not_begun),
        cmocka_unit_test(hexadecimal_is_lower_case),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
