/*
 * Goal: on a real server a draft goes from one officer's device to another's,
 * which completes it; it is declined and withdrawn; /now says when to look; and
 * each refusal has its own answer.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/request_note.h"
#include "ballots/submission.h"
#include "tests/support/served_hall.h"
#include "tests/test.h"
#include "voting/server/draft_box.h"

enum { SEATS = 7, ROOM = 64 * 1024 };

static const struct post desk = {POST_DESK, 1};
static const struct post scrutineer_2 = {POST_SCRUTINEER, 2};
static const struct post seat_1 = {POST_SEAT, 1};

static uint8_t nonce;

static int
set_up(void **state)
{
    struct served_hall *f = served_hall_new(SEATS);

    hall_prepare(f->hall, 1);
    hall_convene(f->hall);
    hall_lock(f->hall);
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

/* ---- Asking ---------------------------------------------------------------*/

/* Sends a request of this post; the caller frees reply->bytes. */
static void
ask(struct served_hall *f, struct http_client_reply *reply,
    const struct request_note *wanted, struct post by, unsigned want)
{
    const struct request_signer signer = {.post = by};
    struct request_note request = *wanted;
    char bytes[REQUEST_NOTE_MAX];
    struct text_writer w;
    struct span note;

    memcpy(request.origin, HALL_ORIGIN, sizeof HALL_ORIGIN);
    request.at_s = served_hall_time_s();
    request.nonce[0] = nonce++;
    text_writer_start(&w, bytes, sizeof bytes);
    request_note_sign(&w, &request, &signer, &hall_person(f->hall, by)->key);
    assert_ok(text_writer_finish(&w, &note));
    http_client_ask(reply, f->port, "/member", note);
    if (reply->status != want)
        fail_msg("%u: %s", reply->status, reply->bytes);
}

/* How many drafts of this kind an officer sees. */
static size_t
drafts_for(struct served_hall *f, struct post who, const char *kind)
{
    const struct request_note wanted = {.want = REQUEST_DRAFTS};
    struct http_client_reply reply;
    size_t count = 0;

    ask(f, &reply, &wanted, who, 200);
    assert_true(span_starts_with(reply.body, "congress-drafts/v1\n"));
    for (const char *at = reply.body.ptr; (at = strstr(at, kind)); at++)
        count += at[-1] == '\n';
    free(reply.bytes);
    return count;
}

static void
decline(struct served_hall *f, struct span note, struct post by, unsigned want)
{
    struct request_note wanted = {.want = REQUEST_DECLINE};
    struct http_client_reply reply;
    struct note parsed;

    assert_ok(note_parse(&parsed, note));
    hash_sha256(&wanted.sha256, parsed.text.ptr, parsed.text.len);
    ask(f, &reply, &wanted, by, want);
    free(reply.bytes);
}

/* The fifth number of /now. */
static unsigned
changes(struct served_hall *f)
{
    struct http_client_reply reply;
    unsigned count;

    served_hall_get(f, &reply, "/now", 200);
    assert_int_equal(sscanf(reply.body.ptr, "%*u %*u %*u %*u %u\n", &count), 1);
    free(reply.bytes);
    return count;
}

/* ---- Leaving a draft ------------------------------------------------------*/

/* The last seat comes in with a card: signed so far. */
static struct span
presence(struct served_hall *f, const struct hall_signer *signers, size_t count)
{
    struct event *e = hall_draft_present(f->hall, SEATS);

    e->presence.how = EVENT_BY_CARD;
    e->at_s = served_hall_time_s();
    return served_hall_sign(f, signers, count);
}

static void
leave(struct served_hall *f, struct span note, unsigned want, const char *code)
{
    const struct submission_part parts[] = {
        {.kind = SUBMISSION_NOTE, .bytes = note},
        {.kind = SUBMISSION_END},
    };
    struct submission_writer writer;
    struct http_client_reply reply;
    struct text_writer w;
    struct span body;
    char *bytes = malloc(ROOM);

    assert_non_null(bytes);
    text_writer_start(&w, bytes, ROOM);
    submission_writer_start(&writer, &w);
    submission_write(&writer, &parts[0]);
    submission_write(&writer, &parts[1]);
    assert_ok(text_writer_finish(&w, &body));
    http_client_ask(&reply, f->port, "/draft", body);
    if (reply.status != want || !span_starts_with(reply.body, code))
        fail_msg("%u: %s", reply.status, reply.bytes);
    free(reply.bytes);
    free(bytes);
}

