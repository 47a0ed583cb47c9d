/*
 * Goal: a batch says of every statement what the check of a single one says,
 * whatever stands beside it, and names exactly the bad ones.
 *
 * BATCH_FLIPS says how many ballots with one bit changed are tried;
 * tests/README.md.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "crypto/ballot_layout.h"
#include "crypto/batch.h"
#include "tests/support/heap.h"
#include "tests/support/sample.h"
#include "tests/support/values.h"

enum { BALLOTS_MAX = 40, BYTES_MAX = 6000, FLIPS = 1500, FLIPS_AT_ONCE = 24 };

/* Ballots of one form, each by another voter. */
struct box {
    struct ballot_form form;
    struct ballot_voter voters[BALLOTS_MAX];
    char names[BALLOTS_MAX][32];
    uint8_t ballots[BALLOTS_MAX][BYTES_MAX];
    size_t len;
    unsigned count;
};

static void
fill(struct box *box, unsigned options, unsigned cap, unsigned rows,
     unsigned count)
{
    box->form = sample_form(options, cap, rows);
    box->len = sample_bytes(&box->form);
    box->count = count;
    assert_in_range(box->len, 1, BYTES_MAX);
    for (unsigned i = 0; i < count; i++) {
        uint8_t choices[BALLOT_ROWS_MAX];
        uint8_t secret[BALLOT_SECRET_BYTES] = {(uint8_t)i, (uint8_t)options};

        box->voters[i] = sample_voter();
        box->voters[i].key[0] = (uint8_t)i;
        snprintf(box->names[i], sizeof box->names[i], "voter/%u", i);
        box->voters[i].name = box->names[i];
        for (unsigned row = 0; row < rows; row++)
            choices[row] = (uint8_t)((cap ? 1 : 0) +
                                     (i + row) % (options - (cap ? 1 : 0)));
        assert_ok(ballot_seal(box->ballots[i], box->len, &box->form,
                              &box->voters[i], choices, secret));
    }
}

static enum err
single(const struct box *box, unsigned i)
{
    return ballot_verify(box->ballots[i], box->len, &box->form,
                         &box->voters[i]);
}

static enum err
add(struct batch *b, const struct box *box, unsigned i)
{
    return batch_add_ballot(b, box->ballots[i], box->len, &box->form,
                            &box->voters[i]);
}

static void
verify(struct batch *b, bool *holds)
{
    uint8_t seed[BATCH_SEED_BYTES];

    randombytes_buf(seed, sizeof seed);
    assert_ok(batch_verify(b, holds, seed));
}

/* A number of a ballot is another: the proof fails, the form is good. */
static void
spoil(struct box *box, unsigned i)
{
    struct ballot_layout layout;
    struct ballot_proof p;
    struct scalar s;

    assert_ok(ballot_layout_init(&layout, box->form.options, box->form.cap,
                                 box->form.rows));
    p = ballot_layout_proof(&layout, i % layout.proofs);
    assert_ok(scalar_decode(&s, box->ballots[i] + p.responses));
    value_change_scalar(&s);
    memcpy(box->ballots[i] + p.responses, s.bytes, sizeof s.bytes);
    assert_err(single(box, i), ERR_PROOF);
}

static struct box *
new_box(unsigned options, unsigned cap, unsigned rows, unsigned count)
{
    struct box *box = calloc(1, sizeof *box);

    assert_non_null(box);
    fill(box, options, cap, rows, count);
    return box;
}

/* Each ballot in the batch is held good unless bad[i]. */
static void
expect(const struct box *box, const bool *bad)
{
    struct heap heap = {0};
    struct batch b;
    bool holds[BALLOTS_MAX];

    batch_init(&b, heap_memory(&heap));
    for (unsigned i = 0; i < box->count; i++)
        assert_ok(add(&b, box, i));
    assert_int_equal(batch_used(&b)->statements, box->count);
    verify(&b, holds);
    for (unsigned i = 0; i < box->count; i++)
        if (holds[i] == bad[i])
            fail_msg("ballot %u of %u", i, box->count);
    batch_free(&b);
    assert_int_equal(heap.in_use, 0);
}

static void
good_ballots_of_every_form_hold(void **state)
{
    static const unsigned forms[][3] = {/* options, cap, rows */
                                        {2, 0, 1}, {3, 0, 1}, {3, 0, 12},
                                        {4, 0, 3}, {8, 0, 2}, {3, 2, 4},
                                        {2, 3, 3}, {8, 1, 1}};
    static const unsigned counts[] = {0, 1, 2, 19};
    const bool bad[BALLOTS_MAX] = {0};

    (void)state;
    for (unsigned f = 0; f < sizeof forms / sizeof *forms; f++)
        for (unsigned n = 0; n < sizeof counts / sizeof *counts; n++) {
            struct box *box =
                new_box(forms[f][0], forms[f][1], forms[f][2], counts[n]);

            expect(box, bad);
            free(box);
        }
}

