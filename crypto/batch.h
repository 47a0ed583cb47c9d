/*
 * batch.h - the proofs of many ballots, keys and shares checked as one sum.
 *
 * Every proof of this project claims equations between points: some sum of
 * multiples of its own points equals some sum of multiples of points that all
 * share (B and the keys),
 *
 *     sum over own  a_ij P_j  =  sum over shared  b_ik Q_k
 *
 * A batch gathers the equations of many statements, weighs each with a z_i of
 * 128 bits of its own, and checks one equation,
 *
 *     sum_j (sum_i z_i a_ij) P_j  =  sum_k (sum_i z_i b_ik) Q_k
 *
 * in which every point stands once. If all equations hold so does this one. If
 * one does not, this one holds for at most one value of its weight (the group
 * has prime order), so with probability at most 2^-128 over the weights
 * (Bellare, Garay, Rabin, "Fast Batch Verification for Modular Exponentiation
 * and Digital Signatures", EUROCRYPT '98). The weights must not be known before
 * the batch is fixed: they come from 32 fresh random bytes and from a hash of
 * all that is in the batch,
 *
 *     h_0 = zeros, h_n = hash("batch-statement", h_{n-1}, statement n)
 *     key = hash("batch-key", seed, u32 statements, h_last)
 *     z_4i .. z_4i+3 = digest("batch-weight", key, u32 i)
 *
 * so that even who guesses the seed must meet weights that change with every
 * bit. If the sum fails it is made of each half, and so on, until each bad
 * statement is found. Everything that is not an equation (lengths, canonical
 * numbers, no identity, no R twice, hashes) is checked when a statement is
 * added, by the code that checks a single one.
 *
 * Variable time; everything in a batch is public.
 */
#ifndef CRYPTO_BATCH_H
#define CRYPTO_BATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/ballot.h"
#include "crypto/decryption.h"
#include "crypto/memory.h"
#include "crypto/proof.h"
#include "crypto/public_point.h"
#include "crypto/transcript.h"

enum { BATCH_SEED_BYTES = 32 };

/* How much is in a batch: where to cut it. */
struct batch_extent {
    size_t statements;
    size_t equations;
    size_t points; /* own */
    size_t terms;
};

struct batch_term;
struct batch_shared;

/* Read it through the functions below. */
struct batch {
    struct memory memory;
    struct batch_extent used;
    struct batch_extent room;
    struct batch_extent *ends; /* of each statement */
    struct public_summand *points;
    struct batch_term *terms;
    struct batch_shared *shared; /* B first */
    size_t shared_count;
    size_t shared_room;
    uint8_t digest[TRANSCRIPT_HASH_BYTES]; /* h_n */
};

/* An empty batch that takes its arrays from memory. Allocates nothing yet. */
void batch_init(struct batch *b, struct memory memory);
void batch_free(struct batch *b);

/* Takes out everything, and keeps the arrays for what comes next. */
void batch_clear(struct batch *b);

/* What is in it; its statements are numbered from 0 in the order they came. */
const struct batch_extent *batch_used(const struct batch *b);

/*
 * The own points of the statements that were added since the batch had this
 * extent, decoded; of a ballot first its ciphertexts, R before C, in order of
 * rows and slots. Borrowed until the batch changes.
 */
const struct public_summand *batch_points(const struct batch *b,
                                          const struct batch_extent *since);

/* Takes out what came after the batch had this extent. */
void batch_cut(struct batch *b, const struct batch_extent *used);

/*
 * Adding one statement. ERR_NOMEM: no memory. Any other error: the statement is
 * one that the function which checks a single one refuses too, before it looks
 * at any equation; ask that one for the reason. On error the batch is as it
 * was.
 */

/* As ballot_verify(). */
MUST_USE enum err batch_add_ballot(struct batch *b, const uint8_t *ballot,
                                   size_t len, const struct ballot_form *form,
                                   const struct ballot_voter *voter);

/* As proof_log_verify() and proof_equal_verify(). */
MUST_USE enum err
batch_add_log(struct batch *b, const struct proof_log *proof, const char *tag,
              const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
              const struct point *public_key);
MUST_USE enum err
batch_add_equal(struct batch *b, const struct proof_equal *proof,
                const char *tag,
                const uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                const struct point *public_key, const struct point *m,
                const struct point *z);

/* As decryption_share_verify(). */
MUST_USE enum err batch_add_share(struct batch *b, const struct point *partials,
                                  const struct proof_equal *proof,
                                  const struct decryption_statement *st);

/*
 * Checks all statements.
 *
 * holds  out: one for each statement; all false on error
 * seed   in:  random, and drawn after the last statement was known to whoever
 *             made them
 * ERR_NOMEM: no memory.
 */
MUST_USE enum err batch_verify(struct batch *b, bool *holds,
                               const uint8_t seed[BATCH_SEED_BYTES]);

#endif
