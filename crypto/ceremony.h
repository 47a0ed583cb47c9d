/*
 * ceremony.h - the key ceremony: n trustees (scrutineers) make one election
 * key of which any t can count.
 *
 * Feldman's verifiable secret sharing (FOCS '87), each trustee a dealer, with
 * the coefficients committed to before any is shown, a proof of knowledge of
 * each constant term (no rogue key) and exactly t coefficients (no long
 * polynomial). Trustee i, from 1, has
 *
 *     E_i = eps_i B                      ephemeral key, for its shares' masks
 *     F_ik = a_ik B,  k = 0..t-1         commitments to f_i(x) = sum a_ik x^k
 *     f_i(j) + Hs("key-share", start, i, j, E_i, E_j, eps_i E_j)      masked
 * share Y = sum F_i0,   Y_j = sum_i sum_k j^k F_ik,   x_j = sum_i f_i(j)
 *
 * Everything secret derives from one 32-byte seed and the leaf hash of the
 * ceremony's start, so the seed on paper is the whole backup.
 * crypto/ceremony_hash.h lists what each hash covers.
 */
#ifndef CRYPTO_CEREMONY_H
#define CRYPTO_CEREMONY_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/point.h"
#include "crypto/proof.h"

enum {
    CEREMONY_TRUSTEES_MIN = 3,
    CEREMONY_TRUSTEES_MAX = 16,
    CEREMONY_SEED_BYTES = 32,
    CEREMONY_HASH_BYTES = 32,
};

/* One ceremony: its start entry and its numbers. Public. */
struct ceremony {
    uint8_t start[32];  /* leaf hash of the key-start entry */
    uint16_t trustees;  /* n */
    uint16_t threshold; /* t */
};

/* ERR_INPUT unless 3 <= n <= 16, 2 <= t < n and 2t > n. */
MUST_USE enum err ceremony_check_numbers(unsigned trustees, unsigned threshold);

/* ERR_INPUT unless the numbers are right and 1 <= index <= n. */
MUST_USE enum err ceremony_check_index(const struct ceremony *ceremony,
                                       unsigned index);

/* First round: what a trustee publishes before anybody shows coefficients. */
struct ceremony_commit {
    struct point ephemeral;                  /* E_i */
    struct proof_log possession;             /* of eps_i */
    uint8_t commitment[CEREMONY_HASH_BYTES]; /* of start, i, F_i0..F_i,t-1 */
};

/* Second round: coefficients and everybody's masked share. */
struct ceremony_deal {
    struct point coefficients[CEREMONY_TRUSTEES_MAX]; /* t used */
    struct proof_log possession;                      /* of a_i0 */
    struct scalar masked[CEREMONY_TRUSTEES_MAX]; /* n used; [i-1] is zero */
};

/*
 * In all of the following, ERR_INPUT means numbers or an index out of range, a
 * point or scalar that is not canonical, or the identity: none of E_i, F_ik and
 * the keys may be it. What others made is checked anew wherever it is used.
 *
 * index is the trustee's number i, from 1.
 */
MUST_USE enum err ceremony_commit_make(struct ceremony_commit *out,
                                       const struct ceremony *ceremony,
                                       unsigned index,
                                       const uint8_t seed[CEREMONY_SEED_BYTES]);
MUST_USE enum err ceremony_commit_verify(const struct ceremony_commit *commit,
                                         const struct ceremony *ceremony,
                                         unsigned index);

/*
 * What the commit's proof is bound to, for those who check many at once, with
 * all that ceremony_commit_verify() checks beside the proof. Its tag is
 * "key-ephemeral".
 */
MUST_USE enum err
ceremony_commit_statement(uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                          const struct ceremony_commit *commit,
                          const struct ceremony *ceremony, unsigned index);

/*
 * commits: all n, in order; each must verify, since a share is masked for its
 * E_j. ERR_PROOF if one does not.
 */
MUST_USE enum err ceremony_deal_make(struct ceremony_deal *out,
                                     const struct ceremony *ceremony,
                                     unsigned index,
                                     const struct ceremony_commit *commits,
                                     const uint8_t seed[CEREMONY_SEED_BYTES]);

/*
 * ERR_PROOF: does not open the commitment, or the constant is not known.
 * ERR_INPUT also if the dealer's share for itself is not zero.
 */
MUST_USE enum err ceremony_deal_verify(const struct ceremony_deal *deal,
                                       const struct ceremony *ceremony,
                                       unsigned index,
                                       const struct ceremony_commit *commit);

/* As ceremony_commit_statement(); the tag is "key-constant". */
MUST_USE enum err
ceremony_deal_statement(uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                        const struct ceremony_deal *deal,
                        const struct ceremony *ceremony, unsigned index,
                        const struct ceremony_commit *commit);

/*
 * Trustee `index` unmasks the share that `dealer` dealt to it and checks it
 * against the dealer's coefficients: ERR_PROOF means "complain".
 * For dealer == index the share is computed from the seed. Constant time in
 * seed and share, even in whether the share is good.
 */
MUST_USE enum err ceremony_share_check(const struct ceremony *ceremony,
                                       unsigned index, unsigned dealer,
                                       const struct ceremony_commit *commits,
                                       const struct ceremony_deal *deal,
                                       const uint8_t seed[CEREMONY_SEED_BYTES]);

/*
 * A complaint opens K = eps_j E_i, with its proof. K masks the shares of both
 * directions, i to j and j to i: whoever publishes it about a good share gives
 * both away.
 */
struct ceremony_complaint {
    struct point shared;
    struct proof_equal proof; /* log_B E_j = log_E_i K */
};

/*
 * Does not ask whether the share is bad: call ceremony_share_check() first and
 * complain only of ERR_PROOF.
 */
MUST_USE enum err
ceremony_complaint_make(struct ceremony_complaint *out,
                        const struct ceremony *ceremony, unsigned index,
                        unsigned dealer, const struct ceremony_commit *commits,
                        const uint8_t seed[CEREMONY_SEED_BYTES]);

/*
 * OK: the complaint is proved, the dealer dealt a bad share. ERR_PROOF: the
 * opened mask is not proved, or the share it opens is good (false complaint).
 */
MUST_USE enum err ceremony_complaint_verify(
    const struct ceremony_complaint *complaint, const struct ceremony *ceremony,
    unsigned index, unsigned dealer, const struct ceremony_commit *commits,
    const struct ceremony_deal *deal);

/* Y. deals: all n, in order, each verified before. */
MUST_USE enum err ceremony_key(struct point *key,
                               const struct ceremony *ceremony,
                               const struct ceremony_deal *deals);

/* Y_index, the public half of a trustee's share of the key. */
MUST_USE enum err ceremony_share_key(struct point *key,
                                     const struct ceremony *ceremony,
                                     unsigned index,
                                     const struct ceremony_deal *deals);

/*
 * x_index, a trustee's share of the counting key; secret, the caller wipes it.
 * ERR_PROOF unless x_index*B = Y_index.
 */
MUST_USE enum err
ceremony_share_secret(struct scalar *share, const struct ceremony *ceremony,
                      unsigned index, const struct ceremony_commit *commits,
                      const struct ceremony_deal *deals,
                      const uint8_t seed[CEREMONY_SEED_BYTES]);

#endif
