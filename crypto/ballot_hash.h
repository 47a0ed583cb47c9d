/*
 * ballot_hash.h - every hash of a ballot, for the files that seal and check.
 *
 * Each comment lists the parts of a transcript in order, the tag first; the
 * numbers are u32. `rows` is one part: the row numbers as u16, big-endian.
 */
#ifndef CRYPTO_BALLOT_HASH_H
#define CRYPTO_BALLOT_HASH_H

#include "crypto/ballot_layout.h"
#include "crypto/transcript.h"

/*
 * "ciphertexts", context, Y, K, N, rows, all ciphertexts (one part: R||C for
 * each slot of each row, as on the wire).
 */
void ballot_hash_ciphertexts(uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                             const struct ballot_layout *layout,
                             const struct ballot_form *form,
                             const uint8_t *ballot);

/* e_0 = 1; for slot > 0: "weight", digest, row number, slot. */
void ballot_hash_weight(struct scalar *weight,
                        const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                        unsigned row, unsigned slot);

/*
 * "ballot", context, voter's key, voter's name, attempt, previous, digest, all
 * commitments (one part: A||D for each branch of each row, then of the cap).
 */
void ballot_hash_challenge(struct scalar *challenge,
                           const struct ballot_layout *layout,
                           const struct ballot_form *form,
                           const struct ballot_voter *voter,
                           const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                           const uint8_t *ballot);

/*
 * "nonces", secret, context, Y, voter's key, voter's name, attempt, previous,
 * K, N, rows, choices (one part: a byte a row). The seed is secret.
 */
void ballot_hash_seed(uint8_t seed[TRANSCRIPT_DIGEST_BYTES],
                      const struct ballot_layout *layout,
                      const struct ballot_form *form,
                      const struct ballot_voter *voter, const uint8_t *choices,
                      const uint8_t secret[BALLOT_SECRET_BYTES]);

/*
 * "nonce", seed, row number (0 for the cap), slot or branch, kind: "r" for a
 * ciphertext, "w" for a commitment, "c" for a chosen challenge.
 */
void ballot_hash_nonce(struct scalar *nonce,
                       const uint8_t seed[TRANSCRIPT_DIGEST_BYTES],
                       unsigned row, unsigned index, char kind);

/* "ballot-code", the ballot. */
void ballot_hash_code(uint8_t code[BALLOT_CODE_BYTES], const uint8_t *ballot,
                      size_t len);

#endif
