/*
 * Goal: two hundred clients race the close of a ballot; each holds a receipt
 * or a signed refusal, and the log agrees with all of them.
 */
#include <stdlib.h>

#include "tests/support/served_hall.h"
#include "tests/test.h"

enum {
    SEATS = 101, /* the last is absent */
    PHONES = SEATS - 1,
    CLIENTS = 2 * PHONES, /* everybody sends their ballot twice at once */
    CLOSER = PHONES / 2,  /* after whose first ballot the chair closes */
};

struct client {
    struct served_hall *f;
    struct span note;
    pthread_t thread;
    struct http_client_reply reply;
};

static void *
send_note(void *context)
{
    struct client *c = context;

    do {
        free(c->reply.bytes);
        http_client_ask(&c->reply, c->f->port, "/event", c->note);
    } while (c->reply.status == 503 || c->reply.status == 429);
    return NULL;
}

static void
start(struct client *c, struct served_hall *f, struct span note)
{
    *c = (struct client){.f = f, .note = note};
    assert_int_equal(pthread_create(&c->thread, NULL, send_note, c), 0);
}

/* The note of an entry of the log, or of its server line what follows. */
static bool
entry_is(struct served_hall *f, uint64_t index, struct span want)
{
    char *bytes = malloc(EVENT_ENTRY_MAX);
    struct span note;
    uint64_t time_s;
    size_t len;
    bool same;

    assert_non_null(bytes);
    assert_ok(log_entry(f->stored->log, index, bytes, EVENT_ENTRY_MAX, &len));
    assert_ok(event_split_entry(&time_s, &note, span_of(bytes, len)));
    same = span_eq(note, want);
    free(bytes);
    return same;
}

/* Returns whether it has a receipt, which must be true. */
static bool
check_client(struct served_hall *f, const struct client *c, uint64_t closed)
{
    uint64_t index;

    if (c->reply.status != 200) {
        assert_int_equal(c->reply.status, 409);
        served_hall_assert_refused(f, &c->reply, c->note, REFUSED_NOT_OPEN);
        return false;
    }
    index = served_hall_assert_receipt(f, &c->reply, c->note);
    assert_true(index < closed);
    assert_true(entry_is(f, index, c->note));
    return true;
}

static void
each_has_a_receipt_or_a_refusal_and_the_log_agrees(void **state)
{
    struct served_hall *f = served_hall_new(SEATS);
    struct event_ref open = served_hall_open_paper(f);
    struct client *clients = calloc(CLIENTS + 1, sizeof *clients);
    struct client *closer = &clients[CLIENTS];
    struct span ballots[PHONES];
    const uint8_t choice = 0;
    struct span close_note;
    uint64_t counted = 0;
    uint64_t closed;

    (void)state;
    assert_non_null(clients);
    served_hall_start(f);
    for (unsigned i = 0; i < PHONES; i++) {
        hall_draft_cast(f->hall, open, i + 1, &choice);
        ballots[i] = served_hall_sign(f, HALL_BY(HALL_SEAT(i + 1)));
    }
    hall_draft(f->hall, EVENT_CLOSE)->close.open = open;
    close_note = served_hall_sign(f, HALL_BY(HALL_CHAIR));
    for (unsigned i = 0; i < PHONES; i++) {
        start(&clients[2 * i], f, ballots[i]);
        if (i == CLOSER)
            start(closer, f, close_note);
        start(&clients[2 * i + 1], f, ballots[i]);
    }
    for (unsigned i = 0; i <= CLIENTS; i++)
        pthread_join(clients[i].thread, NULL);
    served_hall_stop(f);
    stored_hall_open(f->stored);
    closed = served_hall_assert_receipt(f, &closer->reply, close_note);
    for (unsigned i = 0; i < PHONES; i++) {
        bool first = check_client(f, &clients[2 * i], closed);

        /* The same bytes before the close and after it: a receipt is a
         * receipt, but a refusal may have come before it. */
        counted += check_client(f, &clients[2 * i + 1], closed) || first;
    }
    assert_int_equal(log_size(f->stored->log), closed + 1);
    assert_int_equal(closed - f->stored->fed, counted);
    for (unsigned i = 0; i <= CLIENTS; i++)
        free(clients[i].reply.bytes);
    free(clients);
    served_hall_free(f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_has_a_receipt_or_a_refusal_and_the_log_agrees),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
