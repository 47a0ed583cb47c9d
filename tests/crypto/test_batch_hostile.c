/*
 * Goal: what an author may put in place of any number or point of a ballot, a
 * batch judges as the single check does: no encoding that only one of them
 * takes, no identity, nothing but the very number that was proved.
 */
#include "tests/test.h"

#include <sodium.h>

#include "crypto/ballot_layout.h"
#include "crypto/batch.h"
#include "tests/support/heap.h"
#include "tests/support/ristretto_rfc.h"
#include "tests/support/sample.h"

enum { BYTES_MAX = 2048, PLACE_BYTES = 32, OWN = 9 };

struct ballots {
    struct ballot_form form;
    struct ballot_voter voter;
    size_t len;
    uint8_t good[BYTES_MAX];
    uint8_t bad[BYTES_MAX];
};

static void
seal(struct ballots *b, unsigned options, unsigned cap, unsigned rows)
{
    const uint8_t choices[BALLOT_ROWS_MAX] = {1, 1};
    const uint8_t secret[BALLOT_SECRET_BYTES] = {(uint8_t)options};

    b->form = sample_form(options, cap, rows);
    b->voter = sample_voter();
    b->len = sample_bytes(&b->form);
    assert_in_range(b->len, 1, BYTES_MAX);
    assert_ok(
        ballot_seal(b->good, b->len, &b->form, &b->voter, choices, secret));
}

/* The batch's word on the bad one, between two that are good. */
static enum err
together(const struct ballots *b)
{
    const uint8_t *const three[] = {b->good, b->bad, b->good};
    struct heap heap = {0};
    struct batch batch;
    uint8_t seed[BATCH_SEED_BYTES];
    bool holds[3] = {false};
    size_t added = 0;
    enum err form = OK;

    randombytes_buf(seed, sizeof seed);
    batch_init(&batch, heap_memory(&heap));
    for (unsigned i = 0; i < 3; i++) {
        enum err e =
            batch_add_ballot(&batch, three[i], b->len, &b->form, &b->voter);

        if (i == 1)
            form = e;
        else
            assert_ok(e);
        added += e == OK;
    }
    assert_ok(batch_verify(&batch, holds, seed));
    assert_true(holds[0] && holds[added - 1]);
    batch_free(&batch);
    assert_int_equal(heap.in_use, 0);
    if (form)
        return form;
    return holds[1] ? OK : ERR_PROOF;
}

static void
add_number(uint8_t out[PLACE_BYTES], const uint8_t *a, const uint8_t *b)
{
    unsigned carry = 0;

    for (unsigned i = 0; i < PLACE_BYTES; i++) {
        carry += (unsigned)a[i] + b[i];
        out[i] = (uint8_t)carry;
        carry >>= 8;
    }
}

/* What somebody would try who knows what stands there. */
static void
own_attempt(uint8_t out[PLACE_BYTES], const uint8_t *there, unsigned attempt)
{
    static const uint8_t q[PLACE_BYTES] = {0xed,
                                           0xd3,
                                           0xf5,
                                           0x5c,
                                           0x1a,
                                           0x63,
                                           0x12,
                                           0x58,
                                           0xd6,
                                           0x9c,
                                           0xf7,
                                           0xa2,
                                           0xde,
                                           0xf9,
                                           0xde,
                                           0x14,
                                           [PLACE_BYTES - 1] = 0x10};
    uint8_t p[PLACE_BYTES];

    memset(p, 0xff, sizeof p);
    p[0] = 0xed;
    p[PLACE_BYTES - 1] = 0x7f;
    memcpy(out, there, PLACE_BYTES);
    switch (attempt) {
    case 0: /* the identity, zero */
        memset(out, 0, PLACE_BYTES);
        break;
    case 1: /* the same number again, above q */
        add_number(out, there, q);
        break;
    case 2: /* the same number again, above p */
        add_number(out, there, p);
        break;
    case 3: /* a bit that libsodium does not look at in points */
        out[PLACE_BYTES - 1] |= 0x80;
        break;
    case 4: /* q and p themselves */
        memcpy(out, q, PLACE_BYTES);
        break;
    case 5:
        memcpy(out, p, PLACE_BYTES);
        break;
    case 6: /* the negative, as the field has it */
        for (unsigned i = 0, borrow = 0; i < PLACE_BYTES; i++) {
            const unsigned n = 256u + p[i] - there[i] - borrow;

            out[i] = (uint8_t)n;
            borrow = n < 256;
        }
        break;
    case 7: /* a good point, and a good number: B and 1 */
        crypto_scalarmult_ristretto255_base(
            out, (const uint8_t[PLACE_BYTES]){[0] = 1});
        break;
    default:
        memset(out, 0, PLACE_BYTES);
        out[0] = 1;
        break;
    }
}

static void
compare(struct ballots *b, size_t at, const uint8_t attempt[PLACE_BYTES])
{
    const bool same = memcmp(b->good + at, attempt, PLACE_BYTES) == 0;
    enum err alone;

    memcpy(b->bad, b->good, b->len);
    memcpy(b->bad + at, attempt, PLACE_BYTES);
    alone = ballot_verify(b->bad, b->len, &b->form, &b->voter);
    assert_int_equal(alone == OK, same);
    if (together(b) != alone)
        fail_msg("at byte %zu: %s alone, %s in a batch", at, err_name(alone),
                 err_name(together(b)));
}

static void
try_everywhere(unsigned options, unsigned cap, unsigned rows)
{
    struct ballots b;

    seal(&b, options, cap, rows);
    assert_int_equal(b.len % PLACE_BYTES, 0);
    for (size_t at = 0; at < b.len; at += PLACE_BYTES) {
        uint8_t attempt[PLACE_BYTES];

        for (unsigned i = 0; i < OWN; i++) {
            own_attempt(attempt, b.good + at, i);
            compare(&b, at, attempt);
        }
        for (unsigned i = 0; i < RISTRETTO_RFC_INVALID; i++) {
            assert_int_equal(sodium_hex2bin(attempt, sizeof attempt,
                                            ristretto_rfc_invalid[i],
                                            2 * PLACE_BYTES, NULL, NULL, NULL),
                             0);
            compare(&b, at, attempt);
        }
    }
}

static void
one_row_of_three_is_judged_alike(void **state)
{
    (void)state;
    try_everywhere(3, 0, 1);
}

static void
a_form_with_a_cap_is_judged_alike(void **state)
{
    (void)state;
    try_everywhere(3, 1, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_row_of_three_is_judged_alike),
        cmocka_unit_test(a_form_with_a_cap_is_judged_alike),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
