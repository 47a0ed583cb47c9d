/*
 * proof.h - the two small proofs of the key ceremony and of counting.
 *
 * Knowledge of a logarithm (Schnorr, J. Cryptology 1991): X = x*B;
 * A = k*B, c = Hs(tag, statement, X, A), s = k + c*x; check s*B = A + c*X.
 *
 * Equality of logarithms (Chaum, Pedersen, CRYPTO '92): X = x*B and Z = x*M;
 * A = k*B, D = k*M, c = Hs(tag, statement, X, M, Z, A, D), s = k + c*x;
 * check s*B = A + c*X and s*M = D + c*Z.
 *
 * The wire carries the commitments, so that proofs can be checked in batches.
 * `statement` is the digest of all that the proof is bound to, made by the
 * caller with a transcript; `tag` names the use. The nonce is derived from
 * all that is proved, so that it repeats only where the whole proof does:
 * k = Hs("proof-nonce", x, tag, statement), and M as one part more for
 * equality.
 */
#ifndef CRYPTO_PROOF_H
#define CRYPTO_PROOF_H

#include <stdbool.h>

#include "crypto/point.h"
#include "crypto/transcript.h"

enum {
    PROOF_LOG_BYTES = POINT_BYTES + SCALAR_BYTES,
    PROOF_EQUAL_BYTES = 2 * POINT_BYTES + SCALAR_BYTES,
};

struct proof_log {
    struct point a;
    struct scalar s;
};

struct proof_equal {
    struct point a;
    struct point d;
    struct scalar s;
};

/*
 * Whether left = commitment + c*image, the one equation of every proof of this
 * project, those of ballots included; left is s times B or another point.
 */
bool proof_equation_holds(const struct point *left,
                          const struct point *commitment,
                          const struct scalar *c, const struct point *image);

/*
 * In both, a verifier's ERR_INPUT means a scalar or point that is not canonical
 * and ERR_PROOF an equation that fails. The identity is a point like any other:
 * a caller that needs a key other than the identity refuses it itself.
 */

/* x is secret; X = x*B is computed. */
void proof_log_make(struct proof_log *out, const char *tag,
                    const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                    const struct scalar *x);
MUST_USE enum err
proof_log_verify(const struct proof_log *proof, const char *tag,
                 const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                 const struct point *public_key);

/* x is secret. m is public and may be the identity. */
void proof_equal_make(struct proof_equal *out, const char *tag,
                      const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                      const struct scalar *x, const struct point *m);
MUST_USE enum err
proof_equal_verify(const struct proof_equal *proof, const char *tag,
                   const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                   const struct point *public_key, const struct point *m,
                   const struct point *z);

/* The challenges c of the two, for those who check many proofs at once. */
void proof_log_challenge(struct scalar *c, const struct proof_log *proof,
                         const char *tag,
                         const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                         const struct point *public_key);
void proof_equal_challenge(struct scalar *c, const struct proof_equal *proof,
                           const char *tag,
                           const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                           const struct point *public_key,
                           const struct point *m, const struct point *z);

/* Wire form: points, then scalar. Decoding refuses what is not canonical. */
void proof_log_encode(uint8_t out[PROOF_LOG_BYTES], const struct proof_log *p);
MUST_USE enum err proof_log_decode(struct proof_log *out,
                                   const uint8_t in[PROOF_LOG_BYTES]);
void proof_equal_encode(uint8_t out[PROOF_EQUAL_BYTES],
                        const struct proof_equal *p);
MUST_USE enum err proof_equal_decode(struct proof_equal *out,
                                     const uint8_t in[PROOF_EQUAL_BYTES]);

#endif
