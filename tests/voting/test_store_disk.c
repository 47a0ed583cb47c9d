/*
 * A store on a disk that fails says "unknown" where it does not know.
 */
#include <stdio.h>
#include <stdlib.h>

#include <sqlite3.h>

#include "tests/support/bad_disk.h"
#include "tests/support/store_case.h"
#include "tests/test.h"

/* Every store of this program is on it. */
static struct bad_disk *disk;

static int
set_up(void **state)
{
    disk = bad_disk_install();
    return store_case_set_up(state);
}

static void
a_failed_commit_is_unknown_and_stops_the_store(void **state)
{
    struct store_case *f = *state;
    struct hash32 sha256 = {{1}};

    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    disk->bad_syncs = 1;
    assert_int_equal(store_case_append(f->store, 1, "one", NULL, "c2"),
                     STORE_UNKNOWN);
    assert_int_equal(disk->bad_syncs, 0);
    assert_int_equal(store_case_append(f->store, 1, "one", NULL, "c2"),
                     STORE_NOT_DONE);
    assert_int_equal(store_case_put_text(f->store, &sha256, false, "text"),
                     STORE_NOT_DONE);
    store_case_reopen(f);
    store_case_ends(f->store, 1, "c1");
    assert_int_equal(store_case_append(f->store, 1, "one", NULL, "c2"),
                     STORE_DONE);
}

static void
an_unknown_batch_can_be_there_after_a_crash(void **state)
{
    struct store_case *f = *state;
    char crashed[FOLDER_PATH_MAX];
    char from[FOLDER_PATH_MAX + 8];
    char to[FOLDER_PATH_MAX + 8];
    struct store *store;

    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    disk->bad_syncs = 1;
    assert_int_equal(store_case_append(f->store, 1, "one", NULL, "c2"),
                     STORE_UNKNOWN);
    folder_file(crashed, &f->folder, "crashed");
    snprintf(from, sizeof from, "%s-wal", f->path);
    snprintf(to, sizeof to, "%s-wal", crashed);
    assert_true(folder_copy_file(f->path, crashed));
    assert_true(folder_copy_file(from, to));
    assert_ok(store_open(&store, crashed));
    store_case_ends(store, 2, "c2");
    store_case_has(store, 1, "one");
    store_close(store);
}

static void
opening_fails_when_what_is_found_cannot_be_flushed(void **state)
{
    struct store_case *f = *state;
    struct store *store;

    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    disk->bad_syncs = 100; /* closing cannot tidy up, nor opening */
    store_case_shut(f);
    assert_err(store_open(&store, f->path), ERR_IO);
    assert_null(store);
    disk->bad_syncs = 0;
    assert_ok(store_open(&f->store, f->path));
    store_case_ends(f->store, 1, "c1");
}

static void
a_full_disk_in_the_middle_of_a_batch_is_not_done(void **state)
{
    enum { ENTRIES = 100, BYTES = 60000 };
    struct store_case *f = *state;
    struct span entries[ENTRIES];
    char *bytes = malloc(BYTES);

    assert_non_null(bytes);
    memset(bytes, 'x', BYTES);
    for (int i = 0; i < ENTRIES; i++)
        entries[i] = span_of(bytes, BYTES);
    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    /* More than the cache holds, so that it is written before the commit. */
    disk->bad_writes = 1;
    assert_int_equal(
        store_append(f->store, 1, entries, ENTRIES, span_text("c101"), NULL),
        STORE_NOT_DONE);
    store_case_ends(f->store, 1, "c1");
    assert_int_equal(
        store_append(f->store, 1, entries, ENTRIES, span_text("c101"), NULL),
        STORE_DONE);
    store_case_ends(f->store, 101, "c101");
    free(bytes);
}

static void
a_full_disk_at_the_commit_is_unknown(void **state)
{
    struct store_case *f = *state;

    disk->bad_writes = 1;
    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_UNKNOWN);
    store_case_reopen(f);
    store_case_ends(f->store, 0, "");
}

static void
want_of_memory_in_a_batch_is_not_done(void **state)
{
    struct store_case *f = *state;
    char *bytes = malloc(60000);
    struct span entry;

    assert_non_null(bytes);
    memset(bytes, 'x', 60000);
    entry = span_of(bytes, 60000);
    sqlite3_hard_heap_limit64(sqlite3_memory_used() + 8192);
    assert_int_equal(
        store_append(f->store, 0, &entry, 1, span_text("c1"), NULL),
        STORE_NOT_DONE);
    sqlite3_hard_heap_limit64(0);
    store_case_ends(f->store, 0, "");
    assert_int_equal(
        store_append(f->store, 0, &entry, 1, span_text("c1"), NULL),
        STORE_DONE);
    free(bytes);
}

int
main(void)
{
#define WITH_STORE(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, store_case_tear_down)
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
