/*
 * Goal: the server's log says what its table says, once a line, at most so
 * often, and nothing in a line can move a terminal's cursor or forge a line.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/test.h"
#include "voting/server/server_log.h"

struct log_pipe {
    int ends[2];
    char bytes[32768];
    size_t len;
};

static int
open_pipe(void **state)
{
    static struct log_pipe log;

    log.len = 0;
    *state = &log;
    return pipe(log.ends) || fcntl(log.ends[0], F_SETFL, O_NONBLOCK);
}

static int
close_pipe(void **state)
{
    struct log_pipe *log = *state;

    server_log_start(-1, LANG_EN, false);
    return close(log->ends[0]) || close(log->ends[1]);
}

/* All that was written since the last call. */
static const char *
written(struct log_pipe *log)
{
    ssize_t len = read(log->ends[0], log->bytes, sizeof log->bytes - 1);

    log->len = len > 0 ? (size_t)len : 0;
    log->bytes[log->len] = '\0';
    return log->bytes;
}

static void
a_line_for_the_journal_begins_with_its_priority(void **state)
{
    struct log_pipe *log = *state;

    server_log_start(log->ends[1], LANG_EN, true);
    server_log_figures(SERVER_LINE_LOG_OPENED, 812, 40);
    assert_string_equal(written(log),
                        "<5>log-opened: The log was replayed: 812 entries "
                        "in 40 ms.\n");
    server_log(SERVER_LINE_LOG_STOPPED, "why", NULL, NULL);
    assert_string_equal(written(log),
                        "<2>log-stopped: The log takes nothing in: why\n");
    server_log_start(log->ends[1], LANG_ZH, true);
    server_log_figures(SERVER_LINE_LOG_OPENED, 812, 40);
    assert_string_equal(
        written(log),
        "<5>log-opened: 日志已核对：812 条记录，用时 40 毫秒。\n");
}

static void
elsewhere_a_line_begins_with_time_and_level(void **state)
{
    struct log_pipe *log = *state;
    unsigned year;
    int end = 0;

    server_log_start(log->ends[1], LANG_EN, false);
    server_log_figures(SERVER_LINE_STOPPED, 3, 0);
    assert_int_equal(sscanf(written(log),
                            "%4u-%*2u-%*2uT%*2u:%*2u:%*2uZ notice stopped: %n",
                            &year, &end),
                     1);
    assert_true(year >= 2024 && end > 0);
    assert_string_equal(log->bytes + end, "Stopped; the log has 3 entries.\n");
}

static void
nothing_is_written_before_the_start(void **state)
{
    struct log_pipe *log = *state;

    server_log_start(-1, LANG_EN, true);
    server_log_figures(SERVER_LINE_STOPPED, 3, 0);
    assert_string_equal(written(log), "");
}

static void
a_text_cannot_forge_a_line_or_move_the_cursor(void **state)
{
    struct log_pipe *log = *state;

    server_log_start(log->ends[1], LANG_EN, true);
    server_log(SERVER_LINE_LOG_STOPPED, "a\n<2>stopped: \033[2Jb\r", NULL,
               NULL);
    assert_string_equal(written(log), "<2>log-stopped: The log takes nothing "
                                      "in: a?<2>stopped: ?[2Jb?\n");
}

static void
a_text_that_is_too_long_still_ends_in_a_line_feed(void **state)
{
    struct log_pipe *log = *state;
    char *text = malloc(10000);

    assert_non_null(text);
    memset(text, 'x', 9999);
    text[9999] = '\0';
    server_log_start(log->ends[1], LANG_EN, true);
    server_log(SERVER_LINE_LOG_STOPPED, text, NULL, NULL);
    free(text);
    assert_string_not_equal(written(log), "");
    assert_int_equal(log->bytes[log->len - 1], '\n');
    assert_ptr_equal(strchr(log->bytes, '\n'), log->bytes + log->len - 1);
}

static size_t
line_feeds(const char *text)
{
    size_t n = 0;

    for (; *text; text++)
        n += *text == '\n';
    return n;
}

static void
one_kind_of_line_is_not_written_for_ever(void **state)
{
    struct log_pipe *log = *state;

    server_log_start(log->ends[1], LANG_EN, true);
    for (int i = 0; i < 100; i++)
        server_log_figures(SERVER_LINE_STOPPING, 1, 0);
    assert_int_equal(line_feeds(written(log)), SERVER_LOG_PER_MINUTE);
    server_log_figures(SERVER_LINE_STOPPED, 1, 0);
    assert_int_equal(line_feeds(written(log)), 1);
}

static void
every_line_has_a_code_of_its_own_and_both_languages(void **state)
{
    struct log_pipe *log = *state;

    for (int i = 0; i < SERVER_LINE_COUNT_; i++) {
        const char *code = server_log_code((enum server_line)i);

        assert_true(strspn(code, "abcdefghijklmnopqrstuvwxyz-") ==
                    strlen(code));
        for (int k = 0; k < i; k++)
            assert_string_not_equal(code, server_log_code((enum server_line)k));
        for (int lang = 0; lang < LANG_COUNT_; lang++) {
            server_log_start(log->ends[1], (enum lang)lang, true);
            server_log((enum server_line)i, "t1", "t2", "t3");
            assert_null(strchr(written(log), '{'));
            if (strlen(log->bytes) < strlen(code) + 8)
                fail_msg("%s: not a word", code);
        }
    }
}

static void
the_journal_is_known_by_its_stream(void **state)
{
    struct log_pipe *log = *state;
    struct stat st;
    char stream[64];

    assert_int_equal(fstat(log->ends[1], &st), 0);
    (void)snprintf(stream, sizeof stream, "%ju:%ju", (uintmax_t)st.st_dev,
                   (uintmax_t)st.st_ino);
    assert_int_equal(setenv("JOURNAL_STREAM", stream, 1), 0);
    assert_true(server_log_is_journal(log->ends[1]));
    assert_int_equal(setenv("JOURNAL_STREAM", "8:1", 1), 0);
    assert_false(server_log_is_journal(log->ends[1]));
    assert_int_equal(unsetenv("JOURNAL_STREAM"), 0);
    assert_false(server_log_is_journal(log->ends[1]));
}

#define WITH_PIPE(test)                                                        \
    cmocka_unit_test_setup_teardown(test, open_pipe, close_pipe)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_PIPE(a_line_for_the_journal_begins_with_its_priority),
        WITH_PIPE(elsewhere_a_line_begins_with_time_and_level),
        WITH_PIPE(nothing_is_written_before_the_start),
        WITH_PIPE(a_text_cannot_forge_a_line_or_move_the_cursor),
        WITH_PIPE(a_text_that_is_too_long_still_ends_in_a_line_feed),
        WITH_PIPE(one_kind_of_line_is_not_written_for_ever),
        WITH_PIPE(every_line_has_a_code_of_its_own_and_both_languages),
        WITH_PIPE(the_journal_is_known_by_its_stream),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
