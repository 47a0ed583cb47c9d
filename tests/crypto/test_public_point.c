/*
 * Goal: public_point.h and public_sum.h are the ristretto255 of libsodium, of
 * libdecaf and of RFC 9496, element by element and bit by bit, for random
 * elements, for all encodings that must not be read, and for every point of a
 * coset.
 *
 * PUBLIC_POINT_TRIES says how many random ones are tried; tests/README.md.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <decaf/point_255.h>
#include <sodium.h>

#include "crypto/public_sum.h"
#include "tests/support/heap.h"
#include "tests/support/ristretto_rfc.h"

enum { TRIES = 400, TERMS_MAX = 700 };

static unsigned
tries(void)
{
    const char *wanted = getenv("PUBLIC_POINT_TRIES");
    long n = wanted ? strtol(wanted, NULL, 10) : 0;

    return n > 0 ? (unsigned)n : TRIES;
}

static void
from_hex(uint8_t out[PUBLIC_POINT_BYTES], const char *hex)
{
    size_t len;

    assert_int_equal(
        sodium_hex2bin(out, PUBLIC_POINT_BYTES, hex, 64, NULL, &len, NULL), 0);
}

static void
assert_encodes(const struct public_point *p,
               const uint8_t want[PUBLIC_POINT_BYTES], const char *what)
{
    uint8_t got[PUBLIC_POINT_BYTES];

    public_point_encode(got, p);
    if (memcmp(got, want, sizeof got) != 0)
        fail_msg("%s is wrong", what);
}

/* Whether all three take these bytes, which they must agree on. */
static bool
read_by_all(struct public_point *out, const uint8_t in[PUBLIC_POINT_BYTES])
{
    decaf_255_point_t decaf;
    bool ours = !public_point_decode(out, in);
    /* libsodium does not look at the top bit. */
    bool sodium =
        !(in[31] & 0x80) && crypto_core_ristretto255_is_valid_point(in);
    bool theirs =
        decaf_255_point_decode(decaf, in, DECAF_TRUE) == DECAF_SUCCESS;

    assert_int_equal(ours, sodium);
    assert_int_equal(ours, theirs);
    if (ours)
        assert_encodes(out, in, "what was read");
    else
        assert_true(public_point_is_identity(out));
    return ours;
}

static void
encodings_of_the_rfc_are_read_or_refused(void **state)
{
    struct public_point p;
    struct public_point sum = public_point_identity;
    uint8_t bytes[PUBLIC_POINT_BYTES];

    (void)state;
    for (unsigned k = 0; k < RISTRETTO_RFC_MULTIPLES; k++) {
        from_hex(bytes, ristretto_rfc_multiples[k]);
        assert_true(read_by_all(&p, bytes));
        assert_true(public_point_eq(&p, &sum));
        assert_encodes(&sum, bytes, ristretto_rfc_multiples[k]);
        public_point_add(&sum, &sum, &public_point_base);
        bytes[31] |= 0x80;
        assert_false(read_by_all(&p, bytes));
        bytes[31] &= 0x7f;
        bytes[0] ^= 1; /* negative */
        assert_false(read_by_all(&p, bytes));
    }
    for (unsigned i = 0; i < RISTRETTO_RFC_INVALID; i++) {
        from_hex(bytes, ristretto_rfc_invalid[i]);
        if (read_by_all(&p, bytes))
            fail_msg("%s was read", ristretto_rfc_invalid[i]);
    }
}

/* About p and about 0, with and without the top bit. */
static void
encodings_at_the_edges_are_read_as_by_others(void **state)
{
    struct public_point p;

    (void)state;
    for (unsigned i = 0; i < 4 * 256; i++) {
        uint8_t bytes[PUBLIC_POINT_BYTES];

        memset(bytes, i & 1 ? 0xff : 0, sizeof bytes);
        bytes[31] = (uint8_t)((i & 1 ? 0x7f : 0) | (i & 2 ? 0x80 : 0));
        bytes[0] = (uint8_t)(i >> 2);
        (void)read_by_all(&p, bytes);
    }
}

