/*
 * Goal: the ballot box is locked by enrolled scrutineers, more than half of
 * whom open it, and never anew in secret or while it is in use: key-start.
 */
#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/support/locking.h"
#include "tests/test.h"

enum { SEATS = 7 };

static const unsigned three[] = {1, 2, 3};

static void
enrol_fourth(struct hall *h)
{
    struct post fourth = {POST_SCRUTINEER, 4};

    hall_draft_post(h, fourth);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(h, fourth)->invited = hall_last(h);
    hall_do_enrol(h, fourth);
}

static struct hall *
hall_with_scrutineers(void)
{
    struct hall *h = hall_new(SEATS);

    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    return h;
}

static struct event *
draft_start(struct hall *h)
{
    return locking_draft_start(h, three, 3);
}

static void
take_two(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.trustee_count = 2;
}

static void
take_nobody(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.trustee_count = 0;
    e->key_start.threshold = 0;
}

static void
open_alone(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.threshold = 1;
}

static void
open_only_together(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.threshold = 3;
}

static void
open_with_sixteen(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.threshold = CEREMONY_TRUSTEES_MAX;
}

/* Two of four: two forks of the log could both be opened. */
static void
open_with_half(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.trustee_count = 4;
    e->key_start.trustees[3] = (struct post){POST_SCRUTINEER, 4};
}

static void
take_one_twice(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.trustees[2].number = 2;
}

static void
take_them_out_of_order(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.trustees[0].number = 2;
    e->key_start.trustees[1].number = 1;
}

static void
take_a_stranger(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.trustees[2].number = 5;
}

static void
take_a_seat(struct hall *h, struct event *e)
{
    e->key_start.trustees[2] = h->seats[0].post;
}

static void
take_the_chair(struct hall *h, struct event *e)
{
    e->key_start.trustees[0] = h->chairs[0].post;
}

static void
name_no_session(struct hall *h, struct event *e)
{
    (void)h;
    snprintf(e->key_start.session, sizeof e->key_start.session, "7-2");
}

static void
replace_what_is_not(struct hall *h, struct event *e)
{
    e->key_start.replaces = hall_last(h);
    e->key_start.reason = h->texts[0].blob;
}

static void
give_a_reason_for_nothing(struct hall *h, struct event *e)
{
    e->key_start.reason = h->texts[0].blob;
}

static void
a_ceremony_starts_with_the_right_people(void **state)
{
    static const struct attack attacks[] = {
        {"two trustees", take_two, REFUSED_CEREMONY_NUMBERS},
        {"no trustees", take_nobody, REFUSED_CEREMONY_NUMBERS},
        {"one opens", open_alone, REFUSED_CEREMONY_NUMBERS},
        {"all open", open_only_together, REFUSED_CEREMONY_NUMBERS},
        {"sixteen open", open_with_sixteen, REFUSED_CEREMONY_NUMBERS},
        {"half open", open_with_half, REFUSED_CEREMONY_NUMBERS},
        {"one twice", take_one_twice, REFUSED_CEREMONY_TRUSTEES},
        {"out of order", take_them_out_of_order, REFUSED_CEREMONY_TRUSTEES},
        {"a stranger", take_a_stranger, REFUSED_CEREMONY_TRUSTEES},
        {"a seat", take_a_seat, REFUSED_CEREMONY_TRUSTEES},
        {"the chair", take_the_chair, REFUSED_CEREMONY_TRUSTEES},
        {"no session", name_no_session, REFUSED_SESSION_UNKNOWN},
        {"replaces", replace_what_is_not, REFUSED_CEREMONY_REPLACES},
        {"a reason", give_a_reason_for_nothing, REFUSED_CEREMONY_REPLACES},
    };
    struct hall *h = hall_with_scrutineers();

    (void)state;
    attack_each(h, draft_start, HALL_BY(HALL_CHAIR), ATTACKS(attacks));
    hall_free(h);
}

