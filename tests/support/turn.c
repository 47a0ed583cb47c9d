#include "tests/support/turn.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/state.h"
#include "tests/test.h"

struct walk {
    struct hall *h;
    struct event *event;
    turn_visit *visit;
    void *context;
};

struct event *
turn_redraft(struct hall *h, const struct turn *turn)
{
    memcpy(h->draft, turn->event, sizeof *h->draft);
    return h->draft;
}

static struct event_ref
come(struct walk *w, const char *what, const struct hall_signer *by,
     size_t count)
{
    struct hall *h = w->h;
    struct turn turn = {.what = what, .event = w->event, .count = count};
    size_t before = h->entry_count;

    assert_true(count <= TURN_SIGNERS_MAX);
    memcpy(turn.by, by, count * sizeof *by);
    memcpy(w->event, h->draft, sizeof *w->event);
    w->visit(h, &turn, w->context);
    if (h->entry_count == before) {
        turn_redraft(h, &turn);
        hall_do_submit(h, turn.by, turn.count);
    }
    assert_int_equal(h->entry_count, before + 1);
    return hall_last(h);
}

static struct event_ref
come_paper(struct walk *w, const char *what, const char *id, unsigned rows,
           enum event_ballot ballot)
{
    hall_draft_paper(w->h, id, rows, ballot)->paper.last_counts =
        ballot == EVENT_NAMED;
    return come(w, what, HALL_BY(HALL_CHAIR));
}

/* `reason` is why the notice is short, or NULL. */
static struct event_ref
come_open(struct walk *w, const char *what, struct event_ref paper,
          const char *reason)
{
    struct event *e = hall_draft_open(w->h, paper);

    if (reason)
        e->open.short_notice = hall_text(w->h, reason, false);
    return come(w, what, HALL_BY(HALL_CHAIR));
}

static void
come_announce(struct walk *w, const char *what, struct event_ref open,
              unsigned announcement)
{
    struct event *e = hall_draft(w->h, EVENT_ANNOUNCE);

    e->announce.open = open;
    e->announce.what = announcement;
    come(w, what, HALL_BY(HALL_CHAIR));
}

static void
come_close(struct walk *w, const char *what, struct event_ref open)
{
    hall_draft(w->h, EVENT_CLOSE)->close.open = open;
    come(w, what, HALL_BY(HALL_CHAIR));
}

static void
come_void(struct walk *w, const char *what, struct event_ref open,
          const struct hall_signer *by, size_t count)
{
    struct event *e = hall_draft(w->h, EVENT_VOID);

    e->ending.open = open;
    e->ending.reason = hall_text(w->h, what, false);
    come(w, what, by, count);
}

/* Result, sign-offs, declaration and publication. */
static struct event_ref
come_result(struct walk *w, struct event_ref open, const struct hall_signer *by,
            size_t count)
{
    const struct opening *op;
    struct event_ref result;

    hall_draft_result(w->h, open);
    result = come(w, "result", by, count);
    op = state_result(w->h->conference, &result);
    assert_non_null(op);
    for (unsigned i = 1; i <= op->sign_offs_needed; i++) {
        hall_draft(w->h, EVENT_SIGN_OFF)->endorsement.result = result;
        come(w, "sign-off", HALL_BY(HALL_SCRUTINEER(i)));
    }
    hall_draft(w->h, EVENT_DECLARE)->endorsement.result = result;
    come(w, "declare", HALL_BY(HALL_CHAIR));
    hall_draft(w->h, EVENT_PUBLISH)->endorsement.result = result;
    come(w, "publish", HALL_BY(HALL_CHAIR));
    return result;
}

static void
draft_hands(struct hall *h, struct event_ref open)
{
    struct event *e = hall_draft(h, EVENT_HANDS);

    e->hands.open = open;
    e->hands.row_count = 2;
    e->hands.option_count = 3;
    e->hands.counts[0][0] = 4;
    e->hands.counts[0][2] = 2;
    e->hands.counts[1][1] = 5;
}

/* Shows of hands, before there are scrutineers or after. */
static void
walk_hands(struct walk *w, const char *id, const struct hall_signer *counted,
           size_t count)
{
    struct event_ref open;

    open = come_paper(w, "paper by hands", id, 2, EVENT_BY_HANDS);
    open = come_open(w, "open by hands", open, NULL);
    draft_hands(w->h, open);
    come(w, "hands", counted, count);
    come_close(w, "close by hands", open);
    come_result(w, open, HALL_BY(HALL_DESK));
}

static void
walk_named(struct walk *w)
{
    static const uint8_t choices[][2] = {{0, 1}, {2, 0}};
    struct event_ref open;

    open = come_paper(w, "paper, named", "N1", 2, EVENT_NAMED);
    open = come_open(w, "open, named", open, "urgent");
    for (size_t i = 0; i < 2; i++) {
        hall_draft_cast(w->h, open, 2, choices[i]);
        come(w, i ? "cast, named, again" : "cast, named",
             HALL_BY(HALL_SEAT(2)));
    }
    hall_do_close(w->h, open);
    come_result(w, open, HALL_BY(HALL_CHAIR_2));
}

