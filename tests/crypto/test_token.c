/*
 * Goal: a token comes back from paper and QR code as it was, and a slip of the
 * finger is found in the group where it happened.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/token.h"
#include "tests/support/values.h"

/* Computed with a second implementation in another language. */
static const struct {
    uint8_t token[TOKEN_BYTES];
    char digits[TOKEN_DIGITS_BYTES];
    const char *text;
} vectors[] = {
    {{0},
     "00000 00009 00002 00004 00008 00005 00006 00007 00001 00003",
     "AAAAAAAAAAAAAAAAAAAAAA"},
    {{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
      0xff, 0xff, 0xff, 0xff},
     "20474 81915 81916 81912 81914 81910 81918 81919 81913 81911",
     "_____________________w"},
    {{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15},
     "00000 02582 00969 41166 07715 42245 46286 07074 01044 35990",
     "AAECAwQFBgcICQoLDA0ODw"},
    {{0x01, 0x23, 0x45, 0x67, 0x89, 0xab, 0xcd, 0xef, 0xfe, 0xdc, 0xba, 0x98,
      0x76, 0x54, 0x32, 0x10},
     "00092 08377 33138 17115 17839 81734 65172 15654 47692 46240",
     "ASNFZ4mrze_-3LqYdlQyEA"},
};

enum { VECTORS = sizeof vectors / sizeof *vectors };

static enum err
read_digits(uint8_t token[TOKEN_BYTES], unsigned *bad_group, const char *text)
{
    return token_from_digits(token, bad_group, text, strlen(text));
}

static void
tokens_are_written_as_published(void **state)
{
    char digits[TOKEN_DIGITS_BYTES];
    char text[TOKEN_TEXT_BYTES];

    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        token_to_digits(digits, vectors[i].token);
        assert_string_equal(digits, vectors[i].digits);
        token_to_text(text, vectors[i].token);
        assert_string_equal(text, vectors[i].text);
    }
}

static void
tokens_come_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        uint8_t token[TOKEN_BYTES] = {0xaa};
        unsigned bad_group = 99;

        assert_ok(read_digits(token, &bad_group, vectors[i].digits));
        assert_int_equal(bad_group, 0);
        assert_memory_equal(token, vectors[i].token, TOKEN_BYTES);
        memset(token, 0xaa, sizeof token);
        assert_ok(token_from_text(token, vectors[i].text, 22));
        assert_memory_equal(token, vectors[i].token, TOKEN_BYTES);
    }
}

static void
every_bit_of_a_token_is_written(void **state)
{
    (void)state;
    for (unsigned bit = 0; bit < 8 * TOKEN_BYTES; bit++) {
        uint8_t token[TOKEN_BYTES] = {0};
        uint8_t back[TOKEN_BYTES];
        char digits[TOKEN_DIGITS_BYTES];
        char text[TOKEN_TEXT_BYTES];
        unsigned bad_group;

        token[bit / 8] = (uint8_t)(1u << (bit % 8));
        token_to_digits(digits, token);
        assert_ok(read_digits(back, &bad_group, digits));
        assert_memory_equal(back, token, TOKEN_BYTES);
        token_to_text(text, token);
        assert_ok(token_from_text(back, text, strlen(text)));
        assert_memory_equal(back, token, TOKEN_BYTES);
    }
}

static void
separators_do_not_matter(void **state)
{
    static const char *const typed[] = {
        "00092083773313817115178398173465172156544769246240",
        " 00092-08377-33138-17115-17839-81734-65172-15654-47692-46240 ",
        "0 0 0 9 2 08377  33138 17115 17839 81734 65172 15654 47692 4624-0--",
    };

    (void)state;
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++) {
        uint8_t token[TOKEN_BYTES];
        unsigned bad_group;

        assert_ok(read_digits(token, &bad_group, typed[i]));
        assert_memory_equal(token, vectors[3].token, TOKEN_BYTES);
    }
}

static void
assert_bad_group(const char *digits, unsigned want)
{
    uint8_t token[TOKEN_BYTES] = {0xaa};
    unsigned bad_group = 99;

    if (read_digits(token, &bad_group, digits) != ERR_INPUT ||
        bad_group != want)
        fail_msg("%s: group %u, not %u", digits, bad_group, want);
    assert_true(sodium_is_zero(token, TOKEN_BYTES));
}

static void
every_wrong_digit_is_found_in_its_group(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        char digits[TOKEN_DIGITS_BYTES];

        memcpy(digits, vectors[i].digits, sizeof digits);
        for (unsigned at = 0; digits[at]; at++) {
            char right = digits[at];

            if (right == ' ')
                continue;
            for (int wrong = '0'; wrong <= '9'; wrong++) {
                digits[at] = (char)wrong;
                if (wrong != right)
                    assert_bad_group(digits, at / 6 + 1);
            }
            digits[at] = right;
        }
    }
}

static void
swap(char *a, char *b)
{
    char c = *a;

    *a = *b;
    *b = c;
}

static void
every_swap_of_neighbours_is_found_in_its_group(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        char digits[TOKEN_DIGITS_BYTES];

        memcpy(digits, vectors[i].digits, sizeof digits);
        for (unsigned at = 0; digits[at + 1]; at++) {
            if (digits[at] == digits[at + 1] || digits[at] == ' ' ||
                digits[at + 1] == ' ')
                continue;
            swap(&digits[at], &digits[at + 1]);
            assert_bad_group(digits, at / 6 + 1);
            swap(&digits[at], &digits[at + 1]);
        }
    }
}

