/* Goal: a copy of a log gives back what was put in, survives being cut short,
 * and trusts no file that others could have written. */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "ballots/name_opening.h"
#include "tests/support/folder.h"
#include "tests/test.h"
#include "voting/fetch/log_copy.h"

static struct folder folder;
static char path[FOLDER_PATH_MAX];

static int
make_folder(void **state)
{
    (void)state;
    folder_make(&folder);
    folder_file(path, &folder, "copy");
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

static struct event_blob
blob_of(const char *text)
{
    struct event_blob blob = {.present = true,
                              .length = (uint32_t)strlen(text)};

    hash_sha256(&blob.sha256, text, strlen(text));
    return blob;
}

/* Three entries, two texts, a name that was replaced. */
static struct log_copy *
filled(void)
{
    struct log_copy *c;

    assert_ok(log_copy_open(&c, path));
    assert_ok(log_copy_add_entry(c, span_text("zero")));
    assert_ok(log_copy_add_text(c, span_text("a text")));
    assert_ok(log_copy_add_entry(c, span_text("one")));
    assert_ok(log_copy_add_name(c, (struct post){POST_SEAT, 17},
                                span_text("salt old")));
    assert_ok(log_copy_add_name(c, (struct post){POST_SEAT, 17},
                                span_text("salt new")));
    assert_ok(log_copy_add_text(c, span_text("another")));
    assert_ok(log_copy_add_entry(c, span_text("two")));
    return c;
}

static void
assert_filled(struct log_copy *c)
{
    static const char *const entries[] = {"zero", "one", "two"};
    const struct event_blob a = blob_of("a text");
    const struct event_blob b = blob_of("another");
    const struct event_blob none = blob_of("never");
    struct event_blob longer = a;
    char bytes[NAME_OPENING_MAX];
    struct span entry;
    size_t len;

    assert_int_equal(log_copy_size(c), 3);
    for (size_t i = 0; i < 3; i++) {
        assert_ok(log_copy_entry(c, &entry, i));
        assert_true(span_eq(entry, span_text(entries[i])));
    }
    assert_err(log_copy_entry(c, &entry, 3), ERR_NOTFOUND);
    assert_ok(log_copy_text(c, bytes, &a));
    assert_memory_equal(bytes, "a text", 6);
    assert_ok(log_copy_text(c, bytes, &b));
    assert_memory_equal(bytes, "another", 7);
    assert_err(log_copy_text(c, bytes, &none), ERR_NOTFOUND);
    longer.length++;
    assert_err(log_copy_text(c, bytes, &longer), ERR_NOTFOUND);
    assert_ok(log_copy_name(c, bytes, &len, (struct post){POST_SEAT, 17}));
    assert_true(span_eq(span_of(bytes, len), span_text("salt new")));
    assert_err(log_copy_name(c, bytes, &len, (struct post){POST_SEAT, 18}),
               ERR_NOTFOUND);
}

static void
test_what_was_put_in_is_there_also_after_reopening(void **state)
{
    struct log_copy *c = filled();

    (void)state;
    assert_filled(c);
    assert_ok(log_copy_sync(c));
    log_copy_close(c);
    assert_ok(log_copy_open(&c, path));
    assert_filled(c);
    /* What is added goes behind it. */
    assert_ok(log_copy_add_text(c, span_text("a text")));
    assert_filled(c);
    log_copy_close(c);
}

static void
test_a_nameless_copy_works_alike(void **state)
{
    struct log_copy *c;
    struct span entry;

    (void)state;
    assert_ok(log_copy_open(&c, NULL));
    assert_ok(log_copy_add_entry(c, span_text("zero")));
    assert_ok(log_copy_entry(c, &entry, 0));
    assert_true(span_eq(entry, span_text("zero")));
    log_copy_close(c);
}

static void
test_a_file_cut_anywhere_gives_what_was_whole(void **state)
{
    struct log_copy *c = filled();
    struct stat about;
    uint64_t last = 3;

    (void)state;
    log_copy_close(c);
    assert_int_equal(stat(path, &about), 0);
    for (off_t size = about.st_size - 1; size >= 17; size--) {
        struct span entry;

        unlink(path);
        log_copy_close(filled());
        assert_int_equal(truncate(path, size), 0);
        assert_ok(log_copy_open(&c, path));
        assert_true(log_copy_size(c) <= last);
        last = log_copy_size(c);
        /* It takes more, right behind what is whole. */
        assert_ok(log_copy_add_entry(c, span_text("next")));
        assert_ok(log_copy_entry(c, &entry, last));
        assert_true(span_eq(entry, span_text("next")));
        log_copy_close(c);
    }
    assert_int_equal(last, 0);
}

static void
test_garbage_behind_what_is_whole_is_cut_off(void **state)
{
    static const struct {
        const char *what;
        struct span bytes;
    } cases[] = {
        {"another kind", {"x\0\0\0\1y", 6}},
        {"no bytes", {"e\0\0\0\0", 5}},
        {"longer than the file", {"e\0\0\1\0yyy", 8}},
        {"longer than anything", {"e\377\377\377\377yyy", 8}},
        {"an entry longer than one may be", {"e\0\1\0\0yyy", 8}},
        {"a name of no post", {"n\0\0\0\4king", 9}},
        {"half a head", {"e\0", 2}},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct log_copy *c = filled();
        int fd = open(path, O_WRONLY | O_APPEND);

        log_copy_close(c);
        assert_true(fd >= 0);
        assert_int_equal(write(fd, cases[i].bytes.ptr, cases[i].bytes.len),
                         cases[i].bytes.len);
        close(fd);
        if (log_copy_open(&c, path))
            fail_msg("%s", cases[i].what);
        assert_filled(c);
        log_copy_close(c);
        unlink(path);
    }
}

static void
test_clearing_leaves_nothing(void **state)
{
    struct log_copy *c = filled();
    const struct event_blob a = blob_of("a text");
    char bytes[16];

    (void)state;
    assert_ok(log_copy_clear(c));
    assert_int_equal(log_copy_size(c), 0);
    assert_err(log_copy_text(c, bytes, &a), ERR_NOTFOUND);
    log_copy_close(c);
    assert_ok(log_copy_open(&c, path));
    assert_int_equal(log_copy_size(c), 0);
    log_copy_close(c);
}

static void
test_a_file_that_others_may_touch_is_refused(void **state)
{
    char link[FOLDER_PATH_MAX];
    struct log_copy *c = filled();

    (void)state;
    log_copy_close(c);
    assert_int_equal(chmod(path, 0640), 0);
    assert_err(log_copy_open(&c, path), ERR_AUTH);
    assert_null(c);
    assert_int_equal(chmod(path, 0600), 0);
    folder_file(link, &folder, "link");
    assert_int_equal(symlink(path, link), 0);
    assert_err(log_copy_open(&c, link), ERR_AUTH);
    unlink(link);
}

static void
test_another_kind_of_file_stays_as_it_is(void **state)
{
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    struct stat about;
    struct log_copy *c;

    (void)state;
    assert_int_equal(write(fd, "SQLite format 3 and so on", 25), 25);
    close(fd);
    assert_err(log_copy_open(&c, path), ERR_INPUT);
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_size, 25);
}

