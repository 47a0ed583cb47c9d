/* Goal: trees, roots and proofs are those that others have published. */
#include <stdio.h>

#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/merkle.h"
#include "tests/support/heap.h"
#include "tests/support/small_tree.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define LEAVES 130

static void
hex_hash(struct hash32 *out, struct span text)
{
    assert_int_equal(vectors_hex(out->bytes, sizeof out->bytes, text),
                     sizeof out->bytes);
}

static void
assert_hash(const struct hash32 *got, struct span want_hex)
{
    struct hash32 want;

    hex_hash(&want, want_hex);
    assert_memory_equal(got->bytes, want.bytes, sizeof want.bytes);
}

static void
leaf_and_node_hashes_are_the_published_ones(void **state)
{
    json_t *root = vectors_load("merkle_rfc6962_hashes.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "leaf_hashes"), i, item)
    {
        uint8_t data[64];
        size_t len =
            vectors_hex(data, sizeof data, vectors_span(item, "data_hex"));
        struct span parts[2] = {span_of(data, len / 2),
                                span_of(data + len / 2, len - len / 2)};
        struct hash32 hash;

        hash_leaf(&hash, data, len);
        assert_hash(&hash, vectors_span(item, "hash"));
        hash_leaf_parts(&hash, parts, 2);
        assert_hash(&hash, vectors_span(item, "hash"));
    }
    json_array_foreach(vectors_get(root, "node_hashes"), i, item)
    {
        uint8_t left[64];
        uint8_t right[64];
        size_t left_len =
            vectors_hex(left, sizeof left, vectors_span(item, "left_hex"));
        size_t right_len =
            vectors_hex(right, sizeof right, vectors_span(item, "right_hex"));
        struct span parts[3] = {span_of("\x01", 1), span_of(left, left_len),
                                span_of(right, right_len)};
        struct hash32 hash;

        hash_sha256_parts(&hash, parts, 3);
        assert_hash(&hash, vectors_span(item, "hash"));
        if (left_len != HASH_BYTES)
            continue;
        hash_node(&hash, (const struct hash32 *)left,
                  (const struct hash32 *)right);
        assert_hash(&hash, vectors_span(item, "hash"));
    }
    json_decref(root);
}

static void
the_reference_tree_has_its_nodes_and_roots(void **state)
{
    json_t *root = vectors_load("merkle_rfc6962_hashes.json");
    json_t *reference = vectors_get(root, "reference_tree");
    struct heap heap = {0};
    struct merkle_tree tree;
    json_t *item;
    json_t *level;
    size_t i;
    struct hash32 none;
    size_t k;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    json_array_foreach(vectors_get(reference, "leaf_inputs_hex"), i, item)
    {
        uint8_t data[64];
        size_t len = vectors_hex(data, sizeof data, vectors_value_span(item));
        struct hash32 leaf;

        hash_leaf(&leaf, data, len);
        assert_ok(merkle_reserve(&tree, 1));
        merkle_append(&tree, &leaf);
    }
    assert_int_equal(tree.size, 8);
    json_array_foreach(vectors_get(reference, "node_hashes_by_level"), k, level)
    {
        json_array_foreach(level, i, item)
        {
            struct hash32 node;

            assert_ok(merkle_node(&node, &tree, (unsigned)k, i));
            assert_hash(&node, vectors_value_span(item));
        }
        assert_err(merkle_node(&none, &tree, (unsigned)k, i), ERR_NOTFOUND);
    }
    json_array_foreach(vectors_get(reference, "root_by_size"), i, item)
    {
        struct hash32 hash;

        assert_ok(merkle_root_at(&hash, &tree, i));
        assert_hash(&hash, vectors_value_span(item));
    }
    assert_int_equal(i, 9);
    assert_err(merkle_node(&none, &tree, MERKLE_LEVELS, 0), ERR_NOTFOUND);
    merkle_free(&tree);
    json_decref(root);
    assert_int_equal(heap.in_use, 0);
}

/* The loop conditions of the accumulated vectors. */
static bool
is_subtree(unsigned start, unsigned end)
{
    unsigned width = 1;

    while (width < end - start)
        width *= 2;
    return start == 0 || start == end || start % width == 0;
}

struct digest {
    crypto_hash_sha256_state state;
};

static void
digest_text(struct digest *digest, const char *text)
{
    crypto_hash_sha256_update(&digest->state, (const uint8_t *)text,
                              strlen(text));
}

static void
digest_proof(struct digest *digest, const struct merkle_proof *proof)
{
    for (size_t i = 0; i < proof->count; i++) {
        char hex[2 * HASH_BYTES + 1];

        sodium_bin2hex(hex, sizeof hex, proof->hashes[i].bytes, HASH_BYTES);
        digest_text(digest, " ");
        digest_text(digest, hex);
    }
    digest_text(digest, "\n");
}

static void
assert_digest(struct digest *digest, const char *what)
{
    json_t *root = vectors_load("merkle_rfc6962_hashes.json");
    json_t *all = vectors_get(root, "accumulated_130");
    struct hash32 hash;

    crypto_hash_sha256_final(&digest->state, hash.bytes);
    assert_hash(&hash, vectors_span(vectors_get(all, what), "sha256"));
    json_decref(root);
}

static void
roots_and_inclusion_proofs_of_all_trees_up_to_130_are_right(void **state)
{
    struct digest hashes;
    struct digest proofs;
    struct heap heap = {0};
    char line[160];

    (void)state;
    crypto_hash_sha256_init(&hashes.state);
    crypto_hash_sha256_init(&proofs.state);
    for (unsigned end = 0; end <= LEAVES; end++) {
        for (unsigned start = 0; start <= end; start++) {
            struct merkle_tree tree;
            struct hash32 root;
            char hex[2 * HASH_BYTES + 1];

            if (!is_subtree(start, end))
                continue;
            merkle_init(&tree, heap_memory(&heap));
            small_tree_grow(&tree, start, end);
            assert_ok(merkle_root_at(&root, &tree, end - start));
            sodium_bin2hex(hex, sizeof hex, root.bytes, HASH_BYTES);
            snprintf(line, sizeof line, "[%u, %u) %s\n", start, end, hex);
            digest_text(&hashes, line);
            for (unsigned i = start; i < end; i++) {
                struct merkle_proof proof;

                assert_ok(merkle_prove_inclusion(&proof, &tree, i - start,
                                                 end - start));
                assert_ok(merkle_verify_inclusion(
                    &proof, merkle_leaf(&tree, i - start), i - start,
                    end - start, &root));
                snprintf(line, sizeof line, "%u [%u, %u)", i, start, end);
                digest_text(&proofs, line);
                digest_proof(&proofs, &proof);
            }
            merkle_free(&tree);
        }
    }
    assert_int_equal(heap.in_use, 0);
    assert_digest(&hashes, "subtree_hash");
    assert_digest(&proofs, "subtree_inclusion");
}

/*
 * The subtree consistency proof by its definition: SUBTREE_SUBPROOF of
 * draft-ietf-plants-merkle-tree-certs, over the leaves from base to base + n.
 */
static void
defined_subproof(struct merkle_proof *out, unsigned start, unsigned end,
                 unsigned base, unsigned n, bool known)
{
    unsigned k = 1;
    struct hash32 other;

    if (start == 0 && end == n) {
        if (!known)
            small_tree_root(&out->hashes[out->count++], base, base + n);
        return;
    }
    while (k * 2 < n)
        k *= 2;
    if (end <= k) {
        defined_subproof(out, start, end, base, k, known);
        small_tree_root(&other, base + k, base + n);
    } else if (k <= start) {
        defined_subproof(out, start - k, end - k, base + k, n - k, known);
        small_tree_root(&other, base, base + k);
    } else {
        defined_subproof(out, 0, end - k, base + k, n - k, false);
        small_tree_root(&other, base, base + k);
    }
    out->hashes[out->count++] = other;
}

static void
consistency_proofs_of_all_trees_up_to_130_are_right(void **state)
{
    struct digest digest;
    struct heap heap = {0};
    struct merkle_tree tree;
    char line[64];

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, LEAVES);
    crypto_hash_sha256_init(&digest.state);
    for (unsigned n = 0; n <= LEAVES; n++) {
        for (unsigned end = 0; end <= n; end++) {
            for (unsigned start = 0; start <= end; start++) {
                struct merkle_proof proof = {0};

                if (!is_subtree(start, end))
                    continue;
                /* Those of beginnings are ours; the others fill the digest. */
                if (start == 0)
                    assert_ok(merkle_prove_consistency(&proof, &tree, end, n));
                else if (start < end)
                    defined_subproof(&proof, start, end, 0, n, true);
                snprintf(line, sizeof line, "[%u, %u) %u", start, end, n);
                digest_text(&digest, line);
                digest_proof(&digest, &proof);
            }
        }
    }
    assert_digest(&digest, "subtree_consistency");
    merkle_free(&tree);
}

