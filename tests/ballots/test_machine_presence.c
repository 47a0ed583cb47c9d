/*
 * Goal: who is present is so by their own signature or by two officers', each
 * in its turn: present, leave.
 */
#include <stdio.h>
#include <stdlib.h>

#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/test.h"

enum { SEATS = 7 };

static struct event *
draft_session(struct hall *h, const char *id)
{
    struct event *e = hall_draft(h, EVENT_SESSION);

    snprintf(e->session.id, sizeof e->session.id, "%s", id);
    e->session.title = h->texts[0].blob;
    snprintf(e->session.date, sizeof e->session.date, "2026-02-28");
    return e;
}

static struct event *
draft_mark(struct hall *h, enum event_type type, const char *session)
{
    struct event *e = hall_draft(h, type);

    snprintf(e->mark.session, sizeof e->mark.session, "%s", session);
    return e;
}

/* ---- present, leave ------------------------------------------------------ */

static struct event *
draft_present(struct hall *h)
{
    return hall_draft_present(h, 7);
}

static struct event *
draft_leave(struct hall *h, unsigned seat)
{
    struct event *e = hall_draft_present(h, seat);

    e->type = EVENT_LEAVE;
    return e;
}

static void
come_to_another_session(struct hall *h, struct event *e)
{
    (void)h;
    snprintf(e->presence.session, sizeof e->presence.session, "7-9");
}

static void
come_by_card_alone(struct hall *h, struct event *e)
{
    (void)h;
    e->presence.how = EVENT_BY_CARD;
}

static void
come_for_another(struct hall *h, struct event *e)
{
    (void)h;
    e->presence.post.number = 6;
}

static void
follow_anothers_presence(struct hall *h, struct event *e)
{
    e->presence.previous = h->seats[0].presence;
}

static void
somebody_comes_once_and_leaves_once(void **state)
{
    static const struct attack attacks[] = {
        {"another session", come_to_another_session,
         REFUSED_SESSION_NOT_RUNNING},
        {"by card alone", come_by_card_alone, REFUSED_SIGNERS},
        {"for another seat", come_for_another, REFUSED_SIGNERS},
        {"another's chain", follow_anothers_presence, REFUSED_PRESENCE_CHAIN},
    };
    struct hall *h = hall_new(SEATS);
    uint32_t present;

    (void)state;
    hall_prepare(h, 1);
    draft_present(h);
    attack_refuse(h, "before the session", REFUSED_SESSION_NOT_RUNNING,
                  HALL_BY(HALL_SEAT(7)));
    hall_convene(h);
    present = h->conference->present;
    draft_leave(h, 7);
    attack_refuse(h, "leaves unseen", REFUSED_PRESENT_NOT,
                  HALL_BY(HALL_SEAT(7)));
    attack_each(h, draft_present, HALL_BY(HALL_SEAT(7)), ATTACKS(attacks));
    h->seats[6].presence = hall_last(h);
    assert_int_equal(h->conference->present, present + 1);
    draft_present(h);
    attack_refuse(h, "comes twice", REFUSED_PRESENT_ALREADY,
                  HALL_BY(HALL_SEAT(7)));
    assert_int_equal(h->cause, h->seats[6].presence.index);
    hall_do_leave(h, 7);
    draft_leave(h, 7);
    attack_refuse(h, "leaves twice", REFUSED_PRESENT_NOT,
                  HALL_BY(HALL_SEAT(7)));
    assert_int_equal(h->conference->present, present);
    hall_free(h);
}

/* The phone was off the network, and the desk has seen its owner go. */
static void
a_presence_that_was_held_back_is_refused(void **state)
{
    struct hall *h = hall_new(SEATS);
    char *held = malloc(EVENT_ENTRY_MAX);
    size_t held_len;

    (void)state;
    assert_non_null(held);
    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    draft_present(h);
    hall_sign(h, HALL_BY(HALL_SEAT(7)));
    held_len = h->note_len;
    memcpy(held, h->note, held_len);
    hall_do_present_by_desk(h, 7);
    draft_leave(h, 7);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(2)));
    memcpy(h->note, held, held_len);
    h->note_len = held_len;
    assert_refused(hall_take(h), REFUSED_PRESENCE_CHAIN);
    assert_int_equal(h->cause, hall_last(h).index);
    free(held);
    hall_free(h);
}

/* Nor is one of an earlier session good for a later one. */
static void
presence_ends_with_the_session(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event *e;

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    draft_session(h, "7-2");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_END, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_leave(h, 2);
    attack_refuse(h, "leaves after the end", REFUSED_SESSION_NOT_RUNNING,
                  HALL_BY(HALL_SEAT(2)));
    draft_mark(h, EVENT_SESSION_START, "7-2");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    e = hall_draft_present(h, 2);
    attack_refuse(h, "the session before", REFUSED_SESSION_NOT_RUNNING,
                  HALL_BY(HALL_SEAT(2)));
    snprintf(e->presence.session, sizeof e->presence.session, "7-2");
    attack_refuse(h, "its chain", REFUSED_PRESENCE_CHAIN,
                  HALL_BY(HALL_SEAT(2)));
    e->presence.previous.present = false;
    hall_do_submit(h, HALL_BY(HALL_SEAT(2)));
    assert_int_equal(h->conference->present, 1);
    hall_free(h);
}

