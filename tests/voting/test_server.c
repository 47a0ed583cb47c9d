/*
 * Goal: a server takes in what its log takes in, acknowledges only what is
 * there for good, and signs its word on the rest.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "ballots/outcomes.h"
#include "ballots/submission.h"
#include "tests/support/served_hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROOM = 256 * 1024 };

static int
set_up(void **state)
{
    *state = served_hall_new(SEATS);
    return 0;
}

static int
tear_down(void **state)
{
    served_hall_free(*state);
    return 0;
}

/* The ballot of a seat, signed; nothing is logged. */
static struct span
make_ballot(struct served_hall *f, struct event_ref open, unsigned seat)
{
    const uint8_t choice = 0;

    hall_draft_cast(f->hall, open, seat, &choice);
    return served_hall_sign(f, HALL_BY(HALL_SEAT(seat)));
}

static struct span
make_close(struct served_hall *f, struct event_ref open)
{
    hall_draft(f->hall, EVENT_CLOSE)->close.open = open;
    return served_hall_sign(f, HALL_BY(HALL_CHAIR));
}

/* Sends a note and gets a receipt; returns where the entry is. */
static uint64_t
must_take(struct served_hall *f, struct span note)
{
    struct http_client_reply reply;
    uint64_t index;

    served_hall_send(f, &reply, note);
    index = served_hall_assert_receipt(f, &reply, note);
    free(reply.bytes);
    return index;
}

static void
must_refuse(struct served_hall *f, struct span note, enum refusal want,
            unsigned status)
{
    struct http_client_reply reply;

    served_hall_send(f, &reply, note);
    assert_int_equal(reply.status, status);
    served_hall_assert_refused(f, &reply, note, want);
    free(reply.bytes);
}

/* ---- Notes ----------------------------------------------------------------*/

static void
the_same_bytes_get_the_same_receipt_also_after_close_and_restart(void **state)
{
    struct served_hall *f = *state;
    struct event_ref open = served_hall_open_paper(f);
    struct span ballots[SEATS];
    struct span late;
    uint64_t index[SEATS];

    served_hall_start(f);
    late = make_ballot(f, open, SEATS - 1);
    for (unsigned i = 2; i < SEATS - 1; i++) {
        ballots[i] = make_ballot(f, open, i);
        index[i] = must_take(f, ballots[i]);
        assert_int_equal(index[i], f->stored->fed + i - 2);
    }
    must_take(f, make_close(f, open));
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 2; i < SEATS - 1; i++)
            assert_int_equal(must_take(f, ballots[i]), index[i]);
        must_refuse(f, late, REFUSED_NOT_OPEN, 409);
        served_hall_stop(f);
        served_hall_serve(f);
    }
}

static void
a_refusal_is_signed_and_has_its_status(void **state)
{
    struct served_hall *f = *state;
    struct event_ref open = served_hall_open_paper(f);
    struct span garbage = span_text("congress/v1 nothing\n");
    char *large = calloc(1, EVENT_ENTRY_MAX + 1);
    struct span ballot;

    assert_non_null(large);
    memset(large, 'a', EVENT_ENTRY_MAX + 1);
    served_hall_start(f);
    must_refuse(f, garbage, REFUSED_FORM, 400);
    must_refuse(f, span_of(large, EVENT_ENTRY_MAX + 1), REFUSED_TOO_LARGE, 413);
    hall_draft_cast(f->hall, open, 2, &(uint8_t){0});
    ballot = served_hall_sign(f, HALL_BY(HALL_SEAT(3)));
    must_refuse(f, ballot, REFUSED_BALLOT_PROOF, 409);
    free(large);
}

/* ---- Submissions ----------------------------------------------------------*/

struct submitted {
    char *bytes;
    struct text_writer w;
    struct submission_writer writer;
};

static void
submission_start(struct submitted *s)
{
    s->bytes = malloc(ROOM);
    assert_non_null(s->bytes);
    text_writer_start(&s->w, s->bytes, ROOM);
    submission_writer_start(&s->writer, &s->w);
}

static void
submission_put(struct submitted *s, enum submission_kind kind,
               struct span bytes)
{
    struct submission_part part = {.kind = kind, .bytes = bytes};

    submission_write(&s->writer, &part);
}

/* Ends and sends it. */
static void
submission_send(struct submitted *s, struct served_hall *f,
                struct http_client_reply *reply)
{
    struct span body;

