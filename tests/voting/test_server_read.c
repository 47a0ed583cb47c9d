/*
 * Goal: what a server publishes is what its log says, and never more; every
 * path has the headers that docs/api.md gives it.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/pack.h"
#include "ballots/state.h"
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

/* ---- Published ------------------------------------------------------------*/

static void
the_checkpoint_is_that_of_all_entries(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;

    served_hall_get_with(f, &reply, "/checkpoint", SERVED_TEXT, SERVED_NO_STORE,
                         true);
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
    served_hall_get_with(f, &reply, path, SERVED_OCTETS, SERVED_FOR_EVER, true);
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
        served_hall_get_with(f, &reply, path, SERVED_OCTETS, SERVED_FOR_EVER,
                             true);
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
        snprintf(path, sizeof path, "/entry/%zu", f->stored->fed - 1 + more);
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
        served_hall_get_with(f, &reply, path, SERVED_TEXT, SERVED_NO_STORE,
                             true);
        assert_int_equal(served_hall_assert_receipt(
                             f, &reply, stored_hall_note(f->stored, i)),
                         i);
        free(reply.bytes);
    }
}

static void
every_entry_is_there_verbatim(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    char path[PATH_ROOM];

    for (size_t i = 0; i < f->stored->fed; i++) {
        struct span note = stored_hall_note(f->stored, i);

        snprintf(path, sizeof path, "/entry/%zu", i);
        served_hall_get_with(f, &reply, path, SERVED_OCTETS, SERVED_FOR_EVER,
                             true);
        assert_true(span_starts_with(reply.body, "congress-entry/v1 "));
        assert_true(span_eq(
            span_from(reply.body, span_find(reply.body, '\n') + 1), note));
        free(reply.bytes);
    }
}

static void
consistency_is_a_hash_a_line(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;

    served_hall_get_with(f, &reply, "/consistency/3/7", SERVED_TEXT,
                         SERVED_FOR_EVER, true);
    /* RFC 6962, 2.1.3: four hashes from 3 to 7. */
    assert_int_equal(reply.body.len, 4 * 45);
    free(reply.bytes);
    served_hall_get_with(f, &reply, "/consistency/7/7", SERVED_TEXT,
                         SERVED_FOR_EVER, true);
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
            served_hall_get_with(f, &reply, path, SERVED_OCTETS,
                                 SERVED_FOR_EVER, true);
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

/* ---- Packs ----------------------------------------------------------------*/

/* The pack is that of this round, for this seat, if any. */
static void
assert_pack(struct served_hall *f, const char *path, uint32_t open,
            const struct post *seat)
{
    const struct event_ref genesis = hall_ref(f->hall, 0);
    const struct pack_expected expected = {
        .genesis = &genesis.leaf,
        .open = open,
        .seat = seat,
    };
    struct http_client_reply reply;
    struct pack *pack;

    served_hall_get_with(f, &reply, path, SERVED_OCTETS, SERVED_NO_STORE, true);
    assert_refused(pack_open(&pack, heap_memory(&f->hall->heap), reply.body,
                             &expected, NULL),
                   REFUSED_NOTHING);
    assert_int_equal(pack_facts(pack)->checkpoint.size, f->stored->fed);
    assert_int_equal(pack_facts(pack)->has_seat, seat != NULL);
    pack_close(pack);
    free(reply.bytes);
}

static void
a_pack_proves_a_round_to_a_phone(void **state)
{
    struct served_hall *f = *state;
    uint32_t open = f->hall->conference->openings[0]->entry;
    struct post seat = {POST_SEAT, 3};
    struct http_client_reply reply;
    char path[PATH_ROOM];

    snprintf(path, sizeof path, "/pack/%u", open);
    assert_pack(f, path, open, NULL);
    snprintf(path, sizeof path, "/pack/%u/003", open);
    assert_pack(f, path, open, &seat);
    snprintf(path, sizeof path, "/pack/%u/099", open);
    served_hall_get(f, &reply, path, 404);
    free(reply.bytes);
    snprintf(path, sizeof path, "/pack/%u", open - 1);
    served_hall_get(f, &reply, path, 404);
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
    static const char *const paths[] = {"/elsewhere", "/index.html",
                                        "/tile/0/001/", "/tile/00/000",
                                        "/view/round/01"};
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
        TEST(every_entry_is_there_verbatim),
        TEST(every_entry_has_a_proof),
        TEST(consistency_is_a_hash_a_line),
        TEST(public_texts_are_public_and_members_texts_are_not),
        TEST(a_pack_proves_a_round_to_a_phone),
        TEST(a_path_has_its_methods_and_no_others),
        TEST(what_is_no_path_is_not_there),
        TEST(head_is_get_without_the_body),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
