/*
 * decryption.h - opening the sum of a paper, never a single ballot.
 *
 * Trustee i publishes D_l = x_i R_l for every sum l with one proof for all of
 * them (weights from the transcript as in RFC 9497, section 2.2.1):
 *
 *     digest = "share-statement", open, close, u32 index, Y_i,
 *              all sums (one part, R||C each), all D_l (one part)
 *     w_l = Hs("share-weight", digest, u32 l), l from 0
 *     M = sum w_l R_l,  Z = sum w_l D_l,  log_B Y_i = log_M Z
 *
 * The proof's tag is "share", its statement the digest.
 *
 * Any t trustees combine by Lagrange at 0: m_l B = C_l - sum lambda_i D_il.
 * A result's counts are checked against m_l B, with their bounds: without
 * them 4294967316 and 5 would pass for 20 and 6.
 *
 * The sums and shares are public; the identity is legal among them.
 */
#ifndef CRYPTO_DECRYPTION_H
#define CRYPTO_DECRYPTION_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/ballot.h"
#include "crypto/elgamal.h"
#include "crypto/proof.h"

enum {
    DECRYPTION_SUMS_MAX = 2048, /* more than an entry of the log can hold */
    DECRYPTION_BALLOTS_MAX = 1 << 20, /* of one row, that can be counted */
};

/* What a share speaks of; all public, pointers borrowed. */
struct decryption_statement {
    uint8_t open[32];              /* leaf hash of the open entry */
    uint8_t close[32];             /* leaf hash of the close entry */
    uint16_t index;                /* trustee's number, from 1 */
    struct point share_key;        /* Y_index */
    const struct elgamal_ct *sums; /* in order of rows, then slots */
    size_t count;                  /* 1..DECRYPTION_SUMS_MAX */
};

/*
 * Makes a share. partials: count points, out. share: x_index, secret; it must
 * be the one whose public half the statement has, else the proof fails.
 *
 * ERR_INPUT, here and in verifying: an index or a count out of range, a point
 * that is not canonical, or the identity as share_key. ERR_PROOF: the proof
 * does not hold.
 */
MUST_USE enum err decryption_share_make(struct point *partials,
                                        struct proof_equal *proof,
                                        const struct decryption_statement *st,
                                        const struct scalar *share);
MUST_USE enum err
decryption_share_verify(const struct point *partials,
                        const struct proof_equal *proof,
                        const struct decryption_statement *st);

/*
 * Of the statement of a share, for those who check many at once: the part of
 * ERR_INPUT that needs no point, the digest, and w_l.
 */
MUST_USE enum err
decryption_check_numbers(const struct decryption_statement *st);
void decryption_digest(uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                       const struct decryption_statement *st,
                       const struct point *partials);
void decryption_weight(struct scalar *weight,
                       const uint8_t digest[TRANSCRIPT_DIGEST_BYTES], size_t l);

/*
 * Combines: opened = C - sum lambda_i D_i for one slot.
 *
 * index     in: numbers of t different trustees
 * partials  in: their D for this slot, in the same order
 * ERR_INPUT: fewer than 1 or more than CEREMONY_TRUSTEES_MAX, a number 0, too
 * large or twice, or a point that is not canonical.
 */
MUST_USE enum err decryption_combine(struct point *opened,
                                     const struct elgamal_ct *sum,
                                     const uint16_t *index,
                                     const struct point *partials,
                                     size_t trustees);

/*
 * Checks one row's counts against its opened slots.
 *
 * counts  in: K counts, the last being "none of these"
 * n       in: ballots counted in this row
 * opened  in: ballot_slots(options, cap) points
 * ERR_PROOF unless every count is at most n, they add up to n, and each slot's
 * point is the sum of its counts times their units. ERR_INPUT: options out of
 * range.
 */
MUST_USE enum err decryption_check_row(const uint32_t *counts, unsigned options,
                                       unsigned cap, uint32_t n,
                                       const struct point *opened);

/*
 * Bytes of scratch that decryption_count_row() needs for n ballots, about 40 to
 * 48 times n; 0 if n is above DECRYPTION_BALLOTS_MAX.
 */
size_t decryption_scratch_bytes(uint32_t n);

/*
 * Finds one row's counts by baby-step giant-step; variable time, its inputs
 * are public. A slot of two options takes about 2n additions. scratch is
 * aligned for uint32_t. ERR_PROOF if no counts with the bounds above exist;
 * ERR_INPUT: options or n out of range, scratch too small, or a point not
 * canonical.
 */
MUST_USE enum err decryption_count_row(uint32_t *counts, unsigned options,
                                       unsigned cap, uint32_t n,
                                       const struct point *opened,
                                       void *scratch, size_t scratch_bytes);

#endif
