/*
 * Goal: trustees who follow the ceremony share one key, and what one publishes
 * that is not by the rules is refused.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ceremony.h"
#include "crypto/ceremony_hash.h"
#include "tests/support/trustees.h"
#include "tests/support/values.h"

static struct trustees hall; /* 3 trustees, any 2 count */

static int
meet(void **state)
{
    (void)state;
    trustees_meet(&hall, 3, 2);
    return 0;
}

static void
any_two_counting_sets_share_a_trustee(void **state)
{
    (void)state;
    for (unsigned n = 0; n <= CEREMONY_TRUSTEES_MAX + 1u; n++) {
        for (unsigned t = 0; t <= n + 1; t++) {
            bool want = n >= 3 && n <= 16 && t >= 2 && t < n && 2 * t > n;
            enum err e = ceremony_check_numbers(n, t);

            if (e != (want ? OK : ERR_INPUT))
                fail_msg("n = %u, t = %u: %s", n, t, err_name(e));
        }
    }
    assert_err(ceremony_check_numbers(5, 0x80000003u), ERR_INPUT);
}

static void
everything_made_by_the_rules_verifies(void **state)
{
    static const unsigned sizes[][2] = {{3, 2}, {5, 3}, {4, 3}};
    struct trustees s;

    (void)state;
    for (size_t k = 0; k < sizeof sizes / sizeof *sizes; k++) {
        const struct ceremony *c = &s.ceremony;

        trustees_meet(&s, sizes[k][0], sizes[k][1]);
        for (unsigned i = 1; i <= c->trustees; i++) {
            assert_ok(ceremony_commit_verify(&s.commits[i - 1], c, i));
            assert_ok(
                ceremony_deal_verify(&s.deals[i - 1], c, i, &s.commits[i - 1]));
            for (unsigned j = 1; j <= c->trustees; j++)
                assert_ok(ceremony_share_check(
                    c, j, i, s.commits, &s.deals[i - 1], s.seeds[j - 1]));
        }
    }
}

/* x_j B = Y_j, and the line through two shares meets x at 0. */
static void
shares_lie_on_the_polynomial_of_the_key(void **state)
{
    struct scalar x;
    struct point p;

    (void)state;
    for (unsigned j = 0; j < 3; j++) {
        point_mul_base(&p, &hall.shares[j]);
        assert_true(point_eq(&p, &hall.share_keys[j]));
    }
    /* x = 2 x_1 - x_2 */
    scalar_add(&x, &hall.shares[0], &hall.shares[0]);
    scalar_sub(&x, &x, &hall.shares[1]);
    point_mul_base(&p, &x);
    assert_true(point_eq(&p, &hall.key));
    /* One share alone is another number. */
    assert_false(point_eq(&hall.share_keys[0], &hall.key));
}

static void
an_index_out_of_range_is_refused(void **state)
{
    static const unsigned indexes[] = {0, 4, 17, UINT32_MAX};
    const struct ceremony *c = &hall.ceremony;
    struct ceremony wrong = *c;
    struct ceremony_commit commit;
    struct ceremony_deal deal;
    struct ceremony_complaint complaint;
    struct point p;
    struct scalar x;

    (void)state;
    for (size_t k = 0; k < sizeof indexes / sizeof *indexes; k++) {
        unsigned i = indexes[k];

        assert_err(ceremony_commit_make(&commit, c, i, hall.seeds[0]),
                   ERR_INPUT);
        assert_err(ceremony_commit_verify(hall.commits, c, i), ERR_INPUT);
        assert_err(ceremony_deal_make(&deal, c, i, hall.commits, hall.seeds[0]),
                   ERR_INPUT);
        assert_err(ceremony_deal_verify(hall.deals, c, i, hall.commits),
                   ERR_INPUT);
        assert_err(ceremony_share_check(c, i, 1, hall.commits, hall.deals,
                                        hall.seeds[0]),
                   ERR_INPUT);
        assert_err(ceremony_share_check(c, 1, i, hall.commits, hall.deals,
                                        hall.seeds[0]),
                   ERR_INPUT);
        assert_err(ceremony_complaint_make(&complaint, c, 1, i, hall.commits,
                                           hall.seeds[0]),
                   ERR_INPUT);
        assert_err(ceremony_share_key(&p, c, i, hall.deals), ERR_INPUT);
        assert_err(ceremony_share_secret(&x, c, i, hall.commits, hall.deals,
                                         hall.seeds[0]),
                   ERR_INPUT);
    }
    wrong.threshold = 1;
    assert_err(ceremony_key(&p, &wrong, hall.deals), ERR_INPUT);
    assert_err(ceremony_commit_make(&commit, &wrong, 1, hall.seeds[0]),
               ERR_INPUT);
    assert_err(ceremony_complaint_make(&complaint, c, 1, 1, hall.commits,
                                       hall.seeds[0]),
               ERR_INPUT);
}