/*
 * A probe's hash. Some probes give one of another length, which our types
 * cannot hold: a hash of it and its role stands for it, so that it equals
 * only others of that role.
 */
static void
probe_hash(struct hash32 *out, const json_t *value, const char *role)
{
    uint8_t bytes[64];
    size_t len;
    struct span parts[2] = {span_text(role), span_of(bytes, 0)};

    assert_ok(
        base64_decode(bytes, sizeof bytes, &len, vectors_value_span(value)));
    parts[1].len = len;
    if (len == HASH_BYTES)
        memcpy(out->bytes, bytes, HASH_BYTES);
    else
        hash_sha256_parts(out, parts, 2);
}

static void
probe_proof(struct merkle_proof *out, const json_t *hashes)
{
    json_t *item;
    size_t i;

    *out = (struct merkle_proof){0};
    json_array_foreach(hashes, i, item)
    {
        assert_true(i < MERKLE_PROOF_MAX);
        probe_hash(&out->hashes[out->count++], item, "path");
    }
}

static uint64_t
probe_number(const json_t *probe, const char *key)
{
    uint64_t value;

    assert_ok(decimal_parse(&value, vectors_span(probe, key), UINT64_MAX));
    return value;
}

static enum err
run_inclusion_probe(const json_t *probe)
{
    struct merkle_proof proof;
    struct hash32 leaf;
    struct hash32 root;

    probe_proof(&proof, vectors_get(probe, "proof"));
    probe_hash(&leaf, vectors_get(probe, "leafHash"), "leaf");
    probe_hash(&root, vectors_get(probe, "root"), "root");
    return merkle_verify_inclusion(&proof, &leaf,
                                   probe_number(probe, "leafIdx"),
                                   probe_number(probe, "treeSize"), &root);
}

