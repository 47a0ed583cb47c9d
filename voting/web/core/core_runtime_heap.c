/*
 * core_runtime_heap.c - malloc for the module. WebAssembly only.
 *
 * Blocks have sizes of four steps to each power of two, and one that is freed
 * waits for the next of its size: nothing is split or joined, so that a page
 * which does the same again needs no more than before. What lies between the
 * size asked and the block's, a quarter at most, is never touched. libc's
 * allocator would be a twentieth of what a phone has to fetch.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum {
    PAGE_BYTES = 65536,
    HEADER_BYTES = 16, /* before each block: its class, and alignment */
    CLASSES = 4 * 28,
    SMALLEST = 32,
};

/* The block's class while it is used; the next free one while it is not. */
struct header {
    uint32_t class;
    struct header *next;
};

extern unsigned char __heap_base;

static struct header *waiting[CLASSES];
static uintptr_t top;   /* the first byte that was never given out */
static uintptr_t limit; /* the first beyond memory */

/* Bytes of the blocks of a class, header included. */
static size_t
class_bytes(uint32_t class)
{
    return ((size_t)SMALLEST << (class / 4)) / 4 * (4 + class % 4);
}

static uint32_t
class_of(size_t bytes)
{
    uint32_t class = 0;

    while (class < CLASSES && class_bytes(class) < bytes)
        class ++;
    return class;
}

/* Untouched memory, growing it where there is none; or NULL. */
static struct header *
cut(size_t bytes)
{
    uintptr_t start;

    if (top == 0) {
        top = ((uintptr_t)&__heap_base + HEADER_BYTES - 1) &
              ~(uintptr_t)(HEADER_BYTES - 1);
        limit = __builtin_wasm_memory_size(0) * (uintptr_t)PAGE_BYTES;
    }
    if (limit - top < bytes) {
        size_t pages = (bytes - (limit - top) + PAGE_BYTES - 1) / PAGE_BYTES;

        if (__builtin_wasm_memory_grow(0, pages) == SIZE_MAX)
            return NULL;
        limit += pages * PAGE_BYTES;
    }
    start = top;
    top += bytes;
    return (struct header *)start;
}

void *
malloc(size_t size)
{
    uint32_t class;
    struct header *block;

    if (size > SIZE_MAX / 2)
        return NULL;
    class = class_of(size + HEADER_BYTES);
    if (class == CLASSES)
        return NULL;
    block = waiting[class];
    if (block)
        waiting[class] = block->next;
    else
        block = cut(class_bytes(class));
    if (!block)
        return NULL;
    block->class = class;
    return (unsigned char *)block + HEADER_BYTES;
}

static struct header *
header_of(void *memory)
{
    return (struct header *)(void *)((unsigned char *)memory - HEADER_BYTES);
}

void
free(void *memory)
{
    struct header *block;

    if (!memory)
        return;
    block = header_of(memory);
    block->next = waiting[block->class];
    waiting[block->class] = block;
}

void *
calloc(size_t count, size_t size)
{
    void *memory;

    if (size > 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    memory = malloc(count * size);
    if (memory)
        memset(memory, 0, count * size);
    return memory;
}

void *
realloc(void *old, size_t size)
{
    size_t room;
    void *memory;

    if (!old)
        return malloc(size);
    room = class_bytes(header_of(old)->class) - HEADER_BYTES;
    if (size <= room)
        return old;
    memory = malloc(size);
    if (!memory)
        return NULL;
    memcpy(memory, old, room);
    free(old);
    return memory;
}
