/*
 * draft_entry.h - how drafts find the entries that an event names.
 *
 * Private to the draft files.
 */
#ifndef BALLOTS_DRAFT_ENTRY_H
#define BALLOTS_DRAFT_ENTRY_H

#include "ballots/state.h"

/* The entry of this index; not present if the log is shorter. */
void draft_ref(struct event_ref *ref, const struct conference *c,
               uint64_t index);

/* The newest version of the paper of this id, and its round; or NULL. */
struct opening *draft_current_round(const struct conference *c, const char *id);

#endif
