/*
 * cheat.h - a prover for tests that may lie.
 *
 * It seals any plaintexts and claims any branch of each proof, and else does
 * all that a prover can: simulated branches, right hashes, right sums. With
 * true claims its ballots are valid, which shows that the lie alone is what a
 * refusal is about. It works by the textbook, with points where ballot_seal()
 * works with scalars, and so checks that too.
 */
#ifndef TESTS_SUPPORT_CHEAT_H
#define TESTS_SUPPORT_CHEAT_H

#include <stdbool.h>

#include "crypto/ballot.h"

enum { CHEAT_ROWS_MAX = 4 };

struct cheat {
    struct scalar plaintext[CHEAT_ROWS_MAX][BALLOT_SLOTS_MAX];
    unsigned branch[CHEAT_ROWS_MAX]; /* claimed true in each row */
    unsigned cap_branch;             /* claimed true in the cap's proof */
    bool unweighted;                 /* takes all weights for 1 */
    bool repeat_nonce;               /* one r for all ciphertexts */
    bool zero_nonce;                 /* r = 0 in the first ciphertext */
    bool split_nonce;                /* R with another r than C */
    bool zero_commitment;            /* w = 0 in each claimed branch */
};

/* What an honest voter with these choices would encrypt and claim. */
struct cheat cheat_honest(const struct ballot_form *form,
                          const uint8_t *choices);

/* out: ballot_bytes() of the form. */
void cheat_seal(uint8_t *out, const struct ballot_form *form,
                const struct ballot_voter *voter, const struct cheat *cheat);

#endif
