/*
 * Goal: only the very code founds a log, no two are alike, and who tries
 * others waits.
 */
#include <sodium.h>

#include "tests/test.h"
#include "voting/server/setup_code.h"

static void
only_the_very_code_is_right(void **state)
{
    struct setup_code code;
    char other[SETUP_CODE_LEN + 1];

    (void)state;
    setup_code_make(&code);
    assert_int_equal(strlen(code.text), SETUP_CODE_LEN);
    assert_ok(setup_code_try(&code, span_text(code.text), 0));
    for (size_t i = 0; i < SETUP_CODE_LEN; i++) {
        struct setup_code fresh = code;

        memcpy(other, code.text, sizeof other);
        other[i] ^= 1;
        assert_err(setup_code_try(&fresh, span_text(other), 0), ERR_AUTH);
    }
    assert_err(setup_code_try(&code, span_of(NULL, 0), 0), ERR_AUTH);
    assert_err(setup_code_try(&code, span_of(code.text, SETUP_CODE_LEN - 1), 0),
               ERR_AUTH);
    assert_err(setup_code_try(&code, span_of(code.text, SETUP_CODE_LEN + 1), 0),
               ERR_AUTH);
}

static void
who_tries_others_waits(void **state)
{
    struct setup_code code;

    (void)state;
    setup_code_make(&code);
    for (unsigned i = 0; i <= SETUP_CODE_FREE_TRIES; i++)
        assert_err(setup_code_try(&code, span_text("?"), 1000), ERR_AUTH);
    assert_err(setup_code_try(&code, span_text("?"), 1000), ERR_STATE);
    assert_err(
        setup_code_try(&code, span_text("?"), 1000 + SETUP_CODE_WAIT_MS - 1),
        ERR_STATE);
    assert_err(setup_code_try(&code, span_text("?"), 1000 + SETUP_CODE_WAIT_MS),
               ERR_AUTH);
}

static void
who_guesses_all_the_time_does_not_keep_the_owner_out(void **state)
{
    struct setup_code code;

    (void)state;
    setup_code_make(&code);
    for (unsigned i = 0; i < 100; i++) {
        enum err e = setup_code_try(&code, span_text("?"), 1000 + i);

        assert_true(e == ERR_AUTH || e == ERR_STATE);
    }
    assert_err(setup_code_try(&code, span_text("?"), 1100), ERR_STATE);
    assert_ok(setup_code_try(&code, span_text(code.text), 1100));
}

static void
no_two_codes_are_alike(void **state)
{
    struct setup_code a;
    struct setup_code b;

    (void)state;
    setup_code_make(&a);
    for (unsigned i = 0; i < 100; i++) {
        setup_code_make(&b);
        assert_string_not_equal(a.text, b.text);
        a = b;
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_the_very_code_is_right),
        cmocka_unit_test(who_tries_others_waits),
        cmocka_unit_test(who_guesses_all_the_time_does_not_keep_the_owner_out),
        cmocka_unit_test(no_two_codes_are_alike),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
