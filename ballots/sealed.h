/*
 * sealed.h - sealed ballots in the machine: are their ciphertexts new, and
 * adding them to the sums.
 *
 * Cast ballots are public, and so are their sums, so that they are added in
 * variable time (crypto/public_point.h): each point is decoded once, and a sum
 * is encoded when the round is closed.
 */
#ifndef BALLOTS_SEALED_H
#define BALLOTS_SEALED_H

#include "ballots/state.h"

/*
 * Whether an R of this ballot has been accepted in this round, and in which
 * entry. The ballot has the length of its form.
 */
bool sealed_is_copy(const struct opening *op, const uint8_t *ballot,
                    const struct ballot_form *form, uint32_t *entry);

/* Whether no R occurs twice in these ballots of one form, side by side. */
bool sealed_are_distinct(const uint8_t *ballots, size_t count, size_t len,
                         const struct ballot_form *form);

/* Room for the points of this many ballots of the form. ERR_NOMEM. */
MUST_USE enum err sealed_reserve(struct opening *op,
                                 const struct ballot_form *form,
                                 size_t ballots);

/*
 * Adds a proved ballot to the sums and its points to those that have been.
 * decoded, which may be NULL: the points of its ciphertexts, in order. kept,
 * which may be NULL: rows x slots ciphertexts of the ballot, kept so that
 * sealed_take_back() can subtract them when the ballot is replaced.
 */
void sealed_add(struct opening *op, const struct paper *paper,
                const uint8_t *ballot, const struct ballot_form *form,
                const struct public_summand *decoded, uint32_t entry,
                struct elgamal_ct *kept);

/* Subtracts a ballot that sealed_add() kept. */
void sealed_take_back(struct opening *op, const struct paper *paper,
                      const struct ballot_form *form,
                      const struct elgamal_ct *kept);

/* The sum of no ballots. */
void sealed_sum_clear(struct sealed_sum *sum);

/* A sum's bytes. */
void sealed_sum_encode(struct elgamal_ct *out, const struct sealed_sum *sum);

#endif
