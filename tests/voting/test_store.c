/*
 * The store keeps what it says it keeps, for its owner alone.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sqlite3.h>

#include "tests/support/store_case.h"
#include "tests/support/tamper.h"
#include "tests/test.h"

static void
a_batch_is_there_after_reopening(void **state)
{
    struct store_case *f = *state;

    store_case_ends(f->store, 0, "");
    assert_int_equal(store_case_append(f->store, 0, "zero", "one", "c2"),
                     STORE_DONE);
    assert_int_equal(store_case_append(f->store, 2, "two", NULL, "c3"),
                     STORE_DONE);
    store_case_reopen(f);
    store_case_ends(f->store, 3, "c3");
    store_case_has(f->store, 0, "zero");
    store_case_has(f->store, 1, "one");
    store_case_has(f->store, 2, "two");
}

static void
a_batch_at_another_size_changes_nothing(void **state)
{
    struct store_case *f = *state;

    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    assert_int_equal(store_case_append(f->store, 0, "other", NULL, "c1'"),
                     STORE_NOT_DONE);
    assert_int_equal(store_case_append(f->store, 2, "later", NULL, "c3"),
                     STORE_NOT_DONE);
    store_case_ends(f->store, 1, "c1");
    store_case_has(f->store, 0, "zero");
    assert_int_equal(store_case_append(f->store, 1, "one", NULL, "c2"),
                     STORE_DONE);
}

static void
a_batch_with_one_bad_entry_is_not_done_at_all(void **state)
{
    struct store_case *f = *state;

    assert_int_equal(store_case_append(f->store, 0, "good", "", "c2"),
                     STORE_NOT_DONE);
    store_case_ends(f->store, 0, "");
}

static void
an_entry_of_the_greatest_length_fits_and_a_longer_one_does_not(void **state)
{
    struct store_case *f = *state;
    char *bytes = malloc(65536);
    struct span entry;

    assert_non_null(bytes);
    memset(bytes, 'x', 65536);
    entry = span_of(bytes, 65536);
    assert_int_equal(store_append(f->store, 0, &entry, 1, span_text("c"), NULL),
                     STORE_NOT_DONE);
    entry.len = 65535;
    assert_int_equal(store_append(f->store, 0, &entry, 1, span_text("c"), NULL),
                     STORE_DONE);
    assert_ok(store_entry(f->store, &entry, 0));
    assert_true(span_eq(entry, span_of(bytes, 65535)));
    free(bytes);
}

static void
there_is_no_entry_beyond_the_last(void **state)
{
    struct store_case *f = *state;
    struct span entry;

    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    assert_err(store_entry(f->store, &entry, 1), ERR_NOTFOUND);
    assert_int_equal(entry.len, 0);
    assert_true(store_entry(f->store, &entry, UINT64_MAX) != OK);
}

static void
a_second_opener_is_told_that_it_is_in_use(void **state)
{
    struct store_case *f = *state;
    struct store *second;
    int status;
    pid_t child;

    assert_err(store_open(&second, f->path), ERR_STATE);
    assert_null(second);
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit((int)store_open(&second, f->path));
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), ERR_STATE);
    /* And the first still has it. */
    assert_int_equal(store_case_append(f->store, 0, "zero", NULL, "c1"),
                     STORE_DONE);
    assert_err(store_open(&second, f->path), ERR_STATE);
}

