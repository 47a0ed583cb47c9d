/*
 * Goal: a request reaches the handler once and whole, is answered at once or
 * later, and the answer carries what it should.
 */
#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

#include "tests/support/http_case.h"
#include "tests/test.h"

#define HOST "Host: hall.example\r\n"

static struct http_case hall;

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
a_request_is_answered_at_once(void **state)
{
    int fd = http_case_connect(&hall);
    struct http_got got;

    (void)state;
    http_case_text(&hall, fd, "GET /now HTTP/1.1\r\n" HOST "\r\n");
    got = http_case_read(&hall, fd, false);
    assert_int_equal(got.status, 200);
    assert_string_equal(got.body, "now\n");
    assert_string_equal(hall.path, "/now");
    http_got_free(&got);
    close(fd);
}

static void
a_body_arrives_whole_however_it_is_cut(void **state)
{
    static const char head[] =
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 200000\r\n\r\n";
    static char body[200000];
    int fd = http_case_connect(&hall);
    struct http_got got;

    (void)state;
    for (size_t i = 0; i < sizeof body; i++)
        body[i] = (char)(i * 7 + i / 251);
    for (size_t i = 0; i + 1 < sizeof head; i++) {
        http_case_send(&hall, fd, head + i, 1);
        http_case_turn(&hall, 1);
    }
    for (size_t at = 0, step = 1; at < sizeof body; at += step, step += 97) {
        if (step > sizeof body - at)
            step = sizeof body - at;
        http_case_send(&hall, fd, body + at, step);
        http_case_turn(&hall, 1);
    }
    got = http_case_read(&hall, fd, false);
    assert_int_equal(got.status, 200);
    assert_int_equal(got.body_len, sizeof body);
    assert_memory_equal(got.body, body, sizeof body);
    http_got_free(&got);
    close(fd);
}

static void
an_answer_may_come_in_a_later_turn(void **state)
{
    int fd = http_case_connect(&hall);
    struct http_got got;

    (void)state;
    http_case_text(&hall, fd, "GET /later HTTP/1.1\r\n" HOST "\r\n");
    while (hall.kept_count == 0)
        http_case_turn(&hall, 1);
    assert_int_equal(http_pending(hall.server), 1);
    http_case_turn(&hall, 20);
    assert_int_equal(hall.handled, 1);
    http_case_answer_kept(&hall, "here\n");
    assert_int_equal(http_pending(hall.server), 1); /* it is not sent yet */
    got = http_case_read(&hall, fd, false);
    assert_string_equal(got.body, "here\n");
    http_case_turn(&hall, 1);
    assert_int_equal(http_pending(hall.server), 0);
    http_got_free(&got);
    close(fd);
}

/* Asks on a connection and reads; the caller frees what it got. */
static struct http_got
ask(int fd, const char *request)
{
    http_case_text(&hall, fd, request);
    return http_case_read(&hall, fd, strncmp(request, "HEAD ", 5) == 0);
}

static void
a_connection_is_kept_for_the_next_request(void **state)
{
    int fd = http_case_connect(&hall);

    (void)state;
    for (int i = 0; i < 5; i++) {
        struct http_got got =
            ask(fd, i % 2 == 0 ? "GET /now HTTP/1.1\r\n" HOST "\r\n"
                               : "POST /echo HTTP/1.1\r\n" HOST
                                 "Content-Length: 2\r\n\r\nhi");

        assert_int_equal(got.status, 200);
        assert_string_equal(got.body, i % 2 == 0 ? "now\n" : "hi");
        assert_null(http_got_field(&got, "Connection"));
        http_got_free(&got);
    }
    assert_int_equal(hall.handled, 5);
    close(fd);
}

