/*
 * Goal: a screen sees where the log stands, at once when the stage changes, and
 * views that are those of the log as it is.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/support/served_hall.h"
#include "tests/support/without_pages.h"
#include "tests/test.h"

enum { SEATS = 7 };

#define NOBODYS_KEY                                                            \
    "0000000000000000000000000000000000000000000000000000000000000000"

static int
set_up(void **state)
{
    struct served_hall *f = served_hall_new(SEATS);

    hall_prepare(f->hall, 2);
    hall_convene(f->hall);
    served_hall_start(f);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    served_hall_free(*state);
    return 0;
}

/* ---- Seeing ---------------------------------------------------------------*/

static void
views_are_json_and_change_with_the_log(void **state)
{
    static const char *const paths[] = {"/view/conference", "/view/wall",
                                        "/view/round/0", "/view/post/seat/001",
                                        "/view/post/chair/1"};
    struct served_hall *f = *state;
    struct http_client_reply before;
    struct http_client_reply after;
    struct span note;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        served_hall_get_with(f, &before, paths[i], SERVED_JSON, SERVED_NO_CACHE,
                             false);
        assert_true(span_starts_with(before.body, "{"));
        assert_non_null(strstr(before.bytes, "\r\nETag: \""));
        free(before.bytes);
    }
    served_hall_get(f, &before, "/view/round/99", 404);
    free(before.bytes);
    served_hall_get(f, &before, "/view/post/seat/099", 404);
    free(before.bytes);
    served_hall_get(f, &before, "/view/key/" NOBODYS_KEY, 404);
    free(before.bytes);
    served_hall_get(f, &before, "/view/wall", 200);
    hall_draft_present(f->hall, SEATS);
    note = served_hall_sign(f, HALL_BY(HALL_SEAT(SEATS)));
    served_hall_send(f, &after, note);
    served_hall_assert_receipt(f, &after, note);
    free(after.bytes);
    served_hall_get(f, &after, "/view/wall", 200);
    assert_false(span_eq(before.body, after.body));
    free(before.bytes);
    free(after.bytes);
}

static void
now_is_size_stage_time_phones_and_drafts(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    unsigned long long size;
    unsigned long long stage;
    unsigned long long time_s;
    unsigned phones;
    unsigned drafts;

    served_hall_get_with(f, &reply, "/now", SERVED_TEXT, SERVED_NO_STORE,
                         false);
    assert_int_equal(sscanf(reply.body.ptr, "%llu %llu %llu %u %u\n", &size,
                            &stage, &time_s, &phones, &drafts),
                     5);
    assert_int_equal(size, f->stored->fed);
    /* The last entry declares A3. */
    assert_int_equal(stage, f->stored->fed);
    assert_true(time_s + 5 >= served_hall_time_s());
    assert_int_equal(phones, 0);
    assert_int_equal(drafts, 0);
    free(reply.bytes);
}

static void
a_check_in_moves_the_size_and_not_the_stage(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    unsigned long long size;
    unsigned long long stage;
    struct span note;

    hall_draft_present(f->hall, SEATS);
    note = served_hall_sign(f, HALL_BY(HALL_SEAT(SEATS)));
    served_hall_send(f, &reply, note);
    served_hall_assert_receipt(f, &reply, note);
    free(reply.bytes);
    for (unsigned round = 0; round < 2; round++) {
        served_hall_get(f, &reply, "/now", 200);
        assert_int_equal(sscanf(reply.body.ptr, "%llu %llu ", &size, &stage),
                         2);
        assert_int_equal(size, f->stored->fed + 1);
        assert_int_equal(stage, f->stored->fed);
        free(reply.bytes);
        served_hall_stop(f);
        served_hall_serve(f);
    }
}