static void
two_officers_say_who_is_present(void **state)
{
    static const struct {
        const char *what;
        struct hall_signer by[3];
        size_t count;
    } cases[] = {
        {"a desk alone", {HALL_DESK}, 1},
        {"a desk twice", {HALL_DESK, HALL_DESK}, 2},
        {"two desks", {HALL_DESK, HALL_DESK_2}, 2},
        {"desk and chair", {HALL_DESK, HALL_CHAIR}, 2},
        {"chair and scrutineer", {HALL_CHAIR, HALL_SCRUTINEER(1)}, 2},
        {"scrutineer and desk", {HALL_SCRUTINEER(1), HALL_DESK}, 2},
        {"seat and scrutineer", {HALL_SEAT(7), HALL_SCRUTINEER(1)}, 2},
        {"desk and the seat itself", {HALL_DESK, HALL_SEAT(7)}, 2},
        {"three", {HALL_DESK, HALL_CHAIR, HALL_SCRUTINEER(1)}, 3},
    };
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        draft_present(h)->presence.how = EVENT_BY_CARD;
        attack_refuse(h, cases[i].what, REFUSED_SIGNERS, cases[i].by,
                      cases[i].count);
    }
    draft_present(h)->presence.how = EVENT_ONLINE;
    attack_refuse(h, "online by the desk", REFUSED_SIGNERS,
                  HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_do_present_by_desk(h, 7);
    assert_true(h->conference->holders[POST_SEAT].items[6].present_by_desk);
    hall_free(h);
}

static void
officers_are_not_members(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event *e;

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    draft_present(h)->presence.post = h->scrutineers[0].post;
    attack_refuse(h, "a scrutineer", REFUSED_POST_UNKNOWN,
                  HALL_BY(HALL_SCRUTINEER(1)));
    e = draft_present(h);
    e->presence.post = (struct post){POST_SEAT, SEATS + 1};
    e->presence.how = EVENT_BY_CARD;
    attack_refuse(h, "no seat", REFUSED_POST_UNKNOWN,
                  HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_draft_post(h, h->observer.post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_draft(h, EVENT_RETIRE)->retire.post = h->observer.post;
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    e = draft_present(h);
    e->presence.post = h->observer.post;
    e->presence.how = EVENT_BY_CARD;
    attack_refuse(h, "who is retired", REFUSED_POST_RETIRED,
                  HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_free(h);
}

static void
who_does_not_vote_is_not_counted(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event *e;
    uint32_t present;

    (void)state;
    hall_prepare(h, 1);
    hall_do_post(h, h->observer.post);
    hall_do_enrol(h, h->observer.post);
    hall_convene(h);
    present = h->conference->present;
    e = draft_present(h);
    e->presence.post = h->observer.post;
    hall_do_submit(h, HALL_BY(HALL_OBSERVER));
    assert_int_equal(h->conference->present, present);
    e = draft_leave(h, 7);
    e->presence.post = h->observer.post;
    e->presence.previous = hall_last(h);
    hall_do_submit(h, HALL_BY(HALL_OBSERVER));
    assert_int_equal(h->conference->present, present);
    hall_free(h);
}

/* A key before a re-issue is worth nothing, though its seat stays present. */
static void
a_lost_phone_neither_comes_nor_goes(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct ed25519_secret old;
    const struct post seat = {POST_SEAT, 2};
    const struct hall_signer thief[] = {{seat, false, &old}};

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    old = h->seats[1].key;
    hall_draft_reissue(h, seat);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_CHAIR));
    h->seats[1].invited = hall_last(h);
    assert_true(state_holder(h->conference, seat)->present);
    draft_leave(h, 2);
    attack_refuse(h, "no key yet", REFUSED_NO_KEY, thief, 1);
    hall_do_enrol(h, seat);
    draft_leave(h, 2);
    attack_refuse(h, "the old key", REFUSED_SIGNATURE, thief, 1);
    hall_do_submit(h, HALL_BY(HALL_SEAT(2)));
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(somebody_comes_once_and_leaves_once),
        cmocka_unit_test(a_presence_that_was_held_back_is_refused),
        cmocka_unit_test(presence_ends_with_the_session),
        cmocka_unit_test(two_officers_say_who_is_present),
        cmocka_unit_test(officers_are_not_members),
        cmocka_unit_test(who_does_not_vote_is_not_counted),
        cmocka_unit_test(a_lost_phone_neither_comes_nor_goes),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
