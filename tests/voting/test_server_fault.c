/*
 * Goal: a server whose disk fails acknowledges nothing that is not there,
 * refuses nothing that may be, and goes on when it can; and every error of
 * docs/api.md says what it is in two languages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/support/bad_disk.h"
#include "tests/support/served_hall.h"
#include "tests/test.h"
#include "voting/server/api_error.h"

enum {
    SEATS = 7,
    FOR_EVER = 100000,
    LONG_HEAD = 16500,
    SUBMISSION_ROOM = 8192,
    PATH_ROOM = 128,
};

struct fixture {
    struct served_hall *served;
    struct bad_disk *disk;
};

static int
set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    assert_non_null(f);
    f->disk = bad_disk_install();
    f->served = served_hall_new(SEATS);
    *state = f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    bad_disk_mend();
    served_hall_free(f->served);
    free(f);
    return 0;
}

static struct span
make_ballot(struct served_hall *f, struct event_ref open, unsigned seat)
{
    hall_draft_cast(f->hall, open, seat, &(uint8_t){0});
    return served_hall_sign(f, HALL_BY(HALL_SEAT(seat)));
}

/* The reply is this error, in both languages, with its status. */
static void
assert_error(struct http_client_reply *reply, enum api_error want)
{
    struct span body = reply->body;
    struct span line;

    if (reply->status != api_error_status(want))
        fail_msg("%s: %s", api_error_code(want), reply->bytes);
    assert_ok(span_take_line(&line, &body));
    if (!span_eq(line, span_text(api_error_code(want))))
        fail_msg("%s: %s", api_error_code(want), reply->bytes);
    for (unsigned lang = 0; lang < LANG_COUNT_; lang++) {
        assert_ok(span_take_line(&line, &body));
        assert_true(
            span_eq(line, span_text(api_error_words(want, (enum lang)lang))));
    }
}

/* ---- The disk -------------------------------------------------------------*/

static void
a_full_disk_refuses_and_goes_on_when_there_is_room(void **state)
{
    struct fixture *f = *state;
    struct event_ref open = served_hall_open_paper(f->served);
    struct http_client_reply reply;
    struct span ballot;

    served_hall_start(f->served);
    ballot = make_ballot(f->served, open, 2);
    f->disk->bad_writes = 1;
    served_hall_send(f->served, &reply, ballot);
    assert_int_equal(reply.status, 503);
    served_hall_assert_refused(f->served, &reply, ballot, REFUSED_STORE);
    assert_true(http_client_has(&reply, "Retry-After: 2"));
    free(reply.bytes);
    served_hall_send(f->served, &reply, ballot);
    assert_int_equal(served_hall_assert_receipt(f->served, &reply, ballot),
                     f->served->stored->fed);
    free(reply.bytes);
}

/* Two notes as a submission. */
static struct span
submit_two(char bytes[SUBMISSION_ROOM], struct span a, struct span b)
{
    int len = snprintf(
        bytes, SUBMISSION_ROOM,
        "congress-submission/v1\nnote %zu\n%.*s\nnote %zu\n%.*s\nend\n", a.len,
        (int)a.len, a.ptr, b.len, (int)b.len, b.ptr);

    assert_in_range(len, 1, SUBMISSION_ROOM - 1);
    return span_of(bytes, (size_t)len);
}

static void
a_refusal_that_a_fault_keeps_from_being_signed_is_unknown(void **state)
{
    struct fixture *f = *state;
    struct event_ref open = served_hall_open_paper(f->served);
    char in_the_way[FOLDER_PATH_MAX + 8];
    char bytes[SUBMISSION_ROOM];
    struct http_client_reply reply;
    struct span body;
    struct span first;
    struct span second;

    served_hall_start(f->served);
    first = make_ballot(f->served, open, 2);
    hall_draft_cast(f->served->hall, open, 2, &(uint8_t){1});
    second = served_hall_sign(f->served, HALL_BY(HALL_SEAT(2)));
    body = submit_two(bytes, first, second);
    /* The copy of the checkpoint cannot be written: a fault behind the commit,
     * and before the second ballot's refusal is signed. */
    (void)snprintf(in_the_way, sizeof in_the_way, "%s.new",
                   f->served->stored->copy_path);
    assert_int_equal(mkdir(in_the_way, 0700), 0);
    served_hall_send(f->served, &reply, body);
    assert_error(&reply, API_UNKNOWN);
    free(reply.bytes);
    assert_int_equal(rmdir(in_the_way), 0);
    served_hall_send(f->served, &reply, body);
    assert_int_equal(reply.status, 200);
    assert_non_null(strstr(reply.bytes, "receipt "));
    assert_non_null(strstr(reply.bytes, "refused voted\n"));
    free(reply.bytes);
}

