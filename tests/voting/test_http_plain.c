/*
 * Goal: nothing but a plain request reaches the handler, and whatever is not
 * plain ends its connection, so that two readers of one connection cannot
 * disagree where a request ends.
 */
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "tests/support/http_case.h"
#include "tests/test.h"

#define HOST "Host: hall.example\r\n"
#define GET "GET /now HTTP/1.1\r\n"
#define POST "POST /echo HTTP/1.1\r\n" HOST

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

/* A request of fixed text, which may hold NULs. */
struct raw {
    const char *what;
    const char *bytes;
    size_t len;
    int status;
};

#define RAW(what, bytes, status)                                               \
    {                                                                          \
        what, bytes, sizeof(bytes) - 1, status                                 \
    }

static const struct raw plain[] = {
    RAW("the shortest", GET HOST "\r\n", 200),
    RAW("no space after a colon", GET "Host:hall.example\r\n\r\n", 200),
    RAW("spaces and tabs after a colon",
        GET "Host: \t  hall.example\r\nX:\t y\r\n\r\n", 200),
    RAW("an empty field", GET HOST "X:\r\nY: \r\n\r\n", 200),
    RAW("a port", GET "Host: [::1]:8443\r\n\r\n", 200),
    RAW("letters beyond ASCII in a field", GET HOST "X: \xe7\xa5\xa8\r\n\r\n",
        200),
    RAW("an older version", "GET /now HTTP/1.0\r\n" HOST "\r\n", 200),
    RAW("an empty line before", "\r\n" GET HOST "\r\n", 200),
    RAW("many fields",
        GET HOST "A: 1\r\nB: 2\r\nC: 3\r\nCookie: a=b; c=\"d\"\r\n\r\n", 200),
    RAW("a body", POST "Content-Length: 3\r\n\r\nabc", 200),
    RAW("a body of nothing", POST "Content-Length: 0\r\n\r\n", 200),
    RAW("a length with zeros before", POST "Content-Length: 003\r\n\r\nabc",
        200),
    RAW("another method", "DELETE /now HTTP/1.1\r\n" HOST "\r\n", 405),
    RAW("a method in small letters", "get /now HTTP/1.1\r\n" HOST "\r\n", 405),
    RAW("the root", "GET / HTTP/1.1\r\n" HOST "\r\n", 404),
    RAW("dots within a part", "GET /a..b/.c/d. HTTP/1.1\r\n" HOST "\r\n", 404),
    RAW("a slash at the end", "GET /now/ HTTP/1.1\r\n" HOST "\r\n", 404),
};

