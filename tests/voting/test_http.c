/*
 * Goal: a request reaches the handler once and whole, is answered at once or
 * later, and the answer carries what it should.
 */
#include <pthread.h>
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

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_request_is_answered_at_once,
                                        open_hall, close_hall),
        cmocka_unit_test_setup_teardown(a_body_arrives_whole_however_it_is_cut,
                                        open_hall, close_hall),
        cmocka_unit_test_setup_teardown(an_answer_may_come_in_a_later_turn,
                                        open_hall, close_hall),
        cmocka_unit_test_setup_teardown(another_thread_ends_the_wait, open_hall,
                                        close_hall),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
