#include "ballots/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <string.h>

/* Blocks double up to a size, for most rounds need little. */
enum { BLOCK_FIRST = 1024, BLOCK_MAX = 16384, ARRAY_FIRST = 16 };

struct arena_block {
    struct arena_block *older;
    size_t size; /* of the whole block, this head included */
    size_t used;
};

static size_t
aligned(size_t n)
{
    size_t to = alignof(max_align_t);

    return (n + to - 1) / to * to;
}

void
arena_init(struct arena *a, struct memory memory)
{
    *a = (struct arena){.memory = memory, .block = BLOCK_FIRST};
}

static struct arena_block *
new_block(struct arena *a, size_t bytes)
{
    size_t head = aligned(sizeof(struct arena_block));
    size_t size = head + bytes > a->block ? head + bytes : a->block;
    struct arena_block *block =
        a->memory.resize(a->memory.context, NULL, 0, size);

    if (!block)
        return NULL;
    *block = (struct arena_block){a->newest, size, head};
    a->newest = block;
    if (size == a->block && size < BLOCK_MAX)
        a->block *= 2;
    return block;
}

void *
arena_take(struct arena *a, size_t count, size_t size)
{
    struct arena_block *block = a->newest;
    size_t bytes;
    void *piece;

    if (size != 0 && count > SIZE_MAX / 2 / size)
        return NULL;
    bytes = aligned(count * size);
    if (bytes == 0)
        bytes = aligned(1);
    if (!block || block->size - block->used < bytes)
        block = new_block(a, bytes);
    if (!block)
        return NULL;
    piece = (char *)block + block->used;
    block->used += bytes;
    memset(piece, 0, bytes);
    return piece;
}

void
arena_free(struct arena *a)
{
    while (a->newest) {
        struct arena_block *block = a->newest;

        a->newest = block->older;
        a->memory.resize(a->memory.context, block, block->size, 0);
    }
}

/* Copied, since a pointer of one type is not to be read as another. */
static void *
load_pointer(const void *place)
{
    void *pointer;

    memcpy(&pointer, place, sizeof pointer);
    return pointer;
}

static void
store_pointer(void *place, void *const *pointer)
{
    memcpy(place, pointer, sizeof *pointer);
}

enum err
array_reserve(const struct memory *memory, void *items, size_t *capacity,
              size_t need, size_t size)
{
    size_t more = *capacity ? *capacity : ARRAY_FIRST;
    void *grown;

    if (need <= *capacity)
        return OK;
    while (more < need) {
        if (more > SIZE_MAX / 4 / size)
            return ERR_NOMEM;
        more += more / 4;
    }
    grown = memory->resize(memory->context, load_pointer(items),
                           *capacity * size, more * size);
    if (!grown)
        return ERR_NOMEM;
    store_pointer(items, &grown);
    *capacity = more;
    return OK;
}

void
array_free(const struct memory *memory, void *items, size_t *capacity,
           size_t size)
{
    void *none = NULL;

    if (load_pointer(items))
        memory->resize(memory->context, load_pointer(items), *capacity * size,
                       0);
    store_pointer(items, &none);
    *capacity = 0;
}
