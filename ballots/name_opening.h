/*
 * name_opening.h - what opens a post's name commitment.
 *
 *     opening    = "salt " base64(16 bytes) LF record
 *     commitment = T("name", salt, record)
 *
 * So it stands in bundles for members, in submissions, and in the answer to a
 * member's request. The log holds the commitment alone. For members only.
 */
#ifndef BALLOTS_NAME_OPENING_H
#define BALLOTS_NAME_OPENING_H

#include <stdint.h>

#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    NAME_OPENING_SALT_BYTES = 16,
    NAME_OPENING_MAX = 2048, /* bytes, with the salt line */
};

struct name_opening {
    uint8_t salt[NAME_OPENING_SALT_BYTES];
    struct span record; /* borrowed; what it says is not looked at */
};

/* ERR_INPUT: no salt line, or too long. */
MUST_USE enum err name_opening_read(struct name_opening *out,
                                    struct span bytes);

void name_opening_write(struct text_writer *w,
                        const struct name_opening *opening);

/* What it commits to. */
void name_opening_commit(struct hash32 *commitment,
                         const struct name_opening *opening);

#endif
