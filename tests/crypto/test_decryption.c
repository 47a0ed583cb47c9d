/*
 * Goal: any t trustees open the sums, whatever each of them publishes is
 * checked, and counts are accepted only within their bounds.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/decryption.h"
#include "tests/support/trustees.h"
#include "tests/support/values.h"

enum { SUMS = 3 };

static struct trustees hall; /* 5 trustees, any 3 count */
static struct elgamal_ct sums[SUMS];

/* Sums that encrypt 7, 2^32 + 4, and nothing at all. */
static int
meet(void **state)
{
    const struct scalar seven = value_number(7);
    const struct scalar both = value_number(((uint64_t)1 << 32) + 4);
    const struct scalar r = value_scalar("r");
    const struct scalar s = value_scalar("s");

    (void)state;
    trustees_meet(&hall, 5, 3);
    elgamal_encrypt(&sums[0], &hall.key, &seven, &r);
    elgamal_encrypt(&sums[1], &hall.key, &both, &s);
    elgamal_zero(&sums[2]);
    return 0;
}

static struct decryption_statement
statement_of(unsigned index)
{
    struct decryption_statement st = {
        .index = (uint16_t)index,
        .share_key = hall.share_keys[index - 1],
        .sums = sums,
        .count = SUMS,
    };

    value_bytes(st.open, sizeof st.open, "open");
    value_bytes(st.close, sizeof st.close, "close");
    return st;
}

static void
every_share_of_a_trustee_verifies(void **state)
{
    (void)state;
    for (unsigned i = 1; i <= 5; i++) {
        const struct decryption_statement st = statement_of(i);
        struct point partials[SUMS];
        struct proof_equal proof;

        assert_ok(
            decryption_share_make(partials, &proof, &st, &hall.shares[i - 1]));
        assert_ok(decryption_share_verify(partials, &proof, &st));
        assert_true(point_is_identity(&partials[2]));
    }
}

/* Opens sum l with the trustees of the mask; returns whether it is want*B. */
static bool
opens_to(unsigned mask, unsigned l, uint64_t want)
{
    const struct scalar m = value_number(want);
    struct point partials[5];
    struct point opened;
    struct point expected;
    uint16_t index[5];
    size_t trustees = 0;

    for (unsigned i = 5; i >= 1; i--) {
        if (!(mask >> (i - 1) & 1))
            continue;
        point_mul(&partials[trustees], &hall.shares[i - 1], &sums[l].r);
        index[trustees++] = (uint16_t)i;
    }
    assert_ok(decryption_combine(&opened, &sums[l], index, partials, trustees));
    point_mul_base(&expected, &m);
    return point_eq(&opened, &expected);
}

static unsigned
bits(unsigned mask)
{
    unsigned count = 0;

    for (; mask; mask >>= 1)
        count += mask & 1;
    return count;
}

static void
any_three_of_five_open_the_sums_and_no_two(void **state)
{
    (void)state;
    for (unsigned mask = 1; mask < 32; mask++) {
        bool enough = bits(mask) >= 3;

        if (opens_to(mask, 0, 7) != enough)
            fail_msg("trustees %02x", mask);
        if (opens_to(mask, 1, ((uint64_t)1 << 32) + 4) != enough)
            fail_msg("trustees %02x, second sum", mask);
        assert_true(opens_to(mask, 2, 0));
    }
}

static void
combining_refuses_wrong_numbers(void **state)
{
    static const struct {
        const char *what;
        uint16_t index[3];
        size_t trustees;
    } cases[] = {
        {"nobody", {1, 2, 3}, 0},
        {"seventeen", {1, 2, 3}, CEREMONY_TRUSTEES_MAX + 1},
        {"a trustee 0", {1, 0, 3}, 3},
        {"a trustee twice", {1, 3, 3}, 3},
        {"a trustee 17", {1, 2, 17}, 3},
    };
    const struct point partials[3] = {sums[0].r, sums[0].r, sums[0].r};
    const uint16_t index[3] = {1, 2, 3};
    struct point no_points[3] = {sums[0].r, sums[0].r, {{1}}};
    struct elgamal_ct no_sum = sums[0];
    struct point opened;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        opened = sums[0].r;
        if (decryption_combine(&opened, &sums[0], cases[i].index, partials,
                               cases[i].trustees) != ERR_INPUT ||
            !point_is_identity(&opened))
            fail_msg("%s", cases[i].what);
    }
    assert_err(decryption_combine(&opened, &sums[0], index, no_points, 3),
               ERR_INPUT);
    assert_true(point_is_identity(&opened));
    no_sum.c.bytes[0] ^= 1;
    assert_err(decryption_combine(&opened, &no_sum, index, partials, 3),
               ERR_INPUT);
}

