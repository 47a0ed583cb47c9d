/*
 * Goal: whatever many connections do at once, come, ask, listen, break off,
 * stop reading or talk nonsense, the server goes on, answers who asks, and in
 * the end holds nothing.
 */
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <valgrind/valgrind.h>

#include "tests/support/http_case.h"
#include "tests/test.h"

#define HOST "Host: hall.example\r\n"
#define NOW "GET /now HTTP/1.1\r\n" HOST "\r\n"

enum { PLACES = 60, STEPS = 6000, FEW_DESCRIPTORS = 240 };

static struct http_case hall;
static int places[PLACES]; /* descriptors; -1: nobody */

static uint32_t
chance(void)
{
    static uint32_t state = 20261121;

    state = state * 1664525 + 1013904223;
    return state >> 8;
}

static const char *const texts[] = {
    NOW,
    NOW NOW NOW,
    "GET /later HTTP/1.1\r\n" HOST "\r\n",
    "GET /later HTTP/1.1\r\n" HOST "\r\n" NOW,
    "GET /stream HTTP/1.1\r\n" HOST "\r\n",
    "GET /stream HTTP/1.1\r\n" HOST "\r\n" NOW,
    "GET /stream HTTP/1.0\r\n" HOST "\r\n",
    "GET /big HTTP/1.1\r\n" HOST "\r\n",
    "HEAD /big HTTP/1.1\r\n" HOST "\r\n",
    "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 6\r\n\r\nabc",
    "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 500000\r\n\r\nabc",
    "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9999999\r\n\r\nabc",
    "POST /echo HTTP/1.1\r\n" HOST
    "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n",
    "abc",
    "GET /no",
    "GET /now HTTP/1.0\r\n" HOST "\r\n",
    "GET /now HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n",
    "nonsense\r\n\r\n",
    "POST /echo HTTP/1.1\r\n" HOST "Content-Length: x\r\n\r\n",
    "\r\n",
};

static void
read_some(int fd)
{
    char bytes[65536];

    (void)recv(fd, bytes, sizeof bytes, 0);
}

/* One of those in the hall does something. */
static void
act(int *place)
{
    const char *text = texts[chance() % (sizeof texts / sizeof *texts)];

    if (*place < 0) {
        *place = http_case_connect(&hall);
        return;
    }
    switch (chance() % 8) {
    case 0:
        close(*place);
        *place = -1;
        break;
    case 1:
        (void)shutdown(*place, SHUT_WR);
        break;
    case 2:
    case 3:
        read_some(*place);
        break;
    default:
        (void)send(*place, text, strlen(text), MSG_NOSIGNAL);
        break;
    }
}

static void
a_wild_crowd_harms_nobody(void **state)
{
    struct http_options options = http_case_options(&hall);

    (void)state;
    options.connections_max = PLACES - 12;
    options.head_deadline_ms = 60;
    options.body_deadline_ms = 60;
    options.idle_deadline_ms = 60;
    http_case_open(&hall, &options);
    for (size_t i = 0; i < PLACES; i++)
        places[i] = -1;
    for (unsigned step = 0; step < STEPS; step++) {
        act(&places[chance() % PLACES]);
        assert_ok(http_turn(hall.server, 0));
        if (chance() % 8 == 0)
            http_case_answer_kept(&hall, "kept\n");
        if (chance() % 16 == 0)
            assert_ok(
                http_broadcast(hall.server, span_text("data: listen\n\n")));
        if (step % 500 == 0)
            assert_int_equal(http_case_status(&hall, NOW), 200);
    }
    for (size_t i = 0; i < PLACES; i++)
        if (places[i] >= 0)
            close(places[i]);
    http_case_answer_kept(&hall, "kept\n");
    while (http_pending(hall.server) > 0 ||
           http_stream_count(hall.server) > 0) {
        assert_ok(http_broadcast(hall.server, span_text("data: bye\n\n")));
        http_case_turn(&hall, 10);
    }
    assert_int_equal(http_case_status(&hall, NOW), 200);
    http_case_close(&hall);
}

/* The server's end of the only connection there is. */
static int
find_other_end(int fd)
{
    struct sockaddr_in mine = {0};
    struct sockaddr_in its = {0};
    socklen_t len = sizeof mine;

    assert_int_equal(getsockname(fd, (struct sockaddr *)&mine, &len), 0);
    for (int other = 3; other < 1000; other++) {
        len = sizeof its;
        if (other != fd &&
            getpeername(other, (struct sockaddr *)&its, &len) == 0 &&
            its.sin_port == mine.sin_port)
            return other;
    }
    fail_msg("the connection has no other end");
    return -1;
}

static void
who_is_gone_without_a_word_is_missed(void **state)
{
    struct http_options options = http_case_options(&hall);
    unsigned patience_ms = 0;
    socklen_t len = sizeof patience_ms;
    int fd;

    (void)state;
    options.body_deadline_ms = 12345;
    http_case_open(&hall, &options);
    fd = http_case_connect(&hall);
    http_case_turn(&hall, 5);
    assert_int_equal(getsockopt(find_other_end(fd), IPPROTO_TCP,
                                TCP_USER_TIMEOUT, &patience_ms, &len),
                     0);
    assert_int_equal(patience_ms, 12345);
    close(fd);
    http_case_close(&hall);
}

/* In a process that may open few files: more connect than can. */
static int
serve_with_few_descriptors(void)
{
    const struct rlimit few = {FEW_DESCRIPTORS, FEW_DESCRIPTORS};
    struct http_options options = http_case_options(&hall);
    int fds[FEW_DESCRIPTORS / 2 - 5];

    options.connections_max = 5000;
    if (setrlimit(RLIMIT_NOFILE, &few))
        return 2;
    http_case_open(&hall, &options);
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++) {
        fds[i] = http_case_connect(&hall);
        http_case_text(&hall, fds[i], NOW);
        http_case_turn(&hall, 2);
    }
    if (http_case_status(&hall, NOW) != 200)
        return 3;
    for (size_t i = 0; i < sizeof fds / sizeof *fds; i++)
        close(fds[i]);
    http_case_close(&hall);
    return 0;
}

static void
there_are_no_more_connections_than_descriptors(void **state)
{
    struct http_options options = http_case_options(&hall);
    struct rlimit limit;
    int status = -1;
    pid_t child;

    (void)state;
    /* It keeps descriptors of its own, and counts them otherwise. */
    if (RUNNING_ON_VALGRIND)
        skip();
    child = fork();
    assert_true(child >= 0);
    if (child == 0)
        _exit(serve_with_few_descriptors());
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    /* And as many as one may have are asked for. */
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_max < 4000)
        skip();
    limit.rlim_cur = 500;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    options.connections_max = 3000;
    http_case_open(&hall, &options);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    assert_in_range(limit.rlim_cur, 3000, 4000);
    http_case_close(&hall);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wild_crowd_harms_nobody),
        cmocka_unit_test(who_is_gone_without_a_word_is_missed),
        cmocka_unit_test(there_are_no_more_connections_than_descriptors),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