static void
random_bytes_are_read_as_by_others(void **state)
{
    unsigned read = 0;
    unsigned count = tries();

    (void)state;
    for (unsigned i = 0; i < count; i++) {
        uint8_t bytes[PUBLIC_POINT_BYTES];
        struct public_point p;

        randombytes_buf(bytes, sizeof bytes);
        bytes[31] &= 0x7f;
        bytes[0] &= 0xfe;
        read += read_by_all(&p, bytes);
    }
    assert_in_range(read, count / 16, count / 2);
}

/* Random elements, or for small i the identity, B, and the same twice. */
static void
two_elements(uint8_t a[PUBLIC_POINT_BYTES], uint8_t b[PUBLIC_POINT_BYTES],
             unsigned i)
{
    crypto_core_ristretto255_random(a);
    crypto_core_ristretto255_random(b);
    if (i % 8 == 1)
        memcpy(b, a, PUBLIC_POINT_BYTES);
    if (i % 8 == 2)
        from_hex(b, ristretto_rfc_multiples[0]);
    if (i % 8 == 3)
        from_hex(a, ristretto_rfc_multiples[i / 8 % RISTRETTO_RFC_MULTIPLES]);
    if (i % 8 == 4) {
        from_hex(b, ristretto_rfc_multiples[0]);
        assert_int_equal(crypto_core_ristretto255_sub(b, b, a), 0); /* -a */
    }
}

/* The same with libdecaf. */
static void
check_with_decaf(const uint8_t a[PUBLIC_POINT_BYTES],
                 const uint8_t b[PUBLIC_POINT_BYTES],
                 const struct public_point *sum,
                 const struct public_point *difference,
                 const struct public_point *twice)
{
    decaf_255_point_t da;
    decaf_255_point_t db;
    decaf_255_point_t d;
    uint8_t want[PUBLIC_POINT_BYTES];

    assert_true(decaf_255_point_decode(da, a, DECAF_TRUE) == DECAF_SUCCESS);
    assert_true(decaf_255_point_decode(db, b, DECAF_TRUE) == DECAF_SUCCESS);
    decaf_255_point_add(d, da, db);
    decaf_255_point_encode(want, d);
    assert_encodes(sum, want, "a sum, libdecaf says,");
    decaf_255_point_sub(d, da, db);
    decaf_255_point_encode(want, d);
    assert_encodes(difference, want, "a difference, libdecaf says,");
    decaf_255_point_double(d, da);
    decaf_255_point_encode(want, d);
    assert_encodes(twice, want, "a double, libdecaf says,");
}

static void
sums_and_differences_are_those_of_others(void **state)
{
    (void)state;
    for (unsigned i = 0; i < tries(); i++) {
        uint8_t a[PUBLIC_POINT_BYTES];
        uint8_t b[PUBLIC_POINT_BYTES];
        uint8_t want[PUBLIC_POINT_BYTES];
        struct public_point pa;
        struct public_point pb;
        struct public_point sum;
        struct public_point difference;
        struct public_point out;
        struct public_summand summand;

        two_elements(a, b, i);
        assert_true(read_by_all(&pa, a) && read_by_all(&pb, b));
        public_point_add(&sum, &pa, &pb);
        assert_int_equal(crypto_core_ristretto255_add(want, a, b), 0);
        assert_encodes(&sum, want, "a sum");
        public_summand_make(&summand, &pb);
        public_summand_add(&out, &pa, &summand);
        assert_encodes(&out, want, "a sum with a summand");
        public_point_sub(&difference, &pa, &pb);
        assert_int_equal(crypto_core_ristretto255_sub(want, a, b), 0);
        assert_encodes(&difference, want, "a difference");
        assert_int_equal(public_point_eq(&pa, &pb),
                         sodium_is_zero(want, sizeof want));
        assert_int_equal(public_point_is_identity(&difference),
                         sodium_is_zero(want, sizeof want));
        public_summand_sub(&out, &pa, &summand);
        assert_encodes(&out, want, "a difference with a summand");
        public_point_double(&out, &pa);
        assert_int_equal(crypto_core_ristretto255_add(want, a, a), 0);
        assert_encodes(&out, want, "a double");
        check_with_decaf(a, b, &sum, &difference, &out);
        public_point_add(&out, &sum, &difference); /* with Z other than 1 */
        assert_encodes(&out, want, "the sum of sum and difference");
        pa = sum;
        public_point_add(&pa, &pa, &pa); /* in place */
        public_point_double(&sum, &sum);
        assert_true(public_point_eq(&pa, &sum));
    }
}

