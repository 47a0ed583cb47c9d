#include "tests/support/small_tree.h"

#include "tests/test.h"

void
small_tree_grow(struct merkle_tree *tree, unsigned first, unsigned end)
{
    assert_ok(merkle_reserve(tree, end - first));
    for (unsigned i = first; i < end; i++) {
        struct hash32 leaf;
        uint8_t byte = (uint8_t)i;

        hash_leaf(&leaf, &byte, 1);
        merkle_append(tree, &leaf);
    }
}

void
small_tree_root(struct hash32 *out, unsigned lo, unsigned hi)
{
    unsigned k = 1;
    struct hash32 left;
    struct hash32 right;

    if (hi - lo == 1) {
        uint8_t byte = (uint8_t)lo;

        hash_leaf(out, &byte, 1);
        return;
    }
    while (k * 2 < hi - lo)
        k *= 2;
    small_tree_root(&left, lo, lo + k);
    small_tree_root(&right, lo + k, hi);
    hash_node(out, &left, &right);
}
