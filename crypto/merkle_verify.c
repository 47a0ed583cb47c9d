/* The verifying half of merkle.h, which needs no tree. */
#include "crypto/merkle.h"

#include <stdbool.h>

/* A walk from a leaf to the root of a tree whose last leaf is last. */
struct walk {
    uint64_t at;
    uint64_t last;
};

static void
walk_up(struct walk *walk)
{
    walk->at >>= 1;
    walk->last >>= 1;
}

/* Whether the next hash of the proof is a left sibling. */
static bool
walk_is_right(const struct walk *walk)
{
    return (walk->at & 1) || walk->at == walk->last;
}

/* Past the levels on which this node is the last and has no sibling. */
static void
walk_skip(struct walk *walk)
{
    while (!(walk->at & 1) && walk->at != 0)
        walk_up(walk);
}

enum err
merkle_verify_inclusion(const struct merkle_proof *proof,
                        const struct hash32 *leaf, uint64_t index,
                        uint64_t size, const struct hash32 *root)
{
    struct walk walk;
    struct hash32 hash = *leaf;

    if (index >= size || proof->count > MERKLE_PROOF_MAX)
        return ERR_PROOF;
    walk = (struct walk){.at = index, .last = size - 1};
    for (size_t i = 0; i < proof->count; i++) {
        const struct hash32 *next = &proof->hashes[i];

        if (walk.last == 0)
            return ERR_PROOF;
        if (walk_is_right(&walk)) {
            hash_node(&hash, next, &hash);
            walk_skip(&walk);
        } else {
            hash_node(&hash, &hash, next);
        }
        walk_up(&walk);
    }
    if (walk.last != 0 || !hash_eq(&hash, root))
        return ERR_PROOF;
    return OK;
}

/* The general case: 0 < old < size, and path[0..count-1] has the seed first. */
static enum err
verify_growth(const struct hash32 *seed, const struct hash32 *path,
              size_t count, struct walk walk, const struct hash32 *old_root,
              const struct hash32 *root)
{
    struct hash32 old_hash = *seed;
    struct hash32 hash = *seed;

    for (size_t i = 0; i < count; i++) {
        if (walk.last == 0)
            return ERR_PROOF;
        if (walk_is_right(&walk)) {
            hash_node(&old_hash, &path[i], &old_hash);
            hash_node(&hash, &path[i], &hash);
            walk_skip(&walk);
        } else {
            hash_node(&hash, &hash, &path[i]);
        }
        walk_up(&walk);
    }
    if (walk.last != 0 || !hash_eq(&old_hash, old_root) ||
        !hash_eq(&hash, root))
        return ERR_PROOF;
    return OK;
}

enum err
merkle_verify_consistency(const struct merkle_proof *proof, uint64_t old,
                          const struct hash32 *old_root, uint64_t size,
                          const struct hash32 *root)
{
    struct walk walk;

    if (old == 0 || old > size || proof->count > MERKLE_PROOF_MAX)
        return ERR_PROOF;
    if (old == size)
        return proof->count == 0 && hash_eq(old_root, root) ? OK : ERR_PROOF;
    if (proof->count == 0)
        return ERR_PROOF;
    walk = (struct walk){.at = old - 1, .last = size - 1};
    while (walk.at & 1)
        walk_up(&walk);
    /* A complete old tree is a node of the new one: its root starts the path.
     */
    if ((old & (old - 1)) == 0)
        return verify_growth(old_root, proof->hashes, proof->count, walk,
                             old_root, root);
    return verify_growth(&proof->hashes[0], proof->hashes + 1, proof->count - 1,
                         walk, old_root, root);
}