/* The four points of order 4: (0, 1), (0, -1), (i, 0), (-i, 0). */
static struct public_point
torsion(unsigned k)
{
    struct public_point p = public_point_identity;
    const struct public_field one = public_field_one;
    struct public_field minus;

    if (k == 1) {
        public_field_negate(&minus, &one);
        public_field_mul(&p.y, &minus, &one);
    } else if (k > 1) {
        p.x = public_field_sqrt_m1;
        p.y = public_field_zero;
        public_field_negate(&minus, &p.x);
        if (k == 3)
            public_field_mul(&p.x, &minus, &one);
    }
    return p;
}

static void
the_four_points_of_a_coset_are_one_element(void **state)
{
    (void)state;
    for (unsigned i = 0; i < tries(); i++) {
        uint8_t bytes[PUBLIC_POINT_BYTES] = {0};
        struct public_point p;

        if (i > 0)
            crypto_core_ristretto255_random(bytes);
        assert_true(read_by_all(&p, bytes));
        if (i > 1)
            public_point_add(&p, &p, &public_point_base);
        public_point_encode(bytes, &p);
        for (unsigned k = 0; k < 4; k++) {
            const struct public_point small = torsion(k);
            struct public_point other;

            public_point_add(&other, &p, &small);
            assert_true(public_point_eq(&p, &other));
            assert_encodes(&other, bytes, "another point of the coset");
            assert_int_equal(public_point_is_identity(&other), i == 0);
            public_point_add(&other, &other, &public_point_base);
            assert_false(public_point_eq(&p, &other));
        }
    }
}

/* ---- Sums -----------------------------------------------------------------*/

struct terms {
    uint8_t points[TERMS_MAX][PUBLIC_POINT_BYTES];
    struct public_summand summands[TERMS_MAX];
    struct scalar scalars[TERMS_MAX];
};

static const uint8_t order_less_one[SCALAR_BYTES] = {
    0xec, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7,
    0xa2, 0xde, 0xf9, 0xde, 0x14, 0,    0,    0,    0,    0,    0,
    0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};

/* Scalars of every kind: of any length, of one bit, of ones, at the end. */
static void
make_scalar(struct scalar *s, unsigned kind)
{
    crypto_core_ristretto255_scalar_random(s->bytes);
    switch (kind % 8) {
    case 1: /* 128 bits, as weights have */
        memset(s->bytes + 16, 0, 16);
        break;
    case 2:
        memset(s->bytes, 0, sizeof s->bytes);
        s->bytes[kind / 8 % 31] = (uint8_t)(1u << kind / 8 % 8);
        break;
    case 3:
        memset(s->bytes, 0xff, sizeof s->bytes);
        s->bytes[31] = 0x0f;
        break;
    case 4:
        memcpy(s->bytes, order_less_one, sizeof s->bytes);
        s->bytes[0] = (uint8_t)(s->bytes[0] - kind / 8 % 200);
        break;
    case 5: /* 2^252 and a little */
        memset(s->bytes, 0, sizeof s->bytes);
        s->bytes[kind / 8 % 8] = 0x80;
        s->bytes[31] = 0x10;
        break;
    case 6:
        memset(s->bytes, 0, sizeof s->bytes);
        s->bytes[0] = (uint8_t)(kind / 8 % 3);
        break;
    default:
        break;
    }
}

static void
make_terms(struct terms *t, size_t count, unsigned seed, bool all_short)
{
    for (size_t i = 0; i < count; i++) {
        struct public_point p;

        crypto_core_ristretto255_random(t->points[i]);
        if (i % 7 == 3)
            memset(t->points[i], 0, PUBLIC_POINT_BYTES);
        if (i % 7 == 5)
            memcpy(t->points[i], t->points[i - 1], PUBLIC_POINT_BYTES);
        assert_ok(public_point_decode(&p, t->points[i]));
        public_summand_make(&t->summands[i], &p);
        make_scalar(&t->scalars[i], all_short ? 1 : seed + (unsigned)i);
    }
}

