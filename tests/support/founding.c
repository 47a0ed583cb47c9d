#include "tests/support/founding.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/state.h"
#include "tests/support/locking.h"
#include "tests/test.h"

enum { VOTERS = FOUNDING_SEATS - 2, SEAT_GOES, SEAT_COMES_LATE };

static const struct post chair_2 = {POST_CHAIR, 2};
static const struct post observer = {POST_OBSERVER, 1};

struct walk {
    struct hall *h;
    struct event *event;
    founding_visit *visit;
    void *context;
};

struct event *
founding_redraft(struct hall *h, const struct founding *turn)
{
    memcpy(h->draft, turn->event, sizeof *h->draft);
    return h->draft;
}

static struct event_ref
come(struct walk *w, const char *what, const char *by_whom, struct post subject,
     const struct hall_signer *by, size_t count)
{
    struct hall *h = w->h;
    size_t before = h->entry_count;
    struct founding turn = {.what = what,
                            .event = w->event,
                            .by_whom = by_whom,
                            .subject = subject,
                            .count = count};

    assert_true(count <= FOUNDING_SIGNERS_MAX);
    memcpy(turn.by, by, count * sizeof *by);
    memcpy(w->event, h->draft, sizeof *w->event);
    w->visit(h, &turn, w->context);
    if (h->entry_count == before) {
        founding_redraft(h, &turn);
        hall_do_submit(h, turn.by, turn.count);
    }
    assert_int_equal(h->entry_count, before + 1);
    return hall_last(h);
}

static void
come_post(struct walk *w, const char *what, const char *by_whom,
          struct post post, const struct hall_signer *by, size_t count)
{
    struct event *e = hall_draft_post(w->h, post);

    e->post.voting = post.kind == POST_SEAT && post.number != SEAT_COMES_LATE;
    hall_person(w->h, post)->invited = come(w, what, by_whom, post, by, count);
}

static void
come_enrol(struct walk *w, const char *what, struct post post)
{
    const struct hall_signer both[] = {{post, true, NULL}, {post, false, NULL}};

    hall_draft_enrol(w->h, post);
    come(w, what, "iX", post, both, 2);
}

static void
come_reissue(struct walk *w, const char *what, const char *by_whom,
             struct post post, const struct hall_signer *by, size_t count)
{
    hall_draft_reissue(w->h, post);
    hall_person(w->h, post)->invited = come(w, what, by_whom, post, by, count);
    come_enrol(w, "enrol again", post);
}

static void
come_handover(struct walk *w, const char *what, const char *by_whom,
              struct post to, const struct hall_signer *by, size_t count)
{
    hall_draft(w->h, EVENT_HANDOVER)->handover.to = to;
    come(w, what, by_whom, to, by, count);
}

static void
come_retire(struct walk *w, const char *what, const char *by_whom,
            struct post post, const struct hall_signer *by, size_t count)
{
    hall_draft(w->h, EVENT_RETIRE)->retire.post = post;
    come(w, what, by_whom, post, by, count);
}

static void
come_mark(struct walk *w, enum event_type type)
{
    struct event *e = hall_draft(w->h, type);

    snprintf(e->mark.session, sizeof e->mark.session, HALL_SESSION);
    come(w, event_type_name(type), "P", chair_2, HALL_BY(HALL_CHAIR));
}

