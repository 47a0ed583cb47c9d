/*
 * arena.h - memory that is given back all at once.
 *
 * Pieces are cut from blocks and never freed singly; the paper, ceremony or
 * ballot round that owns the arena frees it whole. Beside it, the one function
 * by which the core's growing arrays grow.
 */
#ifndef BALLOTS_ARENA_H
#define BALLOTS_ARENA_H

#include <stddef.h>

#include "crypto/err.h"
#include "crypto/memory.h"

/* The size of an item in an array of pointers. */
enum { ARRAY_POINTER_BYTES = sizeof(void *) };

struct arena_block;

struct arena {
    struct memory memory;
    struct arena_block *newest;
    size_t block; /* bytes of the next */
};

void arena_init(struct arena *a, struct memory memory);

/* Zeroed memory for count things of this size, aligned for anything; or NULL.
 */
void *arena_take(struct arena *a, size_t count, size_t size);

/* Gives everything back; the arena is empty and usable again. */
void arena_free(struct arena *a);

/*
 * Makes room for `need` items in an array of items of `size` bytes, doubling.
 * items is the address of the array's pointer, whatever that points to.
 * On ERR_NOMEM array and capacity are as before.
 */
MUST_USE enum err array_reserve(const struct memory *memory, void *items,
                                size_t *capacity, size_t need, size_t size);

/* Frees an array of array_reserve(); its pointer becomes NULL. */
void array_free(const struct memory *memory, void *items, size_t *capacity,
                size_t size);

#endif
