/*
 * A log's files are made once, opened once, and only by their owner; and it
 * goes by the time that it is given.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/stored_hall.h"
#include "tests/test.h"
#include "voting/machine/private_file.h"

static int
set_up(void **state)
{
    *state = stored_hall_new(7);
    return 0;
}

static int
tear_down(void **state)
{
    stored_hall_free(*state);
    return 0;
}

static void
a_new_log_is_empty_and_its_files_are_private(void **state)
{
    struct stored_hall *f = *state;
    const char *const paths[] = {f->path, f->key_path, f->copy_path};
    struct stat about;

    assert_int_equal(log_size(f->log), 0);
    stored_hall_assert_same(f);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        assert_int_equal(stat(paths[i], &about), 0);
        assert_int_equal(about.st_mode & 0777, 0600);
    }
    stored_hall_open(f);
    stored_hall_assert_same(f);
}

static void
a_new_logs_folder_is_made_and_private(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.create = true};
    struct folder folder;
    char path[FOLDER_PATH_MAX];
    struct stat about;
    struct log *log;

    folder_file(folder.path, &f->folder, "new");
    folder_file(path, &folder, "log");
    assert_ok(log_open_local(&log, path, NULL, &options));
    log_close(log);
    assert_int_equal(stat(folder.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    folder_remove(&folder);
}

static void
assert_again(struct stored_hall *f, size_t index)
{
    const struct log_outcome *outcome =
        stored_hall_submit(f, stored_hall_note(f, index));

    assert_refused(outcome->refusal, REFUSED_NOTHING);
    assert_int_equal(outcome->index, index);
    assert_true(outcome->again);
    assert_int_equal(log_size(f->log), f->fed);
}

static void
a_given_time_before_the_last_entry_is_refused(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.at = true, .at_s = f->hall->time_s - 1};

    hall_prepare(f->hall, 2);
    stored_hall_feed(f);
    hall_draft_post(f->hall, (struct post){POST_OBSERVER, 1});
    hall_sign(f->hall, HALL_BY(HALL_CHAIR));
    stored_hall_shut(f);
    assert_ok(log_open_local(&f->log, f->path, NULL, &options));
    assert_refused(
        stored_hall_submit(f, span_of(f->hall->note, f->hall->note_len))
            ->refusal,
        REFUSED_TIME_BACK);
    assert_int_equal(f->outcomes->cause, f->fed - 1);
    /* What is in the log keeps its receipt at any time. */
    assert_again(f, f->fed - 1);
    stored_hall_open(f);
    assert_refused(
        stored_hall_submit(f, span_of(f->hall->note, f->hall->note_len))
            ->refusal,
        REFUSED_NOTHING);
}

static void
without_a_given_time_it_is_the_machines(void **state)
{
    struct stored_hall *f = *state;
    uint64_t at_s;
    uint64_t now_s;

    assert_ok(log_now_s(f->log, &at_s));
    assert_int_equal(at_s, f->hall->time_s);
    stored_hall_shut(f);
    assert_ok(log_open_local(&f->log, f->path, NULL, NULL));
    assert_ok(log_now_s(f->log, &now_s));
    assert_true(now_s != at_s && now_s > UINT64_C(1700000000));
}

static void
a_log_is_made_once(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.create = true};
    struct ed25519_public before;
    struct ed25519_public after;
    struct log *log;

    log_key(f->log, &before);
    assert_err(log_open_local(&log, f->path, NULL, &options), ERR_EXISTS);
    assert_null(log);
    stored_hall_shut(f);
    assert_err(log_open_local(&log, f->path, NULL, &options), ERR_EXISTS);
    stored_hall_open(f);
    log_key(f->log, &after);
    assert_true(ed25519_public_eq(&before, &after));
}

static void
a_log_that_could_not_be_made_leaves_no_files(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.create = true};
    char key[FOLDER_PATH_MAX];
    struct log *log;

    folder_file(key, &f->folder, "other.key");
    stored_hall_shut(f);
    assert_int_equal(unlink(f->copy_path), 0);
    assert_err(log_open_local(&log, f->path, key, &options), ERR_EXISTS);
    assert_int_equal(access(key, F_OK), -1);
    assert_int_equal(access(f->copy_path, F_OK), -1);
    assert_int_equal(access(f->path, F_OK), 0);
}

/* ---- Beginnings -----------------------------------------------------------*/

/* What lies there before a log is made; NULL: nothing of that name. */
struct beginning {
    const char *what;
    const char *copy;
    const char *key;
    const char *key_new;
    const char *database_new; /* and the journal beside it */
    enum err want;
};

static const char some_key[] =
    "congress-key/v1\n"
    "seed AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA=\n";

static void
put(const char *path, const char *suffix, const char *text)
{
    char name[FOLDER_PATH_MAX + 16];

    (void)snprintf(name, sizeof name, "%s%s", path, suffix);
    if (text)
        assert_ok(private_file_create(name, span_text(text)));
}

static bool
holds(const char *path, const char *text)
{
    char bytes[256];
    size_t len;
    enum err e = private_file_read(bytes, sizeof bytes, &len, path);

    if (!text)
        return e == ERR_NOTFOUND;
    return !e && span_eq(span_of(bytes, len), span_text(text));
}

