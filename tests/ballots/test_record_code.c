/*
 * Goal: a record code says its root's first 125 bits in one way, is recognised
 * however a person types it, and no other code is.
 */
#include "tests/test.h"

#include <sodium.h>

#include "ballots/record_code.h"

static struct hash32
hash_of(const char *hex)
{
    struct hash32 hash = {{0}};

    assert_int_equal(sodium_hex2bin(hash.bytes, sizeof hash.bytes, hex,
                                    strlen(hex), NULL, NULL, NULL),
                     0);
    return hash;
}

static void
a_code_is_the_first_125_bits_in_base_32(void **state)
{
    (void)state;
    static const struct {
        const char *hex;
        const char *code;
    } cases[] = {
        {"0000000000000000000000000000000000000000000000000000000000000000",
         "00000-00000-00000-00000-00000"},
        {"ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
         "ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ-ZZZZZ"},
        /* 5 bits each of 0..24, then zeros; the last three bits are cut */
        {"00443214c74254b635cf84653a56d7c700000000000000000000000000000000",
         "01234-56789-ABCDE-FGHJK-MNPQR"},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct hash32 hash = hash_of(cases[i].hex);
        char code[RECORD_CODE_BYTES];

        record_code_format(code, &hash);
        assert_string_equal(code, cases[i].code);
        assert_true(record_code_matches(&hash, span_text(code)));
    }
}

static void
a_typed_code_is_recognised(void **state)
{
    (void)state;
    const struct hash32 hash = hash_of(
        "00443214c74254b635cf84653a56d7c000000000000000000000000000000000");
    static const struct {
        const char *typed;
        bool is;
    } cases[] = {
        {"01234-56789-ABCDE-FGHJK-MNPQR", true},
        {"0123456789abcdefghjkmnpqr", true},
        {"O1234 56789 ABCDE FGHJK MNPQR", true},
        {"0i234-56789-ABCDE-FGHJK-MNPQR", true},
        {"0L234-56789-ABCDE-FGHJK-MNPQR", true},
        {"", false},
        {"01234-56789-ABCDE-FGHJK-MNPQ", false},
        {"01234-56789-ABCDE-FGHJK-MNPQR0", false},
        {"01234-56789-ABCDE-FGHJK-MNPQS", false},
        {"11234-56789-ABCDE-FGHJK-MNPQR", false},
        {"01234_56789_ABCDE_FGHJK_MNPQR", false},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        if (record_code_matches(&hash, span_text(cases[i].typed)) !=
            cases[i].is)
            fail_msg("%s", cases[i].typed);
    }
}

static void
a_flip_of_any_of_its_bits_changes_the_code(void **state)
{
    (void)state;
    const struct hash32 hash = hash_of(
        "00443214c74254b635cf84653a56d7c000000000000000000000000000000000");
    char code[RECORD_CODE_BYTES];

    record_code_format(code, &hash);
    for (size_t bit = 0; bit < 256; bit++) {
        struct hash32 other = hash;

        other.bytes[bit / 8] ^= (uint8_t)(0x80 >> bit % 8);
        assert_int_equal(record_code_matches(&other, span_text(code)),
                         bit >= 125);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_code_is_the_first_125_bits_in_base_32),
        cmocka_unit_test(a_typed_code_is_recognised),
        cmocka_unit_test(a_flip_of_any_of_its_bits_changes_the_code),
    };

    return cmocka_run_group_tests_name("record code", tests, NULL, NULL);
}
