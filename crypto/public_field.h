/*
 * public_field.h - integers modulo p = 2^255 - 19, for public data only.
 *
 * VARIABLE TIME: nothing secret may come near the files named public_*. Their
 * time, their branches and the addresses they read depend on what they compute.
 * Secrets are for libsodium (crypto/point.h, crypto/scalar.h).
 *
 * An element is kept in limbs of which the low ones carry more bits than the
 * number needs, so that sums need no carrying. Let the nominal bound of a limb
 * be 2^b for the b bits it stands for. An element whose limbs are all at most k
 * times (1 + 2^-7) times their nominal bound is said to have weight k:
 *
 *     carried   weight 1: what every multiplication gives back
 *     a + b     the sum of both weights
 *     a - b     the weight of a, plus 2; b must be carried
 *     -a        weight 2; a must be carried
 *     a * b     each operand of weight 5 at most; the result is carried
 *
 * So a formula is safe if it never multiplies what has more than weight 5, and
 * never subtracts what is not carried; the comments in public_point.c count.
 *
 * There are two forms, chosen when it is compiled: five limbs of 51 bits where
 * the machine multiplies 64 by 64 bits (public_field_51.h), and ten of 26 and
 * 25 bits where it does not, as in WebAssembly (public_field_25.h). Define
 * PUBLIC_FIELD_25 to have the second anywhere, as the tests do.
 */
#ifndef CRYPTO_PUBLIC_FIELD_H
#define CRYPTO_PUBLIC_FIELD_H

#include <stdbool.h>
#include <stdint.h>

#if !defined(__SIZEOF_INT128__) || defined(__wasm__)
#ifndef PUBLIC_FIELD_25
#define PUBLIC_FIELD_25
#endif
#endif

#ifdef PUBLIC_FIELD_25
#include "crypto/public_field_25.h"
#else
#include "crypto/public_field_51.h"
#endif

enum { PUBLIC_FIELD_BYTES = 32 };

/*
 * What each form has; the weights are those of the table above.
 *
 *     public_field_from_bytes   32 bytes, little-endian; the top bit is not
 *                               looked at; carried
 *     public_field_to_bytes     the number from 0 to p - 1; a of weight 5
 *     public_field_add, _sub, _negate, _mul, _square
 *
 * out may be any of the operands.
 */

extern const struct public_field public_field_zero, public_field_one;
extern const struct public_field public_field_sqrt_m1; /* even root of -1 */

/* Whether the number is odd, which RFC 9496 calls negative; a of weight 5. */
bool public_field_is_negative(const struct public_field *a);

bool public_field_is_zero(const struct public_field *a);
bool public_field_eq(const struct public_field *a,
                     const struct public_field *b);

/* |a|: a or -a, whichever is even. a is carried, and so is the result. */
void public_field_abs(struct public_field *out, const struct public_field *a);

/*
 * sqrt(1/v), even; v of weight 5. False if v is not a square or is 0, and out
 * is then sqrt(i/v) or 0. RFC 9496, section 4.2.
 */
bool public_field_inverse_sqrt(struct public_field *out,
                               const struct public_field *v);

#endif
