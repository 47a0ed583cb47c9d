/*
 * Goal: whoever is slow, silent or many cannot keep others out, nor hold
 * anything for ever.
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
#define NOW "GET /now HTTP/1.1\r\n" HOST "\r\n"
#define LATER "GET /later HTTP/1.1\r\n" HOST "\r\n"
#define ECHO "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 100000\r\n\r\n"

enum {
    SHORT_MS = 150,
    CROWD_MAX = 1000,
};

static struct http_case hall;
static int crowd[CROWD_MAX];

static void
open_with(const struct http_options *options)
{
    http_case_open(&hall, options);
}

static struct http_options
with_deadlines(unsigned head_ms, unsigned body_ms, unsigned idle_ms)
{
    struct http_options options = http_case_options(&hall);

    options.head_deadline_ms = head_ms;
    options.body_deadline_ms = body_ms;
    options.idle_deadline_ms = idle_ms;
    return options;
}

/* Sends a byte again and again until the server closes. */
static void
trickle(int fd)
{
    time_t begun = time(NULL);
    char byte;

    for (;;) {
        ssize_t n = recv(fd, &byte, 1, 0);

        if (n == 0 || send(fd, "x", 1, MSG_NOSIGNAL) < 0)
            return;
        assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
        http_case_turn(&hall, 1);
    }
}

static void
a_deadline_holds_whatever_arrives(void **state)
{
    static const struct {
        const char *begun;
        unsigned head_ms, body_ms, idle_ms; /* 0: the long default */
    } cases[] = {
        {"", SHORT_MS, 0, 0},
        {"G", SHORT_MS, 0, 0},
        {"GET /now HTTP/1.1\r\n", SHORT_MS, 0, 0},
        {"GET /now HTTP/1.1\r\n" HOST "X: ", SHORT_MS, 0, 0},
        {ECHO, 0, SHORT_MS, 0},
        {ECHO "abc", 0, SHORT_MS, 0},
        {NOW, 0, 0, SHORT_MS},
        {NOW "GET /", 0, 0, SHORT_MS},
        {NOW "GET /now HTTP/1.1\r\nX: ", SHORT_MS, 0, 0},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_options options = with_deadlines(
            cases[i].head_ms, cases[i].body_ms, cases[i].idle_ms);
        int fd;

        open_with(&options);
        fd = http_case_connect(&hall);
        http_case_text(&hall, fd, cases[i].begun);
        http_case_turn(&hall, 5);
        trickle(fd);
        close(fd);
        http_case_close(&hall);
    }
}

static void
who_says_nothing_is_ended(void **state)
{
    struct http_options options = with_deadlines(SHORT_MS, 0, 0);
    int fd;

    (void)state;
    open_with(&options);
    fd = http_case_connect(&hall);
    assert_int_equal(http_case_drain(&hall, fd), 0);
    close(fd);
    http_case_close(&hall);
}

static void
the_handler_may_take_its_time(void **state)
{
    struct http_options options = with_deadlines(SHORT_MS, SHORT_MS, SHORT_MS);
    struct http_got got;
    time_t begun;
    int fd;

    (void)state;
    open_with(&options);
    fd = http_case_connect(&hall);
    http_case_text(&hall, fd, LATER);
    begun = time(NULL);
    while (time(NULL) - begun < 2)
        http_case_turn(&hall, 1);
    http_case_answer_kept(&hall, "at last\n");
    got = http_case_read(&hall, fd, false);
    assert_string_equal(got.body, "at last\n");
    http_got_free(&got);
    close(fd);
    http_case_close(&hall);
}

static void
who_stops_reading_is_ended(void **state)
{
    struct http_options options = with_deadlines(0, SHORT_MS, 0);
    time_t begun = time(NULL);
    int small = 1 << 18;
    int fd;

    (void)state;
    options.reply_bytes_per_s = HTTP_CASE_BIG;
    open_with(&options);
    fd = http_case_connect(&hall);
    assert_int_equal(
        setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof small), 0);
    http_case_text(&hall, fd, "GET /big HTTP/1.1\r\n" HOST "\r\n");
    /* Reads nothing; the system takes a part, and the rest waits. */
    while (time(NULL) - begun < 4)
        http_case_turn(&hall, 1);
    assert_in_range(http_case_drain(&hall, fd), 1, HTTP_CASE_BIG - 1);
    close(fd);
    http_case_close(&hall);
}

static void
who_reads_gets_all_of_it(void **state)
{
    struct http_options options = http_case_options(&hall);
    struct http_got got;
    int fd;

    (void)state;
    open_with(&options);
    fd = http_case_connect(&hall);
    http_case_text(&hall, fd, "GET /big HTTP/1.1\r\n" HOST "\r\n");
    got = http_case_read(&hall, fd, false);
    assert_int_equal(got.body_len, HTTP_CASE_BIG);
    for (size_t i = 0; i < got.body_len; i++)
        if (got.body[i] != 'b')
            fail_msg("byte %zu", i);
    http_got_free(&got);
    close(fd);
    http_case_close(&hall);
}

/* ---- Many ---------------------------------------------------------------- */