/* Sheets for seats 4 to 6. */
static void
walk_sheets(struct walk *w, struct event_ref open)
{
    static const uint8_t choices[] = {1, 2};

    for (unsigned seat = 4; seat <= 6; seat++) {
        struct event *e = hall_draft(w->h, EVENT_DESK_ISSUE);

        e->desk_issue.open = open;
        e->desk_issue.seat = (struct post){POST_SEAT, seat};
        come(w, "desk-issue", HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    }
    hall_draft_sheets(w->h, open, 3, choices);
    come(w, "desk-ballots", HALL_BY(HALL_SCRUTINEER(2), HALL_SCRUTINEER(3)));
}

/* A secret paper of two rows, from open to publish. */
static struct event_ref
walk_secret(struct walk *w, struct event_ref paper)
{
    static const uint8_t choices[] = {0, 1};
    struct event_ref open = come_open(w, "open", paper, NULL);

    come_announce(w, "announce, extended", open, 0);
    for (unsigned seat = 1; seat <= 3; seat++) {
        hall_draft_cast(w->h, open, seat, choices);
        come(w, "cast", HALL_BY(HALL_SEAT(seat)));
    }
    walk_sheets(w, open);
    come_announce(w, "announce, last call", open, 1);
    hall_wait(w->h, CONFERENCE_LAST_CALL_S);
    come_close(w, "close", open);
    for (unsigned i = 1; i <= HALL_THRESHOLD; i++) {
        hall_draft_share(w->h, open, i);
        come(w, "share", HALL_BY(HALL_SCRUTINEER(i)));
    }
    come_result(w, open, HALL_BY(HALL_SCRUTINEER(3)));
    return open;
}

/* A secret round of three votes, closed. */
static struct event_ref
vote_and_close(struct hall *h, const char *id)
{
    static const uint8_t choices[] = {0, 1};
    struct event *e = hall_draft_paper(h, id, 2, EVENT_SECRET);
    struct event_ref open;

    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft_open(h, hall_last(h));
    e->open.short_notice = hall_text(h, "urgent", false);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(h, open, seat, choices);
    hall_do_close(h, open);
    return open;
}

static void
walk_follow(struct walk *w, struct event_ref superseded)
{
    struct event_ref open;
    struct event *e = hall_draft_paper(w->h, "P2", 1, EVENT_SECRET);

    e->paper.follows = EVENT_FOLLOWS_SUPERSEDE;
    e->paper.followed = superseded;
    open = come(w, "paper that follows", HALL_BY(HALL_CHAIR));
    open = come_open(w, "open, short notice", open, "urgent");
    come_void(w, "void, open", open,
              HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    open = vote_and_close(w->h, "P3");
    come_void(w, "void, closed", open,
              HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
}

/* Two of three trustees go; a fourth scrutineer comes. */
static void
walk_uncountable(struct walk *w)
{
    struct event_ref open = vote_and_close(w->h, "P4");
    struct post fourth = {POST_SCRUTINEER, HALL_SCRUTINEERS_MAX};
    struct event *e;

    hall_draft_post(w->h, fourth);
    hall_do_submit(w->h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(w->h, fourth)->invited = hall_last(w->h);
    hall_do_enrol(w->h, fourth);
    for (uint32_t i = 2; i <= 3; i++) {
        e = hall_draft(w->h, EVENT_RETIRE);
        e->retire.post = (struct post){POST_SCRUTINEER, i};
        hall_do_submit(w->h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    }
    e = hall_draft(w->h, EVENT_UNCOUNTABLE);
    e->ending.open = open;
    e->ending.reason = hall_text(w->h, "two left", false);
    come(w, "uncountable",
         HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(4)));
}

void
turn_walk(struct hall *h, turn_visit *visit, void *context)
{
    struct walk w = {h, malloc(sizeof *w.event), visit, context};
    struct event_ref paper = hall_prepare(h, 2);
    struct event_ref open;

    assert_non_null(w.event);
    hall_convene(h);
    walk_hands(&w, "H1", HALL_BY(HALL_CHAIR, HALL_DESK));
    open = come_open(&w, "open by hands",
                     hall_do_paper(h, "H2", 1, EVENT_BY_HANDS), NULL);
    come_void(&w, "void by the desk", open, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_lock(h);
    walk_hands(&w, "H3", HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    walk_named(&w);
    walk_follow(&w, walk_secret(&w, paper));
    walk_uncountable(&w);
    free(w.event);
}

size_t
turn_refs(struct event_ref *refs[TURN_REFS_MAX], struct event *event)
{
    size_t count = 1;

    switch (event->type) {
    case EVENT_PAPER:
        refs[0] = &event->paper.followed;
        return event->paper.follows != EVENT_FOLLOWS_NOTHING;
    case EVENT_OPEN:
        refs[0] = &event->open.paper;
        break;
    case EVENT_CAST:
        refs[0] = &event->cast.open;
        if (event->cast.previous.present)
            refs[count++] = &event->cast.previous;
        break;
    case EVENT_SHARE:
        refs[0] = &event->share.open;
        refs[count++] = &event->share.close;
        break;
    case EVENT_RESULT:
        refs[0] = &event->result.open;
        break;
    case EVENT_VOID:
    case EVENT_UNCOUNTABLE:
        refs[0] = &event->ending.open;
        break;
    case EVENT_SIGN_OFF:
    case EVENT_DECLARE:
    case EVENT_PUBLISH:
        refs[0] = &event->endorsement.result;
        break;
    case EVENT_ANNOUNCE:
        refs[0] = &event->announce.open;
        break;
    case EVENT_HANDS:
        refs[0] = &event->hands.open;
        break;
    case EVENT_DESK_ISSUE:
        refs[0] = &event->desk_issue.open;
        break;
    case EVENT_DESK_BALLOTS:
        refs[0] = &event->desk_ballots.open;
        break;
    case EVENT_CLOSE:
        refs[0] = &event->close.open;
        break;
    default:
        fail_msg("no turn of %s", event_type_name(event->type));
    }
    return count;
}
