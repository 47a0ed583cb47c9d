/*
 * Goal: sessions come one after another, each with its voters, its ballots and
 * its count of the hall: session, session-start, session-end, headcount.
 */
#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/test.h"

enum { SEATS = 7 };

/* ---- session, session-start, session-end --------------------------------- */

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

static void
sessions_come_one_after_another(void **state)
{
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    draft_session(h, HALL_SESSION);
    attack_refuse(h, "the same id", REFUSED_SESSION_EXISTS,
                  HALL_BY(HALL_CHAIR));
    draft_session(h, "7-2");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_START, "7-3");
    attack_refuse(h, "unknown", REFUSED_SESSION_UNKNOWN, HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_END, HALL_SESSION);
    attack_refuse(h, "end before start", REFUSED_SESSION_NOT_RUNNING,
                  HALL_BY(HALL_CHAIR));
    hall_convene(h);
    draft_mark(h, EVENT_SESSION_START, HALL_SESSION);
    attack_refuse(h, "the running one", REFUSED_SESSION_RUNNING,
                  HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_START, "7-2");
    attack_refuse(h, "a second one", REFUSED_SESSION_RUNNING,
                  HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_END, "7-2");
    attack_refuse(h, "end of another", REFUSED_SESSION_NOT_RUNNING,
                  HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_END, "7-3");
    attack_refuse(h, "end of none", REFUSED_SESSION_NOT_RUNNING,
                  HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_END, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_START, HALL_SESSION)->at_s++;
    attack_refuse(h, "once more", REFUSED_SESSION_ENDED, HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_START, "7-2");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    assert_int_equal(h->conference->present, 0);
    hall_free(h);
}

static void
a_session_needs_a_voter(void **state)
{
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_do_genesis(h, NULL);
    hall_draft_post(h, h->seats[0].post)->post.voting = false;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_session(h, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_mark(h, EVENT_SESSION_START, HALL_SESSION);
    attack_refuse(h, "nobody votes", REFUSED_NO_VOTERS, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
a_session_ends_when_its_ballots_have(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    draft_mark(h, EVENT_SESSION_END, HALL_SESSION);
    attack_refuse(h, "open", REFUSED_SESSION_BALLOTS, HALL_BY(HALL_CHAIR));
    assert_int_equal(h->cause, open.index);
    hall_vote(h, open, 1);
    hall_do_close(h, open);
    draft_mark(h, EVENT_SESSION_END, HALL_SESSION);
    attack_refuse(h, "closed", REFUSED_SESSION_BALLOTS, HALL_BY(HALL_CHAIR));
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    draft_mark(h, EVENT_SESSION_END, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

/* ---- headcount ----------------------------------------------------------- */

static void
name_another_roll(struct hall *h, struct event *e)
{
    (void)h;
    e->headcount.roll.bytes[0] ^= 1;
}

static void
count_another_session(struct hall *h, struct event *e)
{
    (void)h;
    snprintf(e->headcount.session, sizeof e->headcount.session, "7-2");
}

static void
two_scrutineers_count_the_hall(void **state)
{
    static const struct attack attacks[] = {
        {"another roll", name_another_roll, REFUSED_ROLL_HASH},
        {"another session", count_another_session, REFUSED_SESSION_NOT_RUNNING},
    };
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    attack_each(h, hall_draft_headcount,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)),
                ATTACKS(attacks));
    hall_draft_headcount(h)->headcount.counted = POST_NUMBER_MAX;
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(2), HALL_SCRUTINEER(3)));
    assert_int_equal(h->conference->sessions[0].headcount, POST_NUMBER_MAX);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sessions_come_one_after_another),
        cmocka_unit_test(a_session_needs_a_voter),
        cmocka_unit_test(a_session_ends_when_its_ballots_have),
        cmocka_unit_test(two_scrutineers_count_the_hall),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
