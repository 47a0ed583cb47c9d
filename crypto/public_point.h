/*
 * public_point.h - ristretto255 (RFC 9496) on the curve itself, for public
 * data only.
 *
 * VARIABLE TIME, see crypto/public_field.h: nothing secret may come near. What
 * is secret is multiplied by crypto/point.h.
 *
 * A struct point is 32 bytes, and every sum of two decodes both and encodes
 * again, which costs six times what the sum does. Here a point is decoded once,
 * computed with, and encoded when its bytes are needed.
 *
 * A public_point is (X : Y : Z : T) on -x^2 + y^2 = 1 + d x^2 y^2 with x = X/Z,
 * y = Y/Z, T = XY/Z, all four carried: extended coordinates (Hisil, Wong,
 * Carter, Dawson, "Twisted Edwards Curves Revisited", ASIACRYPT 2008). It
 * stands for its coset of the four points of order 4, so that two of them may
 * differ and be equal; ask public_point_eq().
 */
#ifndef CRYPTO_PUBLIC_POINT_H
#define CRYPTO_PUBLIC_POINT_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/public_field.h"

enum { PUBLIC_POINT_BYTES = 32 };

struct public_point {
    struct public_field x, y, z, t;
};

/* A point with Z = 1 as a summand: y + x, y - x and 2dxy. */
struct public_summand {
    struct public_field sum;        /* weight 2 */
    struct public_field difference; /* weight 3 */
    struct public_field product;    /* carried */
};

extern const struct public_point public_point_identity;
extern const struct public_point public_point_base; /* B */

/*
 * The point of 32 bytes, with Z = 1; the identity is legal. ERR_INPUT, and out
 * the identity, unless they are canonical: exactly those that
 * point_decode_any() takes.
 */
MUST_USE enum err public_point_decode(struct public_point *out,
                                      const uint8_t in[PUBLIC_POINT_BYTES]);

void public_point_encode(uint8_t out[PUBLIC_POINT_BYTES],
                         const struct public_point *p);

/* Whether both stand for the same element. */
bool public_point_eq(const struct public_point *a,
                     const struct public_point *b);
bool public_point_is_identity(const struct public_point *p);

/* out may be any of the operands. */
void public_point_add(struct public_point *out, const struct public_point *a,
                      const struct public_point *b);
void public_point_sub(struct public_point *out, const struct public_point *a,
                      const struct public_point *b);
void public_point_double(struct public_point *out,
                         const struct public_point *p);

/* The point, which must have Z = 1: decoded, or a constant. */
void public_summand_make(struct public_summand *out,
                         const struct public_point *p);

/* a + b and a - b at seven multiplications. */
void public_summand_add(struct public_point *out, const struct public_point *a,
                        const struct public_summand *b);
void public_summand_sub(struct public_point *out, const struct public_point *a,
                        const struct public_summand *b);

#endif
