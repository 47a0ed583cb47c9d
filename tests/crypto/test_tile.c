/* Goal: each tile has one path, its hashes, and no byte beyond the log. */
#include <sodium.h>

#include "crypto/decimal.h"
#include "crypto/tile.h"
#include "tests/support/heap.h"
#include "tests/support/small_tree.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

/* Compares a tile's path with the one wanted, and reads it back. */
static void
assert_path(const struct tile *tile, struct span want)
{
    char buffer[TILE_PATH_MAX];
    struct text_writer w;
    struct span path;
    struct tile parsed;

    text_writer_start(&w, buffer, sizeof buffer);
    tile_write(&w, tile);
    assert_ok(text_writer_finish(&w, &path));
    if (!span_eq(path, want))
        fail_msg("%.*s", (int)path.len, path.ptr);
    assert_ok(tile_parse(&parsed, path));
    assert_int_equal(parsed.kind, tile->kind);
    assert_int_equal(parsed.level, tile->level);
    assert_int_equal(parsed.index, tile->index);
    assert_int_equal(parsed.width, tile->width);
}

static unsigned
width_of(uint64_t partial)
{
    return partial ? (unsigned)partial : TILE_WIDTH;
}

static void
the_published_paths_are_written_and_read(void **state)
{
    json_t *root = vectors_load("tile_paths.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "tile_path"), i, item)
    {
        struct tile tile = {.kind = TILE_HASHES,
                            .level = (unsigned)vectors_number(item, "level"),
                            .index = vectors_number(item, "n"),
                            .width = width_of(vectors_number(item, "p"))};

        assert_path(&tile, vectors_span(item, "path"));
    }
    json_array_foreach(vectors_get(root, "entry_bundle_path"), i, item)
    {
        struct tile tile = {.kind = TILE_ENTRIES,
                            .index = vectors_number(item, "n"),
                            .width = width_of(vectors_number(item, "p"))};

        assert_path(&tile, vectors_span(item, "path"));
    }
    json_array_foreach(vectors_get(root, "entry_bundle_path_for_index"), i,
                       item)
    {
        uint64_t index = vectors_number(item, "seq") / TILE_WIDTH;
        struct tile tile = {
            .kind = TILE_ENTRIES,
            .index = index,
            .width = tile_width(0, index, vectors_number(item, "log_size"))};

        assert_path(&tile, vectors_span(item, "path"));
    }
    json_decref(root);
}

static void
the_published_parse_cases_come_out_as_published(void **state)
{
    json_t *root = vectors_load("tile_paths.json");
    json_t *item;
    size_t i;
    size_t accepted = 0;

    (void)state;
    json_array_foreach(vectors_get(root, "parse"), i, item)
    {
        char buffer[80];
        struct text_writer w;
        struct tile tile;
        bool reject = json_object_get(item, "reject") != NULL;
        enum err e;

        text_writer_start(&w, buffer, sizeof buffer);
        text_writer_text(&w, "tile/");
        text_writer_span(&w, vectors_span(item, "level"));
        text_writer_text(&w, "/");
        text_writer_span(&w, vectors_span(item, "index"));
        e = tile_parse(&tile, text_writer_written(&w));
        if ((e != OK) != reject)
            fail_msg("%s", json_string_value(vectors_get(item, "index")));
        if (e)
            continue;
        accepted++;
        assert_int_equal(tile.kind, TILE_HASHES);
        assert_int_equal(tile.level, vectors_number(item, "want_level"));
        assert_int_equal(tile.index, vectors_number(item, "want_index"));
        assert_int_equal(tile.width,
                         width_of(vectors_number(item, "want_partial")));
    }
    assert_int_equal(i, 19);
    assert_int_equal(accepted, 4);
    json_array_foreach(vectors_get(root, "go_sumdb_paths_reference_only"), i,
                       item)
    {
        struct tile tile;

        assert_err(tile_parse(&tile, vectors_value_span(item)), ERR_INPUT);
    }
    json_decref(root);
}

static void
every_other_form_of_a_path_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "tile",
        "tile/",
        "/tile/0/000",
        "tile/0",
        "tile/0/",
        "tile//000",
        "tile/00/000",
        "tile/+0/000",
        "tile/64/000",
        "tile/0/0",
        "tile/0/00",
        "tile/0/0000",
        "tile/0/x000/001",
        "tile/0/x000/x001/001",
        "tile/0/001/x001",
        "tile/0/X001/001",
        "tile/0/x001x001/001",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/000.p/1/",
        "tile/0/000.p/1.p/1",
        "tile/0/000.P/1",
        "tile/0/000/",
        "tile/0/000?",
        "tile/0/../000",
        "tile/entries",
        "tile/entries/",
        "tile/entrie/000",
        "tile/Entries/000",
        "tile/entries/0/000",
        "tile/entries/x000/000",
        "tile/0/x001/x000/x000/x000/x000/x000/000",
    };
    struct tile tile;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        tile.width = 7;
        if (tile_parse(&tile, span_text(bad[i])) != ERR_INPUT ||
            tile.width != 0)
            fail_msg("%s", bad[i]);
    }
    assert_err(tile_parse(&tile, span_of("tile/0/000\0", 11)), ERR_INPUT);
}

