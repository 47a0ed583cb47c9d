/* Goal: only valid UTF-8 passes, and plain text hides nothing. */
#include "crypto/utf8.h"
#include "tests/test.h"

struct text_case {
    const char *what;
    const char *bytes;
    size_t len;
};

/* A string literal with its length, NUL bytes included. */
#define TEXT(literal) (literal), sizeof(literal) - 1

static void
valid_sequences_give_their_code_points(void **state)
{
    static const struct {
        struct text_case text;
        uint32_t point;
    } cases[] = {
        {{"NUL", TEXT("\x00")}, 0},
        {{"one byte", TEXT("A")}, 'A'},
        {{"the last of one byte", TEXT("\x7F")}, 0x7F},
        {{"the first of two", TEXT("\xC2\x80")}, 0x80},
        {{"the last of two", TEXT("\xDF\xBF")}, 0x7FF},
        {{"the first of three", TEXT("\xE0\xA0\x80")}, 0x800},
        {{"a Chinese character", TEXT("\xE4\xB8\xAD")}, 0x4E2D},
        {{"before the surrogates", TEXT("\xED\x9F\xBF")}, 0xD7FF},
        {{"after the surrogates", TEXT("\xEE\x80\x80")}, 0xE000},
        {{"the last of three", TEXT("\xEF\xBF\xBF")}, 0xFFFF},
        {{"the first of four", TEXT("\xF0\x90\x80\x80")}, 0x10000},
        {{"the last of all", TEXT("\xF4\x8F\xBF\xBF")}, 0x10FFFF},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span rest = span_of(cases[i].text.bytes, cases[i].text.len);
        uint32_t point;

        if (utf8_next(&point, &rest) || point != cases[i].point ||
            rest.len != 0)
            fail_msg("%s", cases[i].text.what);
    }
}

static void
invalid_sequences_are_refused(void **state)
{
    static const struct text_case cases[] = {
        {"a continuation alone", TEXT("\x80")},
        {"an overlong NUL", TEXT("\xC0\x80")},
        {"an overlong slash", TEXT("\xC1\xBF")},
        {"an overlong of three", TEXT("\xE0\x9F\xBF")},
        {"an overlong of four", TEXT("\xF0\x8F\xBF\xBF")},
        {"the first surrogate", TEXT("\xED\xA0\x80")},
        {"the last surrogate", TEXT("\xED\xBF\xBF")},
        {"above all code points", TEXT("\xF4\x90\x80\x80")},
        {"five bytes", TEXT("\xF8\x88\x80\x80\x80")},
        {"FE", TEXT("\xFE")},
        {"FF", TEXT("\xFF")},
        {"two cut short", TEXT("\xC2")},
        {"three cut short", TEXT("\xE4\xB8")},
        {"four cut short", TEXT("\xF0\x90\x80")},
        {"a letter inside", TEXT("\xE4"
                                 "A\xAD")},
        {"a lead inside", TEXT("\xE4\xB8\xE4")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct span text = span_of(cases[i].bytes, cases[i].len);
        struct span rest = text;
        uint32_t point = 1;

        if (utf8_next(&point, &rest) != ERR_INPUT || point != 0 ||
            rest.len != text.len || utf8_check(text) != ERR_INPUT ||
            utf8_check_plain(text) != ERR_INPUT)
            fail_msg("%s", cases[i].what);
    }
    assert_err(utf8_next(&(uint32_t){0}, &(struct span){0}), ERR_INPUT);
}

static void
plain_text_has_no_control_and_no_hidden_character(void **state)
{
    static const struct text_case hidden[] = {
        {"NUL", TEXT("\x00")},
        {"TAB", TEXT("\t")},
        {"LF", TEXT("\n")},
        {"CR", TEXT("\r")},
        {"unit separator", TEXT("\x1F")},
        {"DEL", TEXT("\x7F")},
        {"first of C1", TEXT("\xC2\x80")},
        {"next line", TEXT("\xC2\x85")},
        {"last of C1", TEXT("\xC2\x9F")},
        {"U+061C", TEXT("\xD8\x9C")},
        {"U+200E", TEXT("\xE2\x80\x8E")},
        {"U+200F", TEXT("\xE2\x80\x8F")},
        {"U+2028", TEXT("\xE2\x80\xA8")},
        {"U+2029", TEXT("\xE2\x80\xA9")},
        {"U+202A", TEXT("\xE2\x80\xAA")},
        {"U+202E", TEXT("\xE2\x80\xAE")},
        {"U+2066", TEXT("\xE2\x81\xA6")},
        {"U+2069", TEXT("\xE2\x81\xA9")},
        {"U+FEFF", TEXT("\xEF\xBB\xBF")},
    };
    static const struct text_case plain[] = {
        {"nothing", TEXT("")},
        {"ASCII", TEXT(" Aye ~")},
        {"after C1", TEXT("\xC2\xA0")},
        {"Chinese", TEXT("\xE6\x95\x99\xE8\x81\x8C\xE5\xB7\xA5")},
        {"U+200D, which joins", TEXT("\xE2\x80\x8D")},
        {"U+2010", TEXT("\xE2\x80\x90")},
        {"U+2027", TEXT("\xE2\x80\xA7")},
        {"U+202F", TEXT("\xE2\x80\xAF")},
        {"U+2065", TEXT("\xE2\x81\xA5")},
        {"U+206A", TEXT("\xE2\x81\xAA")},
        {"U+FFFD", TEXT("\xEF\xBF\xBD")},
    };

    (void)state;
    for (size_t i = 0; i < sizeof hidden / sizeof *hidden; i++) {
        char text[8] = "a";

        memcpy(text + 1, hidden[i].bytes, hidden[i].len);
        if (utf8_check_plain(span_of(text, 1 + hidden[i].len)) != ERR_INPUT)
            fail_msg("%s", hidden[i].what);
        assert_ok(utf8_check(span_of(text, 1 + hidden[i].len)));
    }
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        if (utf8_check_plain(span_of(plain[i].bytes, plain[i].len)))
            fail_msg("%s", plain[i].what);
    }
}

static void
every_unicode_space_is_one(void **state)
{
    static const uint32_t spaces[] = {
        0x09,   0x0A,   0x0B,   0x0C,   0x0D,   0x20,   0x85,   0xA0,   0x1680,
        0x2000, 0x2001, 0x2002, 0x2003, 0x2004, 0x2005, 0x2006, 0x2007, 0x2008,
        0x2009, 0x200A, 0x2028, 0x2029, 0x202F, 0x205F, 0x3000};
    size_t found = 0;

    (void)state;
    for (size_t i = 0; i < sizeof spaces / sizeof *spaces; i++)
        assert_true(utf8_is_space(spaces[i]));
    for (uint32_t point = 0; point <= 0xFFFF; point++)
        found += utf8_is_space(point);
    assert_int_equal(found, sizeof spaces / sizeof *spaces);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(valid_sequences_give_their_code_points),
        cmocka_unit_test(invalid_sequences_are_refused),
        cmocka_unit_test(plain_text_has_no_control_and_no_hidden_character),
        cmocka_unit_test(every_unicode_space_is_one),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
