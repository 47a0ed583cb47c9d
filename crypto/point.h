/*
 * point.h - elements of the group ristretto255 (RFC 9496), written additively.
 *
 * Encoded in 32 bytes, canonical; the identity is 32 zero bytes. B is the
 * standard base point. A struct point always holds a valid encoding: bytes
 * from outside come in by point_decode() (identity refused, as in ballots and
 * keys) or point_decode_any() (identity legal, as in sums and partial
 * decryptions).
 *
 * libsodium 1.0.18 multiplies by scalars of q or more, clears their top bit,
 * ignores the top bit of a point, returns an error when a product is the
 * identity and calls the identity a valid point; this module is where that is
 * put right.
 *
 * Constant time in scalars and points, except where a function says public.
 */
#ifndef CRYPTO_POINT_H
#define CRYPTO_POINT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/scalar.h"

enum { POINT_BYTES = 32 };

struct point {
    uint8_t bytes[POINT_BYTES];
};

/* ERR_INPUT, and out the identity, unless canonical and not the identity. */
MUST_USE enum err point_decode(struct point *out,
                               const uint8_t in[POINT_BYTES]);

/* The same with the identity allowed. */
MUST_USE enum err point_decode_any(struct point *out,
                                   const uint8_t in[POINT_BYTES]);

void point_identity(struct point *out);
void point_base(struct point *out); /* B */

/* out may be one of the operands. The operands are valid, so these succeed. */
void point_add(struct point *out, const struct point *a, const struct point *b);
void point_sub(struct point *out, const struct point *a, const struct point *b);

/* s*B and s*p; any scalar, any valid point, the identity as result included. */
void point_mul_base(struct point *out, const struct scalar *s);
void point_mul(struct point *out, const struct scalar *s,
               const struct point *p);

bool point_eq(const struct point *a, const struct point *b);
bool point_is_identity(const struct point *p);

#endif