/* What trustee 1 published, and the ceremony; a case changes one thing. */
struct subject {
    struct ceremony ceremony;
    unsigned index;
    struct ceremony_commit commit;
    struct ceremony_deal deal;
};

static void
another_start(struct subject *s)
{
    s->ceremony.start[0] ^= 1;
}

static void
another_index(struct subject *s)
{
    s->index = 2;
    s->deal.masked[1] = value_number(0); /* as trustee 2 would have it */
}

static void
more_trustees(struct subject *s)
{
    s->ceremony.trustees = 4;
    s->ceremony.threshold = 3;
}

static void
another_ephemeral(struct subject *s)
{
    value_change_point(&s->commit.ephemeral);
}

static void
no_ephemeral(struct subject *s)
{
    point_identity(&s->commit.ephemeral);
}

static void
ephemeral_is_no_point(struct subject *s)
{
    s->commit.ephemeral.bytes[0] ^= 1;
}

static void
another_a(struct subject *s)
{
    value_change_point(&s->commit.possession.a);
    value_change_point(&s->deal.possession.a);
}

static void
another_s(struct subject *s)
{
    value_change_scalar(&s->commit.possession.s);
    value_change_scalar(&s->deal.possession.s);
}

static void
another_commitment(struct subject *s)
{
    s->commit.commitment[31] ^= 1;
}

static void
another_constant(struct subject *s)
{
    value_change_point(&s->deal.coefficients[0]);
}

static void
another_coefficient(struct subject *s)
{
    value_change_point(&s->deal.coefficients[1]);
}

static void
no_coefficient(struct subject *s)
{
    point_identity(&s->deal.coefficients[1]);
}

static void
coefficient_is_no_point(struct subject *s)
{
    s->deal.coefficients[1].bytes[0] ^= 1;
}

static void
a_share_for_itself(struct subject *s)
{
    s->deal.masked[s->index - 1].bytes[0] = 1;
}

static void
a_share_that_is_no_scalar(struct subject *s)
{
    memset(s->deal.masked[1].bytes, 0xff, SCALAR_BYTES);
}

static void
what_a_trustee_published_cannot_be_changed(void **state)
{
    static const struct {
        const char *what;
        void (*change)(struct subject *);
        enum err commit;
        enum err deal;
    } cases[] = {
        {"another start", another_start, ERR_PROOF, ERR_PROOF},
        {"another index", another_index, ERR_PROOF, ERR_PROOF},
        {"other numbers", more_trustees, ERR_PROOF, ERR_INPUT},
        {"another E", another_ephemeral, ERR_PROOF, OK},
        {"E is the identity", no_ephemeral, ERR_INPUT, OK},
        {"E is no point", ephemeral_is_no_point, ERR_INPUT, OK},
        {"another A", another_a, ERR_PROOF, ERR_PROOF},
        {"another s", another_s, ERR_PROOF, ERR_PROOF},
        {"another commitment", another_commitment, OK, ERR_PROOF},
        {"another F_0", another_constant, OK, ERR_PROOF},
        {"another F_1", another_coefficient, OK, ERR_PROOF},
        {"F_1 is the identity", no_coefficient, OK, ERR_INPUT},
        {"F_1 is no point", coefficient_is_no_point, OK, ERR_INPUT},
        {"a share for itself", a_share_for_itself, OK, ERR_INPUT},
        {"no scalar", a_share_that_is_no_scalar, OK, ERR_INPUT},
    };
    const struct subject good = {.ceremony = hall.ceremony,
                                 .index = 1,
                                 .commit = hall.commits[0],
                                 .deal = hall.deals[0]};

    (void)state;
    for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
        struct subject s = good;
        enum err commit;
        enum err deal;

        cases[k].change(&s);
        commit = ceremony_commit_verify(&s.commit, &s.ceremony, s.index);
        deal = ceremony_deal_verify(&s.deal, &s.ceremony, s.index, &s.commit);
        if (commit != cases[k].commit || deal != cases[k].deal)
            fail_msg("%s: commit %s, deal %s", cases[k].what, err_name(commit),
                     err_name(deal));
    }
}

/* Deals of one ceremony are not those of another among fewer. */
static void
the_number_of_trustees_is_proved_too(void **state)
{
    struct trustees s;

    (void)state;
    trustees_meet(&s, 5, 3);
    s.ceremony.trustees = 4;
    assert_err(ceremony_commit_verify(&s.commits[0], &s.ceremony, 1),
               ERR_PROOF);
    assert_err(ceremony_deal_verify(&s.deals[0], &s.ceremony, 1, &s.commits[0]),
               ERR_PROOF);
    ceremony_hash_commitment(s.commits[0].commitment, &s.ceremony, 1,
                             s.deals[0].coefficients);
    assert_err(ceremony_deal_verify(&s.deals[0], &s.ceremony, 1, &s.commits[0]),
               ERR_PROOF);
}

/*
 * The last to deal would like F_0 = Z - (the others' F_0), so that the key is
 * its own Z. It has committed before, and does not know the logarithm.
 */