static void
what_is_no_tile_has_no_path(void **state)
{
    static const struct tile bad[] = {
        {.kind = TILE_HASHES, .level = TILE_LEVEL_MAX + 1, .width = 1},
        {.kind = TILE_HASHES, .index = TILE_INDEX_MAX + 1, .width = 1},
        {.kind = TILE_HASHES, .width = 0},
        {.kind = TILE_HASHES, .width = TILE_WIDTH + 1},
        {.kind = TILE_ENTRIES, .level = 1, .width = 1},
    };

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char buffer[TILE_PATH_MAX];
        struct text_writer w;
        struct span path;

        text_writer_start(&w, buffer, sizeof buffer);
        tile_write(&w, &bad[i]);
        assert_err(text_writer_finish(&w, &path), ERR_INPUT);
    }
}

static void
a_log_has_its_published_number_of_tiles(void **state)
{
    json_t *root = vectors_load("tile_paths.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "tiles_of_size"), i, item)
    {
        uint64_t size = vectors_number(item, "size");

        for (unsigned level = 0; level <= TILE_LEVEL_MAX; level++) {
            char key[DECIMAL_DIGITS_MAX + 1] = {0};
            uint64_t full;
            json_int_t partial;

            decimal_format(key, level);
            full = (uint64_t)json_integer_value(
                json_object_get(vectors_get(item, "full"), key));
            partial = json_integer_value(
                json_object_get(vectors_get(item, "partial"), key));
            for (uint64_t n = 0; n < full; n++)
                assert_int_equal(tile_width(level, n, size), TILE_WIDTH);
            assert_int_equal(tile_width(level, full, size), partial);
            assert_int_equal(tile_width(level, full + 1, size), 0);
        }
    }
    assert_int_equal(i, 2);
    assert_int_equal(tile_width(0, UINT64_MAX, UINT64_MAX), 0);
    assert_int_equal(tile_width(8, 0, UINT64_MAX), 0);
    json_decref(root);
}

/* Their `partial` is 0 where the bundle is full. */
static void
assert_piece(const struct tile_piece *piece, const json_t *want)
{
    assert_int_equal(piece->index, vectors_number(want, "index"));
    assert_int_equal(piece->first, vectors_number(want, "first"));
    assert_int_equal(piece->count, vectors_number(want, "n"));
    assert_int_equal(piece->width % TILE_WIDTH,
                     vectors_number(want, "partial"));
}

static void
the_published_ranges_are_read_bundle_by_bundle(void **state)
{
    json_t *root = vectors_load("tile_paths.json");
    const json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "range"), i, item)
    {
        uint64_t from = vectors_number(item, "from");
        uint64_t n = vectors_number(item, "n");
        uint64_t size = vectors_number(item, "size");
        struct tile_piece piece;
        const json_t *want;
        size_t k;

        json_array_foreach(vectors_get(item, "want"), k, want)
        {
            tile_next_piece(&piece, &from, &n, size);
            assert_piece(&piece, want);
        }
        tile_next_piece(&piece, &from, &n, size);
        assert_int_equal(piece.count, 0);
    }
    assert_int_equal(i, 4);
    json_decref(root);
}