static const struct raw smuggled[] = {
    RAW("two equal lengths",
        POST "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc", 400),
    RAW("two other lengths",
        POST "Content-Length: 3\r\nContent-Length: 5\r\n\r\nabcde", 400),
    RAW("two lengths, of which the library takes the shorter",
        POST "Content-Length: 5\r\nContent-Length: 3\r\n\r\nabcde", 400),
    RAW("a list of lengths", POST "Content-Length: 3, 3\r\n\r\nabc", 400),
    RAW("an empty length", POST "Content-Length:\r\n\r\n", 400),
    RAW("a length with a sign", POST "Content-Length: +3\r\n\r\nabc", 400),
    RAW("a negative length", POST "Content-Length: -3\r\n\r\nabc", 400),
    RAW("a hexadecimal length", POST "Content-Length: 0x3\r\n\r\nabc", 400),
    RAW("a space after a length", POST "Content-Length: 3 \r\n\r\nabc", 400),
    RAW("a length beyond 2^64",
        POST "Content-Length: 99999999999999999999999\r\n\r\nabc", 413),
    RAW("a length of 2^64 + 3",
        POST "Content-Length: 18446744073709551619\r\n\r\nabc", 413),
    RAW("a length of 2^63",
        POST "Content-Length: 9223372036854775808\r\n\r\nabc", 400),
    RAW("a length and chunks",
        POST "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400),
    RAW("chunks", POST "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
    RAW("an encoding nobody knows",
        POST "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400),
    RAW("chunks in another spelling",
        POST "transfer-ENCODING: ChunKed\r\n\r\n0\r\n\r\n", 400),
    RAW("an empty encoding",
        POST "Transfer-Encoding:\r\nContent-Length: 3\r\n\r\nabc", 400),
    RAW("an encoding after a space",
        POST "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
    RAW("a length after a space", POST "Content-Length : 3\r\n\r\nabc", 400),
    RAW("a length after a tab", POST "Content-Length\t: 3\r\n\r\nabc", 400),
    RAW("a length under a folded line",
        POST "X: y\r\n Content-Length: 3\r\n\r\nabc", 400),
    RAW("a folded length", POST "Content-Length:\r\n 3\r\n\r\nabc", 400),
    RAW("a length with a NUL", POST "Content-Length: 3\0 4\r\n\r\nabc", 400),
    RAW("a NUL before a length", POST "\0Content-Length: 3\r\n\r\nabc", 400),
    RAW("a name with a NUL", GET HOST "X\0Y: z\r\n\r\n", 400),
    RAW("a value with a NUL", GET HOST "X: y\0z\r\n\r\n", 400),
    RAW("a value that is a NUL", GET HOST "X: \0\r\n\r\n", 400),
    RAW("a line that begins with a NUL", GET HOST "\0X: y\r\n\r\n", 400),
    RAW("a target with a NUL", "GET /now\0x HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a method with a NUL", "GET\0X /now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("lines of LF alone", "GET /now HTTP/1.1\nHost: a\n\n", 400),
    RAW("a request line of LF alone", "GET /now HTTP/1.1\n" HOST "\r\n", 400),
    RAW("a field's line of LF alone", GET "Host: a\nX: y\r\n\r\n", 400),
    RAW("an empty line of LF alone", GET HOST "\n", 400),
    RAW("LF alone, and a space made up for it", GET "Host: a\nX : y\r\n\r\n",
        400),
    RAW("LF alone, and a NUL made up for it", GET "Host: a\nX: y\0\r\n\r\n",
        400),
    RAW("CR alone", GET "Host: a\rX: y\r\n\r\n", 400),
    RAW("CR CR LF", GET "Host: a\r\r\n\r\n", 400),
    RAW("CR before a name", GET HOST "\rX: y\r\n\r\n", 400),
};

static const struct raw odd[] = {
    RAW("no host", GET "\r\n", 400),
    RAW("no host, old version", "GET /now HTTP/1.0\r\n\r\n", 400),
    RAW("two hosts", GET HOST "Host: other\r\n\r\n", 400),
    RAW("the same host twice", GET HOST HOST "\r\n", 400),
    RAW("an empty host", GET "Host:\r\n\r\n", 400),
    RAW("a host with a path", GET "Host: a/b\r\n\r\n", 400),
    RAW("a host with a person", GET "Host: a@b\r\n\r\n", 400),
    RAW("a list of hosts", GET "Host: a, b\r\n\r\n", 400),
    RAW("a field without a name", GET HOST ": x\r\n\r\n", 400),
    RAW("a field without a colon", GET HOST "nothing\r\n\r\n", 400),
    RAW("a space in a name", GET HOST "X Y: z\r\n\r\n", 400),
    RAW("a bracket in a name", GET HOST "X(Y): z\r\n\r\n", 400),
    RAW("a folded line", GET HOST "X: y\r\n z\r\n\r\n", 400),
    RAW("a folded line by a tab", GET HOST "X: y\r\n\tz\r\n\r\n", 400),
    RAW("a first line that is folded", GET " " HOST "\r\n", 400),
    RAW("a control character in a value", GET HOST "X: \x01\r\n\r\n", 400),
    RAW("an escape in a value", GET HOST "X: \x1b[0m\r\n\r\n", 400),
    RAW("a delete in a value", GET HOST "X: \x7f\r\n\r\n", 400),
    RAW("a question before no body", POST "Expect: 100-continue\r\n\r\n", 400),
    RAW("a question before a body of nothing",
        POST "Content-Length: 0\r\nExpect: 100-continue\r\n\r\n", 400),
    RAW("another expectation",
        POST "Content-Length: 3\r\nExpect: miracles\r\n\r\nabc", 400),
    RAW("no version", "GET /now\r\n" HOST "\r\n", 400),
    RAW("a version to come", "GET /now HTTP/2.0\r\n" HOST "\r\n", 505),
    RAW("a version long gone", "GET /now HTTP/0.9\r\n" HOST "\r\n", 505),
    RAW("a version that never was", "GET /now HTTP/1.2\r\n" HOST "\r\n", 400),
    RAW("a version in small letters", "GET /now http/1.1\r\n" HOST "\r\n", 400),
    RAW("a long version", "GET /now HTTP/1.10\r\n" HOST "\r\n", 400),
    RAW("another protocol", "GET /now ICY/1.1\r\n" HOST "\r\n", 400),
    RAW("two spaces before a target", "GET  /now HTTP/1.1\r\n" HOST "\r\n",
        400),
    RAW("two spaces after a target", "GET /now  HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a tab before a target", "GET\t/now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a space at the end", "GET /now HTTP/1.1 \r\n" HOST "\r\n", 400),
    RAW("a space at the beginning", " GET /now HTTP/1.1\r\n" HOST "\r\n", 0),
    RAW("no method", "/now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a method with a bracket", "G(T /now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a long method", "GETGETGETGETGETGETGET /now HTTP/1.1\r\n" HOST "\r\n",
        400),
    RAW("a word", "hello\r\n\r\n", 0),
    RAW("a TLS greeting", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n",
        0),
    RAW("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
    RAW("a target in full",
        "GET http://hall.example/now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("an authority", "CONNECT hall.example:443 HTTP/1.1\r\n" HOST "\r\n",
        400),
    RAW("an asterisk", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a target without a slash", "GET now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("two slashes", "GET //now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("two slashes within", "GET /a//now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("two slashes at the end", "GET /now// HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a dot", "GET /./now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("two dots", "GET /a/../now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("two dots at the end", "GET /now/.. HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("two dots alone", "GET /.. HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a percent sign", "GET /%6eow HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("dots by percent signs", "GET /%2e%2e/now HTTP/1.1\r\n" HOST "\r\n",
        400),
    RAW("a slash by a percent sign", "GET /a%2fnow HTTP/1.1\r\n" HOST "\r\n",
        400),
    RAW("a NUL by a percent sign", "GET /now%00 HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a query", "GET /now?x=y HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("an empty query", "GET /now? HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a fragment", "GET /now#x HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a backslash", "GET /a\\now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a semicolon", "GET /now;x HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a colon", "GET /no:w HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a plus", "GET /no+w HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("a tilde", "GET /~now HTTP/1.1\r\n" HOST "\r\n", 400),
    RAW("letters beyond ASCII", "GET /\xe7\xa5\xa8 HTTP/1.1\r\n" HOST "\r\n",
        400),
};

/* Sends it, and a request after it that must not be seen. */
static void
expect_refused(const struct raw *raw)
{
    static const char next[] = "GET /smuggled HTTP/1.1\r\n" HOST "\r\n";
    size_t handled = hall.handled;
    int fd = http_case_connect(&hall);
    struct http_got got;

    http_case_send(&hall, fd, raw->bytes, raw->len);
    http_case_send(&hall, fd, next, sizeof next - 1);
    got = http_case_read(&hall, fd, false);
    if (got.status != raw->status)
        fail_msg("%s: %d", raw->what, got.status);
    http_case_drain(&hall, fd);
    if (hall.handled != handled)
        fail_msg("%s: was handled as %s", raw->what, hall.path);
    http_got_free(&got);
    close(fd);
}

static void
what_is_plain_is_answered(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++) {
        size_t handled = hall.handled;
        int fd = http_case_connect(&hall);
        struct http_got got;

        http_case_send(&hall, fd, plain[i].bytes, plain[i].len);
        got = http_case_read(&hall, fd, false);
        if (got.status != plain[i].status || hall.handled != handled + 1)
            fail_msg("%s: %d", plain[i].what, got.status);
        http_got_free(&got);
        close(fd);
    }
}

static void
what_could_smuggle_a_request_ends_its_connection(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof smuggled / sizeof *smuggled; i++)
        expect_refused(&smuggled[i]);
}

static void
an_odd_request_ends_its_connection(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof odd / sizeof *odd; i++)
        expect_refused(&odd[i]);
}

/* The status of a request whose target, or whose head, is so long. */
static int
status_of_target(size_t bytes)
{
    char request[2048];
    char target[1024];

    memset(target, 'a', sizeof target);
    target[0] = '/';
    (void)snprintf(request, sizeof request, "GET %.*s HTTP/1.1\r\n" HOST "\r\n",
                   (int)bytes, target);
    return http_case_status(&hall, request);
}

static int
status_of_head(size_t bytes)
{
    static const char begins[] = GET HOST "X: ";
    static const char ends[] = "\r\n\r\n";
    char *request = malloc(bytes + 1);
    int status;

    assert_non_null(request);
    memset(request, 'x', bytes);
    memcpy(request, begins, sizeof begins - 1);
    memcpy(request + bytes - (sizeof ends - 1), ends, sizeof ends);
    status = http_case_status(&hall, request);
    free(request);
    return status;
}

static void
a_target_and_a_head_have_their_longest(void **state)
{
    (void)state;
    assert_int_equal(status_of_target(HTTP_PATH_MAX), 404);
    assert_int_equal(status_of_target(HTTP_PATH_MAX + 1), 400);
    assert_int_equal(status_of_head(HTTP_HEAD_MAX), 200);
    assert_int_equal(status_of_head(HTTP_HEAD_MAX + 1), 431);
    assert_int_equal(status_of_head((size_t)3 * HTTP_HEAD_MAX), 431);
    assert_int_equal(hall.handled, 2);
}

static void
a_head_of_very_many_fields_is_too_large(void **state)
{
    static const char begins[] = GET HOST;
    static const char field[4] = {'a', ':', '\r', '\n'};
    char request[12000];
    size_t at = sizeof begins - 1;

    (void)state;
    memcpy(request, begins, at);
    while (at + 8 < sizeof request) {
        memcpy(request + at, field, sizeof field);
        at += sizeof field;
    }
    memcpy(request + at, "\r\n", 3);
    assert_int_equal(http_case_status(&hall, request), 431);
    assert_int_equal(hall.handled, 0);
}

static void
a_body_is_as_long_as_its_route_allows(void **state)
{
    char request[256];

    (void)state;
    (void)snprintf(request, sizeof request, POST "Content-Length: %d\r\n\r\n",
                   HTTP_CASE_ECHO_MAX + 1);
    assert_int_equal(http_case_status(&hall, request), 413);
    assert_int_equal(http_case_status(&hall, "GET /now HTTP/1.1\r\n" HOST
                                             "Content-Length: 1\r\n\r\nx"),
                     413);
    assert_int_equal(http_case_status(&hall, "POST /now HTTP/1.1\r\n" HOST
                                             "Content-Length: 1\r\n\r\nx"),
                     413);
    assert_int_equal(hall.handled, 0);
    assert_int_equal(hall.refused, 3);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_is_plain_is_answered, open_hall,
                                        close_hall),
        cmocka_unit_test_setup_teardown(
            what_could_smuggle_a_request_ends_its_connection, open_hall,
            close_hall),
        cmocka_unit_test_setup_teardown(an_odd_request_ends_its_connection,
                                        open_hall, close_hall),
        cmocka_unit_test_setup_teardown(a_target_and_a_head_have_their_longest,
                                        open_hall, close_hall),
        cmocka_unit_test_setup_teardown(a_head_of_very_many_fields_is_too_large,
                                        open_hall, close_hall),
        cmocka_unit_test_setup_teardown(a_body_is_as_long_as_its_route_allows,
                                        open_hall, close_hall),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
