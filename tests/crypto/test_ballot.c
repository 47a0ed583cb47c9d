/*
 * Goal: every ballot a paper allows can be sealed, verifies, adds up and opens
 * to its choices; nothing else can be sealed.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ballot.h"
#include "tests/support/sample.h"
#include "tests/support/values.h"

static uint8_t ballot[BALLOT_BYTES_MAX];

static void
sizes_follow_the_formula_of_the_design(void **state)
{
    static const struct {
        unsigned options;
        unsigned cap;
        unsigned rows;
        size_t want;
    } cases[] = {
        {3, 0, 1, 416}, /* 32 (2 + 12 - 1) */
        {3, 0, 12, 4992},
        {2, 0, 1, 288},
        {4, 0, 1, 32 * (4 + 16 - 1)},
        {8, 0, 1, 32 * (8 + 32 - 1)},
        {3, 1, 1, 32 * (4 + 12 - 1) + 32 * (4 + 3)},
        {2, 2, 3, 3 * 288 + 32 * (8 + 3)},
        {2, 0, 166, 47808},
        {2, 0, 167, 0}, /* more than BALLOT_ROWS_MAX */
        {8, 0, 39, 0},  /* more than BALLOT_BYTES_MAX */
        {8, 0, 38, 38 * 1248},
        {1, 0, 1, 0},
        {9, 0, 1, 0},
        {3, 0, 0, 0},
        {3, 2, 1, 0}, /* a cap above the rows */
        {0, 0, 0, 0},
        {UINT32_MAX, UINT32_MAX, UINT32_MAX, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        size_t got =
            ballot_bytes(cases[i].options, cases[i].cap, cases[i].rows);

        if (got != cases[i].want)
            fail_msg("%u options, cap %u, %u rows: %zu bytes", cases[i].options,
                     cases[i].cap, cases[i].rows, got);
    }
}

static void
slots_hold_two_options_or_one_with_a_cap(void **state)
{
    static const unsigned want[][2] = {{1, 1}, {1, 2}, {2, 3}, {2, 4},
                                       {3, 5}, {3, 6}, {4, 7}};

    (void)state;
    for (unsigned options = 2; options <= 8; options++) {
        assert_int_equal(ballot_slots(options, 0), want[options - 2][0]);
        assert_int_equal(ballot_slots(options, 1), want[options - 2][1]);
    }
}

/* The plaintext of a slot must be `unit` times B. */
static void
assert_opens_to(const struct ballot_form *form, unsigned place, unsigned slot,
                uint64_t unit)
{
    const struct scalar x = sample_secret_key();
    const struct scalar m = value_number(unit);
    struct elgamal_ct ct;
    struct point want;
    struct point got;

    assert_ok(
        ballot_ciphertext(&ct, ballot, sample_bytes(form), form, place, slot));
    point_mul(&got, &x, &ct.r);
    point_sub(&got, &ct.c, &got);
    point_mul_base(&want, &m);
    if (!point_eq(&got, &want))
        fail_msg("%u options, place %u, slot %u", form->options, place, slot);
}

static void
assert_opens_to_choices(const struct ballot_form *form, const uint8_t *choices)
{
    unsigned digits = form->cap ? 1 : 2;

    for (unsigned place = 0; place < form->rows; place++) {
        for (unsigned slot = 0; slot < ballot_slots(form->options, form->cap);
             slot++) {
            unsigned k = choices[place];
            uint64_t unit = 0;

            if (k + 1u < form->options && k / digits == slot)
                unit = (uint64_t)1 << (32 * (k % digits));
            assert_opens_to(form, place, slot, unit);
        }
    }
}

static void
every_choice_of_two_to_eight_options_verifies(void **state)
{
    const struct ballot_voter voter = sample_voter();

    (void)state;
    for (unsigned options = 2; options <= 8; options++) {
        for (unsigned cap = 0; cap <= 1; cap++) {
            const struct ballot_form form = sample_form(options, cap, 1);

            for (unsigned k = 0; k < options; k++) {
                const uint8_t choice = (uint8_t)k;

                sample_seal(ballot, &form, &voter, &choice);
                assert_ok(
                    ballot_verify(ballot, sample_bytes(&form), &form, &voter));
                assert_opens_to_choices(&form, &choice);
            }
        }
    }
}