/* A share and what it speaks of; a case changes one thing. */
struct subject {
    struct decryption_statement st;
    struct elgamal_ct sums[SUMS];
    struct point partials[SUMS];
    struct proof_equal proof;
};

static void
another_open(struct subject *s)
{
    s->st.open[0] ^= 1;
}

static void
another_close(struct subject *s)
{
    s->st.close[31] ^= 1;
}

static void
another_index(struct subject *s)
{
    s->st.index = 2;
}

static void
index_zero(struct subject *s)
{
    s->st.index = 0;
}

static void
index_seventeen(struct subject *s)
{
    s->st.index = 17;
}

static void
another_share_key(struct subject *s)
{
    s->st.share_key = hall.share_keys[1];
}

static void
no_share_key(struct subject *s)
{
    point_identity(&s->st.share_key);
}

static void
another_r(struct subject *s)
{
    value_change_point(&s->sums[1].r);
}

static void
another_c(struct subject *s)
{
    value_change_point(&s->sums[1].c);
}

static void
r_is_no_point(struct subject *s)
{
    s->sums[1].r.bytes[0] ^= 1;
}

static void
c_is_no_point(struct subject *s)
{
    s->sums[1].c.bytes[0] ^= 1;
}

static void
a_sum_less(struct subject *s)
{
    s->st.count--;
}

static void
no_sum_at_all(struct subject *s)
{
    s->st.count = 0;
}

static void
too_many_sums(struct subject *s)
{
    s->st.count = DECRYPTION_SUMS_MAX + 1;
}

static void
sums_in_another_order(struct subject *s)
{
    const struct elgamal_ct sum = s->sums[0];
    const struct point partial = s->partials[0];

    s->sums[0] = s->sums[1];
    s->sums[1] = sum;
    s->partials[0] = s->partials[1];
    s->partials[1] = partial;
}

static void
another_partial(struct subject *s)
{
    value_change_point(&s->partials[0]);
}

static void
partials_that_make_up_for_each_other(struct subject *s)
{
    struct point base;

    point_base(&base);
    point_add(&s->partials[0], &s->partials[0], &base);
    point_sub(&s->partials[1], &s->partials[1], &base);
}

static void
partial_of_the_empty_sum(struct subject *s)
{
    point_base(&s->partials[2]);
}

static void
partial_is_no_point(struct subject *s)
{
    s->partials[0].bytes[0] ^= 1;
}

static void
another_a(struct subject *s)
{
    value_change_point(&s->proof.a);
}

static void
another_d(struct subject *s)
{
    value_change_point(&s->proof.d);
}

static void
another_s(struct subject *s)
{
    value_change_scalar(&s->proof.s);
}

