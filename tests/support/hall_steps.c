#include "tests/support/hall.h"

#include <stdio.h>

#include "tests/test.h"

enum { SECONDS_A_DAY = 86400, OPTIONS = 3 };

struct event_ref
hall_prepare(struct hall *h, unsigned rows)
{
    struct event *e;

    hall_do_genesis(h, NULL);
    for (size_t i = 0; i < 2; i++) {
        hall_do_post(h, h->desks[i].post);
        hall_do_enrol(h, h->desks[i].post);
    }
    for (size_t i = 0; i < h->seat_count; i++)
        hall_do_post(h, h->seats[i].post);
    for (size_t i = 0; i < h->seat_count; i++)
        hall_do_enrol(h, h->seats[i].post);
    e = hall_draft(h, EVENT_SESSION);
    snprintf(e->session.id, sizeof e->session.id, HALL_SESSION);
    e->session.term = 7;
    e->session.number = 1;
    e->session.title = hall_text(h, "第七届第一次会议", false);
    snprintf(e->session.date, sizeof e->session.date, "2026-03-21");
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_draft_paper(h, "P1", rows, EVENT_SECRET);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

void
hall_convene(struct hall *h)
{
    struct event *e;

    hall_wait(h, UINT64_C(8) * SECONDS_A_DAY);
    e = hall_draft(h, EVENT_SESSION_START);
    snprintf(e->mark.session, sizeof e->mark.session, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_do_present_by_desk(h, 1);
    for (unsigned seat = 2; seat < h->seat_count; seat++)
        hall_do_present(h, seat);
    hall_do_procedure(h, "A1", EVENT_SETTLES_AGENDA);
    hall_do_procedure(h, "A2", EVENT_SETTLES_SCRUTINEERS);
    hall_do_procedure(h, "A3", EVENT_SETTLES_MEASURES);
}

void
hall_enrol_scrutineers(struct hall *h)
{
    /* During a session a second officer signs; a scrutineer once there is. */
    for (unsigned i = 1; i <= HALL_SCRUTINEERS; i++) {
        struct post post = {POST_SCRUTINEER, i};

        hall_draft_post(h, post);
        if (i == 1)
            hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
        else
            hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
        hall_person(h, post)->invited = hall_last(h);
        hall_do_enrol(h, post);
    }
}

void
hall_lock(struct hall *h)
{
    hall_enrol_scrutineers(h);
    hall_do_key_start(h);
    for (unsigned i = 1; i <= HALL_SCRUTINEERS; i++) {
        hall_draft_commit(h, i);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
    for (unsigned i = 1; i <= HALL_SCRUTINEERS; i++) {
        hall_draft_deal(h, i);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
    for (unsigned i = 1; i <= HALL_SCRUTINEERS; i++) {
        hall_draft_accept(h, i);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
    hall_draft_headcount(h);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

void
hall_vote(struct hall *h, struct event_ref open, unsigned rows)
{
    uint8_t choices[BALLOT_ROWS_MAX];

    for (unsigned seat = 1; seat < h->seat_count; seat++) {
        for (unsigned row = 0; row < rows; row++) {
            unsigned n = seat + row;

            choices[row] = n % 5 == 0 ? OPTIONS - 1 : n % 3 == 0;
        }
        hall_do_cast(h, open, seat, choices);
    }
}