/* From start to the end of a log of this size, in order. */
static void
read_to_the_end(uint64_t start, uint64_t size)
{
    uint64_t from = start;
    uint64_t n = UINT64_MAX;
    uint64_t seen = start;
    struct tile_piece piece;

    tile_next_piece(&piece, &from, &n, size);
    while (piece.count > 0) {
        assert_int_equal(piece.index * TILE_WIDTH + piece.first, seen);
        assert_true(piece.first + piece.count <= piece.width);
        seen += piece.count;
        tile_next_piece(&piece, &from, &n, size);
    }
    assert_int_equal(seen, start < size ? size : start);
}

static void
no_entry_of_a_range_is_left_out_or_read_twice(void **state)
{
    (void)state;
    for (uint64_t size = 0; size <= 600; size += 37)
        for (uint64_t start = 0; start <= size + 1; start += 29)
            read_to_the_end(start, size);
}

/* The hash of 2^levels neighbouring hashes. */
static void
fold(struct hash32 *out, const struct hash32 *hashes, unsigned levels)
{
    struct hash32 left;
    struct hash32 right;

    if (levels == 0) {
        *out = hashes[0];
        return;
    }
    fold(&left, hashes, levels - 1);
    fold(&right, hashes + (1U << (levels - 1)), levels - 1);
    hash_node(out, &left, &right);
}

static void
a_tile_holds_its_nodes_of_the_tree(void **state)
{
    json_t *root = vectors_load("tile_paths.json");
    struct heap heap = {0};
    struct merkle_tree tree;
    json_t *item;
    size_t i;

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 600);
    json_array_foreach(vectors_get(root, "node_to_tile"), i, item)
    {
        struct hash32 hashes[TILE_WIDTH];
        unsigned levels = (unsigned)vectors_number(item, "level_in_tile");
        struct tile tile = {.kind = TILE_HASHES,
                            .level =
                                (unsigned)vectors_number(item, "tile_level"),
                            .index = vectors_number(item, "tile_index")};
        struct hash32 node;
        struct hash32 hash;

        assert_ok(merkle_node(&node, &tree,
                              (unsigned)vectors_number(item, "tree_level"),
                              vectors_number(item, "tree_index")));
        tile.width = tile_width(tile.level, tile.index, tree.size);
        assert_ok(tile_hashes(hashes, &tile, &tree, tree.size));
        fold(&hash, hashes + (vectors_number(item, "index_in_tile") << levels),
             levels);
        assert_true(hash_eq(&hash, &node));
    }
    assert_int_equal(i, 5);
    merkle_free(&tree);
    json_decref(root);
}

