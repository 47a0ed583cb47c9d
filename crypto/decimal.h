/*
 * decimal.h - numbers as the log formats write them.
 *
 * ASCII digits, no sign, no space, no leading zero except "0" itself. So each
 * number has exactly one form.
 */
#ifndef CRYPTO_DECIMAL_H
#define CRYPTO_DECIMAL_H

#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

#define DECIMAL_DIGITS_MAX 20 /* of 2^64 - 1 */

/* Writes the digits of value, no NUL, and returns how many. */
size_t decimal_format(char out[DECIMAL_DIGITS_MAX], uint64_t value);

/*
 * Reads the whole of digits as one number.
 *
 * max  in: the largest value that the caller's format allows
 *
 * ERR_INPUT: empty, not a digit, a leading zero, or above max. *out is 0 then.
 */
MUST_USE enum err decimal_parse(uint64_t *out, struct span digits,
                                uint64_t max);

#endif