static void
requests_sent_at_once_are_answered_in_order(void **state)
{
    int fd = http_case_connect(&hall);
    static const char *const want[] = {"one", "now\n", "kept\n", "two"};

    (void)state;
    http_case_text(&hall, fd,
                   "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\none"
                   "GET /now HTTP/1.1\r\n" HOST "\r\n"
                   "GET /later HTTP/1.1\r\n" HOST "\r\n"
                   "POST /echo HTTP/1.1\r\n" HOST
                   "Content-Length: 3\r\n\r\ntwo");
    while (hall.kept_count == 0)
        http_case_turn(&hall, 1);
    http_case_turn(&hall, 10);
    assert_int_equal(hall.handled, 3); /* one at a time */
    http_case_answer_kept(&hall, "kept\n");
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        struct http_got got = http_case_read(&hall, fd, false);

        assert_string_equal(got.body, want[i]);
        http_got_free(&got);
    }
    close(fd);
}

static void
a_head_alone_has_the_fields_and_no_body(void **state)
{
    int fd = http_case_connect(&hall);
    struct http_got got = ask(fd, "HEAD /now HTTP/1.1\r\n" HOST "\r\n");

    (void)state;
    assert_int_equal(got.status, 200);
    assert_string_equal(http_got_field(&got, "Content-Length"), "4");
    assert_string_equal(http_got_field(&got, "ETag"), "\"tag\"");
    http_got_free(&got);
    /* What comes next is the next answer, and no body. */
    got = ask(fd, "GET /now HTTP/1.1\r\n" HOST "\r\n");
    assert_string_equal(got.body, "now\n");
    http_got_free(&got);
    close(fd);
}

static void
what_the_client_has_is_not_sent_again(void **state)
{
    static const struct {
        const char *what;
        const char *match;
        int status;
    } cases[] = {
        {"the same", "\"tag\"", 304},
        {"the same, weakly", "W/\"tag\"", 304},
        {"among others", "\"a\", \"tag\",\"b\"", 304},
        {"whatever it is", "*", 304},
        {"another", "\"tags\"", 200},
        {"without quotes", "tag", 200},
        {"half quoted", "\"tag", 200},
        {"nothing", "", 200},
        {"commas", ",,,", 200},
    };
    int fd = http_case_connect(&hall);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char request[256];
        struct http_got got;

        (void)snprintf(request, sizeof request,
                       "GET /now HTTP/1.1\r\n" HOST "If-None-Match: %s\r\n\r\n",
                       cases[i].match);
        got = ask(fd, request);
        if (got.status != cases[i].status)
            fail_msg("%s: %d", cases[i].what, got.status);
        assert_string_equal(http_got_field(&got, "ETag"), "\"tag\"");
        assert_string_equal(http_got_field(&got, "Content-Length"), "4");
        http_got_free(&got);
    }
    close(fd);
}

static void
every_answer_tells_the_browser_what_it_may(void **state)
{
    static const char *const requests[] = {
        "GET /now HTTP/1.1\r\n" HOST "\r\n",
        "HEAD /now HTTP/1.1\r\n" HOST "\r\n",
        "GET /now HTTP/1.1\r\n" HOST "If-None-Match: *\r\n\r\n",
        "GET /nowhere HTTP/1.1\r\n" HOST "\r\n",
        "DELETE /now HTTP/1.1\r\n" HOST "\r\n",
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9999999\r\n\r\n",
        "GET /../now HTTP/1.1\r\n" HOST "\r\n",
    };

    (void)state;
    for (size_t i = 0; i < sizeof requests / sizeof *requests; i++) {
        int fd = http_case_connect(&hall);
        struct http_got got = ask(fd, requests[i]);

        assert_string_equal(http_got_field(&got, "X-Content-Type-Options"),
                            "nosniff");
        assert_string_equal(http_got_field(&got, "Referrer-Policy"),
                            "no-referrer");
        assert_string_equal(http_got_field(&got, "Cross-Origin-Opener-Policy"),
                            "same-origin");
        assert_non_null(
            strstr(http_got_field(&got, "Permissions-Policy"), "camera=(), "));
        assert_non_null(strstr(
            http_got_field(&got, "Content-Security-Policy"),
            "default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"));
        assert_non_null(http_got_field(&got, "Cache-Control"));
        assert_null(http_got_field(&got, "Strict-Transport-Security"));
        assert_null(http_got_field(&got, "Server"));
        http_got_free(&got);
        close(fd);
    }
}