static void
walk_posts(struct walk *w)
{
    struct hall *h = w->h;

    hall_draft_genesis(h, NULL);
    come(w, "genesis", "12", chair_2, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    for (size_t i = 0; i < 2; i++) {
        h->chairs[i].invited = hall_ref(h, 0);
        h->chairs[i].card = 1;
        come_post(w, "post, desk", "P", h->desks[i].post, HALL_BY(HALL_CHAIR));
        come_enrol(w, "enrol, desk", h->desks[i].post);
    }
    come_post(w, "post, seat", "P D", h->seats[0].post, HALL_BY(HALL_DESK));
    come_enrol(w, "enrol, seat", h->seats[0].post);
    for (size_t i = 1; i < VOTERS; i++) {
        hall_do_post(h, h->seats[i].post);
        hall_do_enrol(h, h->seats[i].post);
    }
    come_post(w, "post, observer", "P D", observer, HALL_BY(HALL_CHAIR));
    come_enrol(w, "enrol, observer", observer);
    come_reissue(w, "reissue", "P D", h->seats[6].post, HALL_BY(HALL_DESK_2));
    hall_do_post(h, (struct post){POST_SEAT, SEAT_GOES});
    come_retire(w, "retire", "P", (struct post){POST_SEAT, SEAT_GOES},
                HALL_BY(HALL_CHAIR));
    come_handover(w, "handover", "P", chair_2, HALL_BY(HALL_CHAIR));
    come_reissue(w, "reissue, chair/1", "P", h->chairs[0].post,
                 HALL_BY(HALL_CHAIR_2));
    come_handover(w, "handover back", "P", h->chairs[0].post,
                  HALL_BY(HALL_CHAIR_2));
}

static void
walk_session(struct walk *w)
{
    struct event *e = hall_draft(w->h, EVENT_SESSION);

    snprintf(e->session.id, sizeof e->session.id, HALL_SESSION);
    e->session.term = 7;
    e->session.number = 1;
    e->session.title = hall_text(w->h, "第七届第一次会议", false);
    snprintf(e->session.date, sizeof e->session.date, "2026-03-21");
    come(w, "session", "P", chair_2, HALL_BY(HALL_CHAIR));
    come_mark(w, EVENT_SESSION_START);
}

static void
come_present(struct walk *w, const char *what, const char *by_whom,
             struct post post, const struct hall_signer *by, size_t count)
{
    struct event *e = hall_draft_present(w->h, 1);

    e->presence.post = post;
    e->presence.previous = hall_person(w->h, post)->presence;
    if (count > 1)
        e->presence.how = EVENT_BY_CARD;
    hall_person(w->h, post)->presence = come(w, what, by_whom, post, by, count);
}

static void
come_leave(struct walk *w, const char *what, const char *by_whom,
           struct post post, const struct hall_signer *by, size_t count)
{
    struct event *e = hall_draft_present(w->h, 1);

    e->type = EVENT_LEAVE;
    e->presence.post = post;
    e->presence.previous = hall_person(w->h, post)->presence;
    hall_person(w->h, post)->presence = come(w, what, by_whom, post, by, count);
}

/* Before there are scrutineers. */
static void
walk_presence(struct walk *w)
{
    struct post first = w->h->seats[0].post;
    struct post second = w->h->seats[1].post;

    come_present(w, "present by phone", "X", second, HALL_BY(HALL_SEAT(2)));
    come_present(w, "present by desk", "DO", first,
                 HALL_BY(HALL_DESK, HALL_DESK_2));
    come_leave(w, "leave by phone", "X DO", second, HALL_BY(HALL_SEAT(2)));
    come_present(w, "present again", "X", second, HALL_BY(HALL_SEAT(2)));
    come_leave(w, "leave by desk", "X DO", first,
               HALL_BY(HALL_DESK, HALL_CHAIR_2));
    come_present(w, "present, observer", "X", observer, HALL_BY(HALL_OBSERVER));
    come_reissue(w, "reissue during a session", "PO DO", w->h->seats[5].post,
                 HALL_BY(HALL_DESK, HALL_CHAIR));
    for (unsigned seat = 3; seat <= 6; seat++)
        hall_do_present(w->h, seat);
    hall_do_procedure(w->h, "A1", EVENT_SETTLES_AGENDA);
}

static void
walk_scrutineers(struct walk *w)
{
    struct hall *h = w->h;
    struct event *e;

    come_post(w, "post, first scrutineer", "PO", h->scrutineers[0].post,
              HALL_BY(HALL_CHAIR, HALL_DESK));
    come_enrol(w, "enrol, first scrutineer", h->scrutineers[0].post);
    for (size_t i = 1; i < HALL_SCRUTINEERS_MAX; i++) {
        come_post(w, "post, scrutineer", "PS", h->scrutineers[i].post,
                  HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
        come_enrol(w, "enrol, scrutineer", h->scrutineers[i].post);
    }
    come_post(w, "post, late seat", "PS DS",
              (struct post){POST_SEAT, SEAT_COMES_LATE},
              HALL_BY(HALL_DESK, HALL_SCRUTINEER(2)));
    come_reissue(w, "reissue with a scrutineer", "PS DS", h->seats[6].post,
                 HALL_BY(HALL_DESK, HALL_SCRUTINEER(3)));
    come_present(w, "present by desk and scrutineer", "DS", h->seats[0].post,
                 HALL_BY(HALL_DESK, HALL_SCRUTINEER(3)));
    come_leave(w, "leave by desk and scrutineer", "X DS", h->seats[0].post,
               HALL_BY(HALL_DESK_2, HALL_SCRUTINEER(1)));
    come_retire(w, "retire during a session", "PS",
                (struct post){POST_SEAT, SEAT_COMES_LATE},
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_draft_headcount(h);
    come(w, "headcount", "SS", chair_2,
         HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
    e = hall_draft(h, EVENT_POLICY);
    e->policy.policy = hall_text(h, "quorum none", false);
    come(w, "policy", "PSS", chair_2,
         HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

static void
come_step(struct walk *w, const char *what,
          struct event *(*draft)(struct hall *, unsigned), unsigned index)
{
    struct post post = locking_ceremony(w->h)->trustees[index - 1];
    const struct hall_signer by = {post, false, NULL};

    draft(w->h, index);
    come(w, what, "X", post, &by, 1);
}

static struct event *
draft_complaint(struct hall *h, unsigned index)
{
    return locking_draft_complaint(h, index, 3);
}

static struct event *
draft_spoilt_deal(struct hall *h, unsigned index)
{
    struct event *e = locking_draft_deal(h, index);

    locking_spoil_share(e, 2);
    return e;
}

/* The third trustee, scrutineer 4, deals the second a bad share. */
static void
walk_first_ceremony(struct walk *w)
{
    static const unsigned trustees[] = {1, 2, 4};

    locking_draft_start(w->h, trustees, 3);
    w->h->ceremony = come(w, "key-start", "P", chair_2, HALL_BY(HALL_CHAIR));
    for (unsigned i = 1; i <= 3; i++)
        come_step(w, "key-commit", locking_draft_commit, i);
    for (unsigned i = 1; i <= 3; i++)
        come_step(w, "key-deal",
                  i == 3 ? draft_spoilt_deal : locking_draft_deal, i);
    come_step(w, "key-accept", locking_draft_accept, 1);
    come_step(w, "key-complain", draft_complaint, 2);
}

static void
walk_second_ceremony(struct walk *w)
{
    static const unsigned trustees[] = {1, 2, 3};

    locking_draft_restart(w->h, trustees, 3);
    w->h->ceremony =
        come(w, "key-start again", "P", chair_2, HALL_BY(HALL_CHAIR));
    locking_do_all(w->h, locking_draft_commit);
    locking_do_all(w->h, locking_draft_deal);
    for (unsigned i = 1; i <= 3; i++)
        come_step(w, "key-accept", locking_draft_accept, i);
}

/* Begun and not ended: who locked the box before goes on acting. */
static void
walk_third_ceremony(struct walk *w)
{
    static const unsigned trustees[] = {1, 2, 3};

    locking_draft_restart(w->h, trustees, 3);
    w->h->ceremony =
        come(w, "key-start of a locked box", "PSS", chair_2,
             HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

static struct event_ref
come_statement(struct walk *w, enum event_type type, const char *by_whom,
               struct event_ref about, const struct hall_signer *by,
               size_t count)
{
    struct event *e = hall_draft(w->h, type);

    e->statement.about = about;
    e->statement.text = hall_text(w->h, event_type_name(type), true);
    if (type == EVENT_COMPLAINT)
        e->statement.refusal = hall_text(w->h, "a refusal", true);
    return come(w, event_type_name(type), by_whom, chair_2, by, count);
}

static void
walk_statements(struct walk *w)
{
    const struct conference *c = w->h->conference;
    const struct event_ref nothing = {.present = false};
    struct event_ref said;

    said = hall_ref(w->h, c->openings[0]->result_entry);
    come_statement(w, EVENT_OBJECTION, "M", said, HALL_BY(HALL_SEAT(3)));
    come_statement(w, EVENT_INCIDENT, "S", said, HALL_BY(HALL_SCRUTINEER(2)));
    come_statement(w, EVENT_INCIDENT, "S", nothing,
                   HALL_BY(HALL_SCRUTINEER(2)));
    said =
        come_statement(w, EVENT_COMPLAINT, "M", said, HALL_BY(HALL_OBSERVER));
    come_statement(w, EVENT_REPLY, "P", said, HALL_BY(HALL_CHAIR));
}

void
founding_walk(struct hall *h, founding_visit *visit, void *context)
{
    struct walk w = {h, malloc(sizeof *w.event), visit, context};

    assert_non_null(w.event);
    walk_posts(&w);
    walk_session(&w);
    walk_presence(&w);
    walk_scrutineers(&w);
    walk_statements(&w);
    come_handover(
        &w, "handover by the deputy", "P 2SS", chair_2,
        HALL_BY(HALL_CHAIR_2, HALL_SCRUTINEER(1), HALL_SCRUTINEER(4)));
    come_handover(&w, "handover by the other", "P 1SS", h->chairs[0].post,
                  HALL_BY(HALL_CHAIR_2));
    walk_first_ceremony(&w);
    walk_second_ceremony(&w);
    walk_third_ceremony(&w);
    come_handover(
        &w, "handover with a key", "P 2SS", chair_2,
        HALL_BY(HALL_CHAIR_2, HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
    come_handover(&w, "handover at last", "P 1SS", h->chairs[0].post,
                  HALL_BY(HALL_CHAIR_2));
    come_mark(&w, EVENT_SESSION_END);
    free(w.event);
}

struct event_ref *
founding_reference(struct event *event)
{
    struct event_ref *ref = NULL;

    switch (event->type) {
    case EVENT_REISSUE:
        return &event->reissue.previous;
    case EVENT_ENROL:
        return &event->enrol.invitation;
    case EVENT_PRESENT:
    case EVENT_LEAVE:
        ref = &event->presence.previous;
        break;
    case EVENT_KEY_START:
        ref = &event->key_start.replaces;
        break;
    case EVENT_KEY_COMMIT:
        return &event->key_commit.start;
    case EVENT_KEY_DEAL:
        return &event->key_deal.start;
    case EVENT_KEY_ACCEPT:
        return &event->key_accept.start;
    case EVENT_KEY_COMPLAIN:
        return &event->key_complain.start;
    case EVENT_INCIDENT:
    case EVENT_COMPLAINT:
    case EVENT_OBJECTION:
    case EVENT_REPLY:
        ref = &event->statement.about;
        break;
    default:
        return NULL;
    }
    return ref->present ? ref : NULL;
}
