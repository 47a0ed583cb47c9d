/*
 * A store on a disk that fails says "unknown" where it does not know.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "tests/support/bad_disk.h"
#include "tests/support/folder.h"
#include "tests/test.h"
#include "voting/store.h"

struct fixture {
    struct folder folder;
    char path[FOLDER_PATH_MAX];
    struct store *store;
    struct bad_disk *disk;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->disk = bad_disk_install();
    folder_make(&f->folder);
    folder_file(f->path, &f->folder, "log");
    assert_ok(store_create(f->path));
    assert_ok(store_open(&f->store, f->path));
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    store_close(f->store);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

static void
shut(struct fixture *f)
{
    store_close(f->store);
    f->store = NULL;
}

static void
reopen(struct fixture *f)
{
    shut(f);
    assert_ok(store_open(&f->store, f->path));
}

static enum store_verdict
append(struct store *store, uint64_t size, const char *a, const char *b,
       const char *checkpoint)
{
    struct span entries[2] = {span_text(a), span_text(b ? b : "")};

    return store_append(store, size, entries, b ? 2 : 1, span_text(checkpoint));
}

static void
assert_entry(struct store *store, uint64_t index, const char *want)
{
    struct span entry;

    assert_ok(store_entry(store, &entry, index));
    assert_true(span_eq(entry, span_text(want)));
}

static void
assert_size(struct store *store, uint64_t want, const char *want_checkpoint)
{
    char bytes[256];
    struct text_writer w;
    uint64_t size;

    assert_ok(store_size(store, &size));
    assert_int_equal(size, want);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(store_checkpoint(store, &size, &w));
    assert_int_equal(size, want);
    assert_true(span_eq(text_writer_written(&w), span_text(want_checkpoint)));
}

static void
a_failed_commit_is_unknown_and_stops_the_store(void **state)
{
    struct fixture *f = *state;
    struct hash32 sha256 = {{1}};

    assert_int_equal(append(f->store, 0, "zero", NULL, "c1"), STORE_DONE);
    f->disk->bad_syncs = 1;
    assert_int_equal(append(f->store, 1, "one", NULL, "c2"), STORE_UNKNOWN);
    assert_int_equal(f->disk->bad_syncs, 0);
    assert_int_equal(append(f->store, 1, "one", NULL, "c2"), STORE_NOT_DONE);
    assert_int_equal(
        store_put_blob(f->store, &sha256, false, span_text("text")),
        STORE_NOT_DONE);
    reopen(f);
    assert_size(f->store, 1, "c1");
    assert_int_equal(append(f->store, 1, "one", NULL, "c2"), STORE_DONE);
}

static void
an_unknown_batch_can_be_there_after_a_crash(void **state)
{
    struct fixture *f = *state;
    char crashed[FOLDER_PATH_MAX];
    char from[FOLDER_PATH_MAX + 8];
    char to[FOLDER_PATH_MAX + 8];
    struct store *store;

    assert_int_equal(append(f->store, 0, "zero", NULL, "c1"), STORE_DONE);
    f->disk->bad_syncs = 1;
    assert_int_equal(append(f->store, 1, "one", NULL, "c2"), STORE_UNKNOWN);
    folder_file(crashed, &f->folder, "crashed");
    snprintf(from, sizeof from, "%s-wal", f->path);
    snprintf(to, sizeof to, "%s-wal", crashed);
    assert_true(folder_copy_file(f->path, crashed));
    assert_true(folder_copy_file(from, to));
    assert_ok(store_open(&store, crashed));
    assert_size(store, 2, "c2");
    assert_entry(store, 1, "one");
    store_close(store);
}

static void
opening_fails_when_what_is_found_cannot_be_flushed(void **state)
{
    struct fixture *f = *state;
    struct store *store;

    assert_int_equal(append(f->store, 0, "zero", NULL, "c1"), STORE_DONE);
    f->disk->bad_syncs = 100; /* closing cannot tidy up, nor opening */
    shut(f);
    assert_err(store_open(&store, f->path), ERR_IO);
    assert_null(store);
    f->disk->bad_syncs = 0;
    assert_ok(store_open(&f->store, f->path));
    assert_size(f->store, 1, "c1");
}

static void
a_full_disk_in_the_middle_of_a_batch_is_not_done(void **state)
{
    enum { ENTRIES = 100, BYTES = 60000 };
    struct fixture *f = *state;
    struct span entries[ENTRIES];
    char *bytes = malloc(BYTES);

    assert_non_null(bytes);
    memset(bytes, 'x', BYTES);
    for (int i = 0; i < ENTRIES; i++)
        entries[i] = span_of(bytes, BYTES);
    assert_int_equal(append(f->store, 0, "zero", NULL, "c1"), STORE_DONE);
    /* More than the cache holds, so that it is written before the commit. */
    f->disk->bad_writes = 1;
    assert_int_equal(
        store_append(f->store, 1, entries, ENTRIES, span_text("c101")),
        STORE_NOT_DONE);
    assert_size(f->store, 1, "c1");
    assert_int_equal(
        store_append(f->store, 1, entries, ENTRIES, span_text("c101")),
        STORE_DONE);
    assert_size(f->store, 101, "c101");
    free(bytes);
}

static void
a_full_disk_at_the_commit_is_unknown(void **state)
{
    struct fixture *f = *state;

    f->disk->bad_writes = 1;
    assert_int_equal(append(f->store, 0, "zero", NULL, "c1"), STORE_UNKNOWN);
    reopen(f);
    assert_size(f->store, 0, "");
}

static void
want_of_memory_in_a_batch_is_not_done(void **state)
{
    struct fixture *f = *state;
    char *bytes = malloc(60000);
    struct span entry;

    assert_non_null(bytes);
    memset(bytes, 'x', 60000);
    entry = span_of(bytes, 60000);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 8192);
    assert_int_equal(store_append(f->store, 0, &entry, 1, span_text("c1")),
                     STORE_NOT_DONE);
    sqlite3_hard_heap_limit64(0);
    assert_size(f->store, 0, "");
    assert_int_equal(store_append(f->store, 0, &entry, 1, span_text("c1")),
                     STORE_DONE);
    free(bytes);
}

int
main(void)
{
#define WITH_STORE(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_failed_commit_is_unknown_and_stops_the_store),
        WITH_STORE(an_unknown_batch_can_be_there_after_a_crash),
        WITH_STORE(opening_fails_when_what_is_found_cannot_be_flushed),
        WITH_STORE(a_full_disk_in_the_middle_of_a_batch_is_not_done),
        WITH_STORE(a_full_disk_at_the_commit_is_unknown),
        WITH_STORE(want_of_memory_in_a_batch_is_not_done),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
