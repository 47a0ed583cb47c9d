/*
 * Goal: members get names, their texts and a heartbeat from a server, each
 * request once; nobody else does.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/request_note.h"
#include "ballots/submission.h"
#include "tests/support/served_hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROOM = 64 * 1024 };

static const struct post observer = {POST_OBSERVER, 1};
static const struct post seat_1 = {POST_SEAT, 1};

static uint8_t nonce;

static int
set_up(void **state)
{
    struct served_hall *f = served_hall_new(SEATS);

    hall_prepare(f->hall, 2);
    hall_do_post(f->hall, observer);
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

/* Signs a request that wants this, now, by this post. */
static struct span
sign(struct served_hall *f, char bytes[REQUEST_NOTE_MAX],
     const struct request_note *wanted, struct post by, bool invitation)
{
    const struct hall_person *person = hall_person(f->hall, by);
    struct request_signer signer = {by, invitation};
    struct request_note request = *wanted;
    struct text_writer w;
    struct span note;

    memcpy(request.origin, HALL_ORIGIN, sizeof HALL_ORIGIN);
    if (request.at_s == 0)
        request.at_s = served_hall_time_s();
    request.nonce[0] = nonce++;
    text_writer_start(&w, bytes, REQUEST_NOTE_MAX);
    request_note_sign(&w, &request, &signer,
                      invitation ? &person->invitation : &person->key);
    assert_ok(text_writer_finish(&w, &note));
    return note;
}

static void
ask(struct served_hall *f, struct http_client_reply *reply,
    const struct request_note *wanted, struct post by, bool invitation,
    unsigned want)
{
    char bytes[REQUEST_NOTE_MAX];

    http_client_ask(reply, f->port, "/member",
                    sign(f, bytes, wanted, by, invitation));
    if (reply->status != want)
        fail_msg("%s", reply->bytes);
}

/* The error's code and status, in both languages. */
static void
assert_error(struct http_client_reply *reply, unsigned status, const char *code)
{
    struct span body = reply->body;
    struct span line;

    assert_int_equal(reply->status, status);
    assert_ok(span_take_line(&line, &body));
    if (!span_eq(line, span_text(code)))
        fail_msg("%s", reply->bytes);
    assert_ok(span_take_line(&line, &body));
    assert_true((unsigned char)line.ptr[0] >= 0x80);
    assert_ok(span_take_line(&line, &body));
    assert_int_equal(body.len, 0);
    free(reply->bytes);
}

/* ---- Names ----------------------------------------------------------------*/

static struct span
record_of(struct served_hall *f, struct post post)
{
    const struct hall_person *person = hall_person(f->hall, post);

    return span_of(person->record, person->record_len);
}

/* Sends the records of two posts, and that of another for a third. */
static void
send_names(struct served_hall *f)
{
    const struct {
        struct post post;
        struct post record;
    } names[] = {
        {seat_1, seat_1},
        {{POST_SEAT, 2}, {POST_SEAT, 3}},
        {observer, observer},
    };
    struct submission_writer writer;
    struct http_client_reply reply;
    struct submission_part part;
    struct text_writer w;
    struct span body;
    char *bytes = malloc(ROOM);

    assert_non_null(bytes);
    text_writer_start(&w, bytes, ROOM);
    submission_writer_start(&writer, &w);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        part = (struct submission_part){
            .kind = SUBMISSION_NAME,
            .post = names[i].post,
            .bytes = record_of(f, names[i].record),
        };
        submission_write(&writer, &part);
    }
    part = (struct submission_part){.kind = SUBMISSION_END};
    submission_write(&writer, &part);
    assert_ok(text_writer_finish(&w, &body));
    http_client_ask(&reply, f->port, "/event", body);
    assert_int_equal(reply.status, 200);
    assert_true(span_eq(reply.body, span_text("congress-outcomes/v1\nend\n")));
    free(reply.bytes);
    free(bytes);
}

static void
names_are_for_members_and_only_true_ones_are_kept(void **state)
{
    struct served_hall *f = *state;
    struct request_note wanted = {.want = REQUEST_NAME, .post = observer};
    struct submission_counts counts;
    struct http_client_reply reply;

    ask(f, &reply, &wanted, seat_1, false, 404);
    assert_error(&reply, 404, "not-there");
    send_names(f);
    ask(f, &reply, &wanted, seat_1, false, 200);
    assert_true(span_eq(reply.body, record_of(f, observer)));
    free(reply.bytes);
    /* The observer's own card, which was not used. */
    ask(f, &reply, &wanted, observer, true, 200);
    assert_true(span_eq(reply.body, record_of(f, observer)));
    assert_true(http_client_has(&reply, "Cache-Control: no-store"));
    free(reply.bytes);
    wanted.post = seat_1;
    ask(f, &reply, &wanted, observer, true, 403);
    assert_error(&reply, 403, "member");
    wanted.post = (struct post){POST_SEAT, 2};
    ask(f, &reply, &wanted, seat_1, false, 404);
    free(reply.bytes);
    wanted = (struct request_note){.want = REQUEST_NAMES};
    ask(f, &reply, &wanted, seat_1, false, 200);
    assert_ok(submission_check(&counts, reply.body));
    assert_int_equal(counts.of[SUBMISSION_NAME], 2);
    free(reply.bytes);
    ask(f, &reply, &wanted, observer, true, 403);
    free(reply.bytes);
}

