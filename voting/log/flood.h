/*
 * flood.h - what one member may say by themselves in a short time.
 *
 * The protocol sets no bound to how often a member comes and goes, or makes a
 * statement with a text of its own. One of them could fill the disk and make
 * the record too long to recount. A log takes so much in ten minutes, and then
 * says `busy`, so that what is honest comes in by itself later. A ballot is
 * never counted here, nor what officers sign together.
 *
 * Kept in memory, for entries that were taken in: nobody can use up another's
 * share, and a log that starts again has forgotten it.
 */
#ifndef VOTING_LOG_FLOOD_H
#define VOTING_LOG_FLOOD_H

#include <stdint.h>

#include "ballots/event.h"
#include "ballots/refusal.h"
#include "crypto/err.h"

enum {
    FLOOD_WINDOW_S = 600,
    FLOOD_ENTRIES_MAX = 32,   /* of one post, in so long */
    FLOOD_TEXT_MAX = 1 << 16, /* bytes of a statement's text */
};

struct flood;

/* ERR_NOMEM. The caller frees it. */
MUST_USE enum err flood_new(struct flood **out);

/* Accepts NULL. */
void flood_free(struct flood *flood);

/*
 * Whether the event may come now, which the conference would take.
 * REFUSED_BUSY: not now. REFUSED_TOO_LARGE: its text is too long.
 */
enum refusal flood_look(const struct flood *flood, const struct event *event,
                        uint64_t now_s);

/* It has been taken in. Without memory it is not counted. */
void flood_note(struct flood *flood, const struct event *event, uint64_t now_s);

#endif
