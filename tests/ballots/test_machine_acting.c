/*
 * Goal: a chair with scrutineers of its own making gets nothing: once the box
 * is locked, only those who locked it act as scrutineers.
 */
#include "tests/support/hall.h"
#include "tests/support/locking.h"
#include "tests/test.h"

enum { SEATS = 7, FOURTH = 4 };

/* The box is locked by 1 to 3; a fourth scrutineer is made and enrolled. */
static struct hall *
hall_with_a_fourth(struct event_ref *paper)
{
    struct hall *h = hall_new(SEATS);
    struct post fourth = {POST_SCRUTINEER, FOURTH};

    *paper = hall_prepare(h, 1);
    hall_convene(h);
    hall_lock(h);
    hall_draft_post(h, fourth);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(h, fourth)->invited = hall_last(h);
    hall_do_enrol(h, fourth);
    return h;
}

static void
who_did_not_lock_the_box_signs_no_scrutineers_act(void **state)
{
    struct event_ref paper;
    struct hall *h = hall_with_a_fourth(&paper);
    struct event_ref open = hall_do_open(h, paper);

    (void)state;
    hall_draft_headcount(h);
    hall_refuse(h, "headcount", REFUSED_SIGNERS,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(FOURTH)));
    hall_draft(h, EVENT_DESK_ISSUE)->desk_issue.open = open;
    h->draft->desk_issue.seat = (struct post){POST_SEAT, 1};
    hall_refuse(h, "sheet", REFUSED_SIGNERS,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(FOURTH)));
    hall_draft(h, EVENT_VOID)->ending.open = open;
    h->draft->ending.reason = hall_text(h, "no", false);
    hall_refuse(
        h, "void", REFUSED_SIGNERS,
        HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(FOURTH)));
    hall_draft_post(h, (struct post){POST_OBSERVER, 1});
    hall_refuse(h, "second officer", REFUSED_SIGNERS,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(FOURTH)));
    hall_draft_headcount(h);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
    hall_free(h);
}

static void
who_did_not_lock_the_box_signs_no_count_sheet(void **state)
{
    struct event_ref paper;
    struct hall *h = hall_with_a_fourth(&paper);
    struct event_ref open = hall_do_open(h, paper);
    struct event_ref result;

    (void)state;
    hall_vote(h, open, 1);
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    result = hall_do_result(h, open);
    hall_draft(h, EVENT_SIGN_OFF)->endorsement.result = result;
    hall_refuse(h, "sign-off", REFUSED_SIGNERS,
                HALL_BY(HALL_SCRUTINEER(FOURTH)));
    hall_draft(h, EVENT_SIGN_OFF)->endorsement.result = result;
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(3)));
    hall_free(h);
}

/* By a word of the chair the box is to be locked anew, and never is. */
static void
a_chair_cannot_put_away_who_locked_the_box(void **state)
{
    static const unsigned others[] = {1, 2, 4};
    struct event_ref paper;
    struct hall *h = hall_with_a_fourth(&paper);

    (void)state;
    locking_draft_restart(h, others, 3);
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    h->ceremony = hall_last(h);
    hall_draft_headcount(h);
    hall_refuse(h, "headcount", REFUSED_SIGNERS,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(FOURTH)));
    hall_draft_headcount(h);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
    locking_do_all(h, locking_draft_commit);
    locking_do_all(h, locking_draft_deal);
    locking_do_all(h, locking_draft_accept);
    hall_wait(h, 1);
    hall_draft_headcount(h);
    hall_refuse(h, "headcount", REFUSED_SIGNERS,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
    hall_draft_headcount(h);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(FOURTH)));
    hall_free(h);
}

static void
the_box_is_locked_anew_only_with_those_who_locked_it(void **state)
{
    static const unsigned trustees[] = {1, 2, FOURTH};
    struct event_ref paper;
    struct hall *h = hall_with_a_fourth(&paper);

    (void)state;
    locking_draft_restart(h, trustees, 3);
    hall_refuse(h, "chair alone", REFUSED_SIGNERS, HALL_BY(HALL_CHAIR));
    hall_refuse(h, "one of them", REFUSED_SIGNERS,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_refuse(
        h, "with the fourth", REFUSED_SIGNERS,
        HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(FOURTH)));
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(3)));
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_did_not_lock_the_box_signs_no_scrutineers_act),
        cmocka_unit_test(a_chair_cannot_put_away_who_locked_the_box),
        cmocka_unit_test(who_did_not_lock_the_box_signs_no_count_sheet),
        cmocka_unit_test(the_box_is_locked_anew_only_with_those_who_locked_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
