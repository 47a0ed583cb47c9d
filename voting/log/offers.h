/*
 * offers.h - texts and names that wait in memory for a submission.
 *
 * A log's door takes them before the notes that they belong to; a command
 * collects them while it makes an event. Texts and names for members are for
 * them alone; nothing here is written anywhere.
 */
#ifndef VOTING_LOG_OFFERS_H
#define VOTING_LOG_OFFERS_H

#include <stddef.h>

#include "ballots/submission.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"
#include "voting/log/log.h"

struct offered_text {
    struct event_blob blob;
    char bytes[]; /* blob.length of them */
};

/* All zero: none. Read the arrays, change them through the functions below. */
struct offers {
    struct offered_text **texts; /* no two are named alike */
    size_t text_count, text_capacity;
    struct log_name *names; /* of a post the last */
    size_t name_count, name_capacity;
    size_t bytes; /* of all */
};

/* Frees all there are. */
void offers_forget(struct offers *offers);

/*
 * Takes a copy; again is no error.
 *
 * blob  in: complete, and true of the bytes
 *
 * ERR_INPUT: more than LOG_OFFERS_MAX or LOG_OFFERED_MAX. ERR_NOMEM.
 */
MUST_USE enum err offers_text(struct offers *offers,
                              const struct event_blob *blob, struct span bytes);

/* Takes a copy; again is no error, and another one for the same post is kept
 * beside it. As above. */
MUST_USE enum err offers_name(struct offers *offers,
                              const struct log_name *name);

/* The text that an event names so, or NULL. */
const struct offered_text *offers_find(const struct offers *offers,
                                       const struct event_blob *blob);

/* What log_put_blob() returns about a text. ERR_INPUT: none, or too long. */
MUST_USE enum err offers_describe(struct event_blob *out, struct span bytes,
                                  bool members);

/* Offers all there are to a log. Errors are the log's. */
MUST_USE enum err offers_put(const struct offers *offers, struct log *log);

/* ---- As a submission (submission.h) ---------------------------------------*/

/* Room that offers_write() needs, at most. */
size_t offers_room(const struct offers *offers, const struct span *notes,
                   size_t count);

/* Writes all there are, and these notes. Fails the writer as submission_write()
 * does. */
void offers_write(const struct offers *offers, struct text_writer *w,
                  const struct span *notes, size_t count);

/* The same with the set-up code of a log that is founded now; secret, at most
 * SUBMISSION_SETUP_MAX bytes, or empty. offers_room() has no room for it. */
void offers_write_with(const struct offers *offers, struct text_writer *w,
                       struct span setup, const struct span *notes,
                       size_t count);

/*
 * Reads a submission of texts and names and at most one note.
 *
 * offers  out: those, to be forgotten by the caller in any case
 * note    out: borrowed from the body; empty if there is none
 *
 * ERR_INPUT: malformed, a set-up code, more than one note, or a name too long
 * for a log. ERR_NOMEM.
 */
MUST_USE enum err offers_read(struct offers *offers, struct span *note,
                              struct span body);

#endif
