/*
 * ballot_layout.h - where the parts of a ballot stand, for the files that
 * seal, read and check ballots.
 *
 * A ballot has one proof a row and, with a cap, one more after the last row.
 * All offsets are bytes from the start of the ballot.
 */
#ifndef CRYPTO_BALLOT_LAYOUT_H
#define CRYPTO_BALLOT_LAYOUT_H

#include <stddef.h>

#include "crypto/ballot.h"

enum {
    /* Of one proof: a cap of N has N+1 branches, and N is at most the rows. */
    BALLOT_BRANCHES_MAX = BALLOT_ROWS_MAX + 1,
};

struct ballot_layout {
    unsigned options;   /* K */
    unsigned cap;       /* N */
    unsigned rows;      /* places of rows are 0..rows-1 */
    unsigned slots;     /* S, of a row */
    unsigned digits;    /* g, options counted in one slot */
    unsigned proofs;    /* rows, and one for the cap */
    size_t row_bytes;   /* all of one row */
    size_t proof_bytes; /* of one row: without its ciphertexts */
    size_t bytes;       /* all of the ballot */
};

/* Where one proof stands; branches n: n pairs A||D, n-1 c, n s. */
struct ballot_proof {
    unsigned branches;
    size_t commitments;
    size_t challenges;
    size_t responses;
};

/* ERR_INPUT if the numbers are out of range; see ballot_bytes(). */
MUST_USE enum err ballot_layout_init(struct ballot_layout *layout,
                                     unsigned options, unsigned cap,
                                     unsigned rows);

/*
 * The same from a form, with all that ballot_seal() and ballot_verify() demand
 * of form, voter and length: row numbers from 1 that increase, a name of
 * 1..BALLOT_NAME_MAX bytes, an attempt from 1, and for ballot_layout_check() a
 * key that is a point and not the identity. ERR_INPUT if not.
 */
MUST_USE enum err ballot_layout_check_numbers(struct ballot_layout *layout,
                                              const struct ballot_form *form,
                                              const struct ballot_voter *voter,
                                              size_t len);
MUST_USE enum err ballot_layout_check(struct ballot_layout *layout,
                                      const struct ballot_form *form,
                                      const struct ballot_voter *voter,
                                      size_t len);

size_t ballot_layout_ciphertext(const struct ballot_layout *layout,
                                unsigned place, unsigned slot);

/* place == rows means the proof of the cap. */
struct ballot_proof ballot_layout_proof(const struct ballot_layout *layout,
                                        unsigned place);

#endif
