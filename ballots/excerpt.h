/*
 * excerpt.h - a conference made of some of a log's entries.
 *
 * A paper pack (pack.h) has not the whole log. Its entries go through the same
 * three steps as a log's; what they lack is passed over: `seen` is not looked
 * at, nor what would need the seats, earlier versions or other rounds. An
 * excerpt's tree is empty; its leaf hashes stand beside their indexes.
 *
 * Whoever makes one has proved that each entry is in the log, and gives it only
 * the types that belong in a pack. Private to ballots/.
 */
#ifndef BALLOTS_EXCERPT_H
#define BALLOTS_EXCERPT_H

#include "ballots/state.h"

struct excerpt_leaf {
    uint32_t index;
    struct hash32 leaf;
};

/* A new conference becomes one. */
void excerpt_begin(struct conference *c);

/* The index of the entry that is checked and applied next; they ascend. */
void excerpt_set_next(struct conference *c, uint32_t index);

/* Room for one leaf more, which then cannot fail. ERR_NOMEM. */
MUST_USE enum err excerpt_reserve(struct conference *c);
void excerpt_add(struct conference *c, uint32_t index,
                 const struct hash32 *leaf);

/* NULL if the excerpt does not have this entry. */
const struct hash32 *excerpt_leaf(const struct conference *c, uint32_t index);

#endif