static void
try_beginning(struct stored_hall *f, const struct beginning *b)
{
    struct log_options options = {.create = true};
    struct folder folder;
    char path[FOLDER_PATH_MAX];
    char key[FOLDER_PATH_MAX];
    char copy[FOLDER_PATH_MAX];
    char left[FOLDER_PATH_MAX];
    struct log *log;
    enum err e;

    folder_file(folder.path, &f->folder, "half");
    assert_int_equal(mkdir(folder.path, 0700), 0);
    folder_file(path, &folder, "log");
    folder_file(key, &folder, "log.key");
    folder_file(copy, &folder, "log.checkpoint");
    folder_file(left, &folder, "log.new");
    put(copy, "", b->copy);
    put(key, "", b->key);
    put(key, ".new", b->key_new);
    put(left, "", b->database_new);
    put(left, "-wal", b->database_new);
    e = log_open_local(&log, path, NULL, &options);
    if (e != b->want)
        fail_msg("%s: %s", b->what, err_name(e));
    log_close(log);
    if (b->want) {
        /* All is as it was. */
        if (!holds(path, NULL) || !holds(key, b->key) || !holds(copy, b->copy))
            fail_msg("%s: something was changed", b->what);
    } else {
        if (b->key && !holds(key, b->key))
            fail_msg("%s: another key", b->what);
        assert_ok(log_open_local(&log, path, NULL, NULL));
        assert_int_equal(log_fault(log), LOG_SOUND);
        assert_int_equal(log_size(log), 0);
        log_close(log);
        assert_true(holds(left, NULL));
    }
    folder_remove(&folder);
}

static void
a_making_that_was_cut_off_is_gone_on_with_and_nothing_else_is(void **state)
{
    static const struct beginning cases[] = {
        {"nothing", NULL, NULL, NULL, NULL, OK},
        {"an empty copy", "", NULL, NULL, NULL, OK},
        {"half a key", "", NULL, "congress-key/v1\nse", NULL, OK},
        {"an empty copy and a key", "", some_key, NULL, NULL, OK},
        {"half a database", "", some_key, NULL, "SQLite format 3", OK},
        {"a key alone", NULL, some_key, NULL, NULL, ERR_EXISTS},
        {"a copy of a log", "log\n3\n", NULL, NULL, NULL, ERR_EXISTS},
        {"a log without its database", "log\n3\n", some_key, NULL, NULL,
         ERR_EXISTS},
    };

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        try_beginning(*state, &cases[i]);
}

static void
a_log_is_made_by_one_process_at_a_time(void **state)
{
    struct stored_hall *f = *state;
    struct log_options options = {.create = true};
    char path[FOLDER_PATH_MAX];
    char copy[FOLDER_PATH_MAX];
    struct log *log;
    int other;

    folder_file(path, &f->folder, "second");
    folder_file(copy, &f->folder, "second.checkpoint");
    put(copy, "", "");
    other = open(copy, O_RDONLY);
    assert_true(other >= 0);
    assert_int_equal(flock(other, LOCK_EX), 0);
    assert_err(log_open_local(&log, path, NULL, &options), ERR_STATE);
    assert_true(holds(path, NULL));
    assert_int_equal(close(other), 0);
    assert_ok(log_open_local(&log, path, NULL, &options));
    log_close(log);
}

static void
a_key_that_others_may_read_is_refused(void **state)
{
    static const mode_t modes[] = {0640, 0604, 0620, 0602, 0610, 0601};
    struct stored_hall *f = *state;
    struct log *log;

    stored_hall_shut(f);
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(f->key_path, modes[i]), 0);
        assert_err(log_open_local(&log, f->path, NULL, NULL), ERR_AUTH);
        assert_null(log);
    }
    assert_int_equal(chmod(f->key_path, 0600), 0);
    stored_hall_open(f);
}

static void
a_log_is_open_once(void **state)
{
    struct stored_hall *f = *state;
    struct log *log;

    assert_err(log_open_local(&log, f->path, NULL, NULL), ERR_STATE);
    assert_null(log);
    stored_hall_shut(f);
    assert_err(log_open_local(&log, f->copy_path, f->key_path, NULL),
               ERR_INPUT);
    assert_int_equal(unlink(f->key_path), 0);
    assert_err(log_open_local(&log, f->path, NULL, NULL), ERR_NOTFOUND);
}

int
main(void)
{
#define WITH_LOG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_LOG(a_new_log_is_empty_and_its_files_are_private),
        WITH_LOG(a_new_logs_folder_is_made_and_private),
        WITH_LOG(a_given_time_before_the_last_entry_is_refused),
        WITH_LOG(without_a_given_time_it_is_the_machines),
        WITH_LOG(a_log_is_made_once),
        WITH_LOG(a_log_that_could_not_be_made_leaves_no_files),
        WITH_LOG(a_making_that_was_cut_off_is_gone_on_with_and_nothing_else_is),
        WITH_LOG(a_log_is_made_by_one_process_at_a_time),
        WITH_LOG(a_key_that_others_may_read_is_refused),
        WITH_LOG(a_log_is_open_once),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
