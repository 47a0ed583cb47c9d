/*
 * record_code.h - the record code (大会记录码): a log's root, short enough to
 * read out and to compare with a photograph of the wall.
 *
 * The first 125 bits of the root, most significant first, as 25 characters of
 * Crockford's base 32 (0-9 and A-Z without I, L, O, U) in five groups of five:
 *
 *     7M3QX-0KD9V-...
 *
 * It has this length since whoever runs the log could look for two histories
 * with one code: for 125 bits that takes 2^62 tries, for 80 it would have been
 * 2^40. The root of the first entry alone is its leaf hash, so the code of a
 * tree of size 1 names the conference. Nothing here is secret.
 */
#ifndef BALLOTS_RECORD_CODE_H
#define BALLOTS_RECORD_CODE_H

#include <stdbool.h>

#include "crypto/hash.h"
#include "crypto/span.h"

enum {
    RECORD_CODE_CHARS = 25,
    RECORD_CODE_BYTES = RECORD_CODE_CHARS + 4 + 1, /* hyphens, and NUL */
};

void record_code_format(char out[RECORD_CODE_BYTES], const struct hash32 *root);

/*
 * Whether a code, as typed, is that of this root: letters may be small, O
 * stands for 0 and I or L for 1, hyphens and spaces may be anywhere or absent.
 */
bool record_code_matches(const struct hash32 *root, struct span typed);

#endif
