/*
 * draft_box.h - events on their way from one officer's device to another's.
 *
 * Some events need the signatures of two or three officers, each on a device of
 * their own. What the first has signed waits here until a colleague's device
 * asks for it, adds its line and submits the whole. Nothing in the box has any
 * effect: the log takes a note with all its lines or refuses it, and whoever
 * signs reads the event itself. The box is memory alone and is gone with the
 * process; then the author's device puts its draft in again.
 *
 * Who may put in: whoever has at least one line by a current key of a chair,
 * desk or scrutineer of this log over the text, and no line that is not. Room
 * is bounded: what is too much is taken from whoever has most in the box, so
 * that nobody can push out others' by putting in more.
 *
 * Texts and names may be for members only. One thread at a time.
 */
#ifndef VOTING_SERVER_DRAFT_BOX_H
#define VOTING_SERVER_DRAFT_BOX_H

#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/submission.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    DRAFT_BOX_MAX = 64,              /* drafts */
    DRAFT_BOX_WITH_MAX = 256 * 1024, /* bytes of one draft's texts, names */
    DRAFT_BOX_BYTES_MAX = 8 * 1024 * 1024, /* of all */
    /* Of what is put in: a submission of one note. */
    DRAFT_BOX_BODY_MAX = DRAFT_BOX_WITH_MAX + SUBMISSION_NOTE_MAX +
                         SUBMISSION_FRAME_BYTES + PART_FRAME_MAX,
};

struct draft_box;

/* ERR_NOMEM. The caller frees it. */
MUST_USE enum err draft_box_new(struct draft_box **out);

/* Accepts NULL. */
void draft_box_free(struct draft_box *box);

/*
 * Puts a draft in, or in the place of the one with the same text if it has more
 * lines; texts and names stay those of the first.
 *
 * body   in: a submission of one note, without set-up code
 * now_s  in: the server's time, seconds since 1970
 *
 * ERR_INPUT: not of this form, too long, not an event of this log, or none that
 * several officers sign. ERR_AUTH: a line is not by a current key of a chair,
 * desk or scrutineer, or is of no use to the event, or none is missing.
 * ERR_STATE: the log could no longer take it, or not yet, for its time.
 * ERR_EXISTS: its text is in the log, or was declined. ERR_NOMEM.
 */
MUST_USE enum err draft_box_put(struct draft_box *box,
                                const struct conference *c, struct span body,
                                uint64_t now_s);

/*
 * Takes a draft out: by its author, the first who signed, it is withdrawn; by
 * another officer declined, which its signers see for as long as it would have
 * waited.
 *
 * text_hash  in: SHA-256 of its text
 *
 * ERR_NOTFOUND: there is none, or not for this officer to sign.
 */
MUST_USE enum err draft_box_decline(struct draft_box *box,
                                    const struct conference *c,
                                    const struct hash32 *text_hash,
                                    struct post by, uint64_t now_s);

/*
 * Writes what concerns an officer: what they have signed, and what they could
 * sign so that the lines there are stay useful.
 *
 *     drafts   = "congress-drafts/v1" LF *( waiting / declined ) "end" LF
 *     waiting  = "waiting" SP author SP left SP length LF submission LF
 *     declined = "declined" SP author SP by SP length LF submission LF
 *
 * author, by: posts; left: seconds that it will still wait.
 */
void draft_box_write(struct draft_box *box, struct text_writer *w,
                     const struct conference *c, struct post who,
                     uint64_t now_s);

/* One more whenever something is put in, declined or withdrawn. */
uint64_t draft_box_changes(const struct draft_box *box);

#endif
