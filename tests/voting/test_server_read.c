/*
 * Goal: what a server publishes is what its log says, and never more; every
 * path has the headers that docs/api.md gives it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "crypto/tile.h"
#include "tests/support/served_hall.h"
#include "tests/test.h"

enum { SEATS = 7, PATH_ROOM = 128 };

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

/* GET of a path must be 200 with these headers; the caller frees. */
static void
get_with(struct served_hall *f, struct http_client_reply *reply,
         const char *path, const char *type, const char *caching, bool open)
{
    served_hall_get(f, reply, path, 200);
    if (!http_client_has(reply, type) || !http_client_has(reply, caching) ||
        http_client_has(reply, "Access-Control-Allow-Origin: *") != open)
        fail_msg("%s: %s", path, reply->bytes);
}

#define TEXT "Content-Type: text/plain; charset=utf-8"
#define OCTETS "Content-Type: application/octet-stream"
#define JSON "Content-Type: application/json"
#define NO_STORE "Cache-Control: no-store"
#define NO_CACHE "Cache-Control: no-cache"
#define FOR_EVER "Cache-Control: public, max-age=31536000, immutable"

/* ---- Published ------------------------------------------------------------*/

static void
the_checkpoint_is_that_of_all_entries(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;

    get_with(f, &reply, "/checkpoint", TEXT, NO_STORE, true);
    text_writer_start(&w, bytes, sizeof bytes);
    hall_checkpoint(f->hall, &w, f->stored->fed);
    assert_true(span_eq(reply.body, text_writer_written(&w)));
    free(reply.bytes);
    served_hall_get(f, &reply, "/checkpoint/witnessed", 404);
    free(reply.bytes);
}

static void
entry_tiles_hold_the_entries(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char path[PATH_ROOM];
    struct span rest;

    snprintf(path, sizeof path, "/tile/entries/000.p/%zu", f->stored->fed);
    get_with(f, &reply, path, OCTETS, FOR_EVER, true);
    rest = reply.body;
    for (size_t i = 0; i < f->stored->fed; i++) {
        const struct hall_entry *want = &f->hall->entries[i];
        struct span entry;

        assert_ok(tile_take_entry(&entry, &rest));
        assert_true(span_eq(entry, span_of(want->bytes, want->len)));
    }
    assert_int_equal(rest.len, 0);
    free(reply.bytes);
}

static void
hash_tiles_hold_the_leaves(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char path[PATH_ROOM];

    for (size_t width = 1; width <= f->stored->fed; width += 13) {
        snprintf(path, sizeof path, "/tile/0/000.p/%zu", width);
        get_with(f, &reply, path, OCTETS, FOR_EVER, true);
        assert_int_equal(reply.body.len, width * HASH_BYTES);
        for (size_t i = 0; i < width; i++) {
            struct event_ref ref = hall_ref(f->hall, i);

            assert_memory_equal(reply.body.ptr + i * HASH_BYTES, ref.leaf.bytes,
                                HASH_BYTES);
        }
        free(reply.bytes);
    }
}

static void
nothing_is_there_beyond_the_checkpoint(void **state)
{
    static const char *const forms[] = {
        "/tile/0/000.p/", "/tile/entries/000.p/", "/consistency/1/"};
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char path[PATH_ROOM];

    assert_true(f->stored->fed < TILE_WIDTH - 1);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        for (size_t more = 0; more < 2; more++) {
            snprintf(path, sizeof path, "%s%zu", forms[i],
                     f->stored->fed + more);
            served_hall_get(f, &reply, path, more ? 404 : 200);
            if (more)
                assert_true(span_starts_with(reply.body, "not-there\n"));
            free(reply.bytes);
        }
    }
    for (size_t more = 0; more < 2; more++) {
        snprintf(path, sizeof path, "/proof/%zu", f->stored->fed - 1 + more);
        served_hall_get(f, &reply, path, more ? 404 : 200);
        free(reply.bytes);
    }
    served_hall_get(f, &reply, "/tile/0/000", 404);
    free(reply.bytes);
    served_hall_get(f, &reply, "/tile/1/000.p/1", 404);
    free(reply.bytes);
    served_hall_get(f, &reply, "/consistency/9/8", 404);
    free(reply.bytes);
}

static void
every_entry_has_a_proof(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char path[PATH_ROOM];

    for (size_t i = 0; i < f->stored->fed; i++) {
        snprintf(path, sizeof path, "/proof/%zu", i);
        get_with(f, &reply, path, TEXT, NO_STORE, true);
        assert_int_equal(served_hall_assert_receipt(
                             f, &reply, stored_hall_note(f->stored, i)),
                         i);
        free(reply.bytes);
    }
}

static void
consistency_is_a_hash_a_line(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;

    get_with(f, &reply, "/consistency/3/7", TEXT, FOR_EVER, true);
    /* RFC 6962, 2.1.3: four hashes from 3 to 7. */
    assert_int_equal(reply.body.len, 4 * 45);
    free(reply.bytes);
    get_with(f, &reply, "/consistency/7/7", TEXT, FOR_EVER, true);
    assert_int_equal(reply.body.len, 0);
    free(reply.bytes);
}

/* ---- Texts ----------------------------------------------------------------*/

