/*
 * Goal: the field of public_field.h computes modulo 2^255 - 19, up to the very
 * weights that its comments allow, and in both forms.
 *
 * What it should be comes from long multiplication, bit by bit.
 * PUBLIC_FIELD_TRIES says how many random ones are tried; tests/README.md.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "crypto/public_field.h"
#include "tests/support/values.h"

enum { WORDS = 10, WEIGHT_MAX = 5, TRIES = 1000 };

static unsigned
tries(void)
{
    const char *wanted = getenv("PUBLIC_FIELD_TRIES");
    long n = wanted ? strtol(wanted, NULL, 10) : 0;

    return n > 0 ? (unsigned)n : TRIES;
}

/* A number of up to 320 bits. */
struct number {
    uint32_t word[WORDS];
};

static struct number
shifted(struct number n, unsigned bits)
{
    for (; bits > 0; bits--) {
        for (unsigned i = WORDS - 1; i > 0; i--)
            n.word[i] = n.word[i] << 1 | n.word[i - 1] >> 31;
        n.word[0] <<= 1;
    }
    return n;
}

static struct number
plus(struct number a, const struct number *b)
{
    uint64_t carry = 0;

    for (unsigned i = 0; i < WORDS; i++) {
        carry += (uint64_t)a.word[i] + b->word[i];
        a.word[i] = (uint32_t)carry;
        carry >>= 32;
    }
    return a;
}

static bool
is_below(const struct number *a, const struct number *b)
{
    for (unsigned i = WORDS; i-- > 0;)
        if (a->word[i] != b->word[i])
            return a->word[i] < b->word[i];
    return false;
}

static struct number
minus(struct number a, const struct number *b)
{
    uint64_t borrow = 0;

    for (unsigned i = 0; i < WORDS; i++) {
        uint64_t d = (uint64_t)a.word[i] - b->word[i] - borrow;

        a.word[i] = (uint32_t)d;
        borrow = d >> 63;
    }
    return a;
}

static struct number
prime(void)
{
    struct number p = {{0xffffffed}};

    for (unsigned i = 1; i < 8; i++)
        p.word[i] = 0xffffffff;
    p.word[7] = 0x7fffffff;
    return p;
}

/* n modulo p; n below 2^310. */
static struct number
reduced(struct number n)
{
    const struct number p = prime();

    for (unsigned k = 55; k-- > 0;) {
        const struct number multiple = shifted(p, k);

        if (!is_below(&n, &multiple))
            n = minus(n, &multiple);
    }
    return n;
}

static struct number
product(const struct number *a, const struct number *b)
{
    const struct number p = prime();
    struct number out = {{0}};

    for (unsigned i = 256; i-- > 0;) {
        out = shifted(out, 1);
        if (b->word[i / 32] >> i % 32 & 1)
            out = plus(out, a);
        while (!is_below(&out, &p)) /* at most twice */
            out = minus(out, &p);
    }
    return out;
}

static unsigned
limbs(void)
{
    return sizeof(struct public_field) /
           sizeof((struct public_field){{0}}).limb[0];
}

static unsigned
limb_bits(unsigned limb)
{
    return limbs() == 5 ? 51 : 26 - limb % 2;
}

/* What an element's limbs add up to, modulo p. */
static struct number
value_of(const struct public_field *a)
{
    struct number sum = {{0}};

    for (unsigned i = limbs(); i-- > 0;) {
        const uint64_t limb = a->limb[i];
        const struct number n = {{(uint32_t)limb, (uint32_t)(limb >> 32)}};

        sum = reduced(plus(shifted(sum, limb_bits(i)), &n));
    }
    return sum;
}

/* All limbs as large as a weight allows, or random up to there. */
static struct public_field
heavy(unsigned weight, const uint8_t *random)
{
    struct public_field a = {{0}};

    for (unsigned i = 0; i < limbs(); i++) {
        uint64_t most = weight * ((UINT64_C(1) << limb_bits(i)) +
                                  (UINT64_C(1) << (limb_bits(i) - 7)));
        uint64_t r;

        if (random) {
            memcpy(&r, random + 8 * i % 56, sizeof r);
            most = r % (most + 1);
        }
        a.limb[i] = (__typeof__(a.limb[i]))most;
    }
    return a;
}

static void
assert_value(const struct public_field *got, struct number want,
             const char *what)
{
    uint8_t bytes[PUBLIC_FIELD_BYTES];
    uint8_t expected[PUBLIC_FIELD_BYTES];

    public_field_to_bytes(bytes, got);
    for (unsigned i = 0; i < sizeof expected; i++)
        expected[i] = (uint8_t)(want.word[i / 4] >> (8 * (i % 4)));
    if (memcmp(bytes, expected, sizeof bytes) != 0)
        fail_msg("%s is wrong", what);
}

