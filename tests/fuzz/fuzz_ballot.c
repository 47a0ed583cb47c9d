/*
 * Goal: of all bytes that could be taken for a ballot, only a sealed one is
 * valid, alone and in a batch alike, and what is read of it encodes back to the
 * same bytes.
 *
 * Input: options, cap and rows, a byte each, then the ballot.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/ballot.h"
#include "crypto/ballot_layout.h"
#include "crypto/batch.h"
#include "tests/support/heap.h"
#include "tests/support/sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The one valid ballot of this form that the corpus has. */
static int
is_sealed_by_us(const uint8_t *ballot, size_t len,
                const struct ballot_form *form,
                const struct ballot_voter *voter)
{
    uint8_t sealed[BALLOT_BYTES_MAX];
    const uint8_t choices[BALLOT_ROWS_MAX] = {0};

    sample_seal(sealed, form, voter, choices);
    return memcmp(sealed, ballot, len) == 0;
}

static void
check_ciphertexts(const uint8_t *ballot, size_t len,
                  const struct ballot_form *form)
{
    struct ballot_layout layout;

    if (ballot_layout_init(&layout, form->options, form->cap, form->rows) ||
        layout.bytes != len)
        return;
    for (unsigned place = 0; place < layout.rows; place++) {
        for (unsigned slot = 0; slot < layout.slots; slot++) {
            size_t at = ballot_layout_ciphertext(&layout, place, slot);
            struct elgamal_ct ct;
            uint8_t back[ELGAMAL_CT_BYTES];

            if (ballot_ciphertext(&ct, ballot, len, form, place, slot))
                continue;
            elgamal_encode(back, &ct);
            if (memcmp(back, ballot + at, sizeof back) != 0)
                abort();
        }
    }
}

/* What a batch says of it must be what is said of it alone. */
static void
check_batch(const uint8_t *ballot, size_t len, const struct ballot_form *form,
            const struct ballot_voter *voter, enum err alone)
{
    const uint8_t seed[BATCH_SEED_BYTES] = {0};
    struct heap heap = {0};
    struct batch b;
    bool holds[2] = {false, false};
    enum err e;

    batch_init(&b, heap_memory(&heap));
    e = batch_add_ballot(&b, ballot, len, form, voter);
    if (!e)
        e = batch_add_ballot(&b, ballot, len, form, voter);
    if (e != (alone == ERR_INPUT ? ERR_INPUT : OK))
        abort();
    if (batch_verify(&b, holds, seed))
        abort();
    if (holds[0] != (alone == OK) || holds[1] != holds[0])
        abort();
    batch_free(&b);
    if (heap.in_use)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ballot_form form;
    struct ballot_voter voter;
    enum err alone;

    if (sodium_init() < 0)
        abort();
    if (size < 3 || data[2] > BALLOT_ROWS_MAX)
        return 0;
    form = sample_form(data[0], data[1], data[2]);
    voter = sample_voter();
    data += 3;
    size -= 3;
    alone = ballot_verify(data, size, &form, &voter);
    if (alone == OK && !is_sealed_by_us(data, size, &form, &voter))
        abort();
    check_batch(data, size, &form, &voter, alone);
    check_ciphertexts(data, size, &form);
    return 0;
}
