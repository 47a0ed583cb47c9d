/*
 * part.h - parts of a message: a line that says what comes and how long it is,
 * and then these bytes, verbatim.
 *
 *     part = head SP length LF bytes LF
 *
 * Bundles, submissions, their outcomes and packs are made of such parts. The
 * bytes say their own length, so nothing in them is escaped; the LF behind them
 * keeps the whole readable. This reader is for messages that are whole; that of
 * bundle.h takes them piece by piece. Pure; nothing is copied.
 */
#ifndef BALLOTS_PART_H
#define BALLOTS_PART_H

#include <stddef.h>

#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    PART_HEAD_MAX = 64,                 /* bytes of a head */
    PART_FRAME_MAX = PART_HEAD_MAX + 24 /* what a part has beside its bytes */
};

/*
 * Cuts the part at the beginning of *rest off.
 *
 * head   out: the line without the length
 * bytes  out: borrowed from *rest; may be empty
 *
 * ERR_INPUT: there is none; *rest then stays as it was.
 */
MUST_USE enum err part_take(struct span *head, struct span *bytes,
                            struct span *rest);

/*
 * Writes a part.
 *
 * pieces  in: whose concatenation is its bytes
 *
 * Fails the writer with ERR_INPUT if the head is too long, empty, or has an
 * LF.
 */
void part_write(struct text_writer *w, struct span head,
                const struct span *pieces, size_t count);

#endif
