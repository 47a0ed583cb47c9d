#include "tests/crowd/assembly.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "crypto/base64.h"
#include "tests/crowd/batch.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { OPTIONS = 3 };

/* A paper that may be opened on the day it is made. */
#define RULE                                                                   \
    "motion quorum present/roll>=2/3 pass for/roll>1/2 notice 0 publish 3 "    \
    "post 15"

/* What hall_take() calls: one note, and the time of its entry. */
static void
send_one(void *context, struct hall *h)
{
    struct assembly *a = context;
    struct batch b = {.count = 1};

    b.notes[0] = span_of(h->note, h->note_len);
    batch_submit(a, &b, event_type_name(h->draft->type));
    assert_int_equal(b.replies[0].index, h->entry_count);
    h->time_s = b.replies[0].time_s;
}

/* ---- Everybody at once ----------------------------------------------------*/

enum bulk { BULK_POST, BULK_ENROL, BULK_PRESENT };

static void
draft_bulk(struct hall *h, enum bulk what, unsigned seat)
{
    struct post post = {POST_SEAT, seat};
    const struct hall_signer both[] = {{post, true, NULL}, {post, false, NULL}};

    switch (what) {
    case BULK_POST:
        hall_draft_post(h, post);
        hall_sign(h, HALL_BY(HALL_CHAIR));
        break;
    case BULK_ENROL:
        hall_draft_enrol(h, post);
        hall_sign(h, both, 2);
        break;
    case BULK_PRESENT:
        hall_draft_present(h, seat);
        hall_sign(h, &both[1], 1);
        break;
    }
}

/* The hall takes what the server has taken; its note is given. */
static void
follow_one(struct hall *h, struct span note, const struct reply *v)
{
    assert_int_equal(v->index, h->entry_count);
    memcpy(h->note, note.ptr, note.len);
    h->note_len = note.len;
    h->time_s = v->time_s;
    assert_refused(hall_take_unproved(h), REFUSED_NOTHING);
}

static void
do_batch(struct assembly *a, enum bulk what, unsigned first, unsigned end)
{
    static const char *const who[] = {"post", "enrol", "present"};
    struct hall *h = a->hall;
    struct batch *b = calloc(1, sizeof *b);
    char *bytes = malloc(BATCH_MAX * 4096);
    size_t at = 0;

    assert_true(b && bytes);
    for (unsigned seat = first; seat < end; seat++) {
        draft_bulk(h, what, seat);
        assert_true(h->note_len <= 4096);
        memcpy(bytes + at, h->note, h->note_len);
        b->notes[b->count++] = span_of(bytes + at, h->note_len);
        at += h->note_len;
    }
    b->named = what == BULK_POST ? &h->seats[first - 1] : NULL;
    batch_submit(a, b, who[what]);
    for (size_t i = 0; i < b->count; i++) {
        struct hall_person *person = &h->seats[first - 1 + i];

        follow_one(h, b->notes[i], &b->replies[i]);
        if (what == BULK_POST)
            person->invited = hall_last(h);
        if (what == BULK_PRESENT)
            person->presence = hall_last(h);
    }
    free(bytes);
    free(b);
}

static void
do_bulk(struct assembly *a, enum bulk what)
{
    const unsigned end = a->hall->seat_count + 1;

    assembly_look_at_clock(a);
    for (unsigned first = 1; first < end; first += BATCH_MAX)
        do_batch(a, what, first,
                 first + BATCH_MAX < end ? first + BATCH_MAX : end);
}

/* ---- Founding -------------------------------------------------------------*/

void
assembly_look_at_clock(struct assembly *a)
{
    uint64_t now_s = (uint64_t)time(NULL);

    if (now_s > a->hall->time_s)
        a->hall->time_s = now_s;
}

static void
do_genesis(struct assembly *a)
{
    struct hall *h = a->hall;
    struct http_client_answer answer = batch_ask(a, "/log-key", span_text(""));
    struct span line = answer.body;
    struct event *e;

    assert_int_equal(answer.status, 200);
    if (line.len > 0 && line.ptr[line.len - 1] == '\n')
        line.len--;
    assert_ok(
        base64_decode_exact(a->log.key.bytes, sizeof a->log.key.bytes, line));
    e = hall_draft_genesis(h, NULL);
    memcpy(e->genesis.log_key, a->log.key.bytes, sizeof e->genesis.log_key);
    journal_log(a->journal, HALL_ORIGIN,
                span_of(a->log.key.bytes, sizeof a->log.key.bytes));
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
}

