/* Goal: a proof that was not made by the tree does not pass. */
#include <sodium.h>

#include "crypto/merkle.h"
#include "tests/support/heap.h"
#include "tests/support/small_tree.h"
#include "tests/test.h"

#define LEAVES 130

static void
every_consistency_proof_verifies_and_no_other_pair_of_sizes_does(void **state)
{
    struct heap heap = {0};
    struct merkle_tree tree;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 40);
    for (unsigned n = 1; n <= 40; n++) {
        for (unsigned m = 1; m <= n; m++) {
            struct merkle_proof proof;
            struct hash32 old_root;
            struct hash32 root;

            assert_ok(merkle_prove_consistency(&proof, &tree, m, n));
            assert_ok(merkle_root_at(&old_root, &tree, m));
            assert_ok(merkle_root_at(&root, &tree, n));
            assert_ok(
                merkle_verify_consistency(&proof, m, &old_root, n, &root));
            assert_err(
                merkle_verify_consistency(&proof, m + 1, &old_root, n, &root),
                ERR_PROOF);
            assert_err(
                merkle_verify_consistency(&proof, 0, &old_root, n, &root),
                ERR_PROOF);
            if (m == n)
                continue;
            assert_err(merkle_verify_consistency(&proof, m, &root, n, &root),
                       ERR_PROOF);
            assert_err(
                merkle_verify_consistency(&proof, m, &old_root, n, &old_root),
                ERR_PROOF);
        }
    }
    merkle_free(&tree);
}

/* Whether the verifier still accepts after any one bit of a hash is flipped. */
static void
assert_no_bit_matters_not(struct merkle_proof *proof, uint64_t index,
                          uint64_t old, uint64_t size, struct hash32 *leaf,
                          struct hash32 *old_root, struct hash32 *root,
                          struct hash32 *target)
{
    for (size_t bit = 0; bit < 8 * HASH_BYTES; bit += 37) {
        uint8_t mask = (uint8_t)(1U << bit % 8);

        target->bytes[bit / 8] ^= mask;
        if (leaf)
            assert_err(merkle_verify_inclusion(proof, leaf, index, size, root),
                       ERR_PROOF);
        else
            assert_err(
                merkle_verify_consistency(proof, old, old_root, size, root),
                ERR_PROOF);
        target->bytes[bit / 8] ^= mask;
    }
}

static void
a_tampered_inclusion_proof_is_refused(void **state)
{
    struct heap heap = {0};
    struct merkle_tree tree;
    struct merkle_proof proof;
    struct hash32 leaf;
    struct hash32 root;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 23);
    leaf = *merkle_leaf(&tree, 19);
    assert_ok(merkle_prove_inclusion(&proof, &tree, 19, 23));
    assert_ok(merkle_root_at(&root, &tree, 23));
    assert_ok(merkle_verify_inclusion(&proof, &leaf, 19, 23, &root));
    for (size_t i = 0; i < proof.count; i++)
        assert_no_bit_matters_not(&proof, 19, 0, 23, &leaf, NULL, &root,
                                  &proof.hashes[i]);
    assert_no_bit_matters_not(&proof, 19, 0, 23, &leaf, NULL, &root, &leaf);
    assert_no_bit_matters_not(&proof, 19, 0, 23, &leaf, NULL, &root, &root);
    for (uint64_t index = 0; index < 64; index++) {
        if (index != 19)
            assert_err(merkle_verify_inclusion(&proof, &leaf, index, 23, &root),
                       ERR_PROOF);
    }
    assert_err(merkle_verify_inclusion(&proof, &leaf, 19, 19, &root),
               ERR_PROOF);
    assert_err(merkle_verify_inclusion(&proof, &leaf, 19, 0, &root), ERR_PROOF);
    assert_err(merkle_verify_inclusion(&proof, &leaf, 19, 64, &root),
               ERR_PROOF);
    proof.count--;
    assert_err(merkle_verify_inclusion(&proof, &leaf, 19, 23, &root),
               ERR_PROOF);
    proof.count += 2;
    assert_err(merkle_verify_inclusion(&proof, &leaf, 19, 23, &root),
               ERR_PROOF);
    proof.count = MERKLE_PROOF_MAX + 1;
    assert_err(merkle_verify_inclusion(&proof, &leaf, 19, 23, &root),
               ERR_PROOF);
    merkle_free(&tree);
}

static void
a_tampered_consistency_proof_is_refused(void **state)
{
    struct heap heap = {0};
    struct merkle_tree tree;
    struct merkle_proof proof;
    struct hash32 old_root;
    struct hash32 root;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 23);
    for (uint64_t old = 1; old < 23; old++) {
        assert_ok(merkle_prove_consistency(&proof, &tree, old, 23));
        assert_ok(merkle_root_at(&old_root, &tree, old));
        assert_ok(merkle_root_at(&root, &tree, 23));
        for (size_t i = 0; i < proof.count; i++)
            assert_no_bit_matters_not(&proof, 0, old, 23, NULL, &old_root,
                                      &root, &proof.hashes[i]);
        assert_no_bit_matters_not(&proof, 0, old, 23, NULL, &old_root, &root,
                                  &old_root);
        assert_no_bit_matters_not(&proof, 0, old, 23, NULL, &old_root, &root,
                                  &root);
        assert_err(merkle_verify_consistency(&proof, 24, &old_root, 23, &root),
                   ERR_PROOF);
        proof.count--;
        assert_err(merkle_verify_consistency(&proof, old, &old_root, 23, &root),
                   ERR_PROOF);
        proof.count += 2;
        assert_err(merkle_verify_consistency(&proof, old, &old_root, 23, &root),
                   ERR_PROOF);
        proof.count = MERKLE_PROOF_MAX + 1;
        assert_err(merkle_verify_consistency(&proof, old, &old_root, 23, &root),
                   ERR_PROOF);
    }
    merkle_free(&tree);
}