static void
bad_ballots_are_named_at_every_position(void **state)
{
    (void)state;
    for (unsigned count = 1; count < 8; count++)
        for (unsigned set = 1; set < 1u << count; set++) {
            struct box *box;
            bool bad[BALLOTS_MAX] = {0};

            /* All sets of up to two and the full ones. */
            if ((set & (set - 1) & ((set & (set - 1)) - 1)) &&
                set != (1u << count) - 1)
                continue;
            box = new_box(3, 0, 1, count);
            for (unsigned i = 0; i < count; i++) {
                bad[i] = set >> i & 1;
                if (bad[i])
                    spoil(box, i);
            }
            expect(box, bad);
            free(box);
        }
}

/* Sums in which the errors are gone, were they not weighed. */
static void
errors_that_cancel_without_weights_are_found(void **state)
{
    struct box *box = new_box(3, 0, 2, 2);
    struct ballot_layout layout;
    const struct scalar one = value_number(1);
    size_t at[2];

    (void)state;
    assert_ok(ballot_layout_init(&layout, 3, 0, 2));
    for (unsigned i = 0; i < 1000; i++) {
        struct heap heap = {0};
        struct batch b;
        struct scalar s[2];
        struct scalar before;
        struct scalar after;
        bool holds[2];
        /* Within one ballot (rows 0 and 1), and between two. */
        const bool within = i % 2;
        const unsigned second = within ? 0 : 1;

        fill(box, 3, 0, 2, 2);
        at[0] = ballot_layout_proof(&layout, 0).responses + i / 2 % 3 * 32;
        at[1] = ballot_layout_proof(&layout, within ? 1 : i / 6 % 2).responses +
                i / 12 % 3 * 32;
        assert_ok(scalar_decode(&s[0], box->ballots[0] + at[0]));
        assert_ok(scalar_decode(&s[1], box->ballots[second] + at[1]));
        scalar_add(&before, &s[0], &s[1]);
        scalar_add(&s[0], &s[0], &one);
        scalar_sub(&s[1], &s[1], &one);
        scalar_add(&after, &s[0], &s[1]);
        assert_true(scalar_eq(&before, &after));
        memcpy(box->ballots[0] + at[0], s[0].bytes, SCALAR_BYTES);
        memcpy(box->ballots[second] + at[1], s[1].bytes, SCALAR_BYTES);

        batch_init(&b, heap_memory(&heap));
        assert_ok(add(&b, box, 0));
        assert_ok(add(&b, box, 1));
        verify(&b, holds);
        assert_false(holds[0]);
        assert_int_equal(holds[1], within);
        batch_free(&b);
    }
    free(box);
}

static unsigned
flips(void)
{
    const char *wanted = getenv("BATCH_FLIPS");
    long n = wanted ? strtol(wanted, NULL, 10) : 0;

    return n > 0 ? (unsigned)n : FLIPS;
}

static void
a_ballot_with_any_bit_changed_is_refused_by_both(void **state)
{
    struct box *box = new_box(3, 0, 1, 1);
    struct heap heap = {0};
    struct batch b;
    bool holds[FLIPS_AT_ONCE + 1];

    (void)state;
    batch_init(&b, heap_memory(&heap));
    for (unsigned i = 0, n = flips(); i < n; i++) {
        uint32_t bit = randombytes_uniform((uint32_t)(8 * box->len));
        uint8_t *byte = &box->ballots[0][bit / 8];
        enum err alone;
        enum err together;

        *byte ^= (uint8_t)(1u << bit % 8);
        alone = single(box, 0);
        together = add(&b, box, 0);
        *byte ^= (uint8_t)(1u << bit % 8);
        if (alone == OK || alone != (together ? together : ERR_PROOF))
            fail_msg("bit %u: %s, %s", (unsigned)bit, err_name(alone),
                     err_name(together));
        if (batch_used(&b)->statements < FLIPS_AT_ONCE && i + 1 < n)
            continue;
        /* All these are bad, and a good one at the end is not. */
        assert_ok(add(&b, box, 0));
        verify(&b, holds);
        for (unsigned k = 0; k < batch_used(&b)->statements; k++)
            assert_int_equal(holds[k], k + 1 == batch_used(&b)->statements);
        batch_clear(&b);
    }
    batch_free(&b);
    free(box);
}

/* Some number, point or byte of the ballot, or its voter, is another one. */
static void
tamper_at_random(struct box *box, unsigned i)
{
    uint8_t *value = box->ballots[i] +
                     32 * (size_t)randombytes_uniform((uint32_t)box->len / 32);

    switch (randombytes_uniform(8)) {
    case 0:
        memset(value, 0, 32);
        break;
    case 1:
        crypto_core_ristretto255_random(value);
        break;
    case 2:
        crypto_core_ristretto255_scalar_random(value);
        break;
    case 3:
        memcpy(value, box->ballots[(i + 1) % box->count], 32);
        break;
    case 4:
        value[randombytes_uniform(32)] ^= 0x10;
        break;
    case 5:
        box->voters[i].attempt++;
        break;
    default:
        break;
    }
}

