/*
 * small_tree.h - the tree that the published digests use: leaf i is the single
 * byte i.
 */
#ifndef TESTS_SUPPORT_SMALL_TREE_H
#define TESTS_SUPPORT_SMALL_TREE_H

#include "crypto/hash.h"
#include "crypto/merkle.h"

/* Appends leaves first to end - 1. */
void small_tree_grow(struct merkle_tree *tree, unsigned first, unsigned end);

/* The root over leaves lo to hi - 1, lo < hi, by its definition alone. */
void small_tree_root(struct hash32 *out, unsigned lo, unsigned hi);

#endif