static void
a_file_is_made_once_and_for_its_owner_alone(void **state)
{
    struct store_case *f = *state;
    struct stat about;
    struct store *store;

    assert_err(store_create(f->path), ERR_EXISTS);
    assert_int_equal(stat(f->path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    store_case_shut(f);
    assert_int_equal(chmod(f->path, 0640), 0);
    assert_err(store_open(&store, f->path), ERR_AUTH);
    assert_int_equal(chmod(f->path, 0602), 0);
    assert_err(store_open(&store, f->path), ERR_AUTH);
    assert_int_equal(chmod(f->path, 0600), 0);
    assert_ok(store_open(&f->store, f->path));
}

static void
what_is_not_our_file_is_refused(void **state)
{
    struct store_case *f = *state;
    char other[FOLDER_PATH_MAX];
    struct store *store;
    FILE *file;

    folder_file(other, &f->folder, "other");
    assert_err(store_open(&store, other), ERR_NOTFOUND);
    file = fopen(other, "w");
    assert_non_null(file);
    assert_int_equal(chmod(other, 0600), 0);
    fputs("a text of some length, which is no database of any kind at all: "
          "its first bytes say so, and SQLite looks at one hundred of them",
          file);
    fclose(file);
    assert_err(store_open(&store, other), ERR_INPUT);
    assert_int_equal(truncate(other, 0), 0);
    assert_err(store_open(&store, other), ERR_INPUT);
    assert_int_equal(unlink(other), 0);
    assert_int_equal(symlink(f->path, other), 0);
    assert_err(store_open(&store, other), ERR_AUTH);
    assert_null(store);
}

static void
a_schema_that_is_not_ours_to_the_letter_is_refused(void **state)
{
    static const char *const changes[] = {
        "PRAGMA user_version = 2",
        "PRAGMA application_id = 1",
        "DROP TRIGGER entry_update",
        "DROP TABLE name",
        "CREATE TABLE extra(x)",
        "CREATE TRIGGER more AFTER INSERT ON entry BEGIN DELETE FROM name; END",
    };
    struct store_case *f = *state;
    char changed[FOLDER_PATH_MAX];
    struct store *store;

    store_case_shut(f);
    folder_file(changed, &f->folder, "changed");
    for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
        assert_true(folder_copy_file(f->path, changed));
        assert_int_equal(tamper(changed, changes[i]), SQLITE_OK);
        if (store_open(&store, changed) != ERR_INPUT)
            fail_msg("opened after: %s", changes[i]);
    }
}

static void
entries_are_neither_changed_nor_removed_by_any_sql(void **state)
{
    static const char *const attempts[] = {
        "UPDATE entry SET bytes = x'00' WHERE idx = 0",
        "DELETE FROM entry WHERE idx = 1",
        "DELETE FROM entry",
        "PRAGMA recursive_triggers=1;REPLACE INTO entry VALUES(0,x'00')",
        "INSERT INTO entry VALUES(7, x'00')",
        "UPDATE checkpoint SET size = 1",
        "DELETE FROM checkpoint",
        "UPDATE blob SET bytes = x'00'",
    };
    struct store_case *f = *state;
    struct hash32 sha256 = {{1}};

    assert_int_equal(store_case_append(f->store, 0, "zero", "one", "c2"),
                     STORE_DONE);
    assert_int_equal(store_case_put_text(f->store, &sha256, false, "text"),
                     STORE_DONE);
    store_case_shut(f);
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        if (tamper(f->path, attempts[i]) != SQLITE_CONSTRAINT)
            fail_msg("allowed: %s", attempts[i]);
    assert_ok(store_open(&f->store, f->path));
    store_case_ends(f->store, 2, "c2");
    store_case_has(f->store, 0, "zero");
}

static void
a_gap_among_the_entries_is_found(void **state)
{
    struct store_case *f = *state;
    uint64_t size;

    assert_int_equal(store_case_append(f->store, 0, "zero", "one", "c2"),
                     STORE_DONE);
    store_case_shut(f);
    tamper_freely(f->path, "DELETE FROM entry WHERE idx = 0");
    assert_ok(store_open(&f->store, f->path));
    assert_err(store_size(f->store, &size), ERR_PROOF);
}

/* ---- What is not an entry -------------------------------------------------*/

static void
a_text_is_found_by_hash_length_and_audience(void **state)
{
    struct store_case *f = *state;
    const struct hash32 one = {{1}};
    const struct hash32 two = {{2}};
    char bytes[16];
    size_t len;

    assert_int_equal(store_case_put_text(f->store, &one, true, "text"),
                     STORE_DONE);
    assert_int_equal(store_case_put_text(f->store, &one, true, "text"),
                     STORE_DONE);
    store_case_reopen(f);
    assert_ok(store_blob_length(f->store, &len, &one, true));
    assert_int_equal(len, 4);
    assert_ok(store_get_blob(f->store, bytes, 4, &one, true));
    assert_memory_equal(bytes, "text", 4);
    assert_err(store_blob_length(f->store, &len, &one, false), ERR_NOTFOUND);
    assert_err(store_blob_length(f->store, &len, &two, true), ERR_NOTFOUND);
    assert_err(store_get_blob(f->store, bytes, 5, &one, true), ERR_NOTFOUND);
    assert_err(store_get_blob(f->store, bytes, 4, &one, false), ERR_NOTFOUND);
    assert_int_equal(store_case_put_text(f->store, &two, true, ""),
                     STORE_NOT_DONE);
}

static enum store_verdict
put_name(struct store_case *f, const uint8_t salt[STORE_SALT_BYTES],
         const char *record)
{
    const struct store_name name = {span_text("seat/001"), salt,
                                    span_text(record)};

    const struct store_extras extras = {.names = &name, .name_count = 1};

    return store_put(f->store, &extras);
}

static void
a_name_is_kept_by_post_and_can_be_corrected(void **state)
{
    static const uint8_t salt[2][STORE_SALT_BYTES] = {{1}, {2}};
    struct store_case *f = *state;
    struct span post = span_text("seat/001");
    uint8_t found[STORE_SALT_BYTES];
    char record[64];
    size_t len;

    assert_err(
        store_get_name(f->store, found, record, sizeof record, &len, post),
        ERR_NOTFOUND);
    assert_int_equal(put_name(f, salt[0], "zh 王\n"), STORE_DONE);
    assert_int_equal(put_name(f, salt[1], "zh 黄\n"), STORE_DONE);
    store_case_reopen(f);
    assert_ok(
        store_get_name(f->store, found, record, sizeof record, &len, post));
    assert_true(span_eq(span_of(record, len), span_text("zh 黄\n")));
    assert_memory_equal(found, salt[1], sizeof found);
    assert_err(store_get_name(f->store, found, record, len - 1, &len, post),
               ERR_NOMEM);
    assert_int_equal(put_name(f, salt[0], ""), STORE_NOT_DONE);
}

static void
of_names_together_all_are_kept_or_none(void **state)
{
    static const uint8_t salt[STORE_SALT_BYTES] = {1};
    struct store_case *f = *state;
    struct store_name names[] = {
        {span_text("seat/002"), salt, span_text("zh 王\n")},
        {span_text("seat/003"), salt, span_text("")},
    };
    const struct store_extras extras = {.names = names, .name_count = 2};
    uint8_t found[STORE_SALT_BYTES];
    char record[64];
    size_t len;

    assert_int_equal(store_put(f->store, &extras), STORE_NOT_DONE);
    assert_err(store_get_name(f->store, found, record, sizeof record, &len,
                              names[0].post),
               ERR_NOTFOUND);
    names[1].record = span_text("zh 李\n");
    assert_int_equal(store_put(f->store, &extras), STORE_DONE);
    store_case_reopen(f);
    for (size_t i = 0; i < 2; i++) {
        assert_ok(store_get_name(f->store, found, record, sizeof record, &len,
                                 names[i].post));
        assert_true(span_eq(span_of(record, len), names[i].record));
    }
}

static void
put_cosignature(struct store *store, uint64_t size, const char *witness,
                uint64_t time_s, const char *line)
{
    struct store_cosignature c = {
        .size = size,
        .root = {{(uint8_t)size}},
        .witness = span_text(witness),
        .time_s = time_s,
        .line = span_text(line),
    };

    assert_int_equal(store_put_cosignature(store, &c), STORE_DONE);
}

static void
the_latest_line_of_each_witness_and_size_is_kept(void **state)
{
    struct store_case *f = *state;
    char bytes[64];
    struct text_writer w;
    struct hash32 root;
    uint64_t size;

    put_cosignature(f->store, 5, "w1", 10, "early\n");
    put_cosignature(f->store, 5, "w1", 20, "late\n");
    put_cosignature(f->store, 5, "w1", 15, "between\n");
    put_cosignature(f->store, 5, "w2", 10, "other\n");
    put_cosignature(f->store, 9, "w1", 30, "nine\n");
    store_case_reopen(f);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(store_cosignatures(f->store, &w, 5));
    assert_true(span_eq(text_writer_written(&w), span_text("late\nother\n")));
    assert_ok(store_cosigned_tree(f->store, &size, &root, 100));
    assert_int_equal(size, 9);
    assert_int_equal(root.bytes[0], 9);
    assert_ok(store_cosigned_tree(f->store, &size, &root, 9));
    assert_int_equal(size, 5);
    assert_err(store_cosigned_tree(f->store, &size, &root, 5), ERR_NOTFOUND);
}

int
main(void)
{
#define WITH_STORE(test)                                                       \
    cmocka_unit_test_setup_teardown(test, store_case_set_up,                   \
                                    store_case_tear_down)
    const struct CMUnitTest tests[] = {
        WITH_STORE(a_batch_is_there_after_reopening),
        WITH_STORE(a_batch_at_another_size_changes_nothing),
        WITH_STORE(a_batch_with_one_bad_entry_is_not_done_at_all),
        WITH_STORE(
            an_entry_of_the_greatest_length_fits_and_a_longer_one_does_not),
        WITH_STORE(there_is_no_entry_beyond_the_last),
        WITH_STORE(a_second_opener_is_told_that_it_is_in_use),
        WITH_STORE(a_file_is_made_once_and_for_its_owner_alone),
        WITH_STORE(what_is_not_our_file_is_refused),
        WITH_STORE(a_schema_that_is_not_ours_to_the_letter_is_refused),
        WITH_STORE(entries_are_neither_changed_nor_removed_by_any_sql),
        WITH_STORE(a_gap_among_the_entries_is_found),
        WITH_STORE(a_text_is_found_by_hash_length_and_audience),
        WITH_STORE(a_name_is_kept_by_post_and_can_be_corrected),
        WITH_STORE(of_names_together_all_are_kept_or_none),
        WITH_STORE(the_latest_line_of_each_witness_and_size_is_kept),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
