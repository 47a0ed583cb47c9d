/*
 * ceremony_hash.h - every hash of the key ceremony, for its own files.
 *
 * Each comment lists the parts of a transcript in order, the tag first; the
 * numbers are u32, `start` is the leaf hash of the ceremony's start.
 */
#ifndef CRYPTO_CEREMONY_HASH_H
#define CRYPTO_CEREMONY_HASH_H

#include "crypto/ceremony.h"
#include "crypto/transcript.h"

/* eps_i: "key-secret", seed, start, i, "ephemeral". Secret. */
void ceremony_hash_ephemeral(struct scalar *out,
                             const struct ceremony *ceremony, unsigned index,
                             const uint8_t seed[CEREMONY_SEED_BYTES]);

/* a_ik: "key-secret", seed, start, i, "coefficient", k. Secret. */
void ceremony_hash_coefficient(struct scalar *out,
                               const struct ceremony *ceremony, unsigned index,
                               unsigned k,
                               const uint8_t seed[CEREMONY_SEED_BYTES]);

/* "key-commitment", start, i, n, t, F_i0..F_i,t-1 (one part). */
void ceremony_hash_commitment(uint8_t out[CEREMONY_HASH_BYTES],
                              const struct ceremony *ceremony, unsigned index,
                              const struct point *coefficients);

/* Possession of eps_i: "key-ephemeral-statement", start, i, n, t. */
void ceremony_hash_ephemeral_statement(uint8_t out[TRANSCRIPT_DIGEST_BYTES],
                                       const struct ceremony *ceremony,
                                       unsigned index);

/* Possession of a_i0: "key-constant-statement", start, i, n, t, F_i0..F_i,t-1.
 */
void ceremony_hash_constant_statement(uint8_t out[TRANSCRIPT_DIGEST_BYTES],
                                      const struct ceremony *ceremony,
                                      unsigned index,
                                      const struct point *coefficients);

/* "key-complaint-statement", start, j, i: trustee j complains of dealer i. */
void ceremony_hash_complaint_statement(uint8_t out[TRANSCRIPT_DIGEST_BYTES],
                                       const struct ceremony *ceremony,
                                       unsigned index, unsigned dealer);

/* "key-share", start, i, j, E_i, E_j, K: hides the share of dealer i for j. */
void ceremony_hash_mask(struct scalar *out, const struct ceremony *ceremony,
                        unsigned dealer, unsigned index,
                        const struct ceremony_commit *commits,
                        const struct point *shared);

#endif