static void
groups_in_the_wrong_order_are_found(void **state)
{
    (void)state;
    for (size_t i = 0; i < VECTORS; i++) {
        for (unsigned a = 0; a < TOKEN_GROUPS; a++) {
            for (unsigned b = a + 1; b < TOKEN_GROUPS; b++) {
                char digits[TOKEN_DIGITS_BYTES];

                memcpy(digits, vectors[i].digits, sizeof digits);
                memcpy(digits + a * 6u, vectors[i].digits + b * 6u, 5);
                memcpy(digits + b * 6u, vectors[i].digits + a * 6u, 5);
                assert_bad_group(digits, a + 1);
            }
        }
    }
}

static void
what_is_no_token_is_refused(void **state)
{
    static const struct {
        const char *what;
        const char *typed;
        unsigned bad_group;
    } cases[] = {
        {"nothing", "", 0},
        {"a digit less",
         "00092 08377 33138 17115 17839 81734 65172 15654 47692 4624", 0},
        {"a digit more",
         "00092 08377 33138 17115 17839 81734 65172 15654 47692 462400", 0},
        {"a letter",
         "0009O 08377 33138 17115 17839 81734 65172 15654 47692 46240", 0},
        {"a tab",
         "00092\t08377 33138 17115 17839 81734 65172 15654 47692 46240", 0},
        {"2048 in the first group: 129 bits",
         "20482 00009 00002 00004 00008 00005 00006 00007 00001 00003", 1},
        {"8191 in the first group",
         "81917 00009 00002 00004 00008 00005 00006 00007 00001 00003", 1},
        {"8192 in the second group",
         "00000 81928 00002 00004 00008 00005 00006 00007 00001 00003", 2},
        {"9999 in the last group",
         "00000 00009 00002 00004 00008 00005 00006 00007 00001 99999", 10},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        unsigned bad_group = 99;
        uint8_t token[TOKEN_BYTES] = {0xaa};

        if (read_digits(token, &bad_group, cases[i].typed) != ERR_INPUT ||
            bad_group != cases[i].bad_group)
            fail_msg("%s: group %u", cases[i].what, bad_group);
        assert_true(sodium_is_zero(token, TOKEN_BYTES));
    }
}

static void
endless_separators_are_not_read(void **state)
{
    char typed[TOKEN_TYPED_MAX + 1];
    uint8_t token[TOKEN_BYTES];
    unsigned bad_group;

    (void)state;
    memset(typed, ' ', sizeof typed);
    memcpy(typed, vectors[3].digits, strlen(vectors[3].digits));
    assert_ok(token_from_digits(token, &bad_group, typed, TOKEN_TYPED_MAX));
    assert_err(token_from_digits(token, &bad_group, typed, sizeof typed),
               ERR_INPUT);
}

static void
only_one_text_stands_for_a_token(void **state)
{
    static const struct {
        const char *what;
        const char *text;
    } cases[] = {
        {"nothing", ""},
        {"padding", "AAECAwQFBgcICQoLDA0ODw=="},
        {"a character less", "AAECAwQFBgcICQoLDA0OD"},
        {"a character more", "AAECAwQFBgcICQoLDA0ODwA"},
        {"bits after the last byte", "AAECAwQFBgcICQoLDA0ODx"},
        {"the other alphabet", "ASNFZ4mrze/+3LqYdlQyEA"},
        {"a space", "AAECAwQFBgcICQoLDA0OD "},
        {"a byte above 127 for the last letter", "\xff____________________w"},
        {"a space inside", "AAECAwQFBgc ICQoLDA0OD"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t token[TOKEN_BYTES] = {0xaa};

        if (token_from_text(token, cases[i].text, strlen(cases[i].text)) !=
            ERR_INPUT)
            fail_msg("%s was read", cases[i].what);
        assert_true(sodium_is_zero(token, TOKEN_BYTES));
    }
}

static void
a_seed_belongs_to_one_token_and_conference(void **state)
{
    static const uint8_t want[TOKEN_SEED_BYTES] = {
        0x25, 0x82, 0xfa, 0x04, 0x64, 0x19, 0x38, 0x50, 0x4c, 0x03, 0x6a,
        0x52, 0xcc, 0x5b, 0x28, 0xab, 0x6b, 0xbb, 0xe9, 0x26, 0xe4, 0xa4,
        0x71, 0xa7, 0x1d, 0xe1, 0x73, 0x70, 0xbf, 0xc2, 0xa4, 0xad,
    };
    uint8_t genesis[32];
    uint8_t seed[TOKEN_SEED_BYTES];

    (void)state;
    for (unsigned i = 0; i < sizeof genesis; i++)
        genesis[i] = (uint8_t)i;
    token_seed(seed, genesis, vectors[2].token);
    assert_memory_equal(seed, want, sizeof want);
    token_seed(seed, genesis, vectors[3].token);
    assert_memory_not_equal(seed, want, sizeof want);
    genesis[31] ^= 1;
    token_seed(seed, genesis, vectors[2].token);
    assert_memory_not_equal(seed, want, sizeof want);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tokens_are_written_as_published),
        cmocka_unit_test(tokens_come_back),
        cmocka_unit_test(every_bit_of_a_token_is_written),
        cmocka_unit_test(separators_do_not_matter),
        cmocka_unit_test(every_wrong_digit_is_found_in_its_group),
        cmocka_unit_test(every_swap_of_neighbours_is_found_in_its_group),
        cmocka_unit_test(groups_in_the_wrong_order_are_found),
        cmocka_unit_test(what_is_no_token_is_refused),
        cmocka_unit_test(endless_separators_are_not_read),
        cmocka_unit_test(only_one_text_stands_for_a_token),
        cmocka_unit_test(a_seed_belongs_to_one_token_and_conference),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("token", tests, NULL, NULL);
}