static void
a_client_may_ask_before_it_sends_its_body(void **state)
{
    int fd = http_case_connect(&hall);
    struct http_got got =
        ask(fd, "POST /echo HTTP/1.1\r\n" HOST
                "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");

    (void)state;
    assert_int_equal(got.status, 100);
    http_got_free(&got);
    got = ask(fd, "body");
    assert_int_equal(got.status, 200);
    assert_string_equal(got.body, "body");
    http_got_free(&got);
    close(fd);
    /* And is told at once when it need not. */
    fd = http_case_connect(&hall);
    got = ask(fd, "POST /echo HTTP/1.1\r\n" HOST
                  "Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n");
    assert_int_equal(got.status, 413);
    http_got_free(&got);
    assert_int_equal(http_case_drain(&hall, fd), 0);
    close(fd);
}

static void
who_closes_in_mid_request_leaves_nothing(void **state)
{
    static const char *const cut[] = {
        "",
        "GET",
        "GET /now HTTP/1.1\r\n",
        "GET /now HTTP/1.1\r\n" HOST,
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\n",
        "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 9\r\n\r\nhalf",
    };

    (void)state;
    for (size_t i = 0; i < sizeof cut / sizeof *cut; i++) {
        int fd = http_case_connect(&hall);

        http_case_text(&hall, fd, cut[i]);
        http_case_turn(&hall, 3);
        close(fd);
        http_case_turn(&hall, 3);
    }
    assert_int_equal(hall.handled, 0);
    assert_int_equal(
        http_case_status(&hall, "GET /now HTTP/1.1\r\n" HOST "\r\n"), 200);
}

static void
who_closes_before_the_answer_harms_nobody(void **state)
{
    int fd = http_case_connect(&hall);

    (void)state;
    http_case_text(&hall, fd, "GET /later HTTP/1.1\r\n" HOST "\r\n");
    while (hall.kept_count == 0)
        http_case_turn(&hall, 1);
    close(fd);
    http_case_turn(&hall, 10);
    assert_int_equal(http_pending(hall.server), 1);
    http_case_answer_kept(&hall, "nobody\n");
    http_case_turn(&hall, 10);
    assert_int_equal(http_pending(hall.server), 0);
    assert_int_equal(
        http_case_status(&hall, "GET /now HTTP/1.1\r\n" HOST "\r\n"), 200);
}

#define MAPPED "00000000000000000000ffff"

