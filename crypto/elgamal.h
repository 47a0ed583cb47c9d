/*
 * elgamal.h - exponential ElGamal over ristretto255.
 *
 * A ciphertext of the small integer m under the election key Y is
 *
 *     (R, C) = (r*B, m*B + r*Y)
 *
 * so adding ciphertexts component by component adds their plaintexts: the
 * tally is decrypted, no single ballot ever is.
 *
 * Source: Cramer, Gennaro, Schoenmakers, "A Secure and Optimally Efficient
 * Multi-Authority Election Scheme", EUROCRYPT '97. Group: RFC 9496, section 4.
 */
#ifndef CRYPTO_ELGAMAL_H
#define CRYPTO_ELGAMAL_H

#include "crypto/point.h"

enum { ELGAMAL_CT_BYTES = 2 * POINT_BYTES };

struct elgamal_ct {
    struct point r; /* r*B */
    struct point c; /* m*B + r*Y */
};

/*
 * Encrypts one slot.
 *
 * ct    out: ciphertext
 * key   in:  election public key Y
 * mark  in:  the unit of the marked option, or 0; secret
 * r     in:  uniform scalar, secret; never use one twice
 */
void elgamal_encrypt(struct elgamal_ct *ct, const struct point *key,
                     const struct scalar *mark, const struct scalar *r);

/* The encryption of 0 with r = 0: where a sum starts. */
void elgamal_zero(struct elgamal_ct *ct);
void elgamal_add(struct elgamal_ct *sum, const struct elgamal_ct *a,
                 const struct elgamal_ct *b);
void elgamal_sub(struct elgamal_ct *difference, const struct elgamal_ct *a,
                 const struct elgamal_ct *b);

/* R, then C. */
void elgamal_encode(uint8_t out[ELGAMAL_CT_BYTES], const struct elgamal_ct *ct);

/*
 * Reads R and C: ERR_INPUT, and ct all zero, unless both are canonical and
 * neither is the identity.
 */
MUST_USE enum err elgamal_decode(struct elgamal_ct *ct,
                                 const uint8_t in[ELGAMAL_CT_BYTES]);

#endif
