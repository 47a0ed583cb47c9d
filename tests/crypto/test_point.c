/*
 * Goal: the group is ristretto255 as RFC 9496 publishes it: right multiples,
 * one encoding for each element, and the identity handled like any other.
 */
#include "tests/test.h"

#include <stdio.h>

#include <sodium.h>

#include "crypto/point.h"
#include "tests/support/values.h"

/* RFC 9496, appendix A.1: 0*B to 15*B. */
static const char *const multiples[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "e2f2ae0a6abc4e71a884a961c500515f58e30b6aa582dd8db6a65945e08d2d76",
    "6a493210f7499cd17fecb510ae0cea23a110e8d5b901f8acadd3095c73a3b919",
    "94741f5d5d52755ece4f23f044ee27d5d1ea1e2bd196b462166b16152a9d0259",
    "da80862773358b466ffadfe0b3293ab3d9fd53c5ea6c955358f568322daf6a57",
    "e882b131016b52c1d3337080187cf768423efccbb517bb495ab812c4160ff44e",
    "f64746d3c92b13050ed8d80236a7f0007c3b3f962f5ba793d19a601ebb1df403",
    "44f53520926ec81fbd5a387845beb7df85a96a24ece18738bdcfa6a7822a176d",
    "903293d8f2287ebe10e2374dc1a53e0bc887e592699f02d077d5263cdd55601c",
    "02622ace8f7303a31cafc63f8fc48fdc16e1c8c8d234b2f0d6685282a9076031",
    "20706fd788b2720a1ed2a5dad4952b01f413bcf0e7564de8cdc816689e2db95f",
    "bce83f8ba5dd2fa572864c24ba1810f9522bc6004afe95877ac73241cafdab42",
    "e4549ee16b9aa03099ca208c67adafcafa4c3f3e4e5303de6026e3ca8ff84460",
    "aa52e000df2e16f55fb1032fc33bc42742dad6bd5a8fc0be0167436c5948501f",
    "46376b80f409b29dc2b5f6f0c52591990896e5716f41477cd30085ab7f10301e",
    "e0c418f7c8d9c4cdd7395b93ea124f3ad99021bb681dfc3302a9d99a2e53e64e",
};

/* RFC 9496, appendix A.2. */
static const char *const invalid[] = {
    /* field elements that are not canonical */
    "00ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "f3ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    /* negative field elements */
    "0100000000000000000000000000000000000000000000000000000000000000",
    "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "ed57ffd8c914fb201471d1c3d245ce3c746fcbe63a3679d51b6a516ebebe0e20",
    "c34c4e1826e5d403b78e246e88aa051c36ccf0aafebffe137d148a2bf9104562",
    "c940e5a4404157cfb1628b108db051a8d439e1a421394ec4ebccb9ec92a8ac78",
    "47cfc5497c53dc8e61c91d17fd626ffb1c49e2bca94eed052281b510b1117a24",
    "f1c6165d33367351b0da8f6e4511010c68174a03b6581212c71c0e1d026c3c72",
    "87260f7a2f12495118360f02c26a470f450dadf34a413d21042b43b9d93e1309",
    /* x^2 is no square */
    "26948d35ca62e643e26a83177332e6b6afeb9d08e4268b650f1f5bbd8d81d371",
    "4eac077a713c57b4f4397629a4145982c661f48044dd3f96427d40b147d9742f",
    "de6a7b00deadc788eb6b6c8d20c0ae96c2f2019078fa604fee5b87d6e989ad7b",
    "bcab477be20861e01e4a0e295284146a510150d9817763caf1a6f4b422d67042",
    "2a292df7e32cababbd9de088d1d1abec9fc0440f637ed2fba145094dc14bea08",
    "f4a9e534fc0d216c44b218fa0c42d99635a0127ee2e53c712f70609649fdff22",
    "8268436f8c4126196cf64b3c7ddbda90746a378625f9813dd9b8457077256731",
    "2810e5cbc2cc4d4eece54f61c6f69758e289aa7ab440b3cbeaa21995c2f4232b",
    /* xy is negative */
    "3eb858e78f5a7254d8c9731174a94f76755fd3941c0ac93735c07ba14579630e",
    "a45fdc55c76448c049a1ab33f17023edfb2be3581e9c7aade8a6125215e04220",
    "d483fe813c6ba647ebbfd3ec41adca1c6130c2beeee9d9bf065c8d151c5f396e",
    "8a2e1d30050198c65a54483123960ccc38aef6848e1ec8f5f780e8523769ba32",
    "32888462f8b486c68ad7dd9610be5192bbeaf3b443951ac1a8118419d9fa097b",
    "227142501b9d4355ccba290404bde41575b037693cef1f438c47f8fbf35d1165",
    "5c37cc491da847cfeb9281d407efc41e15144c876e0170b499a96a22ed31e01e",
    "445425117cb8c90edcbc7c1cc0e74f747f2c1efa5630a967c64f287792a48a4b",
    /* s = -1, so that y = 0 */
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
};

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
    for (uint64_t k = 0; k < sizeof multiples / sizeof *multiples; k++) {
        const struct point want = from_hex(multiples[k]);
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
    for (size_t i = 0; i < sizeof invalid / sizeof *invalid; i++) {
        const struct point in = from_hex(invalid[i]);
        struct point out = in;

        if (point_decode(&out, in.bytes) != ERR_INPUT ||
            !point_is_identity(&out))
            fail_msg("%s was read", invalid[i]);
        out = in;
        if (point_decode_any(&out, in.bytes) != ERR_INPUT ||
            !point_is_identity(&out))
            fail_msg("%s was read with the identity allowed", invalid[i]);
    }
}

/* libsodium 1.0.18 takes these for the same points without the bit. */
static void
the_top_bit_is_no_second_encoding(void **state)
{
    (void)state;
    for (size_t k = 0; k < sizeof multiples / sizeof *multiples; k++) {
        struct point in = from_hex(multiples[k]);
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
        for (size_t k = 1; k < sizeof multiples / sizeof *multiples; k++) {
            const struct point s = from_hex(multiples[k]);
            struct point in = from_hex(moduli[m]);
            struct point out;

            sodium_sub(in.bytes, s.bytes, POINT_BYTES);
            if (point_decode_any(&out, in.bytes) != ERR_INPUT)
                fail_msg("%s less %s was read", moduli[m], multiples[k]);
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
