/*
 * Goal: a prover that knows everything still cannot make a ballot of two, of
 * less than nothing, of two options in a row, or over the cap.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ballot.h"
#include "tests/support/cheat.h"
#include "tests/support/sample.h"
#include "tests/support/values.h"

static uint8_t ballot[4096];

static enum err
try_cheat(const struct ballot_form *form, const struct cheat *cheat)
{
    const struct ballot_voter voter = sample_voter();
    size_t len = sample_bytes(form);

    assert_in_range(len, 1, sizeof ballot);
    cheat_seal(ballot, form, &voter, cheat);
    return ballot_verify(ballot, len, form, &voter);
}

/* The control: it is the lie that is refused, not the liar. */
static void
its_true_ballots_are_valid(void **state)
{
    static const struct {
        unsigned options;
        unsigned cap;
        uint8_t choices[3];
    } cases[] = {
        {3, 0, {0, 1, 2}}, {2, 0, {0, 1, 0}}, {5, 0, {4, 3, 1}},
        {8, 0, {6, 7, 5}}, {2, 2, {0, 1, 0}}, {4, 1, {0, 1, 3}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ballot_form form =
            sample_form(cases[i].options, cases[i].cap, 3);
        const struct cheat honest = cheat_honest(&form, cases[i].choices);

        if (try_cheat(&form, &honest) != OK)
            fail_msg("case %zu", i);
    }
}

/* Plaintext = negative ? -value : value * 2^shift */
static struct scalar
plaintext(unsigned value, unsigned shift, bool negative)
{
    const struct scalar zero = value_number(0);
    const struct scalar n = value_number(value);
    struct scalar s;

    scalar_power_of_two(&s, shift);
    scalar_mul(&s, &s, &n);
    if (negative)
        scalar_sub(&s, &zero, &s);
    return s;
}

/* Whatever branch is claimed, and with weights or without. */
static void
assert_no_branch_holds(const char *what, const struct ballot_form *form,
                       struct cheat cheat)
{
    for (unsigned branch = 0; branch < form->options; branch++) {
        cheat.branch[0] = branch;
        for (unsigned unweighted = 0; unweighted < 2; unweighted++) {
            cheat.unweighted = unweighted;
            if (try_cheat(form, &cheat) != ERR_PROOF)
                fail_msg("%s, branch %u", what, branch);
        }
    }
}

static void
a_row_of_one_slot_holds_one_mark_or_none(void **state)
{
    static const struct {
        const char *what;
        unsigned value;
        unsigned shift;
        bool negative;
    } cases[] = {
        {"two", 2, 0, false},
        {"a thousand", 1000, 0, false},
        {"minus one", 1, 0, true},
        {"two of the second option", 2, 32, false},
        {"minus one of the second option", 1, 32, true},
        {"the digit after the second", 1, 64, false},
        {"just below the second digit", 0xffffffff, 0, false},
    };
    const struct ballot_form form = sample_form(3, 0, 1);
    const struct scalar one = value_number(1);
    struct cheat cheat = cheat_honest(&form, (const uint8_t[]){0});

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        cheat.plaintext[0][0] =
            plaintext(cases[i].value, cases[i].shift, cases[i].negative);
        assert_no_branch_holds(cases[i].what, &form, cheat);
    }
    cheat.plaintext[0][0] = plaintext(1, 32, false);
    scalar_add(&cheat.plaintext[0][0], &cheat.plaintext[0][0], &one);
    assert_no_branch_holds("both options of the slot", &form, cheat);
}

