/*
 * memory.h - where the core's growing arrays get their bytes from.
 *
 * The core owns no heap. Its caller hands it one callback, and every array
 * that grows (Merkle levels, key sets, per-paper arenas) goes through it. So
 * native code, WebAssembly and tests that make the n-th allocation fail differ
 * only in this callback.
 */
#ifndef CRYPTO_MEMORY_H
#define CRYPTO_MEMORY_H

#include <stddef.h>

struct memory {
    /*
     * Resizes a block as realloc does: old NULL makes a new one, size 0 frees
     * it and returns NULL. On failure returns NULL and leaves old as it was.
     */
    void *(*resize)(void *context, void *old, size_t old_size, size_t size);
    void *context; /* handed to resize; borrowed */
};

#endif
