/* Goal: every refusal has one stable code, a check, and words to go by. */
#include "ballots/refusal.h"
#include "crypto/utf8.h"
#include "tests/test.h"

static bool
is_code(const char *code)
{
    size_t len = strlen(code);

    for (size_t i = 0; i < len; i++) {
        bool inside = i > 0 && i + 1 < len && code[i - 1] != '-';

        if (!(code[i] >= 'a' && code[i] <= 'z') && !(code[i] == '-' && inside))
            return false;
    }
    return len >= 2 && len <= 32;
}

static bool
has_chinese(struct span text)
{
    uint32_t point;
    bool found = false;

    while (text.len > 0) {
        assert_ok(utf8_next(&point, &text));
        assert_true(point >= 0x20);
        found = found || (point >= 0x4E00 && point <= 0x9FFF);
    }
    return found;
}

static void
every_code_is_unique_and_well_formed(void **state)
{
    (void)state;
    for (int i = 0; i < REFUSAL_COUNT_; i++) {
        const char *code = refusal_code((enum refusal)i);
        enum refusal back;

        if (!is_code(code))
            fail_msg("refusal %d: %s", i, code);
        assert_ok(refusal_find(&back, span_text(code)));
        assert_int_equal(back, i);
        for (int j = 0; j < i; j++)
            assert_string_not_equal(code, refusal_code((enum refusal)j));
    }
}

static void
every_refusal_has_a_check_and_words_in_both_languages(void **state)
{
    (void)state;
    assert_int_equal(REFUSED_NOTHING, 0);
    assert_int_equal(refusal_check(REFUSED_NOTHING), 0);
    for (int i = 0; i < REFUSAL_COUNT_; i++) {
        struct span zh = span_text(refusal_words((enum refusal)i, LANG_ZH));
        struct span en = span_text(refusal_words((enum refusal)i, LANG_EN));

        assert_true(refusal_check((enum refusal)i) <= REFUSAL_CHECKS);
        assert_true(zh.len > 0 && en.len > 0);
        assert_true(has_chinese(zh));
        assert_false(has_chinese(en));
        assert_int_equal(en.ptr[en.len - 1], '.');
        assert_memory_equal(zh.ptr + zh.len - 3, "。", 3);
    }
}

/* V1, V2, V13, V17 and V18 have other defects besides, but each has a code. */
static void
every_check_has_a_refusal(void **state)
{
    bool has[REFUSAL_CHECKS + 1] = {false};

    (void)state;
    for (int i = 0; i < REFUSAL_COUNT_; i++)
        has[refusal_check((enum refusal)i)] = true;
    for (int check = 0; check <= REFUSAL_CHECKS; check++)
        if (!has[check])
            fail_msg("no refusal of check %d", check);
}

static void
what_is_no_refusal_has_no_code(void **state)
{
    static const char *const codes[] = {
        "", "?", "OK", "ok ", "form\n", "for", "forms", "bad_signature"};
    enum refusal r = REFUSED_FORM;

    (void)state;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        assert_err(refusal_find(&r, span_text(codes[i])), ERR_NOTFOUND);
        assert_int_equal(r, REFUSED_NOTHING);
    }
    assert_string_equal(refusal_code(REFUSAL_COUNT_), "?");
    assert_string_equal(refusal_words(REFUSAL_COUNT_, LANG_EN), "?");
    assert_int_equal(refusal_check(REFUSAL_COUNT_), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_code_is_unique_and_well_formed),
        cmocka_unit_test(every_refusal_has_a_check_and_words_in_both_languages),
        cmocka_unit_test(every_check_has_a_refusal),
        cmocka_unit_test(what_is_no_refusal_has_no_code),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
