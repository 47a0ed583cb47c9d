/*
 * Goal: what is broadcast reaches all who listen, the last of it reaches even
 * the slow, and nobody who left or stopped reading is kept.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/http_case.h"
#include "tests/test.h"

#define HOST "Host: hall.example\r\n"
#define STREAM "GET /stream HTTP/1.1\r\n" HOST "\r\n"

enum { CROWD = 300, TEXT_MAX = 65536 };

static struct http_case hall;
static int crowd[CROWD];

static int
open_hall(void **state)
{
    struct http_options options = http_case_options(&hall);

    (void)state;
    http_case_open(&hall, &options);
    return 0;
}

static int
close_hall(void **state)
{
    (void)state;
    http_case_close(&hall);
    return 0;
}

static void
say(const char *text)
{
    assert_ok(http_broadcast(hall.server, span_text(text)));
}

/* Reads on until what came ends so. */
static void
hear(int fd, const char *ends)
{
    static char text[TEXT_MAX];
    time_t begun = time(NULL);
    size_t len = 0;

    while (len < strlen(ends) ||
           memcmp(text + len - strlen(ends), ends, strlen(ends)) != 0) {
        ssize_t n = recv(fd, text + len, sizeof text - len, 0);

        if (n > 0) {
            len += (size_t)n;
            continue;
        }
        if (n == 0 || errno != EAGAIN ||
            time(NULL) - begun > HTTP_CASE_PATIENCE_MS / 1000)
            fail_msg("heard %.*s", (int)len, text);
        http_case_turn(&hall, 1);
    }
}

/* A chunk of HTTP/1.1 with this event. */
static const char *
chunk(const char *event)
{
    static char text[256];

    (void)snprintf(text, sizeof text, "%zX\r\n%s\r\n", strlen(event), event);
    return text;
}

static int
listen_in(void)
{
    size_t before = http_stream_count(hall.server);
    int fd = http_case_connect(&hall);

    http_case_text(&hall, fd, STREAM);
    while (http_stream_count(hall.server) == before)
        http_case_turn(&hall, 1);
    return fd;
}

static void
all_who_listen_hear(void **state)
{
    (void)state;
    for (size_t i = 0; i < CROWD; i++)
        crowd[i] = listen_in();
    assert_int_equal(http_stream_count(hall.server), CROWD);
    assert_int_equal(http_pending(hall.server), 0);
    for (int round = 0; round < 3; round++) {
        char event[64];

        (void)snprintf(event, sizeof event, "data: round %d\n\n", round);
        say(event);
        for (size_t i = 0; i < CROWD; i++)
            hear(crowd[i], chunk(event));
    }
    for (size_t i = 0; i < CROWD; i++)
        close(crowd[i]);
    http_case_turn(&hall, 10);
    say("data: anybody?\n\n");
    http_case_turn(&hall, 10);
    say("data: nobody\n\n");
    while (http_stream_count(hall.server) > 0)
        http_case_turn(&hall, 1);
}

static void
who_comes_later_hears_the_last(void **state)
{
    int fd;

    (void)state;
    say("data: one\n\n");
    say("data: two\n\n");
    fd = listen_in();
    hear(fd, chunk("data: two\n\n"));
    close(fd);
}

static void
the_fields_are_those_of_a_stream(void **state)
{
    char head[2048];
    int fd = listen_in();
    ssize_t n;

    (void)state;
    http_case_turn(&hall, 10);
    n = recv(fd, head, sizeof head - 1, 0);
    assert_in_range(n, 100, sizeof head - 1);
    head[n] = '\0';
    assert_non_null(strstr(head, "\r\nContent-Type: text/event-stream\r\n"));
    assert_non_null(strstr(head, "\r\nCache-Control: no-store\r\n"));
    assert_non_null(strstr(head, "\r\nX-Content-Type-Options: nosniff\r\n"));
    assert_non_null(strstr(head, "\r\nTransfer-Encoding: chunked\r\n"));
    assert_null(strstr(head, "Content-Length"));
    close(fd);
}

static void
one_of_an_older_version_hears_too(void **state)
{
    int fd = http_case_connect(&hall);

    (void)state;
    say("data: old\n\n");
    http_case_text(&hall, fd, "GET /stream HTTP/1.0\r\n" HOST "\r\n");
    hear(fd, "\r\n\r\ndata: old\n\n");
    say("data: news\n\n");
    hear(fd, "data: news\n\n");
    close(fd);
}

/* An event of this many bytes, which ends with its number. */
static void
say_much(char *event, size_t bytes, unsigned number)
{
    memset(event, 'x', bytes);
    (void)snprintf(event + bytes - 16, 16, "\ndata: %06u\n\n",
                   number % 1000000);
    say(event);
}

