#include "crypto/ballot.h"

#include <sodium.h>

#include "crypto/ballot_hash.h"
#include "crypto/ballot_layout.h"

unsigned
ballot_slots(unsigned options, unsigned cap)
{
    /* The last option needs no place; two of the others share a slot. */
    return cap ? options - 1 : options / 2;
}

size_t
ballot_bytes(unsigned options, unsigned cap, unsigned rows)
{
    struct ballot_layout layout;

    if (ballot_layout_init(&layout, options, cap, rows) != OK)
        return 0;
    return layout.bytes;
}

enum err
ballot_ciphertext(struct elgamal_ct *ct, const uint8_t *ballot, size_t len,
                  const struct ballot_form *form, unsigned place, unsigned slot)
{
    struct ballot_layout layout;
    enum err e;

    elgamal_zero(ct);
    e = ballot_layout_init(&layout, form->options, form->cap, form->rows);
    if (e)
        return e;
    if (len != layout.bytes || place >= layout.rows || slot >= layout.slots)
        return ERR_INPUT;
    return elgamal_decode(
        ct, ballot + ballot_layout_ciphertext(&layout, place, slot));
}

void
ballot_code(uint8_t code[BALLOT_CODE_BYTES], const uint8_t *ballot, size_t len)
{
    ballot_hash_code(code, ballot, len);
}

enum err
ballot_rederive(const uint8_t code[BALLOT_CODE_BYTES],
                const struct ballot_form *form,
                const struct ballot_voter *voter, const uint8_t *choices,
                const uint8_t secret[BALLOT_SECRET_BYTES])
{
    uint8_t ballot[BALLOT_BYTES_MAX];
    uint8_t again[BALLOT_CODE_BYTES];
    size_t len = ballot_bytes(form->options, form->cap, form->rows);
    enum err e;

    if (len == 0)
        return ERR_INPUT;
    e = ballot_seal(ballot, len, form, voter, choices, secret);
    if (e)
        return e;
    ballot_code(again, ballot, len);
    if (sodium_memcmp(again, code, BALLOT_CODE_BYTES) != 0)
        return ERR_PROOF;
    return OK;
}
