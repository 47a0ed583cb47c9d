#include "crypto/merkle.h"

#include <assert.h>
#include <stdbool.h>

/* Levels from 1 up to before this one are not kept. */
enum { LEVEL_KEPT = 3 };

static bool
is_kept(unsigned level)
{
    return level == 0 || level >= LEVEL_KEPT;
}

void
merkle_init(struct merkle_tree *tree, struct memory memory)
{
    *tree = (struct merkle_tree){.memory = memory};
}

void
merkle_free(struct merkle_tree *tree)
{
    struct memory memory = tree->memory;

    for (unsigned k = 0; k < MERKLE_LEVELS; k++) {
        struct merkle_level *level = &tree->levels[k];

        if (level->nodes)
            memory.resize(memory.context, level->nodes,
                          level->capacity * sizeof *level->nodes, 0);
    }
    merkle_init(tree, memory);
}

/* Grows one level to hold count nodes; a sixteenth more, if it must grow. */
static enum err
reserve_level(const struct memory *memory, struct merkle_level *level,
              size_t count)
{
    size_t capacity = level->capacity + level->capacity / 16;
    void *nodes;

    if (count <= level->capacity)
        return OK;
    if (capacity < count)
        capacity = count;
    if (capacity > SIZE_MAX / sizeof *level->nodes)
        return ERR_NOMEM;
    nodes = memory->resize(memory->context, level->nodes,
                           level->capacity * sizeof *level->nodes,
                           capacity * sizeof *level->nodes);
    if (!nodes)
        return ERR_NOMEM;
    level->nodes = nodes;
    level->capacity = capacity;
    return OK;
}

enum err
merkle_reserve(struct merkle_tree *tree, size_t more)
{
    if (more > MERKLE_SIZE_MAX - tree->size)
        return ERR_INPUT;
    for (unsigned k = 0; k < MERKLE_LEVELS; k++) {
        uint64_t count = (tree->size + more) >> k;
        enum err e;

        if (!is_kept(k))
            continue;
        if (count > SIZE_MAX)
            return ERR_NOMEM;
        e = reserve_level(&tree->memory, &tree->levels[k], (size_t)count);
        if (e)
            return e;
    }
    return OK;
}

static void
push(struct merkle_level *level, const struct hash32 *node)
{
    assert(level->count < level->capacity);
    level->nodes[level->count++] = *node;
}

/* A node of a complete subtree: kept, or computed from two leaves or four. */
static void
find_node(struct hash32 *out, const struct merkle_tree *tree, unsigned level,
          uint64_t index)
{
    const struct hash32 *leaves = tree->levels[0].nodes;
    struct hash32 right;

    if (is_kept(level)) {
        *out = tree->levels[level].nodes[index];
        return;
    }
    leaves += index << level;
    hash_node(out, &leaves[0], &leaves[1]);
    if (level == 1)
        return;
    hash_node(&right, &leaves[2], &leaves[3]);
    hash_node(out, out, &right);
}

void
merkle_append(struct merkle_tree *tree, const struct hash32 *leaf)
{
    struct hash32 hash = *leaf;
    uint64_t i = tree->size;
    unsigned k = 0;

    push(&tree->levels[0], &hash);
    while (i & 1) {
        struct hash32 left;

        find_node(&left, tree, k, i - 1);
        hash_node(&hash, &left, &hash);
        i >>= 1;
        k++;
        if (is_kept(k))
            push(&tree->levels[k], &hash);
    }
    tree->size++;
}

enum err
merkle_node(struct hash32 *out, const struct merkle_tree *tree, unsigned level,
            uint64_t index)
{
    *out = (struct hash32){0};
    if (level >= MERKLE_LEVELS || index >= tree->size >> level)
        return ERR_NOTFOUND;
    find_node(out, tree, level, index);
    return OK;
}

const struct hash32 *
merkle_leaf(const struct merkle_tree *tree, uint64_t index)
{
    return index < tree->size ? &tree->levels[0].nodes[index] : NULL;
}

/*
 * MTH(D[lo:hi]) for lo a multiple of a power of two that is at least hi - lo:
 * folds the complete subtrees of the range from right to left, each a bit of
 * its length.
 */
static void
range_hash(struct hash32 *out, const struct merkle_tree *tree, uint64_t lo,
           uint64_t hi)
{
    uint64_t end = hi;
    bool first = true;

    for (unsigned k = 0; k < MERKLE_LEVELS && end > lo; k++) {
        struct hash32 part;

        if (!((hi - lo) >> k & 1))
            continue;
        end -= UINT64_C(1) << k;
        find_node(&part, tree, k, end >> k);
        if (first)
            *out = part;
        else
            hash_node(out, &part, out);
        first = false;
    }
}

enum err
merkle_root_at(struct hash32 *out, const struct merkle_tree *tree,
               uint64_t size)
{
    *out = (struct hash32){0};
    if (size > tree->size)
        return ERR_INPUT;
    if (size == 0)
        hash_sha256(out, NULL, 0);
    else
        range_hash(out, tree, 0, size);
    return OK;
}

/* Appends the hash of the subtree (k, i), cut off at size, to the proof. */
static void
add_subtree(struct merkle_proof *proof, const struct merkle_tree *tree,
            unsigned k, uint64_t i, uint64_t size)
{
    uint64_t lo = i << k;
    uint64_t whole = UINT64_C(1) << k;
    uint64_t hi = size - lo < whole ? size : lo + whole;

    assert(proof->count < MERKLE_PROOF_MAX);
    range_hash(&proof->hashes[proof->count++], tree, lo, hi);
}

enum err
merkle_prove_inclusion(struct merkle_proof *out, const struct merkle_tree *tree,
                       uint64_t index, uint64_t size)
{
    uint64_t last;

    *out = (struct merkle_proof){0};
    if (size > tree->size || index >= size)
        return ERR_INPUT;
    last = size - 1;
    for (unsigned k = 0; last > 0; k++) {
        uint64_t sibling = index ^ 1;

        if (sibling <= last)
            add_subtree(out, tree, k, sibling, size);
        index >>= 1;
        last >>= 1;
    }
    return OK;
}

enum err
merkle_prove_consistency(struct merkle_proof *out,
                         const struct merkle_tree *tree, uint64_t old,
                         uint64_t size)
{
    uint64_t i;
    uint64_t last;
    unsigned k = 0;

    *out = (struct merkle_proof){0};
    if (size > tree->size || old > size)
        return ERR_INPUT;
    if (old == 0 || old == size)
        return OK;
    i = old - 1;
    last = size - 1;
    while (i & 1) {
        i >>= 1;
        last >>= 1;
        k++;
    }
    /* i is 0 if and only if old is a power of two: its root is known. */
    if (i != 0)
        add_subtree(out, tree, k, i, size);
    for (; last > 0; k++) {
        if (i & 1)
            add_subtree(out, tree, k, i - 1, size);
        else if (i < last)
            add_subtree(out, tree, k, i + 1, size);
        i >>= 1;
        last >>= 1;
    }
    return OK;
}