/* The hash above a root, if the tree stood in a larger one. */
static void
lift(struct hash32 *root, const struct hash32 *left)
{
    hash_node(root, left, root);
}

static void
a_path_that_goes_on_above_the_root_is_refused(void **state)
{
    const struct hash32 more = {{0xAA}};
    struct heap heap = {0};
    struct merkle_tree tree;
    struct merkle_proof proof;
    struct hash32 old_root;
    struct hash32 root;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 4);
    assert_ok(merkle_root_at(&old_root, &tree, 3));
    assert_ok(merkle_root_at(&root, &tree, 4));
    lift(&old_root, &more);
    lift(&root, &more);
    assert_ok(merkle_prove_consistency(&proof, &tree, 3, 4));
    proof.hashes[proof.count++] = more;
    assert_err(merkle_verify_consistency(&proof, 3, &old_root, 4, &root),
               ERR_PROOF);
    assert_ok(merkle_prove_inclusion(&proof, &tree, 2, 4));
    proof.hashes[proof.count++] = more;
    assert_err(
        merkle_verify_inclusion(&proof, merkle_leaf(&tree, 2), 2, 4, &root),
        ERR_PROOF);
    merkle_free(&tree);
}

static void
what_the_tree_does_not_have_is_not_proved(void **state)
{
    struct heap heap = {0};
    struct merkle_tree tree;
    struct merkle_proof proof = {.count = 9};
    struct hash32 root;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    assert_err(merkle_prove_inclusion(&proof, &tree, 0, 0), ERR_INPUT);
    small_tree_grow(&tree, 0, 5);
    assert_err(merkle_prove_inclusion(&proof, &tree, 5, 5), ERR_INPUT);
    assert_int_equal(proof.count, 0);
    assert_err(merkle_prove_inclusion(&proof, &tree, 0, 6), ERR_INPUT);
    assert_err(merkle_prove_consistency(&proof, &tree, 4, 6), ERR_INPUT);
    assert_err(merkle_prove_consistency(&proof, &tree, 5, 4), ERR_INPUT);
    assert_err(merkle_root_at(&root, &tree, 6), ERR_INPUT);
    assert_true(sodium_is_zero(root.bytes, sizeof root.bytes));
    assert_null(merkle_leaf(&tree, 5));
    assert_err(merkle_node(&root, &tree, 1, 2), ERR_NOTFOUND);
    assert_true(sodium_is_zero(root.bytes, sizeof root.bytes));
    assert_ok(merkle_prove_consistency(&proof, &tree, 0, 5));
    assert_int_equal(proof.count, 0);
    merkle_free(&tree);
}

static void
a_tree_without_memory_stays_as_it_was(void **state)
{
    struct heap heap = {0};
    struct merkle_tree tree;
    struct hash32 before;
    struct hash32 after;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 9);
    assert_ok(merkle_root_at(&before, &tree, 9));
    heap.limited = true;
    /* Each of the levels in turn fails to grow. */
    for (size_t calls = 0; calls < 4; calls++) {
        heap.left = calls;
        assert_err(merkle_reserve(&tree, 1000), ERR_NOMEM);
        assert_int_equal(heap.refusals, calls + 1);
        assert_int_equal(tree.size, 9);
        assert_ok(merkle_root_at(&after, &tree, 9));
        assert_true(hash_eq(&before, &after));
    }
    assert_err(merkle_reserve(&tree, (size_t)MERKLE_SIZE_MAX), ERR_INPUT);
    heap.limited = false;
    small_tree_grow(&tree, 9, LEAVES);
    small_tree_root(&before, 0, LEAVES);
    assert_ok(merkle_root_at(&after, &tree, LEAVES));
    assert_true(hash_eq(&before, &after));
    merkle_free(&tree);
    assert_int_equal(heap.in_use, 0);
    small_tree_grow(&tree, 0, 3); /* usable again */
    merkle_free(&tree);
    assert_int_equal(heap.in_use, 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(
            every_consistency_proof_verifies_and_no_other_pair_of_sizes_does),
        cmocka_unit_test(a_tampered_inclusion_proof_is_refused),
        cmocka_unit_test(a_tampered_consistency_proof_is_refused),
        cmocka_unit_test(a_path_that_goes_on_above_the_root_is_refused),
        cmocka_unit_test(what_the_tree_does_not_have_is_not_proved),
        cmocka_unit_test(a_tree_without_memory_stays_as_it_was),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