    submission_put(s, SUBMISSION_END, span_of(NULL, 0));
    assert_ok(text_writer_finish(&s->w, &body));
    http_client_ask(reply, f->port, "/event", body);
    free(s->bytes);
}

/* The n-th part of the outcomes is a receipt of this note. */
static void
assert_outcome_is_receipt(const struct served_hall *f,
                          const struct outcomes_part *part, struct span note)
{
    struct http_client_reply reply = {.status = 200, .body = part->bytes};

    assert_int_equal(part->kind, OUTCOMES_RECEIPT);
    served_hall_assert_receipt(f, &reply, note);
}

static void
a_submission_is_answered_note_by_note(void **state)
{
    struct served_hall *f = *state;
    struct event_ref open = served_hall_open_paper(f);
    struct http_client_reply reply;
    struct outcomes_reader reader;
    struct outcomes_part part;
    struct submitted s;
    struct span a;
    struct span b;

    served_hall_start(f);
    a = make_ballot(f, open, 2);
    b = make_ballot(f, open, 3);
    submission_start(&s);
    submission_put(&s, SUBMISSION_NOTE, a);
    submission_put(&s, SUBMISSION_NOTE, span_text("nonsense\n"));
    submission_put(&s, SUBMISSION_NOTE, b);
    submission_send(&s, f, &reply);
    assert_int_equal(reply.status, 200);
    outcomes_reader_start(&reader, reply.body);
    assert_ok(outcomes_read(&reader, &part));
    assert_outcome_is_receipt(f, &part, a);
    assert_ok(outcomes_read(&reader, &part));
    assert_int_equal(part.kind, OUTCOMES_REFUSED);
    assert_ok(outcomes_read(&reader, &part));
    assert_outcome_is_receipt(f, &part, b);
    assert_ok(outcomes_read(&reader, &part));
    assert_int_equal(part.kind, OUTCOMES_END);
    free(reply.bytes);
}

/* ---- Founding -------------------------------------------------------------*/

/* Sends genesis with this set-up code, or without any. */
static void
send_genesis(struct served_hall *f, struct http_client_reply *reply,
             const char *code, struct span genesis)
{
    struct submitted s;

    submission_start(&s);
    if (code)
        submission_put(&s, SUBMISSION_SETUP, span_text(code));
    for (size_t i = 0; i < f->hall->text_count; i++)
        submission_put(
            &s, SUBMISSION_PUBLIC,
            span_of(f->hall->texts[i].bytes, f->hall->texts[i].blob.length));
    submission_put(&s, SUBMISSION_NOTE, genesis);
    submission_send(&s, f, reply);
}

static void
assert_error(struct http_client_reply *reply, unsigned status, const char *code)
{
    struct span body = reply->body;
    struct span line;

    assert_int_equal(reply->status, status);
    assert_ok(span_take_line(&line, &body));
    if (!span_eq(line, span_text(code)))
        fail_msg("%s", reply->bytes);
    free(reply->bytes);
}