/* As many descriptors as both sides of a crowd need. */
static int
allow_descriptors(void **state)
{
    struct rlimit limit;

    (void)state;
    if (getrlimit(RLIMIT_NOFILE, &limit))
        return -1;
    if (limit.rlim_cur < 2 * CROWD_MAX + 100) {
        limit.rlim_cur = 2 * CROWD_MAX + 100;
        return setrlimit(RLIMIT_NOFILE, &limit);
    }
    return 0;
}

static void
connect_crowd(size_t count, const char *text)
{
    for (size_t i = 0; i < count; i++) {
        crowd[i] = http_case_connect(&hall);
        http_case_text(&hall, crowd[i], text);
        if (i % 16 == 0)
            http_case_turn(&hall, 1);
    }
}

static void
leave_crowd(size_t count)
{
    for (size_t i = 0; i < count; i++)
        close(crowd[i]);
}

static void
a_quick_one_is_served_beside_a_thousand_slow(void **state)
{
    static const char *const slow[] = {"", "GET /no", ECHO, ECHO "half",
                                       "GET /now HTTP/1.1\r\nHost: x"};
    struct http_options options = http_case_options(&hall);

    (void)state;
    open_with(&options);
    for (size_t i = 0; i < CROWD_MAX; i++) {
        crowd[i] = http_case_connect(&hall);
        http_case_text(&hall, crowd[i], slow[i % (sizeof slow / sizeof *slow)]);
        if (i % 16 == 0)
            http_case_turn(&hall, 1);
    }
    for (int i = 0; i < 20; i++)
        assert_int_equal(http_case_status(&hall, NOW), 200);
    leave_crowd(CROWD_MAX);
    http_case_close(&hall);
}

static void
slow_ones_give_way_when_all_places_are_taken(void **state)
{
    struct http_options options =
        with_deadlines(HTTP_CASE_PATIENCE_MS + 4000, 0, 0);

    (void)state;
    options.connections_max = 64;
    open_with(&options);
    connect_crowd(70, "GET /no");
    /* Still somebody else is served, long before their deadline. */
    for (int i = 0; i < 5; i++)
        assert_int_equal(http_case_status(&hall, NOW), 200);
    leave_crowd(70);
    http_case_close(&hall);
}

static void
idle_ones_give_way_at_once(void **state)
{
    struct http_options options = http_case_options(&hall);

    (void)state;
    options.connections_max = 64;
    open_with(&options);
    connect_crowd(200, NOW);
    for (size_t i = 0; i < 200; i++) {
        struct http_got got = http_case_read(&hall, crowd[i], false);

        assert_int_equal(got.status, 200);
        http_got_free(&got);
    }
    assert_int_equal(http_case_status(&hall, NOW), 200);
    leave_crowd(200);
    http_case_close(&hall);
}

static void
an_address_has_so_many_connections(void **state)
{
    struct http_options options = http_case_options(&hall);
    int more;

    (void)state;
    options.address_connections_max = 3;
    open_with(&options);
    connect_crowd(3, LATER);
    while (hall.kept_count < 3)
        http_case_turn(&hall, 1);
    more = http_case_connect(&hall);
    assert_int_equal(http_case_drain(&hall, more), 0);
    close(more);
    /* One leaves, one comes. */
    http_case_answer_kept(&hall, "done\n");
    http_case_turn(&hall, 10);
    close(crowd[0]);
    http_case_turn(&hall, 10);
    assert_int_equal(http_case_status(&hall, NOW), 200);
    close(crowd[1]);
    close(crowd[2]);
    http_case_close(&hall);
    /* Those behind a proxy are not one. */
    options.behind_proxy = true;
    open_with(&options);
    connect_crowd(10, NOW);
    for (size_t i = 0; i < 10; i++) {
        struct http_got got = http_case_read(&hall, crowd[i], false);

        assert_int_equal(got.status, 200);
        http_got_free(&got);
    }
    leave_crowd(10);
    http_case_close(&hall);
}

/* Turns without an upper bound worth the name: who stalls is found out. */
static void
turn_until(size_t handled)
{
    while (hall.handled < handled)
        assert_ok(http_turn(hall.server, HTTP_CASE_PATIENCE_MS));
}

static void
no_number_of_ready_connections_stalls(void **state)
{
    static const size_t counts[] = {1, 127, 128, 129, 256, 512};

    (void)state;
    for (size_t i = 0; i < sizeof counts / sizeof *counts; i++) {
        struct http_options options = with_deadlines(100000, 100000, 100000);
        size_t n = counts[i];
        time_t begun = time(NULL);

        open_with(&options);
        connect_crowd(n, "");
        http_case_turn(&hall, 100);
        for (size_t k = 0; k < n; k++)
            assert_int_equal(send(crowd[k], LATER, sizeof LATER - 1, 0),
                             sizeof LATER - 1);
        turn_until(n);
        assert_int_equal(hall.kept_count, n);
        http_case_answer_kept(&hall, "all\n");
        for (size_t k = 0; k < n; k++) {
            struct http_got got = http_case_read(&hall, crowd[k], false);

            assert_string_equal(got.body, "all\n");
            http_got_free(&got);
        }
        for (size_t k = 0; k < n; k++)
            assert_int_equal(send(crowd[k], NOW, sizeof NOW - 1, 0),
                             sizeof NOW - 1);
        turn_until(2 * n);
        assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
        leave_crowd(n);
        http_case_close(&hall);
    }
}