static void
mixtures_get_the_verdicts_of_single_checks(void **state)
{
    static const unsigned forms[][3] = {
        {3, 0, 1}, {3, 0, 4}, {5, 0, 2}, {3, 2, 3}, {2, 0, 1}};

    (void)state;
    for (unsigned turn = 0; turn < 30; turn++) {
        const unsigned *form = forms[turn % (sizeof forms / sizeof *forms)];
        struct box *box = new_box(form[0], form[1], form[2], 1 + turn);
        struct heap heap = {0};
        struct batch b;
        bool holds[BALLOTS_MAX];
        size_t added = 0;

        batch_init(&b, heap_memory(&heap));
        for (unsigned i = 0; i < box->count; i++) {
            enum err alone;
            enum err together;

            tamper_at_random(box, i);
            alone = single(box, i);
            together = add(&b, box, i);
            if (together && together != alone)
                fail_msg("%s, %s", err_name(alone), err_name(together));
            if (alone == ERR_INPUT)
                assert_err(together, ERR_INPUT);
        }
        verify(&b, holds);
        for (unsigned i = 0; i < box->count; i++)
            if (single(box, i) != ERR_INPUT)
                assert_int_equal(holds[added++], single(box, i) == OK);
        assert_int_equal(added, batch_used(&b)->statements);
        batch_free(&b);
        assert_int_equal(heap.in_use, 0);
        free(box);
    }
}

static void
forms_voters_and_lengths_are_checked_as_in_single_checks(void **state)
{
    struct box *box = new_box(3, 0, 2, 1);
    struct heap heap = {0};
    struct batch b;

    (void)state;
    batch_init(&b, heap_memory(&heap));
    box->len--;
    assert_err(add(&b, box, 0), ERR_INPUT);
    box->len++;
    box->form.key.bytes[0] ^= 1;
    assert_err(add(&b, box, 0), ERR_INPUT);
    point_identity(&box->form.key);
    assert_err(add(&b, box, 0), ERR_INPUT);
    box->form = sample_form(3, 0, 2);
    box->form.row[1] = box->form.row[0];
    assert_err(add(&b, box, 0), ERR_INPUT);
    box->form = sample_form(3, 0, 2);
    box->voters[0].name = "";
    assert_err(add(&b, box, 0), ERR_INPUT);
    box->voters[0].name = box->names[0];
    box->voters[0].attempt = 0;
    assert_err(add(&b, box, 0), ERR_INPUT);
    assert_int_equal(batch_used(&b)->statements, 0);
    assert_int_equal(batch_used(&b)->points, 0);
    batch_free(&b);
    free(box);
}

static void
what_is_cut_out_does_not_count(void **state)
{
    struct box *box = new_box(3, 0, 1, 3);
    struct heap heap = {0};
    struct batch_extent before;
    struct batch b;
    bool holds[3];

    (void)state;
    spoil(box, 1);
    batch_init(&b, heap_memory(&heap));
    assert_ok(add(&b, box, 0));
    before = *batch_used(&b);
    assert_ok(add(&b, box, 1));
    batch_cut(&b, &before);
    assert_ok(add(&b, box, 2));
    verify(&b, holds);
    assert_int_equal(batch_used(&b)->statements, 2);
    assert_true(holds[0] && holds[1]);
    batch_free(&b);
    free(box);
}

static void
without_memory_nothing_holds(void **state)
{
    struct box *box = new_box(3, 0, 1, 2);
    const uint8_t seed[BATCH_SEED_BYTES] = {0};
    bool went_through = false;

    (void)state;
    for (size_t left = 0; !went_through; left++) {
        struct heap heap = {.limited = true, .left = left};
        struct batch b;
        bool holds[2] = {true, true};
        enum err e;

        batch_init(&b, heap_memory(&heap));
        e = add(&b, box, 0);
        if (!e)
            e = add(&b, box, 1);
        if (!e) {
            e = batch_verify(&b, holds, seed);
            assert_int_equal(holds[0], e == OK);
            assert_int_equal(holds[1], e == OK);
        }
        went_through = e == OK;
        if (e)
            assert_err(e, ERR_NOMEM);
        batch_free(&b);
        assert_int_equal(heap.in_use, 0);
    }
    free(box);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(good_ballots_of_every_form_hold),
        cmocka_unit_test(bad_ballots_are_named_at_every_position),
        cmocka_unit_test(errors_that_cancel_without_weights_are_found),
        cmocka_unit_test(a_ballot_with_any_bit_changed_is_refused_by_both),
        cmocka_unit_test(mixtures_get_the_verdicts_of_single_checks),
        cmocka_unit_test(
            forms_voters_and_lengths_are_checked_as_in_single_checks),
        cmocka_unit_test(what_is_cut_out_does_not_count),
        cmocka_unit_test(without_memory_nothing_holds),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
