/*
 * heap.h - memory for tests: the C library's heap, which can be told to fail.
 */
#ifndef TESTS_SUPPORT_HEAP_H
#define TESTS_SUPPORT_HEAP_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/memory.h"

struct heap {
    size_t in_use;   /* bytes that were handed out and not given back */
    bool limited;    /* whether left counts */
    size_t left;     /* calls for memory that still succeed */
    size_t refusals; /* calls that were refused */
};

/* The callback over this heap, which the caller keeps alive. */
struct memory heap_memory(struct heap *heap);

#endif
