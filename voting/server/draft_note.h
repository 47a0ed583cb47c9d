/*
 * draft_note.h - a note that waits for further signatures: may it wait, how
 * long, and who could sign it.
 *
 * Pure. An event that was read points into the note's bytes.
 */
#ifndef VOTING_SERVER_DRAFT_NOTE_H
#define VOTING_SERVER_DRAFT_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/event.h"
#include "crypto/err.h"
#include "crypto/span.h"

enum { DRAFT_NOTE_KEEP_S = 1800 }; /* where its own time does not say */

/*
 * Reads a note that may wait: an event of this log, of a type that several
 * officers may have to sign, with at least one line.
 *
 * event  out: unspecified on error
 *
 * ERR_INPUT: it is none. ERR_AUTH: a line of it is not by the current key of a
 * chair, desk or scrutineer over its text, or a post signs twice.
 */
MUST_USE enum err draft_note_read(struct event *event,
                                  const struct conference *c, struct span note);

/*
 * When it can wait no more, seconds since 1970: a dated event can as long as
 * the log would take it. 0: the log could not take it now, for its time.
 */
uint64_t draft_note_ends_at(const struct event *event, uint64_t now_s);

bool draft_note_has_signed(const struct event *event, struct post post);

/*
 * Whether all its lines are of use, and another is still missing. Else nobody
 * could complete it: a line that does not belong there would keep it from
 * whoever could, without a word to its author.
 */
bool draft_note_waits(const struct event *event, const struct conference *c);

/*
 * All who sign the event if those who have, and this post, are among them, in
 * the order of their lines. 0: they do not go together.
 */
size_t draft_note_signers(struct post posts[EVENT_SIGNERS_MAX],
                          const struct event *event, const struct conference *c,
                          struct post who);

/* Whether a line of theirs, which it does not have, would go with all lines
 * that it has. */
bool draft_note_could_sign(const struct event *event,
                           const struct conference *c, struct post who);

#endif
