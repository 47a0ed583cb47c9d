/*
 * Goal: whoever deals a bad share is found out and proved guilty, and nobody
 * can be blamed who dealt a good one.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ceremony.h"
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

/* Trustee 1 deals a bad share to trustee 3. */
static void
a_bad_share_is_found_and_proved(void **state)
{
    const struct ceremony *c = &hall.ceremony;
    struct ceremony_complaint complaint;
    struct ceremony_deal deals[3];
    struct scalar x = {{1}};

    (void)state;
    memcpy(deals, hall.deals, sizeof deals);
    value_change_scalar(&deals[0].masked[2]);
    /* Nobody else can see it. */
    assert_ok(ceremony_deal_verify(&deals[0], c, 1, hall.commits));
    assert_ok(
        ceremony_share_check(c, 2, 1, hall.commits, &deals[0], hall.seeds[1]));

    assert_err(
        ceremony_share_check(c, 3, 1, hall.commits, &deals[0], hall.seeds[2]),
        ERR_PROOF);
    assert_err(
        ceremony_share_secret(&x, c, 3, hall.commits, deals, hall.seeds[2]),
        ERR_PROOF);
    assert_true(scalar_is_zero(&x));
    assert_ok(ceremony_complaint_make(&complaint, c, 3, 1, hall.commits,
                                      hall.seeds[2]));
    assert_ok(ceremony_complaint_verify(&complaint, c, 3, 1, hall.commits,
                                        &deals[0]));
}

static void
a_false_complaint_is_refused(void **state)
{
    const struct ceremony *c = &hall.ceremony;
    struct ceremony_complaint complaint;

    (void)state;
    assert_ok(ceremony_complaint_make(&complaint, c, 3, 1, hall.commits,
                                      hall.seeds[2]));
    assert_err(ceremony_complaint_verify(&complaint, c, 3, 1, hall.commits,
                                         &hall.deals[0]),
               ERR_PROOF);
    /* Another point would open the mask to another share. */
    value_change_point(&complaint.shared);
    assert_err(ceremony_complaint_verify(&complaint, c, 3, 1, hall.commits,
                                         &hall.deals[0]),
               ERR_PROOF);
}

static void
a_complaint_proves_nothing_else(void **state)
{
    struct ceremony other = hall.ceremony;
    const struct ceremony *c = &hall.ceremony;
    struct ceremony_complaint good;
    struct ceremony_complaint bad;
    struct ceremony_deal deal = hall.deals[0];
    const struct ceremony_commit *commits = hall.commits;
    struct ceremony_commit swapped[3];

    (void)state;
    value_change_scalar(&deal.masked[1]);
    value_change_scalar(&deal.masked[2]);
    assert_ok(ceremony_complaint_make(&good, c, 3, 1, commits, hall.seeds[2]));
    assert_ok(ceremony_complaint_verify(&good, c, 3, 1, commits, &deal));

    bad = good;
    value_change_point(&bad.shared);
    assert_err(ceremony_complaint_verify(&bad, c, 3, 1, commits, &deal),
               ERR_PROOF);
    bad = good;
    value_change_point(&bad.proof.a);
    assert_err(ceremony_complaint_verify(&bad, c, 3, 1, commits, &deal),
               ERR_PROOF);
    bad = good;
    value_change_point(&bad.proof.d);
    assert_err(ceremony_complaint_verify(&bad, c, 3, 1, commits, &deal),
               ERR_PROOF);
    bad = good;
    value_change_scalar(&bad.proof.s);
    assert_err(ceremony_complaint_verify(&bad, c, 3, 1, commits, &deal),
               ERR_PROOF);
    bad = good;
    bad.shared.bytes[0] ^= 1;
    assert_err(ceremony_complaint_verify(&bad, c, 3, 1, commits, &deal),
               ERR_INPUT);

    assert_err(ceremony_complaint_verify(&good, c, 2, 1, commits, &deal),
               ERR_PROOF);
    assert_err(ceremony_complaint_verify(&good, c, 3, 2, commits, &deal),
               ERR_PROOF);
    assert_err(ceremony_complaint_verify(&good, c, 1, 1, commits, &deal),
               ERR_INPUT);
    other.start[31] ^= 1;
    assert_err(ceremony_complaint_verify(&good, &other, 3, 1, commits, &deal),
               ERR_PROOF);
    memcpy(swapped, commits, sizeof swapped);
    swapped[0] = commits[1];
    assert_err(ceremony_complaint_verify(&good, c, 3, 1, swapped, &deal),
               ERR_PROOF);
    memcpy(swapped, commits, sizeof swapped);
    swapped[2] = commits[1];
    assert_err(ceremony_complaint_verify(&good, c, 3, 1, swapped, &deal),
               ERR_PROOF);
}

/* A trustee's own backup is checked against what it dealt. */
static void
another_seed_does_not_open_the_shares(void **state)
{
    const struct ceremony *c = &hall.ceremony;
    struct scalar x;

    (void)state;
    for (unsigned dealer = 1; dealer <= 3; dealer++)
        assert_err(ceremony_share_check(c, 1, dealer, hall.commits,
                                        &hall.deals[dealer - 1], hall.seeds[1]),
                   ERR_PROOF);
    assert_err(ceremony_share_secret(&x, c, 1, hall.commits, hall.deals,
                                     hall.seeds[1]),
               ERR_PROOF);
    assert_true(scalar_is_zero(&x));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_bad_share_is_found_and_proved),
        cmocka_unit_test(a_false_complaint_is_refused),
        cmocka_unit_test(a_complaint_proves_nothing_else),
        cmocka_unit_test(another_seed_does_not_open_the_shares),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("ceremony_share", tests, meet, NULL);
}