static void
no_hash_is_served_beyond_the_checkpoint(void **state)
{
    struct hash32 hashes[TILE_WIDTH];
    struct heap heap = {0};
    struct merkle_tree tree;
    struct tile tile = {.kind = TILE_HASHES, .width = 44, .index = 1};

    (void)state;
    merkle_init(&tree, heap_memory(&heap));
    small_tree_grow(&tree, 0, 400);
    /* The checkpoint covers 300 entries; the tree has more already. */
    assert_ok(tile_hashes(hashes, &tile, &tree, 300));
    assert_true(hash_eq(&hashes[43], merkle_leaf(&tree, 299)));
    tile.width = 45;
    assert_err(tile_hashes(hashes, &tile, &tree, 300), ERR_NOTFOUND);
    tile.width = 3;
    assert_ok(tile_hashes(hashes, &tile, &tree, 300));
    tile.index = 2;
    tile.width = 1;
    assert_err(tile_hashes(hashes, &tile, &tree, 300), ERR_NOTFOUND);
    tile.index = 0;
    tile.level = 1;
    assert_ok(tile_hashes(hashes, &tile, &tree, 300));
    assert_err(tile_hashes(hashes, &tile, &tree, 255), ERR_NOTFOUND);
    tile.level = 63;
    assert_err(tile_hashes(hashes, &tile, &tree, 300), ERR_NOTFOUND);
    tile.level = 0;
    tile.width = 0;
    assert_err(tile_hashes(hashes, &tile, &tree, 300), ERR_INPUT);
    tile.width = 1;
    assert_err(tile_hashes(hashes, &tile, &tree, 401), ERR_INPUT);
    tile.kind = TILE_ENTRIES;
    assert_err(tile_hashes(hashes, &tile, &tree, 300), ERR_INPUT);
    merkle_free(&tree);
}

static void
the_published_bundles_are_read(void **state)
{
    json_t *root = vectors_load("tile_paths.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "entry_bundle_parse"), i, item)
    {
        uint8_t bytes[64];
        char buffer[64];
        struct span rest = span_of(
            bytes, vectors_hex(bytes, sizeof bytes, vectors_span(item, "hex")));
        struct span whole = rest;
        struct span written;
        struct text_writer w;
        size_t count = 0;
        enum err e = OK;

        text_writer_start(&w, buffer, sizeof buffer);
        while (!e && rest.len > 0) {
            size_t before = rest.len;
            struct span entry;

            e = tile_take_entry(&entry, &rest);
            if (e) {
                assert_int_equal(rest.len, before);
                break;
            }
            tile_write_entry(&w, &entry, 1);
            count++;
        }
        assert_true((e == OK) == json_is_true(vectors_get(item, "ok")));
        if (e)
            continue;
        assert_int_equal(count,
                         json_array_size(vectors_get(item, "entries_hex")));
        assert_ok(text_writer_finish(&w, &written));
        assert_true(span_eq(written, whole));
    }
    assert_int_equal(i, 4);
    json_decref(root);
}

static void
an_entry_has_at_most_65535_bytes(void **state)
{
    static char bytes[TILE_ENTRY_MAX + 1];
    static char buffer[TILE_ENTRY_MAX + 3];
    struct span parts[2] = {span_of(bytes, 20), span_of(bytes, 65515)};
    struct text_writer w;
    struct span out;
    struct span entry;

    (void)state;
    memset(bytes, 'e', sizeof bytes);
    text_writer_start(&w, buffer, sizeof buffer);
    tile_write_entry(&w, parts, 2);
    assert_ok(text_writer_finish(&w, &out));
    assert_int_equal(out.len, 2 + TILE_ENTRY_MAX);
    assert_ok(tile_take_entry(&entry, &out));
    assert_int_equal(entry.len, TILE_ENTRY_MAX);
    assert_int_equal(out.len, 0);
    parts[1].len++;
    text_writer_start(&w, buffer, sizeof buffer);
    tile_write_entry(&w, parts, 2);
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_paths_are_written_and_read),
        cmocka_unit_test(the_published_parse_cases_come_out_as_published),
        cmocka_unit_test(every_other_form_of_a_path_is_refused),
        cmocka_unit_test(what_is_no_tile_has_no_path),
        cmocka_unit_test(a_log_has_its_published_number_of_tiles),
        cmocka_unit_test(a_tile_holds_its_nodes_of_the_tree),
        cmocka_unit_test(no_hash_is_served_beyond_the_checkpoint),
        cmocka_unit_test(the_published_ranges_are_read_bundle_by_bundle),
        cmocka_unit_test(no_entry_of_a_range_is_left_out_or_read_twice),
        cmocka_unit_test(the_published_bundles_are_read),
        cmocka_unit_test(an_entry_has_at_most_65535_bytes),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
