/*
 * utf8.h - which texts we accept: valid UTF-8, and nothing that hides.
 *
 * Source: RFC 3629 (no overlong form, no surrogate, nothing above U+10FFFF);
 * Unicode Standard Annex #9 for the directional formatting characters.
 */
#ifndef CRYPTO_UTF8_H
#define CRYPTO_UTF8_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

/*
 * Takes the first code point off *rest.
 *
 * ERR_INPUT: *rest is empty or does not begin with a valid UTF-8 sequence. It
 * then stays as it was and *point is 0.
 */
MUST_USE enum err utf8_next(uint32_t *point, struct span *rest);

/* ERR_INPUT: not valid UTF-8. */
MUST_USE enum err utf8_check(struct span text);

/*
 * Text that a person reads as it stands: valid UTF-8 without control
 * characters (C0 with TAB and LF, DEL, C1), without the characters that
 * reorder what follows (U+061C, U+200E, U+200F, U+202A to U+202E, U+2066 to
 * U+2069), without line and paragraph separators (U+2028, U+2029) and without
 * a byte order mark (U+FEFF).
 *
 * ERR_INPUT: anything else. An empty text is plain.
 */
MUST_USE enum err utf8_check_plain(struct span text);

/* Unicode's White_Space property: what a key name must not contain. */
bool utf8_is_space(uint32_t point);

#endif
