/*
 * ballot.h - sealing and checking one ballot.
 *
 * A ballot marks exactly one of K options in each of its rows. Options 1..K-1
 * are counted in slots of g digits (g = 2, or 1 on a paper with a cap): option
 * k (from 0) lives in slot floor(k/g) with unit P^(k mod g), P = 2^32; the last
 * option is "none of these" and has no unit. Each slot is one ElGamal
 * ciphertext; one proof a row shows that the row marks exactly one option:
 *
 *     e_0 = 1, e_i = Hs("weight", digest, row, i)
 *     sum e_i*ct_i encrypts one of { e_slot(k) P^(k mod g) : k } or 0
 *
 * and on a paper with cap N one more shows that at most N rows mark the first
 * option. Both are OR proofs (Cramer, Damgard, Schoenmakers, CRYPTO '94) over
 * equality of logarithms (Chaum, Pedersen, CRYPTO '92) with the commitments on
 * the wire and one challenge for the whole ballot, so that many ballots can be
 * verified as one multi-scalar multiplication. crypto/ballot_hash.h lists what
 * each hash covers, docs/protocol.md has the bytes.
 *
 * Layout: for each row its S pairs (R, C), its K pairs of commitments (A, D),
 * c_0..c_{K-2}, s_0..s_{K-1}; then, with a cap, N+1 pairs (A, D), N values c,
 * N+1 values s.
 */
#ifndef CRYPTO_BALLOT_H
#define CRYPTO_BALLOT_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/elgamal.h"
#include "crypto/err.h"

enum {
    BALLOT_OPTIONS_MIN = 2,
    BALLOT_OPTIONS_MAX = 8,
    BALLOT_SLOTS_MAX = BALLOT_OPTIONS_MAX - 1, /* with a cap, one option each */
    BALLOT_BYTES_MAX = 48000,
    BALLOT_ROWS_MAX = 166, /* rows of two options that fit 48,000 bytes */
    BALLOT_SECRET_BYTES = 32,
    BALLOT_CODE_BYTES = 32,
    BALLOT_NAME_MAX = 128, /* bytes of a voter's key name */
};

/* What the open paper asks of this voter; all public. */
struct ballot_form {
    struct point key;              /* election key Y */
    uint8_t context[32];           /* leaf hash of the open entry */
    uint16_t options;              /* K */
    uint16_t cap;                  /* N; 0 means the paper has no cap */
    uint16_t rows;                 /* rows on this ballot, at least 1 */
    uint16_t row[BALLOT_ROWS_MAX]; /* their numbers, from 1, increasing */
};

/* Whose ballot it is; every field goes into the challenge. */
struct ballot_voter {
    uint8_t key[32];      /* Ed25519 public key; zeros for a paper sheet */
    const char *name;     /* key name, e.g. "<origin>/seat/017"; borrowed */
    uint32_t attempt;     /* from 1 */
    uint8_t previous[32]; /* leaf hash of the attempt before; zeros for none */
};

/* S: slots a row has. */
unsigned ballot_slots(unsigned options, unsigned cap);

/*
 * Bytes of a ballot, 0 if the numbers are out of range: options 2..8, rows
 * 1..BALLOT_ROWS_MAX, cap at most rows, and at most BALLOT_BYTES_MAX in all.
 */
size_t ballot_bytes(unsigned options, unsigned cap, unsigned rows);

/*
 * Seals a ballot.
 *
 * out      out: ballot_bytes(...) bytes; len says how many there are
 * choices  in:  one number 0..K-1 a row of the form; secret
 * secret   in:  fresh random bytes, one sealing only; secret
 *
 * Every nonce is derived from the secret and from all that is sealed, so
 * sealing again with other choices never uses a nonce twice.
 * ERR_INPUT, and out all zero: form, voter or len is wrong, a choice is out of
 * range, or more rows than the cap mark the first option. Constant time in
 * choices and secret, even in whether the choices are valid.
 */
MUST_USE enum err ballot_seal(uint8_t *out, size_t len,
                              const struct ballot_form *form,
                              const struct ballot_voter *voter,
                              const uint8_t *choices,
                              const uint8_t secret[BALLOT_SECRET_BYTES]);

/*
 * Checks form and every proof of a ballot.
 *
 * ERR_INPUT: wrong form, voter or length, a scalar or point not canonical, the
 * identity among ciphertexts or commitments, or one R twice. ERR_PROOF: an
 * equation fails.
 */
MUST_USE enum err ballot_verify(const uint8_t *ballot, size_t len,
                                const struct ballot_form *form,
                                const struct ballot_voter *voter);

/*
 * Reads the ciphertext of a row (its place on this ballot, from 0) and slot.
 * ERR_INPUT if out of range or not decodable.
 */
MUST_USE enum err ballot_ciphertext(struct elgamal_ct *ct,
                                    const uint8_t *ballot, size_t len,
                                    const struct ballot_form *form,
                                    unsigned place, unsigned slot);

/*
 * The code shown before "cast, or test?": the first 32 bytes of the transcript
 * "ballot-code", the ballot.
 */
void ballot_code(uint8_t code[BALLOT_CODE_BYTES], const uint8_t *ballot,
                 size_t len);

/*
 * Test ballot: seals again from the revealed choices and secret, on another
 * device, and compares with the code shown before. ERR_PROOF if it differs;
 * ERR_INPUT as ballot_seal(). Needs BALLOT_BYTES_MAX bytes of stack.
 */
MUST_USE enum err ballot_rederive(const uint8_t code[BALLOT_CODE_BYTES],
                                  const struct ballot_form *form,
                                  const struct ballot_voter *voter,
                                  const uint8_t *choices,
                                  const uint8_t secret[BALLOT_SECRET_BYTES]);

#endif
