/*
 * token.h - what a voting card carries.
 *
 * A token is 128 random bits. With the hash of the genesis entry it gives the
 * seed of the invitation key, so a token works in one conference only:
 *
 *     seed = first 32 bytes of transcript("invitation", genesis, token)
 *
 * A token and all its forms are secret. What writes them is constant time; what
 * reads them is not, since it runs once, on the card holder's own device.
 *
 * On paper it is a QR code and ten groups of five digits: four for 13 bits
 * (0000..8191, most significant first, 130 bits with two leading zero bits)
 * and one check digit, so that a slip of the finger is found group by group.
 * The check digit is Damm's (2004) over the group's place, from 0, and its four
 * digits: it catches every single wrong digit, every swap of neighbours and
 * groups typed in the wrong order.
 */
#ifndef CRYPTO_TOKEN_H
#define CRYPTO_TOKEN_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"

enum {
    TOKEN_BYTES = 16,
    TOKEN_SEED_BYTES = 32,
    TOKEN_GROUPS = 10,
    TOKEN_GROUP_DIGITS = 5,
    TOKEN_DIGITS_BYTES = TOKEN_GROUPS * (TOKEN_GROUP_DIGITS + 1), /* with NUL */
    TOKEN_TYPED_MAX = 256, /* characters read, separators included */
    TOKEN_TEXT_BYTES = 23, /* 22 characters of base64url and NUL */
};

/* Ed25519 seed of the invitation key; secret, as the token is. */
void token_seed(uint8_t seed[TOKEN_SEED_BYTES], const uint8_t genesis[32],
                const uint8_t token[TOKEN_BYTES]);

/* Groups separated by single spaces, NUL at the end. */
void token_to_digits(char out[TOKEN_DIGITS_BYTES],
                     const uint8_t token[TOKEN_BYTES]);

/*
 * Reads digits as typed: spaces and hyphens anywhere are ignored.
 * ERR_INPUT, and token all zero: anything else but digits, not fifty of them, a
 * wrong check digit or a number too large; *bad_group is then the first bad
 * group from 1, or 0 when the length is wrong.
 */
MUST_USE enum err token_from_digits(uint8_t token[TOKEN_BYTES],
                                    unsigned *bad_group, const char *text,
                                    size_t len);

/*
 * base64url without padding, as in the QR code. ERR_INPUT, and token all zero,
 * unless it is exactly the 22 characters that token_to_text() writes.
 */
void token_to_text(char out[TOKEN_TEXT_BYTES],
                   const uint8_t token[TOKEN_BYTES]);
MUST_USE enum err token_from_text(uint8_t token[TOKEN_BYTES], const char *text,
                                  size_t len);

#endif