static void
the_slow_hear_only_the_last(void **state)
{
    enum { BYTES = 200000, ROUNDS = 400 };
    char *event = malloc(BYTES);
    char *text = malloc(BYTES);
    int small = 1 << 16;
    int fd = listen_in();
    size_t total = 0;
    char last[16] = "";
    time_t begun = time(NULL);

    (void)state;
    assert_non_null(event);
    assert_non_null(text);
    assert_int_equal(
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    for (unsigned i = 0; i < ROUNDS; i++) {
        say_much(event, BYTES, i);
        http_case_turn(&hall, 2);
    }
    /* It reads now: some old, then the last; far from all. */
    while (!strstr(last, "000399")) {
        ssize_t n = recv(fd, text, BYTES - 1, 0);

        assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
        if (n < 16) {
            assert_true(n > 0 || errno == EAGAIN);
            total += n > 0 ? (size_t)n : 0;
            http_case_turn(&hall, 1);
            continue;
        }
        total += (size_t)n;
        text[n] = '\0';
        memcpy(last, text + n - 15, 15);
        if (memmem(text, (size_t)n, "000399", 6))
            break;
    }
    assert_in_range(total, BYTES, (size_t)BYTES * ROUNDS / 2);
    free(event);
    free(text);
    close(fd);
}

static void
who_stops_reading_a_stream_is_ended(void **state)
{
    enum { BYTES = 1 << 20 };
    struct http_options options = http_case_options(&hall);
    char *event = malloc(BYTES);
    time_t begun = time(NULL);
    int small = 1 << 16;
    int fd;

    (void)state;
    assert_non_null(event);
    options.body_deadline_ms = 200;
    http_case_open(&hall, &options);
    fd = listen_in();
    assert_int_equal(
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    for (unsigned i = 0; http_stream_count(hall.server) > 0; i++) {
        say_much(event, BYTES, i);
        http_case_turn(&hall, 20);
        assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
    }
    close(fd);
    free(event);
    http_case_close(&hall);
}

static void
who_listens_in_silence_is_not_ended(void **state)
{
    struct http_options options = http_case_options(&hall);
    time_t begun;
    int fd;

    (void)state;
    options.head_deadline_ms = 100;
    options.body_deadline_ms = 100;
    options.idle_deadline_ms = 100;
    http_case_open(&hall, &options);
    fd = listen_in();
    begun = time(NULL);
    while (time(NULL) - begun < 2)
        http_case_turn(&hall, 1);
    say("data: still here?\n\n");
    hear(fd, chunk("data: still here?\n\n"));
    close(fd);
    http_case_close(&hall);
}

static void
listeners_give_way_to_who_asks(void **state)
{
    struct http_options options = http_case_options(&hall);

    (void)state;
    options.connections_max = 32;
    http_case_open(&hall, &options);
    for (size_t i = 0; i < 100; i++) {
        crowd[i] = http_case_connect(&hall);
        http_case_text(&hall, crowd[i], STREAM);
        http_case_turn(&hall, 3);
    }
    assert_in_range(http_stream_count(hall.server), 16, 32);
    assert_int_equal(
        http_case_status(&hall, "GET /now HTTP/1.1\r\n" HOST "\r\n"), 200);
    /* The last who came is still there. */
    say("data: who is left?\n\n");
    hear(crowd[99], chunk("data: who is left?\n\n"));
    for (size_t i = 0; i < 100; i++)
        close(crowd[i]);
    http_case_close(&hall);
}

static void
a_server_closes_with_streams_open(void **state)
{
    struct http_options options = http_case_options(&hall);
    int fds[3];

    (void)state;
    http_case_open(&hall, &options);
    for (size_t i = 0; i < 3; i++)
        fds[i] = listen_in();
    say("data: bye\n\n");
    http_case_close(&hall);
    for (size_t i = 0; i < 3; i++)
        close(fds[i]);
}

#define IN_HALL(test)                                                          \
    cmocka_unit_test_setup_teardown(test, open_hall, close_hall)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HALL(all_who_listen_hear),
        IN_HALL(who_comes_later_hears_the_last),
        IN_HALL(the_fields_are_those_of_a_stream),
        IN_HALL(one_of_an_older_version_hears_too),
        IN_HALL(the_slow_hear_only_the_last),
        cmocka_unit_test(who_stops_reading_a_stream_is_ended),
        cmocka_unit_test(who_listens_in_silence_is_not_ended),
        cmocka_unit_test(listeners_give_way_to_who_asks),
        cmocka_unit_test(a_server_closes_with_streams_open),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