static void
a_rogue_key_is_refused(void **state)
{
    struct ceremony_deal deal = hall.deals[2];
    struct ceremony_commit commit = hall.commits[2];
    struct ceremony_deal deals[3];
    const struct point own = value_point("rogue");
    const struct scalar guess = value_scalar("rogue");
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct point key;

    (void)state;
    point_sub(&deal.coefficients[0], &own, &hall.deals[0].coefficients[0]);
    point_sub(&deal.coefficients[0], &deal.coefficients[0],
              &hall.deals[1].coefficients[0]);
    memcpy(deals, hall.deals, sizeof deals);
    deals[2] = deal;
    assert_ok(ceremony_key(&key, &hall.ceremony, deals));
    assert_true(point_eq(&key, &own));

    assert_err(ceremony_deal_verify(&deal, &hall.ceremony, 3, &commit),
               ERR_PROOF);
    /* Had it known the others' before it committed: */
    ceremony_hash_commitment(commit.commitment, &hall.ceremony, 3,
                             deal.coefficients);
    assert_err(ceremony_deal_verify(&deal, &hall.ceremony, 3, &commit),
               ERR_PROOF);
    ceremony_hash_constant_statement(statement, &hall.ceremony, 3,
                                     deal.coefficients);
    proof_log_make(&deal.possession, "key-constant", statement, &guess);
    assert_err(ceremony_deal_verify(&deal, &hall.ceremony, 3, &commit),
               ERR_PROOF);
}

static void
a_key_that_cancels_to_the_identity_is_refused(void **state)
{
    struct ceremony_deal deals[3];
    struct point *last = &deals[2].coefficients[0];
    struct point key = value_point("key");

    (void)state;
    memcpy(deals, hall.deals, sizeof deals);
    point_identity(last);
    point_sub(last, last, &deals[0].coefficients[0]);
    point_sub(last, last, &deals[1].coefficients[0]);
    assert_err(ceremony_key(&key, &hall.ceremony, deals), ERR_INPUT);
    assert_true(point_is_identity(&key));
}

/* A polynomial of higher degree would make t shares not enough. */
static void
no_more_than_t_coefficients_can_be_said(void **state)
{
    struct ceremony_deal deals[3];
    struct point key;

    (void)state;
    memcpy(deals, hall.deals, sizeof deals);
    deals[0].coefficients[2] = value_point("one too many");
    assert_ok(ceremony_deal_verify(&deals[0], &hall.ceremony, 1, hall.commits));
    assert_ok(ceremony_key(&key, &hall.ceremony, deals));
    assert_true(point_eq(&key, &hall.key));
    assert_ok(ceremony_share_key(&key, &hall.ceremony, 3, deals));
    assert_true(point_eq(&key, &hall.share_keys[2]));
}

static void
nobody_deals_to_a_key_that_is_not_proved(void **state)
{
    struct ceremony_commit commits[3];
    struct ceremony_deal deal;

    (void)state;
    memcpy(commits, hall.commits, sizeof commits);
    value_change_point(&commits[2].ephemeral);
    assert_err(
        ceremony_deal_make(&deal, &hall.ceremony, 1, commits, hall.seeds[0]),
        ERR_PROOF);
    assert_true(sodium_is_zero((const uint8_t *)&deal, sizeof deal));
}

static void
secrets_differ_between_ceremonies_and_trustees(void **state)
{
    struct ceremony other = hall.ceremony;
    struct ceremony_commit commit;

    (void)state;
    other.start[0] ^= 1;
    assert_ok(ceremony_commit_make(&commit, &other, 1, hall.seeds[0]));
    assert_false(point_eq(&commit.ephemeral, &hall.commits[0].ephemeral));
    assert_ok(ceremony_commit_make(&commit, &hall.ceremony, 2, hall.seeds[0]));
    assert_false(point_eq(&commit.ephemeral, &hall.commits[0].ephemeral));
    assert_ok(ceremony_commit_make(&commit, &hall.ceremony, 1, hall.seeds[0]));
    assert_memory_equal(&commit, &hall.commits[0], sizeof commit);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(any_two_counting_sets_share_a_trustee),
        cmocka_unit_test(everything_made_by_the_rules_verifies),
        cmocka_unit_test(shares_lie_on_the_polynomial_of_the_key),
        cmocka_unit_test(an_index_out_of_range_is_refused),
        cmocka_unit_test(what_a_trustee_published_cannot_be_changed),
        cmocka_unit_test(the_number_of_trustees_is_proved_too),
        cmocka_unit_test(a_rogue_key_is_refused),
        cmocka_unit_test(a_key_that_cancels_to_the_identity_is_refused),
        cmocka_unit_test(no_more_than_t_coefficients_can_be_said),
        cmocka_unit_test(nobody_deals_to_a_key_that_is_not_proved),
        cmocka_unit_test(secrets_differ_between_ceremonies_and_trustees),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("ceremony", tests, meet, NULL);
}