static void
a_draft_goes_from_device_to_device_and_into_the_log(void **state)
{
    struct served_hall *f = *state;
    unsigned before = changes(f);
    struct http_client_reply reply;
    struct span note;

    leave(f, presence(f, HALL_BY(HALL_DESK)), 204, "");
    assert_true(changes(f) != before);
    assert_int_equal(drafts_for(f, scrutineer_2, "waiting "), 1);
    assert_int_equal(drafts_for(f, desk, "waiting "), 1);
    assert_int_equal(drafts_for(f, (struct post){POST_CHAIR, 1}, "waiting "),
                     0);
    note = served_hall_sign(f, HALL_BY(HALL_DESK, HALL_SCRUTINEER(2)));
    served_hall_send(f, &reply, note);
    served_hall_assert_receipt(f, &reply, note);
    free(reply.bytes);
    assert_int_equal(drafts_for(f, scrutineer_2, "waiting "), 0);
    assert_int_equal(drafts_for(f, desk, "waiting "), 0);
    leave(f, note, 409, "draft-over\n");
}

static void
a_draft_is_declined_or_withdrawn(void **state)
{
    struct served_hall *f = *state;
    struct span note = presence(f, HALL_BY(HALL_DESK));
    unsigned before;

    decline(f, note, desk, 404);
    leave(f, note, 204, "");
    before = changes(f);
    decline(f, note, scrutineer_2, 204);
    assert_true(changes(f) != before);
    assert_int_equal(drafts_for(f, scrutineer_2, "waiting "), 0);
    assert_int_equal(drafts_for(f, desk, "declined "), 1);
    leave(f, note, 409, "draft-over\n");
    decline(f, note, desk, 204);
    assert_int_equal(drafts_for(f, desk, "declined "), 0);
    leave(f, note, 204, "");
    decline(f, note, desk, 204);
    assert_int_equal(drafts_for(f, scrutineer_2, "waiting "), 0);
}

static void
each_refusal_has_its_answer_and_leaves_the_box_as_it_was(void **state)
{
    struct served_hall *f = *state;
    const struct request_note wanted = {.want = REQUEST_DRAFTS};
    const struct hall_signer forged = {desk, false, &f->hall->seats[0].key};
    unsigned before = changes(f);
    struct http_client_reply reply;
    struct event *e;

    http_client_ask(&reply, f->port, "/draft", span_text("tea\n"));
    assert_int_equal(reply.status, 400);
    free(reply.bytes);
    leave(f, presence(f, HALL_BY(HALL_SEAT(1))), 403, "member\n");
    leave(f, presence(f, &forged, 1), 403, "member\n");
    e = hall_draft(f->hall, EVENT_ANNOUNCE);
    e->announce.open = hall_ref(f->hall, 1);
    leave(f, served_hall_sign(f, HALL_BY(HALL_CHAIR)), 400, "request\n");
    e = hall_draft_present(f->hall, SEATS);
    e->at_s = served_hall_time_s() - 400;
    leave(f, served_hall_sign(f, HALL_BY(HALL_DESK)), 403, "request-time\n");
    ask(f, &reply, &wanted, seat_1, 403);
    free(reply.bytes);
    assert_int_equal(changes(f), before);
    assert_int_equal(drafts_for(f, desk, "waiting "), 0);
    served_hall_get(f, &reply, "/draft", 405);
    free(reply.bytes);
}

static void
the_box_is_gone_with_the_server(void **state)
{
    struct served_hall *f = *state;
    struct span note = presence(f, HALL_BY(HALL_DESK));

    leave(f, note, 204, "");
    served_hall_stop(f);
    served_hall_serve(f);
    assert_int_equal(drafts_for(f, scrutineer_2, "waiting "), 0);
    leave(f, note, 204, "");
    assert_int_equal(drafts_for(f, scrutineer_2, "waiting "), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_draft_goes_from_device_to_device_and_into_the_log),
        TEST(a_draft_is_declined_or_withdrawn),
        TEST(each_refusal_has_its_answer_and_leaves_the_box_as_it_was),
        TEST(the_box_is_gone_with_the_server),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