/* Reads one event off a stream, its empty line included. */
static size_t
read_event(int fd, char *bytes, size_t room)
{
    size_t len = 0;

    while (len + 1 < room &&
           !(len > 1 && bytes[len - 1] == '\n' && bytes[len - 2] == '\n')) {
        ssize_t n = recv(fd, bytes + len, 1, 0);

        if (n <= 0)
            break;
        len++;
    }
    bytes[len] = '\0';
    return len;
}

static void
a_stream_tells_of_a_new_stage_at_once(void **state)
{
    static const char ask[] = "GET /live HTTP/1.1\r\nHost: a\r\n\r\n";
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char bytes[2048];
    char want[64];
    struct span note;
    int fd = http_client_connect(f->port);

    assert_int_equal(send(fd, ask, strlen(ask), 0), strlen(ask));
    assert_true(read_event(fd, bytes, sizeof bytes) > 0);
    snprintf(want, sizeof want, "data: %zu %zu ", f->stored->fed,
             f->stored->fed);
    assert_non_null(strstr(bytes, want));
    assert_non_null(strstr(bytes, "text/event-stream"));
    hall_draft(f->hall, EVENT_HANDOVER)->handover.to =
        (struct post){POST_CHAIR, 2};
    note = served_hall_sign(f, HALL_BY(HALL_CHAIR));
    served_hall_send(f, &reply, note);
    served_hall_assert_receipt(f, &reply, note);
    free(reply.bytes);
    assert_true(read_event(fd, bytes, sizeof bytes) > 0);
    snprintf(want, sizeof want, "data: %zu %zu ", f->stored->fed + 1,
             f->stored->fed + 1);
    assert_non_null(strstr(bytes, want));
    close(fd);
}

static void
health_is_ok_and_some_figures(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char want[64];

    served_hall_get_with(f, &reply, "/healthz", SERVED_TEXT, SERVED_NO_STORE,
                         false);
    snprintf(want, sizeof want, "ok\nsize %zu\n", f->stored->fed);
    assert_true(span_starts_with(reply.body, want));
    free(reply.bytes);
}

/* Asks for the document, compressed or not, by one who has this ETag of it. */
static void
ask_document(struct served_hall *f, struct http_client_reply *reply, bool gzip,
             const char *etag)
{
    char ask[512];
    int len = snprintf(ask, sizeof ask,
                       "GET /wall HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"
                       "Accept-Encoding: %s\r\nIf-None-Match: \"%s\"\r\n\r\n",
                       gzip ? "gzip" : "identity", etag);

    http_client_send(reply, f->port, span_of(ask, (size_t)len));
}

static void
a_page_is_not_taken_for_its_compressed_self(void **state)
{
    static const char field[] = "\r\nETag: \"";
    struct served_hall *f = *state;
    char etags[2][128];

    without_pages_skip();
    for (unsigned gzip = 0; gzip < 2; gzip++) {
        struct http_client_reply reply;
        const char *start;

        ask_document(f, &reply, gzip, "none");
        assert_int_equal(reply.status, 200);
        assert_int_equal(http_client_has(&reply, "Content-Encoding: gzip"),
                         gzip);
        assert_true(http_client_has(&reply, "Vary: Accept-Encoding"));
        start = strstr(reply.bytes, field);
        assert_non_null(start);
        assert_int_equal(
            sscanf(start + strlen(field), "%127[^\"]", etags[gzip]), 1);
        free(reply.bytes);
    }
    for (unsigned gzip = 0; gzip < 2; gzip++)
        for (unsigned has = 0; has < 2; has++) {
            struct http_client_reply reply;

            ask_document(f, &reply, gzip, etags[has]);
            assert_int_equal(reply.status, gzip == has ? 304 : 200);
            free(reply.bytes);
        }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(views_are_json_and_change_with_the_log),
        TEST(now_is_size_stage_time_phones_and_drafts),
        TEST(a_check_in_moves_the_size_and_not_the_stage),
        TEST(a_stream_tells_of_a_new_stage_at_once),
        TEST(health_is_ok_and_some_figures),
        TEST(a_page_is_not_taken_for_its_compressed_self),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
