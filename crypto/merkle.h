/*
 * merkle.h - the append-only Merkle tree of the log, and its proofs.
 *
 *     MTH(D[n]) = node(MTH(D[0:k]), MTH(D[k:n])),
 *     k the largest power of two below n
 *
 * The root of the empty tree is SHA-256 of nothing. node(k, i) is the hash of
 * the complete subtree over leaves i*2^k to (i+1)*2^k - 1. The tree keeps the
 * leaves and the nodes from level 3 up, 40 bytes an entry, and computes those
 * of levels 1 and 2, three hashes at most, when they are asked for. Roots,
 * proofs and tiles of every earlier size are cut from these arrays.
 *
 * Source: RFC 6962, section 2.1; verification as in RFC 9162, sections 2.1.3.2
 * and 2.1.4.2. Public data only.
 */
#ifndef CRYPTO_MERKLE_H
#define CRYPTO_MERKLE_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/memory.h"

#define MERKLE_PROOF_MAX 63 /* hashes of the longest proof */
#define MERKLE_LEVELS 63    /* level of a node: 0 to 62 */

#define MERKLE_SIZE_MAX ((UINT64_C(1) << 63) - 1)

struct merkle_level {
    struct hash32 *nodes;
    size_t count;
    size_t capacity;
};

/* Read the fields through the functions below. */
struct merkle_tree {
    struct memory memory;
    uint64_t size; /* leaves */
    struct merkle_level levels[MERKLE_LEVELS];
};

/* An inclusion or a consistency proof: hashes[0..count-1]. */
struct merkle_proof {
    size_t count;
    struct hash32 hashes[MERKLE_PROOF_MAX];
};

/* An empty tree that takes its arrays from memory. Allocates nothing yet. */
void merkle_init(struct merkle_tree *tree, struct memory memory);

/* Gives the arrays back. The tree is empty and usable again. */
void merkle_free(struct merkle_tree *tree);

/*
 * Makes room for this many more leaves.
 *
 * ERR_NOMEM: no memory. ERR_INPUT: the tree would pass MERKLE_SIZE_MAX. The
 * tree has the same leaves and room as before.
 */
MUST_USE enum err merkle_reserve(struct merkle_tree *tree, size_t more);

/* Appends a leaf hash. Cannot fail: room must have been reserved for it. */
void merkle_append(struct merkle_tree *tree, const struct hash32 *leaf);

/*
 * The root over the first size leaves.
 *
 * ERR_INPUT: the tree has fewer leaves.
 */
MUST_USE enum err merkle_root_at(struct hash32 *out,
                                 const struct merkle_tree *tree, uint64_t size);

/* node(level, index). ERR_NOTFOUND: that subtree is not complete. */
MUST_USE enum err merkle_node(struct hash32 *out,
                              const struct merkle_tree *tree, unsigned level,
                              uint64_t index);

/* The leaf hash at index, or NULL. Borrowed until the next merkle_reserve. */
const struct hash32 *merkle_leaf(const struct merkle_tree *tree,
                                 uint64_t index);

/*
 * The proof that leaf index is in the tree of the first size leaves: the
 * leaf's sibling first, the root's child last.
 *
 * ERR_INPUT: index is not below size, or the tree has fewer leaves than size.
 */
MUST_USE enum err merkle_prove_inclusion(struct merkle_proof *out,
                                         const struct merkle_tree *tree,
                                         uint64_t index, uint64_t size);

/*
 * The proof that the tree of old leaves is a beginning of the tree of size
 * leaves. Empty when old is 0 (tlog-witness) or equal to size.
 *
 * ERR_INPUT: old is above size, or the tree has fewer leaves than size.
 */
MUST_USE enum err merkle_prove_consistency(struct merkle_proof *out,
                                           const struct merkle_tree *tree,
                                           uint64_t old, uint64_t size);

/*
 * Checks that leaf stands at index in the tree of this size and root.
 *
 * ERR_PROOF: it does not follow from the proof.
 */
MUST_USE enum err merkle_verify_inclusion(const struct merkle_proof *proof,
                                          const struct hash32 *leaf,
                                          uint64_t index, uint64_t size,
                                          const struct hash32 *root);

/*
 * Checks that the tree (old, old_root) is a beginning of the tree (size, root).
 * old = 0 proves nothing about old_root and is refused: the caller decides.
 *
 * ERR_PROOF: it does not follow from the proof, or old is 0.
 */
MUST_USE enum err merkle_verify_consistency(const struct merkle_proof *proof,
                                            uint64_t old,
                                            const struct hash32 *old_root,
                                            uint64_t size,
                                            const struct hash32 *root);

#endif
