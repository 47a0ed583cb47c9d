#include "crypto/ballot_hash.h"

#include <string.h>

static void
add_rows(struct transcript *t, const struct ballot_form *form)
{
    transcript_part_begin(t, 2 * (size_t)form->rows);
    for (unsigned place = 0; place < form->rows; place++) {
        const uint8_t number[2] = {(uint8_t)(form->row[place] >> 8),
                                   (uint8_t)form->row[place]};

        transcript_more(t, number, sizeof number);
    }
}

static void
add_voter(struct transcript *t, const struct ballot_voter *voter)
{
    transcript_part(t, voter->key, sizeof voter->key);
    transcript_part(t, voter->name, strlen(voter->name));
    transcript_u32(t, voter->attempt);
    transcript_part(t, voter->previous, sizeof voter->previous);
}

void
ballot_hash_ciphertexts(uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                        const struct ballot_layout *layout,
                        const struct ballot_form *form, const uint8_t *ballot)
{
    size_t row_len = (size_t)layout->slots * ELGAMAL_CT_BYTES;
    struct transcript t;

    transcript_begin(&t, "ciphertexts", 6);
    transcript_part(&t, form->context, sizeof form->context);
    transcript_part(&t, form->key.bytes, POINT_BYTES);
    transcript_u32(&t, form->options);
    transcript_u32(&t, form->cap);
    add_rows(&t, form);
    transcript_part_begin(&t, layout->rows * row_len);
    for (unsigned place = 0; place < layout->rows; place++)
        transcript_more(&t, ballot + ballot_layout_ciphertext(layout, place, 0),
                        row_len);
    transcript_digest(&t, digest);
}

void
ballot_hash_weight(struct scalar *weight,
                   const uint8_t digest[TRANSCRIPT_DIGEST_BYTES], unsigned row,
                   unsigned slot)
{
    struct transcript t;

    if (slot == 0) {
        scalar_from_u64(weight, 1);
        return;
    }
    transcript_begin(&t, "weight", 3);
    transcript_part(&t, digest, TRANSCRIPT_DIGEST_BYTES);
    transcript_u32(&t, row);
    transcript_u32(&t, slot);
    transcript_scalar(&t, weight);
}

void
ballot_hash_challenge(struct scalar *challenge,
                      const struct ballot_layout *layout,
                      const struct ballot_form *form,
                      const struct ballot_voter *voter,
                      const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                      const uint8_t *ballot)
{
    struct transcript t;
    size_t len = 0;

    for (unsigned place = 0; place < layout->proofs; place++)
        len += ballot_layout_proof(layout, place).branches * 2u * POINT_BYTES;

    transcript_begin(&t, "ballot", 7);
    transcript_part(&t, form->context, sizeof form->context);
    add_voter(&t, voter);
    transcript_part(&t, digest, TRANSCRIPT_DIGEST_BYTES);
    transcript_part_begin(&t, len);
    for (unsigned place = 0; place < layout->proofs; place++) {
        const struct ballot_proof p = ballot_layout_proof(layout, place);

        transcript_more(&t, ballot + p.commitments,
                        p.challenges - p.commitments);
    }
    transcript_scalar(&t, challenge);
}

void
ballot_hash_seed(uint8_t seed[TRANSCRIPT_DIGEST_BYTES],
                 const struct ballot_layout *layout,
                 const struct ballot_form *form,
                 const struct ballot_voter *voter, const uint8_t *choices,
                 const uint8_t secret[BALLOT_SECRET_BYTES])
{
    struct transcript t;

    transcript_begin(&t, "nonces", 11);
    transcript_part(&t, secret, BALLOT_SECRET_BYTES);
    transcript_part(&t, form->context, sizeof form->context);
    transcript_part(&t, form->key.bytes, POINT_BYTES);
    add_voter(&t, voter);
    transcript_u32(&t, form->options);
    transcript_u32(&t, form->cap);
    add_rows(&t, form);
    transcript_part(&t, choices, layout->rows);
    transcript_digest(&t, seed);
}

void
ballot_hash_nonce(struct scalar *nonce,
                  const uint8_t seed[TRANSCRIPT_DIGEST_BYTES], unsigned row,
                  unsigned index, char kind)
{
    struct transcript t;

    transcript_begin(&t, "nonce", 4);
    transcript_part(&t, seed, TRANSCRIPT_DIGEST_BYTES);
    transcript_u32(&t, row);
    transcript_u32(&t, index);
    transcript_part(&t, &kind, 1);
    transcript_scalar(&t, nonce);
}

void
ballot_hash_code(uint8_t code[BALLOT_CODE_BYTES], const uint8_t *ballot,
                 size_t len)
{
    struct transcript t;

    transcript_begin(&t, "ballot-code", 1);
    transcript_part(&t, ballot, len);
    transcript_hash(&t, code);
}
