/*
 * trail.h - which entries a paper pack needs (pack.h), noted as they are
 * applied, so that the log need not be searched for them.
 *
 * Two kinds of trail: the conference's (genesis, officers' posts, handovers,
 * sessions, key ceremonies), and that of each seat and observer (the entries
 * that make, change or end the post). A trail is a chain through one list, from
 * the last step back. Private to ballots/.
 */
#ifndef BALLOTS_TRAIL_H
#define BALLOTS_TRAIL_H

#include "ballots/state.h"

struct trail_step {
    uint32_t entry;
    uint32_t before; /* number of the step before, from 1; 0: none */
};

/* Room for one step more. ERR_NOMEM. */
MUST_USE enum err trail_reserve(struct conference *c);

/* Notes an event that was applied, if it belongs to a trail. */
void trail_add(struct conference *c, const struct event *event, uint32_t index);

/* The post that an event makes, changes or ends; false if it does none. */
bool trail_subject(struct post *out, const struct event *event);

/* Whether events of this type may stand in a pack on a trail. */
bool trail_has_type(enum event_type type);

/* How many steps the trail has whose last step has this number. */
size_t trail_length(const struct conference *c, uint32_t last);

/* Its first entry; CONFERENCE_NO_ENTRY of an empty one. */
uint32_t trail_first(const struct conference *c, uint32_t last);

/* Its entries, ascending, into an array of that length. */
void trail_list(uint32_t *out, const struct conference *c, uint32_t last);

#endif
