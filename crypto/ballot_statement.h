/*
 * ballot_statement.h - what each proof of a ballot claims: that one ciphertext
 * (R, C) encrypts one of n values u_0..u_{n-1}.
 *
 * Row:  (R, C) = sum e_i (R_i, C_i);  u_k = e_slot(k) P^(k mod g) for k < K-1,
 *       and u_{K-1} = 0.
 * Cap:  (R, C) = sum over the rows of their slot 0;  u_i = i for i = 0..N.
 */
#ifndef CRYPTO_BALLOT_STATEMENT_H
#define CRYPTO_BALLOT_STATEMENT_H

#include "crypto/ballot_layout.h"
#include "crypto/transcript.h"

/* The weights e_0.. of a row, by ballot_hash_weight(). */
void ballot_statement_weights(struct scalar weights[BALLOT_SLOTS_MAX],
                              const struct ballot_layout *layout,
                              const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                              unsigned row);

/* The unit of option k in its slot: P^(k mod g). */
void ballot_statement_unit(struct scalar *unit,
                           const struct ballot_layout *layout, unsigned option);

void ballot_statement_row_values(struct scalar values[BALLOT_OPTIONS_MAX],
                                 const struct ballot_layout *layout,
                                 const struct scalar weights[BALLOT_SLOTS_MAX]);

/*
 * (R, C) of a row or of the cap, read from a ballot. ERR_INPUT if one of its
 * ciphertexts cannot be read.
 */
MUST_USE enum err
ballot_statement_row_sum(struct elgamal_ct *sum,
                         const struct ballot_layout *layout,
                         const uint8_t *ballot, unsigned place,
                         const struct scalar weights[BALLOT_SLOTS_MAX]);
MUST_USE enum err ballot_statement_cap_sum(struct elgamal_ct *sum,
                                           const struct ballot_layout *layout,
                                           const uint8_t *ballot);

#endif
