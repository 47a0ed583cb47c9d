/*
 * seen_set.h - has this been in the log before, and where?
 *
 * A hash table from 32-byte values that only cryptography can repeat (hashes
 * of texts, public keys, ciphertext points) to the index of the entry they
 * came with. Two values are the same if their first 16 bytes are: to make two
 * that agree there takes an attacker 2^64 tries for values of its own choice,
 * which gains nothing, and 2^128 to meet a value of somebody else.
 *
 * Reserve first, then adding cannot fail.
 */
#ifndef BALLOTS_SEEN_SET_H
#define BALLOTS_SEEN_SET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/memory.h"

enum { SEEN_SET_KEY_BYTES = 16, SEEN_SET_VALUE_BYTES = 32 };

struct seen_set_slot { /* 20 bytes, of which at least three quarters are used
                          once there are a few hundred */
    uint8_t key[SEEN_SET_KEY_BYTES];
    uint32_t entry; /* plus 1; 0: free */
};

struct seen_set {
    struct memory memory;
    struct seen_set_slot *slots;
    size_t capacity;
    size_t count;
};

void seen_set_init(struct seen_set *set, struct memory memory);
void seen_set_free(struct seen_set *set);

/* Makes room for `more` values. ERR_NOMEM leaves the set as it was. */
MUST_USE enum err seen_set_reserve(struct seen_set *set, size_t more);

/* Adds a value that is not in the set; its first entry is kept if it is. */
void seen_set_add(struct seen_set *set,
                  const uint8_t value[SEEN_SET_VALUE_BYTES], uint32_t entry);

/* Whether it is there; *entry, which may be NULL, is then where it came. */
bool seen_set_find(const struct seen_set *set,
                   const uint8_t value[SEEN_SET_VALUE_BYTES], uint32_t *entry);

#endif
