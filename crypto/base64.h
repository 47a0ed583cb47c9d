/*
 * base64.h - base64 with padding, RFC 4648 section 4, canonical only.
 *
 * Canonical: padded to a multiple of four, no other byte in between, and the
 * bits that the last character does not need are zero (RFC 4648, section 3.5).
 * So each byte string has exactly one form. The codec is libsodium's.
 *
 * Public data only.
 */
#ifndef CRYPTO_BASE64_H
#define CRYPTO_BASE64_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

/* Characters of the base64 of n bytes, without a NUL. */
#define BASE64_LEN(n) (((n) + 2) / 3 * 4)

/*
 * Decodes canonical base64 of at most cap bytes.
 *
 * out  out: cap bytes; all zero on error
 * len  out: how many of them were filled
 *
 * ERR_INPUT: not canonical base64, or more than cap bytes.
 */
MUST_USE enum err base64_decode(uint8_t *out, size_t cap, size_t *len,
                                struct span text);

/* Decodes canonical base64 of exactly len bytes; else as base64_decode. */
MUST_USE enum err base64_decode_exact(uint8_t *out, size_t len,
                                      struct span text);

/* ERR_INPUT: the text, of any length, is not canonical base64. */
MUST_USE enum err base64_check(struct span text);

/*
 * As base64_check, but the unused bits of the last character may be anything.
 * Only for text that is carried and not understood, such as the signatures of
 * unknown keys in a note.
 */
MUST_USE enum err base64_check_loose(struct span text);

#endif