static void
text_path(char path[PATH_ROOM], const struct hash32 *sha256)
{
    struct text_writer w;

    memset(path, 0, PATH_ROOM);
    text_writer_start(&w, path, PATH_ROOM - 1);
    text_writer_text(&w, "/text/");
    text_writer_hex(&w, sha256->bytes, sizeof sha256->bytes);
}

static void
public_texts_are_public_and_members_texts_are_not(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char path[PATH_ROOM];
    size_t count[2] = {0};

    for (size_t i = 0; i < f->hall->text_count; i++) {
        const struct hall_text *text = &f->hall->texts[i];

        text_path(path, &text->blob.sha256);
        count[text->blob.members]++;
        if (text->blob.members) {
            served_hall_get(f, &reply, path, 404);
            assert_true(span_starts_with(reply.body, "not-there\n"));
        } else {
            get_with(f, &reply, path, OCTETS, FOR_EVER, true);
            assert_true(
                span_eq(reply.body, span_of(text->bytes, text->blob.length)));
        }
        free(reply.bytes);
    }
    assert_true(count[false] > 0 && count[true] > 0);
    text_path(path, &(struct hash32){{1}});
    served_hall_get(f, &reply, path, 404);
    free(reply.bytes);
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
        get_with(f, &before, paths[i], JSON, NO_CACHE, false);
        assert_true(span_starts_with(before.body, "{"));
        assert_non_null(strstr(before.bytes, "\r\nETag: \""));
        free(before.bytes);
    }
    served_hall_get(f, &before, "/view/round/99", 404);
    free(before.bytes);
    served_hall_get(f, &before, "/view/post/seat/099", 404);
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
now_is_size_stage_time_and_phones(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    unsigned long long size;
    unsigned long long stage;
    unsigned long long time_s;
    unsigned phones;

    get_with(f, &reply, "/now", TEXT, NO_STORE, false);
    assert_int_equal(sscanf(reply.body.ptr, "%llu %llu %llu %u\n", &size,
                            &stage, &time_s, &phones),
                     4);
    assert_int_equal(size, f->stored->fed);
    /* The last entry declares A3. */
    assert_int_equal(stage, f->stored->fed);
    assert_true(time_s + 5 >= served_hall_time_s());
    assert_int_equal(phones, 0);
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

    get_with(f, &reply, "/healthz", TEXT, NO_STORE, false);
    snprintf(want, sizeof want, "ok\nsize %zu\n", f->stored->fed);
    assert_true(span_starts_with(reply.body, want));
    free(reply.bytes);
}

/* ---- Errors ---------------------------------------------------------------*/

static void
a_path_has_its_methods_and_no_others(void **state)
{
    static const struct {
        const char *method;
        const char *path;
        const char *allow;
    } cases[] = {
        {"POST", "/checkpoint", "Allow: GET, HEAD"},
        {"PUT", "/tile/0/000", "Allow: GET, HEAD"},
        {"DELETE", "/event", "Allow: POST"},
        {"GET", "/event", "Allow: POST"},
        {"GET", "/member", "Allow: POST"},
        {"POST", "/live", "Allow: GET, HEAD"},
    };
    struct served_hall *f = *state;
    struct http_client_reply reply;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        bool post = strcmp(cases[i].method, "POST") == 0;

        http_client_ask_as(&reply, f->port, cases[i].method, cases[i].path,
                           post ? span_text("x") : span_of(NULL, 0));
        if (reply.status != 405 || !http_client_has(&reply, cases[i].allow) ||
            !span_starts_with(reply.body, "method\n"))
            fail_msg("%s %s: %s", cases[i].method, cases[i].path, reply.bytes);
        free(reply.bytes);
    }
}

static void
what_is_no_path_is_not_there(void **state)
{
    static const char *const paths[] = {"/", "/index.html", "/tile/0/001/",
                                        "/tile/00/000", "/view/round/01"};
    struct served_hall *f = *state;
    struct http_client_reply reply;

    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        served_hall_get(f, &reply, paths[i], 404);
        assert_true(span_starts_with(reply.body, "no-such-path\n"));
        free(reply.bytes);
    }
    http_client_ask(&reply, f->port, "/nowhere", span_text("body"));
    assert_int_equal(reply.status, 404);
    free(reply.bytes);
}

static void
head_is_get_without_the_body(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;

    http_client_ask_as(&reply, f->port, "HEAD", "/checkpoint",
                       span_of(NULL, 0));
    assert_int_equal(reply.status, 200);
    assert_int_equal(reply.body.len, 0);
    free(reply.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_checkpoint_is_that_of_all_entries),
        TEST(entry_tiles_hold_the_entries),
        TEST(hash_tiles_hold_the_leaves),
        TEST(nothing_is_there_beyond_the_checkpoint),
        TEST(every_entry_has_a_proof),
        TEST(consistency_is_a_hash_a_line),
        TEST(public_texts_are_public_and_members_texts_are_not),
        TEST(views_are_json_and_change_with_the_log),
        TEST(now_is_size_stage_time_and_phones),
        TEST(a_check_in_moves_the_size_and_not_the_stage),
        TEST(a_stream_tells_of_a_new_stage_at_once),
        TEST(health_is_ok_and_some_figures),
        TEST(a_path_has_its_methods_and_no_others),
        TEST(what_is_no_path_is_not_there),
        TEST(head_is_get_without_the_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
