#include "tests/support/heap.h"

#include <stdlib.h>
#include <string.h>

/* A block that grows always moves: whoever kept a pointer is found out. */
static void *
resize(void *context, void *old, size_t old_size, size_t size)
{
    struct heap *heap = context;
    void *block;

    if (size == 0) {
        free(old);
        heap->in_use -= old_size;
        return NULL;
    }
    if (heap->limited && heap->left == 0) {
        heap->refusals++;
        return NULL;
    }
    block = malloc(size);
    if (!block)
        return NULL;
    if (old)
        memcpy(block, old, old_size < size ? old_size : size);
    free(old);
    if (heap->limited)
        heap->left--;
    heap->in_use = heap->in_use - old_size + size;
    return block;
}

struct memory
heap_memory(struct heap *heap)
{
    return (struct memory){.resize = resize, .context = heap};
}