/* ---- Texts ----------------------------------------------------------------*/

static void
a_members_text_is_for_members_and_cards(void **state)
{
    struct served_hall *f = *state;
    struct request_note wanted = {.want = REQUEST_TEXT};
    struct http_client_reply reply;
    size_t members = 0;

    for (size_t i = 0; i < f->hall->text_count; i++) {
        const struct hall_text *text = &f->hall->texts[i];

        wanted.sha256 = text->blob.sha256;
        wanted.length = text->blob.length;
        members += text->blob.members;
        for (unsigned card = 0; card < 2; card++) {
            ask(f, &reply, &wanted, card ? observer : seat_1, card, 200);
            assert_true(
                span_eq(reply.body, span_of(text->bytes, text->blob.length)));
            free(reply.bytes);
        }
    }
    assert_true(members > 0);
    wanted.length++;
    ask(f, &reply, &wanted, seat_1, false, 404);
    assert_error(&reply, 404, "not-there");
    wanted.length = UINT32_C(16) * 1024 * 1024;
    ask(f, &reply, &wanted, seat_1, false, 404);
    free(reply.bytes);
}

/* ---- Heartbeats -----------------------------------------------------------*/

static void
heartbeats_are_counted_and_officers_see_whose_they_are(void **state)
{
    struct served_hall *f = *state;
    struct request_note here = {.want = REQUEST_HERE};
    struct request_note phones = {.want = REQUEST_PHONES};
    struct http_client_reply reply;
    unsigned count;

    for (unsigned i = 1; i <= 3; i++) {
        ask(f, &reply, &here, (struct post){POST_SEAT, i}, false, 204);
        assert_int_equal(reply.body.len, 0);
        free(reply.bytes);
    }
    ask(f, &reply, &here, seat_1, false, 204);
    free(reply.bytes);
    served_hall_get(f, &reply, "/now", 200);
    assert_int_equal(sscanf(reply.body.ptr, "%*u %*u %*u %u\n", &count), 1);
    assert_int_equal(count, 3);
    free(reply.bytes);
    ask(f, &reply, &phones, (struct post){POST_CHAIR, 1}, false, 200);
    assert_true(span_eq(reply.body, span_text("seat/001\nseat/002\n"
                                              "seat/003\n")));
    free(reply.bytes);
    ask(f, &reply, &phones, seat_1, false, 403);
    assert_error(&reply, 403, "member");
}

/* ---- What is not let in ---------------------------------------------------*/

static void
a_request_that_came_before_is_refused(void **state)
{
    struct served_hall *f = *state;
    struct request_note here = {.want = REQUEST_HERE};
    struct http_client_reply reply;
    char bytes[REQUEST_NOTE_MAX];
    struct span note = sign(f, bytes, &here, seat_1, false);

    http_client_ask(&reply, f->port, "/member", note);
    assert_int_equal(reply.status, 204);
    free(reply.bytes);
    http_client_ask(&reply, f->port, "/member", note);
    assert_error(&reply, 403, "request-again");
}

static void
what_is_forged_late_or_malformed_is_refused(void **state)
{
    struct served_hall *f = *state;
    struct request_note here = {.want = REQUEST_HERE};
    struct http_client_reply reply;
    char bytes[REQUEST_NOTE_MAX];
    char *digit;
    struct span note;

    here.at_s = served_hall_time_s() - REQUEST_NOTE_APART_S - 60;
    ask(f, &reply, &here, seat_1, false, 403);
    assert_error(&reply, 403, "request-time");
    here.at_s = 0;
    ask(f, &reply, &here, observer, false, 403);
    assert_error(&reply, 403, "member");
    note = sign(f, bytes, &here, seat_1, false);
    /* Another nonce, which nobody signed. */
    digit = &bytes[strlen("congress-request/v1\nlog " HALL_ORIGIN
                          "\nat 1234567890\nnonce ")];
    *digit = *digit == 'A' ? 'B' : 'A';
    http_client_ask(&reply, f->port, "/member", note);
    assert_error(&reply, 403, "member");
    http_client_ask(&reply, f->port, "/member", span_text("let me in\n"));
    assert_error(&reply, 400, "request");
    http_client_ask(&reply, f->port, "/member",
                    span_text("012345678901234567890123456789"));
    assert_error(&reply, 400, "request");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_for_members_and_only_true_ones_are_kept),
        TEST(a_members_text_is_for_members_and_cards),
        TEST(heartbeats_are_counted_and_officers_see_whose_they_are),
        TEST(a_request_that_came_before_is_refused),
        TEST(what_is_forged_late_or_malformed_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