static void
an_answer_does_not_wait_for_the_next_event(void **state)
{
    struct http_options options = with_deadlines(100000, 100000, 100000);
    time_t begun = time(NULL);
    int fd;

    (void)state;
    open_with(&options);
    fd = http_case_connect(&hall);
    /* If each waited for the end of the server's patience, this would fail. */
    for (size_t i = 1; i <= 200; i++) {
        char answer[1024];

        http_case_text(&hall, fd, LATER);
        turn_until(i);
        http_case_answer_kept(&hall, "at once\n");
        do
            assert_ok(http_turn(hall.server, HTTP_CASE_PATIENCE_MS));
        while (recv(fd, answer, sizeof answer, 0) < 0);
    }
    assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
    close(fd);
    http_case_close(&hall);
}

enum { LONG = 1 << 20, FIT = 4 };

static void
open_for_long_bodies(char head[128])
{
    struct http_options options = http_case_options(&hall);

    options.long_bodies_max = (size_t)FIT * LONG;
    open_with(&options);
    (void)snprintf(head, 128,
                   "POST /echo HTTP/1.1\r\n" HOST "Content-Length: %d\r\n\r\n",
                   LONG);
}

/* Sends so much of a body; whether the server has taken it all. */
static bool
send_body(int fd, size_t len)
{
    static const char part[64 * 1024];

    for (size_t quiet = 0; len > 0 && quiet < 1000; quiet++) {
        size_t next = len < sizeof part ? len : sizeof part;
        ssize_t n = send(fd, part, next, MSG_NOSIGNAL);

        http_case_turn(&hall, 1);
        if (n < 0 && errno != EAGAIN)
            return false;
        if (n <= 0)
            continue;
        len -= (size_t)n;
        quiet = 0;
    }
    http_case_turn(&hall, 20);
    return len == 0;
}

static void
long_bodies_have_a_bound_together(void **state)
{
    char head[128];
    char byte;

    (void)state;
    open_for_long_bodies(head);
    connect_crowd(FIT + 2, head);
    for (size_t i = 0; i < FIT; i++)
        assert_true(send_body(crowd[i], LONG - 1));
    for (size_t i = FIT; i < FIT + 2; i++) {
        (void)send_body(crowd[i], LONG - 1);
        assert_true(recv(crowd[i], &byte, 1, 0) >= 0 || errno == ECONNRESET);
    }
    for (size_t i = 0; i < FIT; i++)
        assert_true(recv(crowd[i], &byte, 1, 0) < 0 && errno == EAGAIN);
    assert_int_equal(http_case_status(&hall, head), 503);
    /* A short one is taken all the same, and they are free again later. */
    assert_int_equal(http_case_status(&hall, "POST /echo HTTP/1.1\r\n" HOST
                                             "Content-Length: 2\r\n\r\nhi"),
                     200);
    leave_crowd(FIT + 2);
    http_case_turn(&hall, 50);
    crowd[0] = http_case_connect(&hall);
    http_case_text(&hall, crowd[0], head);
    assert_true(send_body(crowd[0], LONG));
    assert_int_equal(hall.refused, 1);
    close(crowd[0]);
    http_case_close(&hall);
}

static void
who_only_announces_long_bodies_keeps_nobody_out(void **state)
{
    enum { MANY = 50 };
    struct http_got got;
    char head[128];

    (void)state;
    open_for_long_bodies(head);
    connect_crowd(MANY, head);
    http_case_turn(&hall, 50);
    crowd[MANY] = http_case_connect(&hall);
    http_case_text(&hall, crowd[MANY], head);
    assert_true(send_body(crowd[MANY], LONG));
    got = http_case_read(&hall, crowd[MANY], false);
    assert_int_equal(got.status, 200);
    assert_int_equal(hall.refused, 0);
    http_got_free(&got);
    leave_crowd(MANY + 1);
    http_case_close(&hall);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_deadline_holds_whatever_arrives),
        cmocka_unit_test(who_says_nothing_is_ended),
        cmocka_unit_test(the_handler_may_take_its_time),
        cmocka_unit_test(who_stops_reading_is_ended),
        cmocka_unit_test(who_reads_gets_all_of_it),
        cmocka_unit_test(a_quick_one_is_served_beside_a_thousand_slow),
        cmocka_unit_test(slow_ones_give_way_when_all_places_are_taken),
        cmocka_unit_test(idle_ones_give_way_at_once),
        cmocka_unit_test(an_address_has_so_many_connections),
        cmocka_unit_test(no_number_of_ready_connections_stalls),
        cmocka_unit_test(an_answer_does_not_wait_for_the_next_event),
        cmocka_unit_test(long_bodies_have_a_bound_together),
        cmocka_unit_test(who_only_announces_long_bodies_keeps_nobody_out),
    };

    return cmocka_run_group_tests(tests, allow_descriptors, NULL);
}
