/*
 * bundle.h - a whole log in one file, to carry, mirror and audit.
 *
 *     bundle     = "congress-bundle/v1" LF checkpoint 1*group "end" LF
 *     checkpoint = "checkpoint" SP length LF bytes LF
 *     group      = entry *blob [name]
 *     entry      = "entry" SP length LF bytes LF
 *     blob       = "blob" SP length LF bytes LF
 *     name       = "name" SP length LF bytes LF
 *     length     = decimal, of the bytes alone, limits below; only a blob may
 *                  be empty
 *
 * checkpoint  the signed checkpoint of the tree over all entries, verbatim with
 *             the log's line and the witnesses' cosignatures
 * entry       a log entry: server line and note, verbatim, in the log's order
 * blob        a text that the entry before names (event_blobs.h), in the order
 *             in which the entry names its texts, and only if it has not come
 *             after an earlier entry; but a witness policy follows each entry
 *             that names it. Public texts must be there, members' ones may be
 *             left out
 * name        only in an export for members, after a post's entry: the record
 *             that opens the post's name commitment, as the line
 *             `salt <base64 of 16 bytes>` LF and then the record
 *
 * The bytes are verbatim and say their own length, so nothing in them is
 * escaped; the LF behind them only keeps the file readable. A text follows the
 * entry that names it, so that a reader who holds one part at a time has a
 * witness policy when the next entry needs it. Equal logs with equal texts
 * make equal bundles. Without the line `end` a bundle is cut short; after it
 * there is nothing.
 *
 * Here is the form alone: whether entries and checkpoint agree is the audit's
 * business (audit.h). Nothing here allocates. Public data, except that texts
 * and names of an export for members are for members only.
 */
#ifndef BALLOTS_BUNDLE_H
#define BALLOTS_BUNDLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

/* Bytes of one part, without what frames it. */
enum {
    BUNDLE_CHECKPOINT_MAX = 65535,
    BUNDLE_ENTRY_MAX = 65535,
    BUNDLE_BLOB_MAX = 16 * 1024 * 1024,
    BUNDLE_NAME_MAX = 2048,
    BUNDLE_PART_MAX = BUNDLE_BLOB_MAX, /* the largest of these */
    BUNDLE_BUFFER_BYTES = BUNDLE_PART_MAX + 1,
    BUNDLE_LINE_MAX = 32, /* a line of the frame, without its LF */
};

enum bundle_kind {
    BUNDLE_NONE, /* the input is used up, or nothing was written yet */
    BUNDLE_CHECKPOINT,
    BUNDLE_ENTRY,
    BUNDLE_BLOB,
    BUNDLE_NAME,
    BUNDLE_END,
    BUNDLE_KINDS_ /* number of kinds; not a part */
};

struct bundle_part {
    enum bundle_kind kind;
    struct span bytes; /* empty for BUNDLE_NONE and BUNDLE_END */
};

/* Reads a bundle piece by piece. Its fields are its own. */
struct bundle_reader {
    char *buffer; /* borrowed */
    bool started; /* the header has been read */
    bool bad;
    enum bundle_kind last; /* the part that came last */
    enum bundle_kind kind; /* the part whose bytes are being read, or none */
    size_t length;         /* of these bytes */
    size_t have;           /* of line or bytes */
    char line[BUNDLE_LINE_MAX];
};

/* buffer  borrowed: BUNDLE_BUFFER_BYTES, until the reader is done with */
void bundle_reader_start(struct bundle_reader *reader, char *buffer);

/*
 * Takes bytes off *input, which may end anywhere, until a part is complete or
 * nothing is left.
 *
 * part  out: the part, valid until the next call; BUNDLE_NONE if more input is
 *            needed
 *
 * ERR_INPUT: not a bundle; and from then on always.
 */
MUST_USE enum err bundle_read(struct bundle_reader *reader,
                              struct bundle_part *part, struct span *input);

/* After the last input. ERR_INPUT: the bundle is cut short, or was bad. */
MUST_USE enum err bundle_reader_finish(const struct bundle_reader *reader);

/* Where a writer's bytes go. Any error it returns ends the writing. */
struct bundle_sink {
    enum err (*put)(void *context, struct span bytes);
    void *context; /* borrowed */
};

/* Writes a bundle part by part. Its fields are its own. */
struct bundle_writer {
    struct bundle_sink sink;
    enum bundle_kind last;
};

/* Writes the header line. Errors are the sink's. */
MUST_USE enum err bundle_writer_start(struct bundle_writer *writer,
                                      struct bundle_sink sink);

/*
 * Writes one part, or with BUNDLE_END the end mark.
 *
 * pieces  in: whose concatenation is the part's bytes, so that a server line
 *             and its note need not be copied together; none for BUNDLE_END
 *
 * ERR_STATE: such a part cannot stand here. ERR_INPUT: too long, or empty
 * though it is no blob. Else
 * the sink's errors. After the sink's error the bundle is spoilt.
 */
MUST_USE enum err bundle_write(struct bundle_writer *writer,
                               enum bundle_kind kind, const struct span *pieces,
                               size_t count);

#endif