static void
test_one_process_at_a_time_has_it(void **state)
{
    struct log_copy *c = filled();
    struct log_copy *second;

    (void)state;
    assert_err(log_copy_open(&second, path), ERR_STATE);
    log_copy_close(c);
    assert_ok(log_copy_open(&second, path));
    log_copy_close(second);
}

static void
test_what_is_too_long_or_empty_is_refused(void **state)
{
    static char long_bytes[EVENT_ENTRY_MAX + 1];
    struct log_copy *c;

    (void)state;
    assert_ok(log_copy_open(&c, path));
    assert_err(log_copy_add_entry(c, span_of(long_bytes, sizeof long_bytes)),
               ERR_INPUT);
    assert_err(log_copy_add_entry(c, span_text("")), ERR_INPUT);
    assert_err(log_copy_add_text(c, span_text("")), ERR_INPUT);
    assert_err(log_copy_add_name(c, (struct post){POST_SEAT, 1},
                                 span_of(long_bytes, NAME_OPENING_MAX + 1)),
               ERR_INPUT);
    assert_int_equal(log_copy_size(c), 0);
    log_copy_close(c);
}

#define IN_FOLDER(test)                                                        \
    cmocka_unit_test_setup_teardown(test, make_folder, remove_folder)

static void
test_a_copy_does_not_grow_beyond_its_limit(void **state)
{
    struct log_copy *c;
    struct span entry;

    (void)state;
    assert_ok(log_copy_open(&c, path));
    /* The first line, and one record of 5 + 4 bytes. */
    log_copy_limit(c, strlen("congress-copy/v1\n") + 9);
    assert_err(log_copy_add_entry(c, span_text("zero!")), ERR_STATE);
    assert_err(log_copy_add_text(c, span_text("a text")), ERR_STATE);
    assert_err(log_copy_add_name(c, (struct post){POST_SEAT, 17},
                                 span_text("salt old")),
               ERR_STATE);
    assert_int_equal(log_copy_size(c), 0);
    assert_ok(log_copy_add_entry(c, span_text("zero")));
    assert_err(log_copy_add_entry(c, span_text("1")), ERR_STATE);
    assert_int_equal(log_copy_size(c), 1);
    log_copy_limit(c, 0);
    assert_ok(log_copy_add_entry(c, span_text("one")));
    log_copy_close(c);
    assert_ok(log_copy_open(&c, path));
    assert_int_equal(log_copy_size(c), 2);
    assert_ok(log_copy_entry(c, &entry, 1));
    assert_true(span_eq(entry, span_text("one")));
    log_copy_close(c);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_what_was_put_in_is_there_also_after_reopening),
        IN_FOLDER(test_a_nameless_copy_works_alike),
        IN_FOLDER(test_a_file_cut_anywhere_gives_what_was_whole),
        IN_FOLDER(test_garbage_behind_what_is_whole_is_cut_off),
        IN_FOLDER(test_clearing_leaves_nothing),
        IN_FOLDER(test_a_file_that_others_may_touch_is_refused),
        IN_FOLDER(test_another_kind_of_file_stays_as_it_is),
        IN_FOLDER(test_one_process_at_a_time_has_it),
        IN_FOLDER(test_what_is_too_long_or_empty_is_refused),
        IN_FOLDER(test_a_copy_does_not_grow_beyond_its_limit),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