static void
what_nobody_knows_is_unknown_until_the_disk_is_back(void **state)
{
    struct fixture *f = *state;
    struct event_ref open = served_hall_open_paper(f->served);
    struct http_client_reply reply;
    struct span ballot;

    served_hall_start(f->served);
    /* The journal's first flush is another matter: nothing is in it yet. */
    ballot = make_ballot(f->served, open, 3);
    served_hall_send(f->served, &reply, ballot);
    assert_int_equal(reply.status, 200);
    free(reply.bytes);
    ballot = make_ballot(f->served, open, 2);
    f->disk->bad_syncs = FOR_EVER;
    served_hall_send(f->served, &reply, ballot);
    assert_error(&reply, API_UNKNOWN);
    assert_true(http_client_has(&reply, "Retry-After: 1"));
    free(reply.bytes);
    served_hall_send(f->served, &reply, ballot);
    assert_error(&reply, API_LOG_STOPPED);
    assert_non_null(
        strstr(reply.bytes, log_fault_words(LOG_FAULT_STORE, LANG_ZH)));
    assert_non_null(
        strstr(reply.bytes, log_fault_words(LOG_FAULT_STORE, LANG_EN)));
    free(reply.bytes);
    served_hall_get(f->served, &reply, "/healthz", 503);
    assert_error(&reply, API_LOG_STOPPED);
    free(reply.bytes);
    served_hall_get(f->served, &reply, "/proof/3", 503);
    assert_error(&reply, API_LOG_STOPPED);
    assert_non_null(
        strstr(reply.bytes, log_fault_words(LOG_FAULT_STORE, LANG_EN)));
    free(reply.bytes);
    /* What was published stays so. */
    served_hall_get(f->served, &reply, "/checkpoint", 200);
    free(reply.bytes);
    bad_disk_mend();
    served_hall_send(f->served, &reply, ballot);
    assert_int_equal(served_hall_assert_receipt(f->served, &reply, ballot),
                     f->served->stored->fed + 1);
    free(reply.bytes);
    served_hall_get(f->served, &reply, "/healthz", 200);
    free(reply.bytes);
}

/* The first public text of the hall, by its path. */
static const struct hall_text *
public_text(const struct served_hall *f, char path[PATH_ROOM])
{
    const struct hall_text *text = f->hall->texts;
    struct text_writer w;

    while (text->blob.members)
        text++;
    memset(path, 0, PATH_ROOM);
    text_writer_start(&w, path, PATH_ROOM - 1);
    text_writer_text(&w, "/text/");
    text_writer_hex(&w, text->blob.sha256.bytes, HASH_BYTES);
    assert_ok(w.error);
    return text;
}

static void
what_cannot_be_read_is_an_error_of_ours_and_changes_nothing(void **state)
{
    struct fixture *f = *state;
    struct event_ref open = served_hall_open_paper(f->served);
    struct http_client_reply before;
    struct http_client_reply reply;
    const struct hall_text *text;
    char path[PATH_ROOM];
    struct span ballot;

    served_hall_start(f->served);
    served_hall_get(f->served, &before, "/checkpoint", 200);
    text = public_text(f->served, path);
    f->disk->bad_reads = FOR_EVER;
    for (unsigned again = 0; again < 2; again++) {
        served_hall_get(f->served, &reply, path, 500);
        assert_error(&reply, API_INTERNAL);
        assert_true(http_client_has(&reply, SERVED_TEXT));
        assert_true(http_client_has(&reply, SERVED_NO_STORE));
        free(reply.bytes);
    }
    assert_true(f->disk->bad_reads < FOR_EVER);
    bad_disk_mend();
    /* The log is as it was, nobody keeps the error, and all goes on. */
    served_hall_get(f->served, &reply, "/checkpoint", 200);
    assert_true(span_eq(reply.body, before.body));
    free(reply.bytes);
    free(before.bytes);
    served_hall_get(f->served, &reply, "/healthz", 200);
    free(reply.bytes);
    served_hall_get(f->served, &reply, path, 200);
    assert_true(span_eq(reply.body, span_of(text->bytes, text->blob.length)));
    free(reply.bytes);
    ballot = make_ballot(f->served, open, 2);
    served_hall_send(f->served, &reply, ballot);
    assert_int_equal(served_hall_assert_receipt(f->served, &reply, ballot),
                     f->served->stored->fed);
    free(reply.bytes);
}