static void
a_row_of_several_slots_holds_one_mark_or_none(void **state)
{
    static const struct {
        const char *what;
        unsigned options;
        unsigned cap;
        struct {
            unsigned value;
            unsigned shift;
            bool negative;
        } slot[3];
    } cases[] = {
        {"two options", 5, 0, {{1, 0, 0}, {1, 0, 0}}},
        {"two options with a cap", 4, 1, {{1, 0, 0}, {0, 0, 0}, {1, 0, 0}}},
        {"all options", 4, 1, {{1, 0, 0}, {1, 0, 0}, {1, 0, 0}}},
        {"two and minus one", 5, 0, {{2, 0, 0}, {1, 0, 1}}},
        {"one and minus one", 5, 0, {{1, 0, 0}, {1, 0, 1}}},
        {"two in the second slot", 5, 0, {{0, 0, 0}, {2, 0, 0}}},
        {"the digit that no option has", 4, 0, {{0, 0, 0}, {1, 32, 0}}},
        {"the second digit with a cap", 3, 1, {{1, 32, 0}, {0, 0, 0}}},
        {"a mark and an unused digit", 4, 0, {{1, 0, 0}, {1, 32, 0}}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ballot_form form =
            sample_form(cases[i].options, cases[i].cap, 1);
        struct cheat cheat = cheat_honest(&form, (const uint8_t[]){0});

        for (unsigned slot = 0; slot < 3; slot++)
            cheat.plaintext[0][slot] =
                plaintext(cases[i].slot[slot].value, cases[i].slot[slot].shift,
                          cases[i].slot[slot].negative);
        assert_no_branch_holds(cases[i].what, &form, cheat);
    }
}

/* A true row whose proof claims another option than it marks. */
static void
a_claim_of_another_option_is_refused(void **state)
{
    (void)state;
    for (unsigned options = 2; options <= 5; options++) {
        const struct ballot_form form = sample_form(options, 0, 1);
        struct cheat cheat = cheat_honest(&form, (const uint8_t[]){0});

        for (unsigned branch = 1; branch < options; branch++) {
            cheat.branch[0] = branch;
            assert_err(try_cheat(&form, &cheat), ERR_PROOF);
        }
    }
}

static void
no_more_rows_than_the_cap(void **state)
{
    const struct ballot_form form = sample_form(2, 2, 4);
    struct cheat cheat =
        cheat_honest(&form, (const uint8_t[]){0, 0, 1, 0}); /* three */

    (void)state;
    for (unsigned claim = 0; claim <= form.cap; claim++) {
        cheat.cap_branch = claim;
        assert_err(try_cheat(&form, &cheat), ERR_PROOF);
    }

    /* Within the cap, but claiming another number. */
    cheat = cheat_honest(&form, (const uint8_t[]){0, 1, 1, 1});
    assert_ok(try_cheat(&form, &cheat));
    cheat.cap_branch = 0;
    assert_err(try_cheat(&form, &cheat), ERR_PROOF);
    cheat.cap_branch = 2;
    assert_err(try_cheat(&form, &cheat), ERR_PROOF);
}

/* A row of minus one would make room for a mark more under the cap. */
static void
a_negative_row_makes_no_room_under_the_cap(void **state)
{
    const struct ballot_form form = sample_form(2, 2, 4);
    struct cheat cheat = cheat_honest(&form, (const uint8_t[]){0, 0, 0, 1});

    (void)state;
    cheat.plaintext[3][0] = plaintext(1, 0, true);
    cheat.cap_branch = 2;
    assert_err(try_cheat(&form, &cheat), ERR_PROOF);
}

/* Such a ciphertext opens to a number that nobody knows: it spoils the sum. */
static void
both_halves_of_a_ciphertext_belong_together(void **state)
{
    const struct ballot_form form = sample_form(3, 0, 1);
    struct cheat cheat = cheat_honest(&form, (const uint8_t[]){0});

    (void)state;
    cheat.split_nonce = true;
    assert_no_branch_holds("R and C of different nonces", &form, cheat);
}

/* Each of these satisfies all equations, so only the form stops it. */
static void
degenerate_ballots_are_refused_by_their_form(void **state)
{
    const struct ballot_form form = sample_form(3, 0, 2);
    const struct cheat honest = cheat_honest(&form, (const uint8_t[]){0, 2});
    struct cheat cheat = honest;

    (void)state;
    cheat.repeat_nonce = true;
    assert_err(try_cheat(&form, &cheat), ERR_INPUT);
    cheat = honest;
    cheat.zero_nonce = true;
    assert_err(try_cheat(&form, &cheat), ERR_INPUT);
    cheat = honest;
    cheat.zero_commitment = true;
    assert_err(try_cheat(&form, &cheat), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(its_true_ballots_are_valid),
        cmocka_unit_test(a_row_of_one_slot_holds_one_mark_or_none),
        cmocka_unit_test(a_row_of_several_slots_holds_one_mark_or_none),
        cmocka_unit_test(a_claim_of_another_option_is_refused),
        cmocka_unit_test(no_more_rows_than_the_cap),
        cmocka_unit_test(a_negative_row_makes_no_room_under_the_cap),
        cmocka_unit_test(both_halves_of_a_ciphertext_belong_together),
        cmocka_unit_test(degenerate_ballots_are_refused_by_their_form),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("ballot_forged", tests, NULL, NULL);
}
