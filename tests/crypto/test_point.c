/*
 * Goal: the group is ristretto255 as RFC 9496 publishes it: right multiples,
 * one encoding for each element, and the identity handled like any other.
 */
#include "tests/test.h"

#include <stdio.h>

#include <sodium.h>

#include "crypto/point.h"
#include "tests/support/ristretto_rfc.h"
#include "tests/support/values.h"

static struct point
from_hex(const char *hex)
{
    struct point p;
    size_t len;

    assert_int_equal(sodium_hex2bin(p.bytes, POINT_BYTES, hex, strlen(hex),
                                    NULL, &len, NULL),
                     0);
    assert_int_equal(len, POINT_BYTES);
    return p;
}

static void
small_multiples_are_those_of_the_rfc(void **state)
{
    struct point base;
    struct point sum;

    (void)state;
    point_base(&base);
    point_identity(&sum);
    for (uint64_t k = 0; k < RISTRETTO_RFC_MULTIPLES; k++) {
        const struct point want = from_hex(ristretto_rfc_multiples[k]);
        const struct scalar s = value_number(k);
        struct point p;

        point_mul_base(&p, &s);
        assert_true(point_eq(&p, &want));
        point_mul(&p, &s, &base);
        assert_true(point_eq(&p, &want));
        assert_true(point_eq(&sum, &want));
        assert_ok(point_decode_any(&p, want.bytes));
        assert_true(point_eq(&p, &want));
        point_add(&sum, &sum, &base);
    }
}

static void
invalid_encodings_of_the_rfc_are_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < RISTRETTO_RFC_INVALID; i++) {
        const struct point in = from_hex(ristretto_rfc_invalid[i]);
        struct point out = in;

        if (point_decode(&out, in.bytes) != ERR_INPUT ||
            !point_is_identity(&out))
            fail_msg("%s was read", ristretto_rfc_invalid[i]);
        out = in;
        if (point_decode_any(&out, in.bytes) != ERR_INPUT ||
            !point_is_identity(&out))
            fail_msg("%s was read with the identity allowed",
                     ristretto_rfc_invalid[i]);
    }
}

/* libsodium 1.0.18 takes these for the same points without the bit. */
static void
the_top_bit_is_no_second_encoding(void **state)
{
    (void)state;
    for (size_t k = 0; k < RISTRETTO_RFC_MULTIPLES; k++) {
        struct point in = from_hex(ristretto_rfc_multiples[k]);
        struct point out;

        in.bytes[POINT_BYTES - 1] |= 0x80;
        assert_err(point_decode(&out, in.bytes), ERR_INPUT);
        assert_err(point_decode_any(&out, in.bytes), ERR_INPUT);
    }
}

