/*
 * Goal: scalars are numbers modulo q with one encoding each, and arithmetic
 * is right at the edges around 0 and q.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/scalar.h"
#include "tests/support/values.h"

/* q, least significant byte first (RFC 9496, section 4). */
static const uint8_t q[SCALAR_BYTES] = {
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
    0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10,
};

/* q + difference, |difference| less than 0x80, so that no byte carries. */
static void
near_q(uint8_t out[SCALAR_BYTES], int difference)
{
    memcpy(out, q, SCALAR_BYTES);
    out[0] = (uint8_t)(out[0] + difference);
}

/* q - 1 */
static struct scalar
minus_one(void)
{
    struct scalar s;

    near_q(s.bytes, -1);
    return s;
}

static void
only_numbers_below_q_are_read(void **state)
{
    static const struct {
        const char *what;
        int difference;
        enum err want;
    } cases[] = {
        {"q - 2", -2, OK},       {"q - 1", -1, OK},       {"q", 0, ERR_INPUT},
        {"q + 1", 1, ERR_INPUT}, {"q + 2", 2, ERR_INPUT},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t bytes[SCALAR_BYTES];
        struct scalar s = {{0xaa}};
        enum err e;

        near_q(bytes, cases[i].difference);
        e = scalar_decode(&s, bytes);
        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
        if (e)
            assert_true(scalar_is_zero(&s));
        else
            assert_memory_equal(s.bytes, bytes, sizeof bytes);
    }
}

static void
high_bits_are_not_ignored(void **state)
{
    (void)state;
    for (unsigned bit = 253; bit < 256; bit++) {
        uint8_t bytes[SCALAR_BYTES] = {1};
        struct scalar s;

        bytes[bit / 8] = (uint8_t)(1u << (bit % 8));
        assert_err(scalar_decode(&s, bytes), ERR_INPUT);
    }
}

static void
zero_is_a_scalar(void **state)
{
    static const uint8_t zero[SCALAR_BYTES];
    struct scalar s = {{1}};

    (void)state;
    assert_ok(scalar_decode(&s, zero));
    assert_true(scalar_is_zero(&s));
    s = value_number(1);
    assert_false(scalar_is_zero(&s));
}

static void
sixty_four_bytes_reduce_modulo_q(void **state)
{
    uint8_t wide[2 * SCALAR_BYTES] = {0};
    struct scalar s;
    struct scalar want = value_number(5);

    (void)state;
    near_q(wide, 5);
    scalar_reduce(&s, wide);
    assert_true(scalar_eq(&s, &want));

    /* 2^256 = 2^4 * 2^252 counts in the upper half. */
    memset(wide, 0, sizeof wide);
    wide[SCALAR_BYTES] = 1;
    scalar_reduce(&s, wide);
    scalar_power_of_two(&want, 128);
    scalar_mul(&want, &want, &want);
    assert_true(scalar_eq(&s, &want));
}

static void
arithmetic_wraps_at_q(void **state)
{
    const struct scalar zero = value_number(0);
    const struct scalar one = value_number(1);
    const struct scalar minus = minus_one();
    struct scalar s;

    (void)state;
    scalar_add(&s, &minus, &one);
    assert_true(scalar_is_zero(&s));
    scalar_sub(&s, &zero, &one);
    assert_true(scalar_eq(&s, &minus));
    scalar_sub(&s, &zero, &zero);
    assert_true(scalar_is_zero(&s));
    scalar_mul(&s, &minus, &minus);
    assert_true(scalar_eq(&s, &one));
    scalar_mul(&s, &minus, &zero);
    assert_true(scalar_is_zero(&s));
}

static void
the_result_may_be_an_operand(void **state)
{
    const struct scalar twelve = value_number(12);
    const struct scalar thirty_six = value_number(36);
    struct scalar s = value_number(4);
    struct scalar eight = value_number(8);

    (void)state;
    scalar_add(&s, &s, &eight);
    assert_true(scalar_eq(&s, &twelve));
    scalar_sub(&eight, &twelve, &eight);
    s = value_number(9);
    scalar_mul(&s, &s, &eight); /* 9 * (12 - 8) */
    assert_true(scalar_eq(&s, &thirty_six));
}

static void
an_inverse_times_its_number_is_one(void **state)
{
    const struct scalar one = value_number(1);
    const struct scalar numbers[] = {value_number(1), value_number(2),
                                     value_number(UINT64_MAX), minus_one()};
    const struct scalar zero = value_number(0);
    struct scalar inverse = {{1}};

    (void)state;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        struct scalar product;

        assert_ok(scalar_invert(&inverse, &numbers[i]));
        scalar_mul(&product, &inverse, &numbers[i]);
        assert_true(scalar_eq(&product, &one));
    }
    assert_err(scalar_invert(&inverse, &zero), ERR_INPUT);
    assert_true(scalar_is_zero(&inverse));
}

static void
powers_of_two_are_repeated_doubling(void **state)
{
    struct scalar doubled = value_number(1);

    (void)state;
    for (unsigned k = 0; k <= 251; k++) {
        struct scalar power;

        scalar_power_of_two(&power, k);
        assert_true(scalar_eq(&power, &doubled));
        assert_ok(scalar_decode(&power, power.bytes));
        scalar_add(&doubled, &doubled, &doubled);
    }
}

static void
numbers_are_little_endian(void **state)
{
    const struct scalar s = value_number(0x0123456789abcdef);
    static const uint8_t want[SCALAR_BYTES] = {0xef, 0xcd, 0xab, 0x89,
                                               0x67, 0x45, 0x23, 0x01};

    (void)state;
    assert_memory_equal(s.bytes, want, sizeof want);
}

static void
select_takes_one_or_the_other(void **state)
{
    const struct scalar a = minus_one();
    const struct scalar b = value_number(7);
    struct scalar s;

    (void)state;
    scalar_select(&s, &a, &b, 1);
    assert_true(scalar_eq(&s, &a));
    scalar_select(&s, &a, &b, 0);
    assert_true(scalar_eq(&s, &b));
    scalar_select(&s, &s, &a, 1);
    assert_true(scalar_eq(&s, &b));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_numbers_below_q_are_read),
        cmocka_unit_test(high_bits_are_not_ignored),
        cmocka_unit_test(zero_is_a_scalar),
        cmocka_unit_test(sixty_four_bytes_reduce_modulo_q),
        cmocka_unit_test(arithmetic_wraps_at_q),
        cmocka_unit_test(the_result_may_be_an_operand),
        cmocka_unit_test(an_inverse_times_its_number_is_one),
        cmocka_unit_test(powers_of_two_are_repeated_doubling),
        cmocka_unit_test(numbers_are_little_endian),
        cmocka_unit_test(select_takes_one_or_the_other),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("scalar", tests, NULL, NULL);
}