static void
a_share_speaks_of_nothing_else(void **state)
{
    static const struct {
        const char *what;
        void (*change)(struct subject *);
        enum err want;
    } cases[] = {
        {"another open", another_open, ERR_PROOF},
        {"another close", another_close, ERR_PROOF},
        {"another index", another_index, ERR_PROOF},
        {"index 0", index_zero, ERR_INPUT},
        {"index 17", index_seventeen, ERR_INPUT},
        {"another share key", another_share_key, ERR_PROOF},
        {"the identity as share key", no_share_key, ERR_INPUT},
        {"another R", another_r, ERR_PROOF},
        {"another C", another_c, ERR_PROOF},
        {"R is no point", r_is_no_point, ERR_INPUT},
        {"C is no point", c_is_no_point, ERR_INPUT},
        {"a sum less", a_sum_less, ERR_PROOF},
        {"no sum", no_sum_at_all, ERR_INPUT},
        {"too many sums", too_many_sums, ERR_INPUT},
        {"sums in another order", sums_in_another_order, ERR_PROOF},
        {"another D", another_partial, ERR_PROOF},
        {"two D", partials_that_make_up_for_each_other, ERR_PROOF},
        {"D of the empty sum", partial_of_the_empty_sum, ERR_PROOF},
        {"D is no point", partial_is_no_point, ERR_INPUT},
        {"another A", another_a, ERR_PROOF},
        {"another commitment D", another_d, ERR_PROOF},
        {"another s", another_s, ERR_PROOF},
    };
    struct subject good = {.st = statement_of(1)};

    (void)state;
    memcpy(good.sums, sums, sizeof sums);
    assert_ok(decryption_share_make(good.partials, &good.proof, &good.st,
                                    &hall.shares[0]));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct subject s = good;
        enum err e;

        s.st.sums = s.sums;
        cases[i].change(&s);
        e = decryption_share_verify(s.partials, &s.proof, &s.st);
        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
    }
}

/* "share-statement" as crypto/decryption.h has it, for the liar below. */
static void
hash_statement(uint8_t digest[TRANSCRIPT_DIGEST_BYTES], const struct subject *s)
{
    struct transcript t;

    transcript_begin(&t, "share-statement", 6);
    transcript_part(&t, s->st.open, sizeof s->st.open);
    transcript_part(&t, s->st.close, sizeof s->st.close);
    transcript_u32(&t, s->st.index);
    transcript_part(&t, s->st.share_key.bytes, POINT_BYTES);
    transcript_part(&t, s->sums, sizeof s->sums);
    transcript_part(&t, s->partials, sizeof s->partials);
    transcript_digest(&t, digest);
}

/*
 * Moves a vote from one row to another: the partials' sum stays right, and only
 * the weights tell. The trustee knows its share and proves what it can.
 */
static void
partials_that_make_up_for_each_other_are_refused(void **state)
{
    struct subject s = {.st = statement_of(1)};
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct point m;

    (void)state;
    memcpy(s.sums, sums, sizeof sums);
    s.st.sums = s.sums;
    assert_ok(
        decryption_share_make(s.partials, &s.proof, &s.st, &hall.shares[0]));
    partials_that_make_up_for_each_other(&s);
    point_identity(&m);
    for (unsigned l = 0; l < SUMS; l++)
        point_add(&m, &m, &sums[l].r);
    hash_statement(digest, &s);
    proof_equal_make(&s.proof, "share", digest, &hall.shares[0], &m);
    assert_err(decryption_share_verify(s.partials, &s.proof, &s.st), ERR_PROOF);
}

static void
a_share_made_with_another_key_fails(void **state)
{
    const struct decryption_statement st = statement_of(1);
    struct point partials[SUMS];
    struct proof_equal proof;

    (void)state;
    assert_ok(decryption_share_make(partials, &proof, &st, &hall.shares[1]));
    assert_err(decryption_share_verify(partials, &proof, &st), ERR_PROOF);
}

static void
no_share_is_made_of_a_bad_statement(void **state)
{
    struct decryption_statement st = statement_of(1);
    struct point partials[SUMS] = {{{1}}};
    struct proof_equal proof;

    (void)state;
    st.index = 0;
    assert_err(decryption_share_make(partials, &proof, &st, &hall.shares[0]),
               ERR_INPUT);
    assert_true(sodium_is_zero((const uint8_t *)partials, sizeof partials));
    assert_true(sodium_is_zero((const uint8_t *)&proof, sizeof proof));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_share_of_a_trustee_verifies),
        cmocka_unit_test(any_three_of_five_open_the_sums_and_no_two),
        cmocka_unit_test(combining_refuses_wrong_numbers),
        cmocka_unit_test(a_share_speaks_of_nothing_else),
        cmocka_unit_test(partials_that_make_up_for_each_other_are_refused),
        cmocka_unit_test(a_share_made_with_another_key_fails),
        cmocka_unit_test(no_share_is_made_of_a_bad_statement),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("decryption", tests, meet, NULL);
}
