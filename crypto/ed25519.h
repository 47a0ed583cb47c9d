/*
 * ed25519.h - signatures.
 *
 * Signing is RFC 8032, section 5.1.6: deterministic, no randomness.
 *
 * Verification of (R, S) over a message under the key A accepts if and only if
 * all of these hold, in bytes:
 *
 *   - S, little-endian, is below the group order L;
 *   - R, without its top bit, is not one of the encodings of the points of
 *     order 1, 2, 4 and 8 (canonical ones, and those of y = p and y = p + 1);
 *   - A, without its top bit, is an integer below p = 2^255 - 19, decodes to a
 *     curve point, and that point's order is not 1, 2, 4 or 8;
 *   - the canonical encoding of S*B - h*A, h = SHA-512(R || A || message) mod
 *     L, equals R byte for byte (no multiplication by the cofactor).
 *
 * So a non-canonical R is refused by the last line, and a given signature is
 * either accepted by every copy of this program or by none. A point with a
 * component of small order that is not itself of small order passes as A.
 *
 * Source: RFC 8032; the acceptance rules are those of libsodium 1.0.18.
 */
#ifndef CRYPTO_ED25519_H
#define CRYPTO_ED25519_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

#define ED25519_SEED_BYTES 32
#define ED25519_PUBLIC_BYTES 32
#define ED25519_SIGNATURE_BYTES 64

struct ed25519_public {
    uint8_t bytes[ED25519_PUBLIC_BYTES];
};

/* Secret: the seed, and the public key after it. Wipe with ed25519_wipe(). */
struct ed25519_secret {
    uint8_t bytes[ED25519_SEED_BYTES + ED25519_PUBLIC_BYTES];
};

struct ed25519_signature {
    uint8_t bytes[ED25519_SIGNATURE_BYTES];
};

/* The key of a seed of 32 uniform bytes; seed is secret. */
void ed25519_from_seed(struct ed25519_secret *out,
                       const uint8_t seed[ED25519_SEED_BYTES]);

/* The public half. */
void ed25519_public(struct ed25519_public *out,
                    const struct ed25519_secret *secret);

bool ed25519_public_eq(const struct ed25519_public *a,
                       const struct ed25519_public *b);

/* Signs the message, which is public; the key is secret. */
void ed25519_sign(struct ed25519_signature *out, struct span message,
                  const struct ed25519_secret *secret);

/* ERR_PROOF: not accepted by the rules above. */
MUST_USE enum err ed25519_verify(const struct ed25519_signature *signature,
                                 struct span message,
                                 const struct ed25519_public *key);

void ed25519_wipe(struct ed25519_secret *secret);

#endif