static void
only_the_set_up_code_founds_a_conference(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    struct span genesis;
    char code[64];

    served_hall_serve_new(f);
    snprintf(code, sizeof code, "%s", server_setup_code(f->server));
    assert_int_equal(strlen(code), 19);
    served_hall_get(f, &reply, "/log-key", 200);
    assert_int_equal(reply.body.len, 45);
    free(reply.bytes);
    served_hall_get(f, &reply, "/checkpoint", 404);
    free(reply.bytes);
    hall_draft_genesis(f->hall, NULL);
    genesis = served_hall_sign(f, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    served_hall_send(f, &reply, genesis);
    assert_error(&reply, 403, "set-up-code");
    send_genesis(f, &reply, NULL, genesis);
    assert_error(&reply, 403, "set-up-code");
    send_genesis(f, &reply, "aaaa-aaaa-aaaa-aaaa", genesis);
    assert_error(&reply, 403, "set-up-code");
    send_genesis(f, &reply, code, span_text("nothing\n"));
    assert_error(&reply, 400, "form");
    /* The second time the answer to the first was lost. */
    for (unsigned i = 0; i < 2; i++) {
        send_genesis(f, &reply, code, genesis);
        assert_int_equal(reply.status, 200);
        assert_true(span_starts_with(reply.body, "congress-outcomes/v1\n"
                                                 "receipt "));
        free(reply.bytes);
    }
    served_hall_get(f, &reply, "/log-key", 404);
    free(reply.bytes);
    assert_int_equal(must_take(f, genesis), 0);
}

static void
whoever_guesses_the_set_up_code_waits(void **state)
{
    struct served_hall *f = *state;
    struct http_client_reply reply;
    struct span genesis;

    served_hall_serve_new(f);
    hall_draft_genesis(f->hall, NULL);
    genesis = served_hall_sign(f, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    for (unsigned i = 0; i < 6; i++) {
        send_genesis(f, &reply, "aaaa-aaaa-aaaa-aaaa", genesis);
        assert_error(&reply, 403, "set-up-code");
    }
    send_genesis(f, &reply, "aaaa-aaaa-aaaa-aaaa", genesis);
    assert_true(http_client_has(&reply, "Retry-After: 2"));
    assert_error(&reply, 429, "too-many");
    /* And keeps nobody out who has the code. */
    send_genesis(f, &reply, server_setup_code(f->server), genesis);
    assert_int_equal(reply.status, 200);
    free(reply.bytes);
}

/* ---- Going away -----------------------------------------------------------*/

/* Sends a note and does not wait for the answer. */
static void
send_and_leave(struct served_hall *f, struct span note)
{
    const struct linger at_once = {.l_onoff = 1};
    char head[256];
    int fd = http_client_connect(f->port);

    snprintf(head, sizeof head,
             "POST /event HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n\r\n",
             note.len);
    assert_int_equal(send(fd, head, strlen(head), 0), strlen(head));
    assert_int_equal(send(fd, note.ptr, note.len, 0), note.len);
    assert_int_equal(
        setsockopt(fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once), 0);
    close(fd);
}

static void
who_went_away_before_the_answer_finds_the_ballot_later(void **state)
{
    struct served_hall *f = *state;
    struct event_ref open = served_hall_open_paper(f);
    struct span ballot;

    served_hall_start(f);
    for (unsigned i = 2; i < SEATS; i++) {
        ballot = make_ballot(f, open, i);
        for (unsigned times = 0; times < 6; times++)
            send_and_leave(f, ballot);
        assert_in_range(must_take(f, ballot), f->stored->fed,
                        f->stored->fed + SEATS);
    }
    served_hall_stop(f);
    stored_hall_open(f->stored);
    assert_int_equal(log_size(f->stored->log), f->stored->fed + SEATS - 2);
}

/* ---- Stopping -------------------------------------------------------------*/

static void
what_was_read_is_answered_before_it_stops(void **state)
{
    struct served_hall *f = *state;
    struct event_ref open = served_hall_open_paper(f);
    struct span ballot;
    char head[256];
    char answer[64] = {0};
    int fds[SEATS];

    served_hall_start(f);
    for (unsigned i = 2; i < SEATS; i++) {
        ballot = make_ballot(f, open, i);
        fds[i] = http_client_connect(f->port);
        snprintf(head, sizeof head,
                 "POST /event HTTP/1.1\r\nHost: a\r\nContent-Length: %zu\r\n"
                 "\r\n",
                 ballot.len);
        assert_int_equal(send(fds[i], head, strlen(head), 0), strlen(head));
        assert_int_equal(send(fds[i], ballot.ptr, ballot.len, 0), ballot.len);
    }
    /* The first has been taken in: all were read, or are just now. */
    assert_true(recv(fds[2], answer, sizeof answer - 1, 0) > 0);
    served_hall_stop(f);
    for (unsigned i = 3; i < SEATS; i++) {
        ssize_t n = recv(fds[i], answer, sizeof answer - 1, 0);

        /* What had not been read was not taken in either. */
        if (n > 0)
            assert_true(strstr(answer, " 200 ") || strstr(answer, " 503 "));
        close(fds[i]);
    }
    close(fds[2]);
    stored_hall_open(f->stored);
    assert_true(log_size(f->stored->log) > f->stored->fed);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            the_same_bytes_get_the_same_receipt_also_after_close_and_restart,
            set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_refusal_is_signed_and_has_its_status,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_submission_is_answered_note_by_note,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            only_the_set_up_code_founds_a_conference, set_up, tear_down),
        cmocka_unit_test_setup_teardown(whoever_guesses_the_set_up_code_waits,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            who_went_away_before_the_answer_finds_the_ballot_later, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            what_was_read_is_answered_before_it_stops, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