/* The sum by libsodium, or for odd which by libdecaf. */
static void
sum_elsewhere(uint8_t out[PUBLIC_POINT_BYTES], const struct terms *t,
              size_t count, unsigned which)
{
    decaf_255_point_t sum;

    memset(out, 0, PUBLIC_POINT_BYTES);
    assert_true(decaf_255_point_decode(sum, out, DECAF_TRUE) == DECAF_SUCCESS);
    for (size_t i = 0; i < count; i++) {
        uint8_t product[PUBLIC_POINT_BYTES] = {0};
        decaf_255_scalar_t scalar;
        decaf_255_point_t p;

        if (which % 2 == 0) {
            /* It is -1, and the identity, where the product is that. */
            int is_identity = crypto_scalarmult_ristretto255(
                product, t->scalars[i].bytes, t->points[i]);

            (void)is_identity;
            assert_int_equal(crypto_core_ristretto255_add(out, out, product),
                             0);
            continue;
        }
        assert_true(decaf_255_scalar_decode(scalar, t->scalars[i].bytes) ==
                    DECAF_SUCCESS);
        assert_true(decaf_255_point_decode(p, t->points[i], DECAF_TRUE) ==
                    DECAF_SUCCESS);
        decaf_255_point_scalarmul(p, p, scalar);
        decaf_255_point_add(sum, sum, p);
    }
    if (which % 2 == 1)
        decaf_255_point_encode(out, sum);
}

static void
check_sum(struct terms *t, size_t count, unsigned seed, bool all_short)
{
    struct heap heap = {0};
    struct public_point got;
    uint8_t want[PUBLIC_POINT_BYTES];

    make_terms(t, count, seed, all_short);
    assert_ok(
        public_sum(&got, t->summands, t->scalars, count, heap_memory(&heap)));
    assert_int_equal(heap.in_use, 0);
    sum_elsewhere(want, t, count, seed);
    assert_encodes(&got, want, "a sum of products");
}

static void
sums_of_products_are_those_of_others(void **state)
{
    static const size_t sizes[] = {0,  1,  2,  3,  7,   63,
                                   64, 65, 66, 90, 256, TERMS_MAX};
    struct terms *t = calloc(1, sizeof *t);

    (void)state;
    assert_non_null(t);
    for (unsigned i = 0; i < sizeof sizes / sizeof *sizes; i++)
        for (unsigned seed = 0; seed < 2; seed++) {
            check_sum(t, sizes[i], seed, false);
            check_sum(t, sizes[i], seed, true);
        }
    for (unsigned i = 0; i < tries() / 4; i++)
        check_sum(t, 1 + i % 5, i, false);
    for (unsigned i = 0; i < tries() / 100; i++)
        check_sum(t, 66 + 5 * i % 500, i, i % 3 == 0);
    free(t);
}

static void
without_memory_there_is_no_sum(void **state)
{
    static const size_t sizes[] = {1, 100};
    struct terms *t = calloc(1, sizeof *t);

    (void)state;
    assert_non_null(t);
    make_terms(t, 100, 0, false);
    for (unsigned i = 0; i < 2; i++) {
        struct heap heap = {.limited = true};
        struct public_point p = public_point_base;

        assert_err(public_sum(&p, t->summands, t->scalars, sizes[i],
                              heap_memory(&heap)),
                   ERR_NOMEM);
        assert_true(public_point_is_identity(&p));
        assert_int_equal(heap.in_use, 0);
    }
    free(t);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(encodings_of_the_rfc_are_read_or_refused),
        cmocka_unit_test(encodings_at_the_edges_are_read_as_by_others),
        cmocka_unit_test(random_bytes_are_read_as_by_others),
        cmocka_unit_test(sums_and_differences_are_those_of_others),
        cmocka_unit_test(the_four_points_of_a_coset_are_one_element),
        cmocka_unit_test(sums_of_products_are_those_of_others),
        cmocka_unit_test(without_memory_there_is_no_sum),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