static enum err
run_consistency_probe(const json_t *probe)
{
    struct merkle_proof proof;
    struct hash32 root1;
    struct hash32 root2;

    probe_proof(&proof, vectors_get(probe, "proof"));
    probe_hash(&root1, vectors_get(probe, "root1"), "root");
    probe_hash(&root2, vectors_get(probe, "root2"), "root");
    return merkle_verify_consistency(&proof, probe_number(probe, "size1"),
                                     &root1, probe_number(probe, "size2"),
                                     &root2);
}

static void
run_probes(const char *file, enum err (*run)(const json_t *),
           size_t want_accepted)
{
    json_t *root = vectors_load(file);
    json_t *probe;
    size_t i;
    size_t accepted = 0;

    json_array_foreach(vectors_get(root, "probes"), i, probe)
    {
        bool want_refused = json_is_true(vectors_get(probe, "wantErr"));
        enum err e = run(probe);

        if (e != (want_refused ? ERR_PROOF : OK))
            fail_msg("%s: %s", json_string_value(vectors_get(probe, "file")),
                     err_name(e));
        accepted += e == OK;
    }
    assert_int_equal(i, 98);
    assert_int_equal(accepted, want_accepted);
    json_decref(root);
}

static void
the_published_inclusion_probes_come_out_as_published(void **state)
{
    (void)state;
    run_probes("merkle_inclusion_probes.json", run_inclusion_probe, 6);
}

static void
the_published_consistency_probes_come_out_as_published(void **state)
{
    (void)state;
    run_probes("merkle_consistency_probes.json", run_consistency_probe, 6);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(leaf_and_node_hashes_are_the_published_ones),
        cmocka_unit_test(the_reference_tree_has_its_nodes_and_roots),
        cmocka_unit_test(
            roots_and_inclusion_proofs_of_all_trees_up_to_130_are_right),
        cmocka_unit_test(consistency_proofs_of_all_trees_up_to_130_are_right),
        cmocka_unit_test(the_published_inclusion_probes_come_out_as_published),
        cmocka_unit_test(
            the_published_consistency_probes_come_out_as_published),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
