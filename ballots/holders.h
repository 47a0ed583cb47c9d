/*
 * holders.h - the lists of posts, and keys that are used only once.
 */
#ifndef BALLOTS_HOLDERS_H
#define BALLOTS_HOLDERS_H

#include "ballots/state.h"

/*
 * Makes room for two more posts, numbered up to this one's number, and three
 * more keys: as much as genesis needs. Holders may move. ERR_NOMEM.
 */
MUST_USE enum err holders_reserve(struct conference *c, struct post post);

/*
 * Makes room for one more key. No holder moves, so that the one that a check
 * found is still where it was. ERR_NOMEM.
 */
MUST_USE enum err holders_reserve_key(struct conference *c);

/* Adds a post that does not exist; room was reserved. Borrowed. */
struct holder *holders_add(struct conference *c, struct post post);

/* Whether a public key has been in this log, as whatever. */
bool holders_key_is_used(const struct conference *c, const uint8_t key[32]);

/* Room was reserved. */
void holders_use_key(struct conference *c, const uint8_t key[32],
                     uint32_t entry);

/* The post has this key from this entry on. */
void holders_enrol(struct conference *c, struct holder *holder,
                   const uint8_t key[32], uint32_t entry);

/* The post's key stops being current, as after a re-issue. */
void holders_revoke(struct conference *c, struct holder *holder);

#endif
