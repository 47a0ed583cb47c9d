/*
 * Small private files are made once, replaced whole, and read by nobody else.
 */
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/folder.h"
#include "tests/test.h"
#include "voting/machine/key_file.h"
#include "voting/machine/private_file.h"

struct fixture {
    struct folder folder;
    char path[FOLDER_PATH_MAX];
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    folder_make(&f->folder);
    folder_file(f->path, &f->folder, "file");
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    folder_remove(&f->folder);
    free(f);
    return 0;
}

static void
assert_holds(const char *path, const char *want)
{
    char bytes[64];
    struct stat about;
    size_t len;

    assert_ok(private_file_read(bytes, sizeof bytes, &len, path));
    assert_true(span_eq(span_of(bytes, len), span_text(want)));
    assert_int_equal(stat(path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
}

static void
a_file_is_made_once(void **state)
{
    struct fixture *f = *state;
    mode_t mask = umask(0);

    assert_ok(private_file_create(f->path, span_text("first")));
    assert_err(private_file_create(f->path, span_text("second")), ERR_EXISTS);
    assert_holds(f->path, "first");
    umask(mask);
}

static void
a_file_is_replaced_whole_also_after_an_attempt_that_was_cut_short(void **state)
{
    struct fixture *f = *state;
    char left[FOLDER_PATH_MAX];

    assert_ok(private_file_replace(f->path, span_text("first")));
    assert_holds(f->path, "first");
    folder_file(left, &f->folder, "file.new");
    assert_ok(private_file_create(left, span_text("half")));
    assert_ok(private_file_replace(f->path, span_text("second")));
    assert_holds(f->path, "second");
    assert_int_equal(access(left, F_OK), -1);
}

static void
what_others_can_reach_is_refused(void **state)
{
    static const mode_t modes[] = {0640, 0620, 0610, 0604, 0602, 0601};
    struct fixture *f = *state;
    char link[FOLDER_PATH_MAX];
    char bytes[64];
    size_t len;

    assert_err(private_file_check(f->path), ERR_NOTFOUND);
    assert_err(private_file_read(bytes, sizeof bytes, &len, f->path),
               ERR_NOTFOUND);
    assert_ok(private_file_create(f->path, span_text("secret")));
    for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
        assert_int_equal(chmod(f->path, modes[i]), 0);
        assert_err(private_file_check(f->path), ERR_AUTH);
        assert_err(private_file_read(bytes, sizeof bytes, &len, f->path),
                   ERR_AUTH);
        assert_int_equal(len, 0);
    }
    assert_int_equal(chmod(f->path, 0600), 0);
    assert_ok(private_file_check(f->path));
    folder_file(link, &f->folder, "link");
    assert_int_equal(symlink(f->path, link), 0);
    assert_err(private_file_read(bytes, sizeof bytes, &len, link), ERR_AUTH);
    assert_err(private_file_read(bytes, sizeof bytes, &len, f->folder.path),
               ERR_AUTH);
    if (geteuid() == 0) {
        assert_int_equal(chown(f->path, 65534, (gid_t)-1), 0);
        assert_err(private_file_check(f->path), ERR_AUTH);
    }
}

static void
a_file_that_does_not_fit_is_refused(void **state)
{
    struct fixture *f = *state;
    char bytes[6];
    size_t len;

    assert_ok(private_file_create(f->path, span_text("sixsix")));
    assert_ok(private_file_read(bytes, 6, &len, f->path));
    assert_int_equal(len, 6);
    assert_err(private_file_read(bytes, 5, &len, f->path), ERR_INPUT);
    assert_int_equal(len, 0);
}

static void
a_folder_is_made_with_its_parent_only(void **state)
{
    struct fixture *f = *state;
    struct folder folder;
    char inside[FOLDER_PATH_MAX];
    struct stat about;

    folder_file(folder.path, &f->folder, "folder");
    folder_file(inside, &folder, "file");
    assert_err(private_file_create(inside, span_text("x")), ERR_IO);
    assert_ok(private_file_make_folder(inside));
    assert_ok(private_file_make_folder(inside));
    assert_int_equal(stat(folder.path, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0700);
    assert_ok(private_file_create(inside, span_text("x")));
    folder_remove(&folder);
    folder_file(inside, &f->folder, "no/such/file");
    assert_err(private_file_make_folder(inside), ERR_IO);
    assert_ok(private_file_make_folder("file"));
    assert_ok(private_file_make_folder("/file"));
}

static void
a_path_that_is_too_long_is_refused(void **state)
{
    char out[PRIVATE_FILE_PATH_MAX];
    char path[PRIVATE_FILE_PATH_MAX];

    (void)state;
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_ok(private_file_beside(out, path, ""));
    assert_err(private_file_beside(out, path, "y"), ERR_INPUT);
    assert_err(private_file_replace(path, span_text("x")), ERR_INPUT);
}

static void
a_key_is_read_back_and_no_two_are_alike(void **state)
{
    struct fixture *f = *state;
    struct ed25519_secret first;
    struct ed25519_secret again;
    struct ed25519_secret second;
    char other[FOLDER_PATH_MAX];

    assert_ok(key_file_create(f->path));
    assert_err(key_file_create(f->path), ERR_EXISTS);
    assert_ok(key_file_read(&first, f->path));
    assert_ok(key_file_read(&again, f->path));
    assert_memory_equal(&first, &again, sizeof first);
    folder_file(other, &f->folder, "other");
    assert_ok(key_file_create(other));
    assert_ok(key_file_read(&second, other));
    assert_memory_not_equal(&first, &second, sizeof first);
}

static void
a_key_file_of_another_form_is_refused(void **state)
{
#define SEED "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
    static const struct {
        const char *text;
        enum err want;
    } cases[] = {
        {"congress-key/v1\nseed " SEED "\n", OK},
        {"congress-key/v1\nseed " SEED, ERR_INPUT},
        {"congress-key/v1\nseed " SEED "\n\n", ERR_INPUT},
        {"congress-key/v1\nseed  " SEED "\n", ERR_INPUT},
        {"congress-key/v1\nseed AAAA\n", ERR_INPUT},
        {"congress-key/v1\nseed " SEED "AAAA\n", ERR_INPUT},
        {"congress-key/v2\nseed " SEED "\n", ERR_INPUT},
        {"", ERR_INPUT},
    };
    static const struct ed25519_secret zero;
    struct fixture *f = *state;
    struct ed25519_secret secret;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_ok(private_file_replace(f->path, span_text(cases[i].text)));
        assert_err(key_file_read(&secret, f->path), cases[i].want);
        if (cases[i].want)
            assert_memory_equal(&secret, &zero, sizeof zero);
    }
}

int
main(void)
{
#define WITH_FILES(test)                                                       \
    cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_FILES(a_file_is_made_once),
        WITH_FILES(
            a_file_is_replaced_whole_also_after_an_attempt_that_was_cut_short),
        WITH_FILES(what_others_can_reach_is_refused),
        WITH_FILES(a_file_that_does_not_fit_is_refused),
        WITH_FILES(a_folder_is_made_with_its_parent_only),
        WITH_FILES(a_path_that_is_too_long_is_refused),
        WITH_FILES(a_key_is_read_back_and_no_two_are_alike),
        WITH_FILES(a_key_file_of_another_form_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
