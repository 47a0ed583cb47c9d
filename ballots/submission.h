/*
 * submission.h - notes on their way to a log, with what belongs to them.
 *
 *     submission = "congress-submission/v1" LF [setup] *text *name *note
 *                  "end" LF
 *     setup = "setup" SP length LF bytes LF
 *     text  = ("public" / "members") SP length LF bytes LF
 *     name  = "name" SP post SP length LF bytes LF       (name_opening.h)
 *     note  = "note" SP length LF bytes LF
 *
 * Source: docs/api.md, section 3.1. Here is the form alone: what the parts say
 * is for others to judge. Nothing here allocates; parts are borrowed from the
 * body. Set-up code, members' texts and names are not for everybody.
 */
#ifndef BALLOTS_SUBMISSION_H
#define BALLOTS_SUBMISSION_H

#include <stdbool.h>
#include <stddef.h>

#include "ballots/event.h"
#include "ballots/name_opening.h"
#include "ballots/part.h"
#include "ballots/post.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    SUBMISSION_MAX = 20 * 1024 * 1024, /* bytes of the whole */
    SUBMISSION_NOTES_MAX = 256,
    SUBMISSION_SETUP_MAX = 64,
    SUBMISSION_TEXT_MAX = 16 * 1024 * 1024,
    SUBMISSION_NAME_MAX = NAME_OPENING_MAX,
    SUBMISSION_NOTE_MAX = EVENT_ENTRY_MAX - EVENT_SERVER_LINE_MAX,
    /* Header and end mark; every part has PART_FRAME_MAX at most besides. */
    SUBMISSION_FRAME_BYTES = 27,
};

/* In the order in which they stand. */
enum submission_kind {
    SUBMISSION_NONE, /* nothing was read or written yet */
    SUBMISSION_SETUP,
    SUBMISSION_PUBLIC,  /* public and members' texts may be mixed */
    SUBMISSION_MEMBERS, /* see above */
    SUBMISSION_NAME,
    SUBMISSION_NOTE,
    SUBMISSION_END,
    SUBMISSION_KINDS_ /* number of kinds; not a part */
};

struct submission_part {
    enum submission_kind kind;
    struct post post;  /* of a name; else zero */
    struct span bytes; /* 1 to what its kind allows; none with the end */
};

/* Whether these bytes begin as a submission does, and no note can. */
bool submission_is_one(struct span body);

/* Reads a body part by part. Its fields are its own. */
struct submission_reader {
    struct span rest;
    enum submission_kind last;
    size_t notes;
    bool bad;
};

/* body  borrowed, until the reader and its parts are done with */
void submission_reader_start(struct submission_reader *reader,
                             struct span body);

/*
 * The next part; after the last one, and from then on, SUBMISSION_END.
 *
 * ERR_INPUT: not of the form, or beyond a limit; and from then on always. Parts
 * before it may have been read: see submission_check().
 */
MUST_USE enum err submission_read(struct submission_reader *reader,
                                  struct submission_part *part);

/* How many parts a submission has of each kind. */
struct submission_counts {
    size_t of[SUBMISSION_KINDS_];
};

/* Reads a whole body. counts may be NULL; zero on error. ERR_INPUT. */
MUST_USE enum err submission_check(struct submission_counts *counts,
                                   struct span body);

/* Writes a submission part by part. Its fields are its own. */
struct submission_writer {
    struct text_writer *w; /* borrowed */
    enum submission_kind last;
    size_t notes;
};

void submission_writer_start(struct submission_writer *writer,
                             struct text_writer *w);

/*
 * Writes a part, or with SUBMISSION_END the end mark.
 *
 * Fails the text writer with ERR_INPUT if such a part cannot stand here or its
 * bytes are too long or none.
 */
void submission_write(struct submission_writer *writer,
                      const struct submission_part *part);

#endif