static void
a_proxy_beside_us_may_say_who_asks(void **state)
{
    static const struct {
        bool behind_proxy;
        const char *field;
        const char *want;
    } cases[] = {
        {false, "", MAPPED "7f000001"},
        {false, "X-Forwarded-For: 10.1.2.3\r\n", MAPPED "7f000001"},
        {true, "", MAPPED "7f000001"},
        {true, "X-Forwarded-For: 10.1.2.3\r\n", MAPPED "0a010203"},
        {true, "X-Forwarded-For: 6.6.6.6, 10.1.2.3\r\n", MAPPED "0a010203"},
        {true, "X-Forwarded-For: 6.6.6.6,10.1.2.3 \r\n", MAPPED "0a010203"},
        {true, "X-Forwarded-For: 6.6.6.6\r\nx-forwarded-for: 10.1.2.3\r\n",
         MAPPED "0a010203"},
        {true, "X-Forwarded-For: 2001:db8::1\r\n",
         "20010db8000000000000000000000001"},
        {true, "X-Forwarded-For: somebody\r\n", MAPPED "7f000001"},
        {true, "X-Forwarded-For: 10.1.2.3, \r\n", MAPPED "7f000001"},
        {true, "X-Forwarded-For: 10.1.2.300\r\n", MAPPED "7f000001"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct http_options options = http_case_options(&hall);
        char request[256];
        struct http_got got;
        int fd;

        options.behind_proxy = cases[i].behind_proxy;
        http_case_open(&hall, &options);
        fd = http_case_connect(&hall);
        (void)snprintf(request, sizeof request,
                       "GET /from HTTP/1.1\r\n" HOST "%s\r\n", cases[i].field);
        got = ask(fd, request);
        assert_string_equal(got.body, cases[i].want);
        http_got_free(&got);
        close(fd);
        http_case_close(&hall);
    }
}

static void
a_taken_port_and_a_wrong_address_are_told(void **state)
{
    struct http_options options = http_case_options(&hall);
    struct http_server *second;

    (void)state;
    options.port = http_port(hall.server);
    assert_err(http_open(&second, &options), ERR_EXISTS);
    assert_null(second);
    options.port = 0;
    options.address = "hall.example";
    assert_err(http_open(&second, &options), ERR_INPUT);
    options.address = "203.0.113.7"; /* for documentation: nobody has it */
    assert_err(http_open(&second, &options), ERR_INPUT);
}

static void
one_who_quiesces_answers_what_there_is_and_no_more(void **state)
{
    int waiting = http_case_connect(&hall);
    int idle = http_case_connect(&hall);
    struct http_got got = ask(idle, "GET /now HTTP/1.1\r\n" HOST "\r\n");

    (void)state;
    http_got_free(&got);
    http_case_text(&hall, waiting, "GET /later HTTP/1.1\r\n" HOST "\r\n");
    while (hall.kept_count == 0)
        http_case_turn(&hall, 1);
    http_quiesce(hall.server);
    assert_int_equal(http_case_drain(&hall, idle), 0);
    http_case_answer_kept(&hall, "last\n");
    got = http_case_read(&hall, waiting, false);
    assert_string_equal(got.body, "last\n");
    assert_string_equal(http_got_field(&got, "Connection"), "close");
    assert_int_equal(http_case_drain(&hall, waiting), 0);
    http_got_free(&got);
    close(waiting);
    close(idle);
}

static void *
wake_now(void *server)
{
    http_wake(server);
    return NULL;
}

static void
another_thread_ends_the_wait(void **state)
{
    pthread_t thread;

    (void)state;
    http_case_turn(&hall, 5);
    assert_int_equal(pthread_create(&thread, NULL, wake_now, hall.server), 0);
    /* Without the wake this would be a minute, and the test stopped. */
    assert_ok(http_turn(hall.server, 60000));
    assert_int_equal(pthread_join(thread, NULL), 0);
    http_wake(hall.server);
    assert_ok(http_turn(hall.server, 60000));
}

/* A test in a hall of its own. */
#define IN_HALL(test)                                                          \
    cmocka_unit_test_setup_teardown(test, open_hall, close_hall)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        IN_HALL(a_request_is_answered_at_once),
        IN_HALL(a_body_arrives_whole_however_it_is_cut),
        IN_HALL(an_answer_may_come_in_a_later_turn),
        IN_HALL(another_thread_ends_the_wait),
        IN_HALL(a_connection_is_kept_for_the_next_request),
        IN_HALL(requests_sent_at_once_are_answered_in_order),
        IN_HALL(a_head_alone_has_the_fields_and_no_body),
        IN_HALL(what_the_client_has_is_not_sent_again),
        IN_HALL(every_answer_tells_the_browser_what_it_may),
        IN_HALL(a_client_may_ask_before_it_sends_its_body),
        IN_HALL(who_closes_in_mid_request_leaves_nothing),
        IN_HALL(who_closes_before_the_answer_harms_nobody),
        IN_HALL(a_taken_port_and_a_wrong_address_are_told),
        IN_HALL(one_who_quiesces_answers_what_there_is_and_no_more),
        cmocka_unit_test(a_proxy_beside_us_may_say_who_asks),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