static void
a_log_with_a_fault_is_served_and_takes_nothing_in(void **state)
{
    struct fixture *f = *state;
    struct event_ref open = served_hall_open_paper(f->served);
    struct http_client_reply reply;

    stored_hall_feed(f->served->stored);
    stored_hall_shut(f->served->stored);
    assert_int_equal(unlink(f->served->stored->copy_path), 0);
    f->served->hall->time_s = served_hall_time_s();
    served_hall_serve(f->served);
    served_hall_send(f->served, &reply, make_ballot(f->served, open, 2));
    assert_error(&reply, API_LOG_STOPPED);
    assert_non_null(
        strstr(reply.bytes, log_fault_words(LOG_FAULT_COPY_MISSING, LANG_EN)));
    free(reply.bytes);
    served_hall_get(f->served, &reply, "/healthz", 503);
    free(reply.bytes);
    /* Nothing is said of what cannot be vouched for. */
    served_hall_get(f->served, &reply, "/checkpoint", 503);
    assert_error(&reply, API_LOG_STOPPED);
    free(reply.bytes);
    served_hall_get(f->served, &reply, "/tile/0/000.p/1", 503);
    free(reply.bytes);
    served_hall_get(f->served, &reply, "/view/wall", 503);
    free(reply.bytes);
    /* It is no log that could be founded. */
    served_hall_get(f->served, &reply, "/log-key", 404);
    free(reply.bytes);
    assert_null(server_setup_code(f->served->server));
}

/* ---- Other errors ---------------------------------------------------------*/

/* A path that is plain, behind which comes a very long field. */
static void
ask_with_a_long_head(struct served_hall *f, struct http_client_reply *reply)
{
    char head[LONG_HEAD + 64];
    int len = snprintf(head, sizeof head,
                       "GET /now HTTP/1.1\r\nHost: a\r\nX-Long: %0*u\r\n\r\n",
                       LONG_HEAD, 1U);

    assert_in_range(len, LONG_HEAD, sizeof head - 1);
    http_client_send(reply, f->port, span_of(head, (size_t)len));
}

static void
what_is_not_plain_or_too_long_is_told_so(void **state)
{
    struct fixture *f = *state;
    struct http_client_reply reply;
    char *long_text = calloc(1, 2 * 1024 * 1024);

    assert_non_null(long_text);
    hall_do_genesis(f->served->hall, NULL);
    served_hall_start(f->served);
    memset(long_text, 'a', 200000);
    http_client_ask(&reply, f->served->port, "/event",
                    span_of(long_text, 200000));
    assert_error(&reply, API_TOO_LARGE);
    free(reply.bytes);
    http_client_ask(&reply, f->served->port, "/member",
                    span_of(long_text, 4000));
    assert_error(&reply, API_TOO_LARGE);
    free(reply.bytes);
    http_client_ask(&reply, f->served->port, "/now?x=1", span_of(NULL, 0));
    assert_error(&reply, API_REQUEST);
    free(reply.bytes);
    http_client_ask(&reply, f->served->port, "/event",
                    span_text("congress-submission/v1\nnote 5\nabc"));
    assert_error(&reply, API_REQUEST);
    free(reply.bytes);
    ask_with_a_long_head(f->served, &reply);
    assert_error(&reply, API_HEAD_TOO_LARGE);
    free(reply.bytes);
    free(long_text);
}

static void
a_cosignature_is_for_a_log_with_a_policy(void **state)
{
    struct fixture *f = *state;
    struct http_client_reply reply;
    struct http_client_reply checkpoint;
    char other[CHECKPOINT_SIGNED_MAX];
    char *digit;

    hall_prepare(f->served->hall, 1);
    served_hall_start(f->served);
    http_client_ask(&reply, f->served->port, "/cosign", span_text("hello\n"));
    assert_error(&reply, API_REQUEST);
    free(reply.bytes);
    served_hall_get(f->served, &checkpoint, "/checkpoint", 200);
    http_client_ask(&reply, f->served->port, "/cosign", checkpoint.body);
    assert_error(&reply, API_NOT_THERE);
    free(reply.bytes);
    /* Another root. */
    assert_true(checkpoint.body.len < sizeof other);
    memcpy(other, checkpoint.body.ptr, checkpoint.body.len);
    digit = &other[strlen(HALL_ORIGIN "\n00\n") + 5];
    *digit = *digit == 'A' ? 'B' : 'A';
    http_client_ask(&reply, f->served->port, "/cosign",
                    span_of(other, checkpoint.body.len));
    assert_error(&reply, API_COSIGNATURE);
    free(reply.bytes);
    free(checkpoint.bytes);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_full_disk_refuses_and_goes_on_when_there_is_room),
        TEST(a_refusal_that_a_fault_keeps_from_being_signed_is_unknown),
        TEST(what_nobody_knows_is_unknown_until_the_disk_is_back),
        TEST(what_cannot_be_read_is_an_error_of_ours_and_changes_nothing),
        TEST(a_log_with_a_fault_is_served_and_takes_nothing_in),
        TEST(what_is_not_plain_or_too_long_is_told_so),
        TEST(a_cosignature_is_for_a_log_with_a_policy),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
