/*
 * scalar.h - integers modulo q, the order of ristretto255.
 *
 * q = 2^252 + 27742317777372353535851937790883648493. Encoded in 32 bytes,
 * little-endian, and always less than q: libsodium 1.0.18 has no such check,
 * so scalar_decode() is the only way in for bytes from outside.
 *
 * Everything here is libsodium's arithmetic and constant time.
 */
#ifndef CRYPTO_SCALAR_H
#define CRYPTO_SCALAR_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"

enum { SCALAR_BYTES = 32 };

struct scalar {
    uint8_t bytes[SCALAR_BYTES];
};

/* ERR_INPUT, and out all zero, unless the bytes encode a number below q. */
MUST_USE enum err scalar_decode(struct scalar *out,
                                const uint8_t in[SCALAR_BYTES]);

/* The number of 64 little-endian bytes modulo q. */
void scalar_reduce(struct scalar *out, const uint8_t in[2 * SCALAR_BYTES]);
void scalar_from_u64(struct scalar *out, uint64_t n);

/* 2^exponent, exponent at most 251: the unit of a digit in a slot. */
void scalar_power_of_two(struct scalar *out, unsigned exponent);

void scalar_add(struct scalar *out, const struct scalar *a,
                const struct scalar *b);
void scalar_sub(struct scalar *out, const struct scalar *a,
                const struct scalar *b);
void scalar_mul(struct scalar *out, const struct scalar *a,
                const struct scalar *b);

/* ERR_INPUT for zero, which has no inverse. */
MUST_USE enum err scalar_invert(struct scalar *out, const struct scalar *a);

/* out = choose ? a : b without a branch; choose is 0 or 1 and may be secret. */
void scalar_select(struct scalar *out, const struct scalar *a,
                   const struct scalar *b, uint8_t choose);

bool scalar_eq(const struct scalar *a, const struct scalar *b);
bool scalar_is_zero(const struct scalar *a);

#endif
