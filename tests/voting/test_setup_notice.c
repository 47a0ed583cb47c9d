/*
 * Goal: the set-up code reaches whoever started the server and nobody else: a
 * terminal, or a private file that goes away with its use.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "voting/machine/file_access.h"
#include "voting/machine/private_file.h"
#include "voting/server/server_log.h"
#include "voting/server/setup_notice.h"

static const char code[] = "canary-93417";
static char folder[] = "/tmp/test_setup_notice.XXXXXX";
static char log_path[64];
static char code_path[96];

static int
make_folder(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    (void)snprintf(log_path, sizeof log_path, "%s/log.db", folder);
    (void)snprintf(code_path, sizeof code_path, "%s.set-up-code", log_path);
    return 0;
}

static int
remove_folder(void **state)
{
    (void)state;
    (void)unlink(code_path);
    return rmdir(folder);
}

static void
a_terminal_shows_it_and_no_file_is_made(void **state)
{
    char shown[1024] = "";
    FILE *terminal = fmemopen(shown, sizeof shown, "w");

    (void)state;
    assert_non_null(terminal);
    assert_ok(setup_notice_give(code, log_path, terminal, LANG_ZH));
    assert_int_equal(fclose(terminal), 0);
    assert_non_null(strstr(shown, "\n    canary-93417\n"));
    assert_err(file_access_check(code_path, 0), ERR_NOTFOUND);
}

static void
a_service_writes_a_private_file_and_the_log_names_only_the_file(void **state)
{
    char bytes[64];
    char said[1024] = "";
    size_t len;
    int ends[2];

    (void)state;
    assert_int_equal(pipe(ends), 0);
    server_log_start(ends[1], LANG_EN, true);
    assert_ok(setup_notice_give(code, log_path, NULL, LANG_EN));
    server_log_start(-1, LANG_EN, true);
    assert_ok(private_file_read(bytes, sizeof bytes, &len, code_path));
    assert_int_equal(len, sizeof code);
    assert_memory_equal(bytes, "canary-93417\n", len);
    assert_true(read(ends[0], said, sizeof said - 1) > 0);
    assert_non_null(strstr(said, code_path));
    assert_null(strstr(said, code));
    /* The next start has another code. */
    assert_ok(setup_notice_give("second", log_path, NULL, LANG_EN));
    assert_ok(private_file_read(bytes, sizeof bytes, &len, code_path));
    assert_memory_equal(bytes, "second\n", len);
    (void)close(ends[0]);
    (void)close(ends[1]);
}

static void
once_founded_the_file_is_deleted(void **state)
{
    (void)state;
    assert_ok(setup_notice_give(code, log_path, NULL, LANG_EN));
    assert_ok(setup_notice_withdraw(log_path));
    assert_err(file_access_check(code_path, 0), ERR_NOTFOUND);
    assert_ok(setup_notice_withdraw(log_path)); /* nothing there is fine */
}

static void
where_it_cannot_be_written_that_is_said(void **state)
{
    char path[PRIVATE_FILE_PATH_MAX];

    (void)state;
    assert_err(setup_notice_give(code, "/nowhere/at/all", NULL, LANG_EN),
               ERR_IO);
    memset(path, 'x', sizeof path - 1);
    path[sizeof path - 1] = '\0';
    assert_err(setup_notice_give(code, path, NULL, LANG_EN), ERR_INPUT);
    assert_err(setup_notice_withdraw(path), ERR_INPUT);
}

static void
a_file_is_as_open_as_its_mode_says(void **state)
{
    static const struct {
        mode_t mode;
        mode_t forbidden;
        enum err want;
    } cases[] = {
        {0600, S_IRWXO, OK},       {0640, S_IRWXO, OK},
        {0640, S_IRWXG, ERR_AUTH}, {0604, S_IRWXO, ERR_AUTH},
        {0602, S_IRWXO, ERR_AUTH}, {0666, 0, OK},
    };

    (void)state;
    assert_ok(setup_notice_give(code, log_path, NULL, LANG_EN));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(chmod(code_path, cases[i].mode), 0);
        assert_err(file_access_check(code_path, cases[i].forbidden),
                   cases[i].want);
    }
    assert_err(file_access_check("/dev/null", 0), ERR_INPUT);
    assert_ok(file_access_check(folder, S_IRWXG | S_IRWXO));
    assert_err(file_access_readable("/nowhere"), ERR_NOTFOUND);
    assert_ok(file_access_readable(code_path));
    assert_ok(setup_notice_withdraw(log_path));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_terminal_shows_it_and_no_file_is_made),
        cmocka_unit_test(
            a_service_writes_a_private_file_and_the_log_names_only_the_file),
        cmocka_unit_test(once_founded_the_file_is_deleted),
        cmocka_unit_test(where_it_cannot_be_written_that_is_said),
        cmocka_unit_test(a_file_is_as_open_as_its_mode_says),
    };

    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