static void
ballots_of_several_rows_verify(void **state)
{
    static const struct {
        unsigned options;
        unsigned cap;
        unsigned rows;
        uint8_t choices[5];
    } cases[] = {
        {3, 0, 5, {0, 1, 2, 1, 0}}, {2, 0, 2, {1, 1}}, {5, 0, 3, {4, 3, 2}},
        {2, 2, 5, {1, 0, 1, 0, 1}}, /* as many as the cap */
        {2, 3, 4, {1, 1, 1, 1}},    /* none */
        {3, 2, 3, {2, 0, 1}},       /* fewer */
        {3, 3, 3, {0, 0, 0}},       /* a cap that allows all */
    };
    const struct ballot_voter voter = sample_voter();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ballot_form form =
            sample_form(cases[i].options, cases[i].cap, cases[i].rows);
        enum err e;

        sample_seal(ballot, &form, &voter, cases[i].choices);
        e = ballot_verify(ballot, sample_bytes(&form), &form, &voter);
        if (e)
            fail_msg("case %zu: %s", i, err_name(e));
        assert_opens_to_choices(&form, cases[i].choices);
    }
}

static void
the_largest_ballots_verify(void **state)
{
    static const struct {
        unsigned options;
        unsigned cap;
        unsigned rows;
    } cases[] = {{2, 0, 166}, {2, 115, 115}, {8, 5, 32}};
    static const uint8_t none[BALLOT_ROWS_MAX];
    const struct ballot_voter voter = sample_voter();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ballot_form form =
            sample_form(cases[i].options, cases[i].cap, cases[i].rows);
        uint8_t choices[BALLOT_ROWS_MAX];

        memcpy(choices, none, sizeof none);
        if (cases[i].cap < cases[i].rows)
            memset(choices, 1, sizeof choices);
        sample_seal(ballot, &form, &voter, choices);
        assert_ok(ballot_verify(ballot, sample_bytes(&form), &form, &voter));
    }
}

static void
what_no_paper_allows_is_not_sealed(void **state)
{
    static const struct {
        const char *what;
        unsigned options;
        unsigned cap;
        unsigned rows;
        uint8_t choices[3];
    } cases[] = {
        {"a choice of K", 3, 0, 2, {0, 3}},
        {"a choice of 255", 3, 0, 2, {255, 0}},
        {"two rows above a cap of one", 2, 1, 3, {0, 1, 0}},
        {"three rows above a cap of two", 3, 2, 3, {0, 0, 0}},
    };
    static const uint8_t secret[BALLOT_SECRET_BYTES];
    const struct ballot_voter voter = sample_voter();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const struct ballot_form form =
            sample_form(cases[i].options, cases[i].cap, cases[i].rows);
        enum err e = ballot_seal(ballot, sample_bytes(&form), &form, &voter,
                                 cases[i].choices, secret);

        if (e != ERR_INPUT || !sodium_is_zero(ballot, sample_bytes(&form)))
            fail_msg("%s: %s", cases[i].what, err_name(e));
    }
}

static void
a_wrong_form_is_not_sealed(void **state)
{
    static const struct {
        const char *what;
        unsigned options;
        unsigned cap;
        unsigned rows;
        uint16_t row[2];
        uint8_t key;
        int longer;
    } cases[] = {
        {"one option", 1, 0, 2, {1, 2}, 1, 0},
        {"nine options", 9, 0, 2, {1, 2}, 1, 0},
        {"no row", 3, 0, 0, {0}, 1, 0},
        {"a cap above the rows", 3, 3, 2, {1, 2}, 1, 0},
        {"a row numbered 0", 3, 0, 2, {0, 1}, 1, 0},
        {"a row twice", 3, 0, 2, {2, 2}, 1, 0},
        {"rows that decrease", 3, 0, 2, {2, 1}, 1, 0},
        {"the identity as key", 3, 0, 2, {1, 2}, 0, 0},
        {"a byte more", 3, 0, 2, {1, 2}, 1, 1},
        {"a byte less", 3, 0, 2, {1, 2}, 1, -1},
    };
    static const uint8_t choices[2];
    static const uint8_t secret[BALLOT_SECRET_BYTES];
    const struct ballot_voter voter = sample_voter();

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct ballot_form form =
            sample_form(cases[i].options, cases[i].cap, cases[i].rows);
        size_t len = ballot_bytes(3, 0, 2) + (size_t)cases[i].longer;

        memcpy(form.row, cases[i].row, sizeof cases[i].row);
        if (!cases[i].key)
            point_identity(&form.key);
        if (ballot_seal(ballot, len, &form, &voter, choices, secret) !=
            ERR_INPUT)
            fail_msg("%s was sealed", cases[i].what);
    }
}