/* Carried: at most 1 + 2^-7 times the nominal bound. */
static void
assert_carried(const struct public_field *a)
{
    const struct public_field most = heavy(1, NULL);

    for (unsigned i = 0; i < limbs(); i++)
        assert_true(a->limb[i] <= most.limb[i]);
}

static void
check_pair(const struct public_field *a, const struct public_field *b)
{
    const struct number na = value_of(a);
    const struct number nb = value_of(b);
    struct public_field out;

    public_field_mul(&out, a, b);
    assert_carried(&out);
    assert_value(&out, product(&na, &nb), "a product");
    public_field_square(&out, a);
    assert_carried(&out);
    assert_value(&out, product(&na, &na), "a square");
    public_field_add(&out, a, b);
    assert_value(a, na, "an element");
    if (value_of(&out).word[0] != reduced(plus(na, &nb)).word[0])
        fail_msg("a sum is wrong");
}

static void
products_and_squares_hold_up_to_weight_five(void **state)
{
    (void)state;
    for (unsigned a = 0; a <= WEIGHT_MAX; a++)
        for (unsigned b = 0; b <= WEIGHT_MAX; b++) {
            const struct public_field fa = heavy(a, NULL);
            const struct public_field fb = heavy(b, NULL);

            check_pair(&fa, &fb);
        }
}

static void
random_products_of_any_weight_are_right(void **state)
{
    (void)state;
    for (unsigned i = 0; i < tries(); i++) {
        uint8_t random[2][64];
        struct public_field a;
        struct public_field b;

        randombytes_buf(random, sizeof random);
        a = heavy(1 + i % WEIGHT_MAX, random[0]);
        b = heavy(1 + i / WEIGHT_MAX % WEIGHT_MAX, random[1]);
        check_pair(&a, &b);
    }
}

static void
differences_of_carried_elements_are_right(void **state)
{
    (void)state;
    for (unsigned i = 0; i < tries(); i++) {
        const struct number p = prime();
        uint8_t random[2][64];
        struct public_field a;
        struct public_field b;
        struct public_field out;
        struct number nb;

        randombytes_buf(random, sizeof random);
        a = heavy(1 + i % 3, i ? random[0] : NULL);
        b = heavy(1, i > 1 ? random[1] : NULL);
        nb = value_of(&b);
        nb = minus(p, &nb);
        public_field_sub(&out, &a, &b);
        assert_value(&out, reduced(plus(value_of(&a), &nb)), "a difference");
        public_field_negate(&out, &b);
        assert_value(&out, reduced(nb), "a negative");
    }
}

/* 0, 1, p - 1, p, p + 1, 2^255 - 1 and their like. */
static void
bytes_are_read_without_the_top_bit_and_written_below_p(void **state)
{
    const uint8_t low[] = {0,    1,    2,    18,   19,   20,   0xea, 0xeb,
                           0xec, 0xed, 0xee, 0xef, 0xf0, 0xfe, 0xff};

    (void)state;
    for (unsigned i = 0; i < 2 * sizeof low; i++) {
        uint8_t in[PUBLIC_FIELD_BYTES];
        struct number n = {{0}};
        struct public_field a;

        memset(in, i % 2 ? 0xff : 0, sizeof in);
        in[0] = low[i / 2];
        public_field_from_bytes(&a, in);
        in[31] &= 0x7f;
        for (unsigned k = 0; k < sizeof in; k++)
            n.word[k / 4] |= (uint32_t)in[k] << (8 * (k % 4));
        assert_carried(&a);
        assert_value(&a, reduced(n), "what was read");
        assert_int_equal(public_field_is_negative(&a), reduced(n).word[0] & 1);
    }
}

static void
inverse_roots_are_roots_of_squares_alone(void **state)
{
    unsigned squares = 0;

    (void)state;
    for (unsigned i = 0; i < 400; i++) {
        uint8_t random[64];
        struct public_field v;
        struct public_field root;
        struct public_field check;
        bool is_square;

        randombytes_buf(random, sizeof random);
        v = heavy(1 + i % WEIGHT_MAX, random);
        is_square = public_field_inverse_sqrt(&root, &v);
        assert_carried(&root);
        assert_false(public_field_is_negative(&root));
        public_field_square(&check, &root);
        public_field_mul(&check, &check, &v);
        assert_true(public_field_eq(&check, is_square ? &public_field_one
                                                      : &public_field_sqrt_m1));
        squares += is_square;
    }
    /* Half of all numbers; 400 throws of a coin are hardly further off. */
    assert_in_range(squares, 120, 280);
    assert_false(public_field_inverse_sqrt(&(struct public_field){{0}},
                                           &public_field_zero));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(products_and_squares_hold_up_to_weight_five),
        cmocka_unit_test(random_products_of_any_weight_are_right),
        cmocka_unit_test(differences_of_carried_elements_are_right),
        cmocka_unit_test(
            bytes_are_read_without_the_top_bit_and_written_below_p),
        cmocka_unit_test(inverse_roots_are_roots_of_squares_alone),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