/* p - s and 2p - s decode by the formulas to the same point as s. */
static void
the_other_representatives_of_a_field_element_are_refused(void **state)
{
    static const char *const moduli[] = {
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "daffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    };

    (void)state;
    for (size_t m = 0; m < 2; m++) {
        for (size_t k = 1; k < RISTRETTO_RFC_MULTIPLES; k++) {
            const struct point s = from_hex(ristretto_rfc_multiples[k]);
            struct point in = from_hex(moduli[m]);
            struct point out;

            sodium_sub(in.bytes, s.bytes, POINT_BYTES);
            if (point_decode_any(&out, in.bytes) != ERR_INPUT)
                fail_msg("%s less %s was read", moduli[m],
                         ristretto_rfc_multiples[k]);
        }
    }
}

/* RFC 9496, appendix A.3; its inputs are the SHA-512 of these sentences. */
static void
hashing_to_the_group_is_that_of_the_rfc(void **state)
{
    static const struct {
        const char *text;
        const char *want;
    } cases[] = {
        {"Ristretto is traditionally a short shot of espresso coffee",
         "3066f82a1a747d45120d1740f14358531a8f04bbffe6a819f86dfe50f44a0a46"},
        {"made with the normal amount of ground coffee but extracted with",
         "f26e5b6f7d362d2d2a94c5d0e7602cb4773c95a2e5c31a64f133189fa76ed61b"},
        {"about half the amount of water in the same amount of time",
         "006ccd2a9e6867e6a2c5cea83d3302cc9de128dd2a9a57dd8ee7b9d7ffe02826"},
        {"by using a finer grind.",
         "f8f0c87cf237953c5890aec3998169005dae3eca1fbb04548c635953c817f92a"},
        {"This produces a concentrated shot of coffee per volume.",
         "ae81e7dedf20a497e10c304a765c1767a42d6e06029758d2d7e8ef7cc4c41179"},
        {"Just pulling a normal shot short will produce a weaker shot",
         "e2705652ff9f5e44d3e841bf1c251cf7dddb77d140870d1ab2ed64f1a9ce8628"},
        {"and is not a Ristretto as some believe.",
         "80bd07262511cdde4863f8a7434cef696750681cb9510eea557088f76d9e5065"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct point want = from_hex(cases[i].want);
        uint8_t hash[64];
        struct point p;

        crypto_hash_sha512(hash, (const uint8_t *)cases[i].text,
                           strlen(cases[i].text));
        assert_int_equal(crypto_core_ristretto255_from_hash(p.bytes, hash), 0);
        assert_true(point_eq(&p, &want));
        assert_ok(point_decode(&p, want.bytes));
    }
}

static void
the_identity_is_read_only_where_it_is_legal(void **state)
{
    static const uint8_t zeros[POINT_BYTES];
    struct point p;

    (void)state;
    assert_err(point_decode(&p, zeros), ERR_INPUT);
    assert_ok(point_decode_any(&p, zeros));
    assert_true(point_is_identity(&p));
}

static void
the_identity_is_an_element_like_any_other(void **state)
{
    const struct scalar zero = value_number(0);
    const struct scalar five = value_number(5);
    struct scalar q_less_5;
    struct point identity;
    struct point base;
    struct point five_b;
    struct point p;

    (void)state;
    point_identity(&identity);
    point_base(&base);
    point_mul_base(&five_b, &five);

    point_mul_base(&p, &zero);
    assert_true(point_is_identity(&p));
    point_mul(&p, &zero, &five_b);
    assert_true(point_is_identity(&p));
    point_mul(&p, &five, &identity);
    assert_true(point_is_identity(&p));
    point_add(&p, &five_b, &identity);
    assert_true(point_eq(&p, &five_b));
    point_sub(&p, &five_b, &five_b);
    assert_true(point_is_identity(&p));
    point_sub(&p, &p, &p);
    assert_true(point_is_identity(&p));

    scalar_sub(&q_less_5, &zero, &five);
    point_mul(&p, &q_less_5, &base);
    point_add(&p, &p, &five_b);
    assert_true(point_is_identity(&p));
    assert_false(point_is_identity(&base));
}

static void
multiplication_distributes_over_addition(void **state)
{
    struct scalar a;
    struct scalar b;
    struct scalar sum;
    struct point p;
    struct point ap;
    struct point bp;
    struct point left;

    (void)state;
    scalar_power_of_two(&a, 251);
    scalar_sub(&b, &a, &(struct scalar){{9}});
    scalar_add(&sum, &a, &b);
    point_mul_base(&p, &b);

    point_mul(&ap, &a, &p);
    point_mul(&bp, &b, &p);
    point_add(&ap, &ap, &bp);
    point_mul(&left, &sum, &p);
    assert_true(point_eq(&left, &ap));
    point_sub(&ap, &ap, &bp);
    point_mul(&left, &a, &p);
    assert_true(point_eq(&left, &ap));
    assert_false(point_eq(&left, &bp));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_multiples_are_those_of_the_rfc),
        cmocka_unit_test(invalid_encodings_of_the_rfc_are_refused),
        cmocka_unit_test(the_top_bit_is_no_second_encoding),
        cmocka_unit_test(
            the_other_representatives_of_a_field_element_are_refused),
        cmocka_unit_test(hashing_to_the_group_is_that_of_the_rfc),
        cmocka_unit_test(the_identity_is_read_only_where_it_is_legal),
        cmocka_unit_test(the_identity_is_an_element_like_any_other),
        cmocka_unit_test(multiplication_distributes_over_addition),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("point", tests, NULL, NULL);
}