/* Two sealings that share a nonce but not their choices give choices away. */
static void
sealing_again_shares_no_ciphertext(void **state)
{
    const struct ballot_form form = sample_form(3, 0, 2);
    struct ballot_form other_form = form;
    const struct ballot_voter voter = sample_voter();
    struct ballot_voter other_voter = voter;
    const size_t len = sample_bytes(&form);
    uint8_t again[1024];
    uint8_t secret[BALLOT_SECRET_BYTES] = {1};

    (void)state;
    sample_seal(ballot, &form, &voter, (const uint8_t[]){0, 1});

    /* The other row's choice changes this row's ciphertext. */
    sample_seal(again, &form, &voter, (const uint8_t[]){0, 2});
    assert_memory_not_equal(ballot, again, POINT_BYTES);
    assert_ok(ballot_seal(again, len, &form, &voter, (const uint8_t[]){0, 1},
                          secret));
    assert_memory_not_equal(ballot, again, POINT_BYTES);
    other_form.context[0] ^= 1;
    sample_seal(again, &other_form, &voter, (const uint8_t[]){0, 1});
    assert_memory_not_equal(ballot, again, POINT_BYTES);
    other_voter.attempt++;
    sample_seal(again, &form, &other_voter, (const uint8_t[]){0, 1});
    assert_memory_not_equal(ballot, again, POINT_BYTES);

    sample_seal(again, &form, &voter, (const uint8_t[]){0, 1});
    assert_memory_equal(ballot, again, len);
}

static void
ciphertexts_are_read_only_where_there_are_some(void **state)
{
    const struct ballot_form form = sample_form(5, 0, 2);
    const struct ballot_voter voter = sample_voter();
    const size_t len = sample_bytes(&form);
    struct elgamal_ct ct;

    (void)state;
    sample_seal(ballot, &form, &voter, (const uint8_t[]){0, 4});
    assert_ok(ballot_ciphertext(&ct, ballot, len, &form, 1, 1));
    assert_err(ballot_ciphertext(&ct, ballot, len, &form, 2, 0), ERR_INPUT);
    assert_err(ballot_ciphertext(&ct, ballot, len, &form, 0, 2), ERR_INPUT);
    assert_err(ballot_ciphertext(&ct, ballot, len - 1, &form, 0, 0), ERR_INPUT);
    sodium_memzero(ballot, POINT_BYTES);
    assert_err(ballot_ciphertext(&ct, ballot, len, &form, 0, 0), ERR_INPUT);
    assert_true(point_is_identity(&ct.r) && point_is_identity(&ct.c));
}

static void
a_test_ballot_is_the_one_whose_code_was_shown(void **state)
{
    const struct ballot_form form = sample_form(3, 1, 3);
    struct ballot_form other_form = form;
    const struct ballot_voter voter = sample_voter();
    struct ballot_voter other_voter = voter;
    const uint8_t choices[] = {1, 0, 2};
    uint8_t secret[BALLOT_SECRET_BYTES];
    uint8_t code[BALLOT_CODE_BYTES];

    (void)state;
    value_bytes(secret, sizeof secret, "sealing");
    sample_seal(ballot, &form, &voter, choices);
    ballot_code(code, ballot, sample_bytes(&form));
    assert_ok(ballot_rederive(code, &form, &voter, choices, secret));

    assert_err(ballot_rederive(code, &form, &voter, (const uint8_t[]){0, 1, 2},
                               secret),
               ERR_PROOF);
    assert_err(ballot_rederive(code, &form, &voter, (const uint8_t[]){0, 0, 2},
                               secret),
               ERR_INPUT);
    other_form.context[31] ^= 0x80;
    assert_err(ballot_rederive(code, &other_form, &voter, choices, secret),
               ERR_PROOF);
    other_form.rows = 0;
    assert_err(ballot_rederive(code, &other_form, &voter, choices, secret),
               ERR_INPUT);
    other_voter.name = "hall.example/seat/018";
    assert_err(ballot_rederive(code, &form, &other_voter, choices, secret),
               ERR_PROOF);
    secret[0] ^= 1;
    assert_err(ballot_rederive(code, &form, &voter, choices, secret),
               ERR_PROOF);
    secret[0] ^= 1;
    code[31] ^= 1;
    assert_err(ballot_rederive(code, &form, &voter, choices, secret),
               ERR_PROOF);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sizes_follow_the_formula_of_the_design),
        cmocka_unit_test(slots_hold_two_options_or_one_with_a_cap),
        cmocka_unit_test(every_choice_of_two_to_eight_options_verifies),
        cmocka_unit_test(ballots_of_several_rows_verify),
        cmocka_unit_test(the_largest_ballots_verify),
        cmocka_unit_test(what_no_paper_allows_is_not_sealed),
        cmocka_unit_test(a_wrong_form_is_not_sealed),
        cmocka_unit_test(sealing_again_shares_no_ciphertext),
        cmocka_unit_test(ciphertexts_are_read_only_where_there_are_some),
        cmocka_unit_test(a_test_ballot_is_the_one_whose_code_was_shown),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("ballot", tests, NULL, NULL);
}