static void
do_session(struct hall *h)
{
    struct event *e = hall_draft(h, EVENT_SESSION);

    (void)snprintf(e->session.id, sizeof e->session.id, HALL_SESSION);
    e->session.term = 7;
    e->session.number = 1;
    e->session.title = hall_text(h, "第七届第一次会议", false);
    (void)snprintf(e->session.date, sizeof e->session.date, "2026-03-21");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft(h, EVENT_SESSION_START);
    (void)snprintf(e->mark.session, sizeof e->mark.session, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
}

struct assembly *
assembly_found(const struct assembly_options *options)
{
    struct assembly *a = calloc(1, sizeof *a);

    assert_non_null(a);
    a->hall = hall_new(options->seats);
    a->hall->elsewhere = send_one;
    a->hall->elsewhere_context = a;
    a->hall->time_s = (uint64_t)time(NULL);
    a->client = options->client;
    a->journal = options->journal;
    a->setup_code = options->setup_code;
    a->give_up_ms = options->give_up_ms;
    a->log.origin = HALL_ORIGIN;
    a->sent = malloc(BATCH_BYTES);
    a->answer = malloc(BATCH_BYTES);
    assert_true(a->sent && a->answer);
    do_genesis(a);
    for (size_t i = 0; i < 2; i++) {
        hall_do_post(a->hall, a->hall->desks[i].post);
        hall_do_enrol(a->hall, a->hall->desks[i].post);
    }
    do_bulk(a, BULK_POST);
    do_bulk(a, BULK_ENROL);
    do_session(a->hall);
    do_bulk(a, BULK_PRESENT);
    assembly_look_at_clock(a);
    hall_do_procedure(a->hall, "A1", EVENT_SETTLES_AGENDA);
    hall_do_procedure(a->hall, "A2", EVENT_SETTLES_SCRUTINEERS);
    hall_do_procedure(a->hall, "A3", EVENT_SETTLES_MEASURES);
    hall_lock(a->hall);
    return a;
}

void
assembly_free(struct assembly *a)
{
    if (!a)
        return;
    hall_free(a->hall);
    free(a->sent);
    free(a->answer);
    free(a);
}

/* ---- Voting ---------------------------------------------------------------*/

struct event_ref
assembly_open(struct assembly *a, unsigned rows, bool last_counts)
{
    struct event *e;
    char id[EVENT_ID_BYTES];

    assembly_look_at_clock(a);
    (void)snprintf(id, sizeof id, "R%u", ++a->rounds);
    e = hall_draft_paper(a->hall, id, rows, EVENT_SECRET);
    e->paper.last_counts = last_counts;
    (void)snprintf(e->paper.rules[0], sizeof e->paper.rules[0], RULE);
    hall_do_submit(a->hall, HALL_BY(HALL_CHAIR));
    return hall_do_open(a->hall, hall_last(a->hall));
}

/* The drafted cast becomes a phone's note. */
static struct phone *
add_cast(struct assembly *a, struct phones *p, unsigned seat,
         const uint8_t *choices, unsigned rows)
{
    struct hall *h = a->hall;
    struct span note;
    char who[16];
    unsigned number;

    hall_sign(h, HALL_BY(HALL_SEAT(seat)));
    note = span_of(h->note, h->note_len);
    (void)snprintf(who, sizeof who, "seat/%03u", seat);
    number = journal_note(a->journal, who, note);
    journal_choice(a->journal, number, choices, rows);
    return phones_add(p, note, number);
}

static void
choose(const struct assembly *a, uint8_t *choices, unsigned rows, unsigned seat,
       unsigned shift)
{
    for (unsigned row = 0; row < rows; row++)
        choices[row] =
            (uint8_t)((seat * 7 + row * 5 + a->rounds + shift + seat / 5) %
                      OPTIONS);
}

void
assembly_seal(struct assembly *a, struct phones *p, struct event_ref open,
              unsigned rows, unsigned first, unsigned end)
{
    uint8_t choices[BALLOT_ROWS_MAX];

    for (unsigned seat = first; seat < end; seat++) {
        choose(a, choices, rows, seat, 0);
        hall_draft_cast(a->hall, open, seat, choices);
        add_cast(a, p, seat, choices, rows);
    }
}

struct phone *
assembly_seal_other(struct assembly *a, struct phones *p, struct event_ref open,
                    unsigned rows, unsigned seat)
{
    uint8_t choices[BALLOT_ROWS_MAX];

    choose(a, choices, rows, seat, 1);
    hall_draft_cast(a->hall, open, seat, choices);
    return add_cast(a, p, seat, choices, rows);
}

void
assembly_last_call(struct assembly *a, struct event_ref open)
{
    struct event *e;

    assembly_look_at_clock(a);
    e = hall_draft(a->hall, EVENT_ANNOUNCE);
    e->announce.open = open;
    e->announce.what = 1;
    hall_do_submit(a->hall, HALL_BY(HALL_CHAIR));
    sleep(CONFERENCE_LAST_CALL_S + 1);
    assembly_look_at_clock(a);
}

struct phone *
assembly_draft_close(struct assembly *a, struct phones *p,
                     struct event_ref open)
{
    struct hall *h = a->hall;
    struct span note;

    assembly_look_at_clock(a);
    hall_draft(h, EVENT_CLOSE)->close.open = open;
    hall_sign(h, HALL_BY(HALL_CHAIR));
    note = span_of(h->note, h->note_len);
    return phones_add(p, note, journal_note(a->journal, "close", note));
}

void
assembly_follow(struct assembly *a, struct phones *p)
{
    size_t count;
    unsigned *accepted = phones_accepted(p, &count);

    for (size_t i = 0; i < count; i++) {
        const struct phone *one = phones_get(p, accepted[i]);

        follow_one(a->hall, span_of(one->note, one->note_len), &one->reply);
    }
    free(accepted);
    assembly_look_at_clock(a);
}

void
assembly_close(struct assembly *a, struct event_ref open)
{
    assembly_look_at_clock(a);
    hall_draft(a->hall, EVENT_CLOSE)->close.open = open;
    hall_do_submit(a->hall, HALL_BY(HALL_CHAIR));
}

void
assembly_count(struct assembly *a, struct event_ref open)
{
    assembly_look_at_clock(a);
    hall_do_share(a->hall, open, 1);
    hall_do_share(a->hall, open, 2);
    hall_do_publish(a->hall, hall_do_result(a->hall, open));
}

void
assembly_void(struct assembly *a, struct event_ref open)
{
    struct event *e;

    assembly_look_at_clock(a);
    e = hall_draft(a->hall, EVENT_VOID);
    e->ending.open = open;
    e->ending.reason = hall_text(a->hall, "重新表决", false);
    hall_do_submit(a->hall,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}
