/*
 * outcomes.h - what became of a submission's notes, one by one.
 *
 *     outcomes = "congress-outcomes/v1" LF *( receipt / refused ) "end" LF
 *     receipt  = "receipt" SP length LF bytes LF         (tlog_proof.h)
 *     refused  = "refused" SP length LF bytes LF         (refusal_note.h)
 *
 * One for each note, in order. Source: docs/api.md, section 3.2. Here is the
 * form alone. Nothing here allocates; parts are borrowed from the answer.
 * Public data.
 */
#ifndef BALLOTS_OUTCOMES_H
#define BALLOTS_OUTCOMES_H

#include <stdbool.h>
#include <stddef.h>

#include "ballots/part.h"
#include "ballots/refusal_note.h"
#include "ballots/submission.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    OUTCOMES_RECEIPT_MAX = 65536 + 4096, /* bytes; a checkpoint and a path */
    OUTCOMES_REFUSED_MAX = REFUSAL_NOTE_MAX,
    OUTCOMES_FRAME_BYTES = 25, /* header and end mark */
    OUTCOMES_MAX =
        OUTCOMES_FRAME_BYTES +
        SUBMISSION_NOTES_MAX * (OUTCOMES_RECEIPT_MAX + PART_FRAME_MAX),
};

enum outcomes_kind {
    OUTCOMES_RECEIPT,
    OUTCOMES_REFUSED,
    OUTCOMES_END,
};

struct outcomes_part {
    enum outcomes_kind kind;
    struct span bytes; /* none with the end */
};

/* Reads an answer part by part. Its fields are its own. */
struct outcomes_reader {
    struct span rest;
    size_t count;
    bool started;
    bool ended;
    bool bad;
};

/* answer  borrowed, until the reader and its parts are done with */
void outcomes_reader_start(struct outcomes_reader *reader, struct span answer);

/*
 * The next part; after the last one, and from then on, OUTCOMES_END.
 *
 * ERR_INPUT: not of the form, or beyond a limit; and from then on always.
 */
MUST_USE enum err outcomes_read(struct outcomes_reader *reader,
                                struct outcomes_part *part);

/* The header line. */
void outcomes_write_start(struct text_writer *w);

/*
 * Writes a part, or with OUTCOMES_END the end mark.
 *
 * Fails the writer with ERR_INPUT if its bytes are too long or none.
 */
void outcomes_write(struct text_writer *w, const struct outcomes_part *part);

#endif