static void
a_trustee_has_a_key_of_their_own(void **state)
{
    struct hall *h = hall_with_scrutineers();
    struct post third = h->scrutineers[2].post;

    (void)state;
    hall_draft_reissue(h, third);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    h->scrutineers[2].invited = hall_last(h);
    draft_start(h);
    attack_refuse(h, "a card only", REFUSED_CEREMONY_TRUSTEES,
                  HALL_BY(HALL_CHAIR));
    hall_do_enrol(h, third);
    draft_start(h);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
no_ceremony_after_the_session(void **state)
{
    struct hall *h = hall_with_scrutineers();
    struct event *e = hall_draft(h, EVENT_SESSION_END);

    (void)state;
    snprintf(e->mark.session, sizeof e->mark.session, HALL_SESSION);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    draft_start(h);
    attack_refuse(h, "the end", REFUSED_SESSION_ENDED, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static struct event *
draft_restart(struct hall *h)
{
    struct event *e = locking_draft_start(h, three, 3);

    e->key_start.replaces = h->ceremony;
    e->key_start.reason = h->texts[0].blob;
    return e;
}

static void
restart_without_a_reason(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.reason.present = false;
}

static void
restart_without_a_word(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.replaces.present = false;
    e->key_start.reason.present = false;
}

static void
restart_without_naming_it(struct hall *h, struct event *e)
{
    (void)h;
    e->key_start.replaces.present = false;
}

static void
restart_from_another_entry(struct hall *h, struct event *e)
{
    e->key_start.replaces = hall_ref(h, 1);
}

static void
a_ceremony_is_replaced_openly_or_not_at_all(void **state)
{
    static const struct attack attacks[] = {
        {"no reason", restart_without_a_reason, REFUSED_CEREMONY_REPLACES},
        {"no name", restart_without_naming_it, REFUSED_CEREMONY_REPLACES},
        {"no word", restart_without_a_word, REFUSED_CEREMONY_REPLACES},
        {"another", restart_from_another_entry, REFUSED_CEREMONY_REPLACES},
    };
    struct hall *h = hall_with_scrutineers();
    struct event_ref first;

    (void)state;
    locking_do_start(h, three, 3);
    locking_draft_commit(h, 1);
    locking_do(h, 1);
    first = h->ceremony;
    attack_each(h, draft_restart, HALL_BY(HALL_CHAIR), ATTACKS(attacks));
    /* What was begun is dead, and nobody can name it once more. */
    locking_draft_commit(h, 2);
    attack_refuse(h, "the one before", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    draft_restart(h);
    attack_refuse(h, "the one before, again", REFUSED_CEREMONY_REPLACES,
                  HALL_BY(HALL_CHAIR));
    assert_int_equal(h->cause, h->entry_count - 1);
    h->ceremony = hall_last(h);
    assert_int_not_equal(h->ceremony.index, first.index);
    draft_restart(h);
    hall_sign(h, HALL_BY({{POST_CHAIR, 1}, false, &h->chairs[1].key}));
    assert_refused(hall_take(h), REFUSED_SIGNATURE);
    assert_int_equal(h->cause, CONFERENCE_NO_ENTRY);
    hall_free(h);
}

#define CHAIR_AND_TWO HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)

static void
a_key_in_use_is_not_replaced(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    draft_restart(h);
    attack_refuse(h, "open", REFUSED_CEREMONY_IN_USE, HALL_BY(CHAIR_AND_TWO));
    assert_int_equal(h->cause, open.index);
    hall_vote(h, open, 1);
    hall_do_close(h, open);
    draft_restart(h);
    attack_refuse(h, "closed", REFUSED_CEREMONY_IN_USE, HALL_BY(CHAIR_AND_TWO));
    hall_do_share(h, open, 1);
    draft_restart(h);
    attack_refuse(h, "half opened", REFUSED_CEREMONY_IN_USE,
                  HALL_BY(CHAIR_AND_TWO));
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    draft_restart(h);
    hall_do_submit(h, HALL_BY(CHAIR_AND_TWO));
    hall_free(h);
}

/* Nor by one more ceremony in between. */
static void
who_dealt_a_bad_share_is_out_for_the_session(void **state)
{
    static const unsigned first[] = {1, 2, 4};
    static const unsigned again[] = {1, 3, 4};
    struct hall *h = hall_with_scrutineers();

    (void)state;
    enrol_fourth(h);
    locking_do_start(h, first, 3);
    locking_do_all(h, locking_draft_commit);
    for (unsigned i = 1; i <= 3; i++) {
        struct event *e = locking_draft_deal(h, i);

        if (i == 3)
            locking_spoil_share(e, 1);
        locking_do(h, i);
    }
    locking_draft_complaint(h, 1, 3);
    locking_do(h, 1);
    locking_draft_restart(h, again, 3);
    attack_refuse(h, "at once", REFUSED_CEREMONY_TRUSTEES, HALL_BY(HALL_CHAIR));
    locking_draft_restart(h, three, 3);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    h->ceremony = hall_last(h);
    locking_draft_restart(h, again, 3);
    attack_refuse(h, "the next time", REFUSED_CEREMONY_TRUSTEES,
                  HALL_BY(HALL_CHAIR));
    locking_draft_restart(h, three, 3);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ceremony_starts_with_the_right_people),
        cmocka_unit_test(a_trustee_has_a_key_of_their_own),
        cmocka_unit_test(no_ceremony_after_the_session),
        cmocka_unit_test(a_ceremony_is_replaced_openly_or_not_at_all),
        cmocka_unit_test(a_key_in_use_is_not_replaced),
        cmocka_unit_test(who_dealt_a_bad_share_is_out_for_the_session),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
