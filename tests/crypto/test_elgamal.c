/*
 * Goal: ciphertexts hide marks of any size, add up, and open only with the
 * key; malformed ones and the identity are not read.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/elgamal.h"
#include "tests/support/values.h"

/* m*B = C - x*R */
static struct point
open_with(const struct scalar *x, const struct elgamal_ct *ct)
{
    struct point p;

    point_mul(&p, x, &ct->r);
    point_sub(&p, &ct->c, &p);
    return p;
}

static struct point
times_base(const struct scalar *m)
{
    struct point p;

    point_mul_base(&p, m);
    return p;
}

static void
a_mark_comes_out_with_the_key_and_not_with_another(void **state)
{
    const struct scalar x = value_scalar("key");
    const struct scalar wrong = value_scalar("another key");
    const struct point key = value_point("key");
    const struct scalar r = value_scalar("r");
    struct scalar marks[3] = {value_number(0), value_number(1)};

    (void)state;
    scalar_power_of_two(&marks[2], 32);
    for (size_t i = 0; i < 3; i++) {
        const struct point want = times_base(&marks[i]);
        struct elgamal_ct ct;
        struct point got;

        elgamal_encrypt(&ct, &key, &marks[i], &r);
        got = open_with(&x, &ct);
        assert_true(point_eq(&got, &want));
        got = open_with(&wrong, &ct);
        assert_false(point_eq(&got, &want));
    }
}

static void
ciphertexts_add_and_subtract(void **state)
{
    const struct scalar x = value_scalar("key");
    const struct point key = value_point("key");
    const struct scalar m = value_number(3);
    const struct scalar n = value_number(4);
    const struct scalar sum = value_number(7);
    const struct scalar r = value_scalar("r");
    const struct scalar s = value_scalar("s");
    const struct point want = times_base(&sum);
    const struct point want_m = times_base(&m);
    struct elgamal_ct a;
    struct elgamal_ct b;
    struct elgamal_ct total;
    struct point got;

    (void)state;
    elgamal_encrypt(&a, &key, &m, &r);
    elgamal_encrypt(&b, &key, &n, &s);
    elgamal_zero(&total);
    elgamal_add(&total, &total, &a);
    elgamal_add(&total, &total, &b);
    got = open_with(&x, &total);
    assert_true(point_eq(&got, &want));

    elgamal_sub(&total, &total, &b);
    got = open_with(&x, &total);
    assert_true(point_eq(&got, &want_m));
    elgamal_sub(&total, &total, &a);
    assert_true(point_is_identity(&total.r));
    assert_true(point_is_identity(&total.c));
}

static void
only_two_points_that_are_not_the_identity_are_read(void **state)
{
    const struct point key = value_point("key");
    const struct scalar m = value_number(1);
    const struct scalar r = value_scalar("r");
    static const struct {
        const char *what;
        size_t from;
        uint8_t with;
    } cases[] = {
        {"R is the identity", 0, 0},
        {"C is the identity", POINT_BYTES, 0},
        {"R is no point", 0, 0xff},
        {"C is no point", POINT_BYTES, 0xff},
    };
    uint8_t bytes[ELGAMAL_CT_BYTES];
    struct elgamal_ct ct;
    struct elgamal_ct back;

    (void)state;
    elgamal_encrypt(&ct, &key, &m, &r);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        elgamal_encode(bytes, &ct);
        assert_ok(elgamal_decode(&back, bytes));
        assert_true(point_eq(&back.r, &ct.r) && point_eq(&back.c, &ct.c));

        memset(bytes + cases[i].from, cases[i].with, POINT_BYTES);
        if (elgamal_decode(&back, bytes) != ERR_INPUT)
            fail_msg("%s was read", cases[i].what);
        assert_true(point_is_identity(&back.r) && point_is_identity(&back.c));
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_mark_comes_out_with_the_key_and_not_with_another),
        cmocka_unit_test(ciphertexts_add_and_subtract),
        cmocka_unit_test(only_two_points_that_are_not_the_identity_are_read),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("elgamal", tests, NULL, NULL);
}
