/* Goal: a round ends once, by the rules, and never because somebody looked. */
#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7 };

#define CHAIR_AND_TWO                                                          \
    HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2))

static const uint8_t choices[] = {0};

struct fixture {
    struct hall *h;
    struct event_ref open;
};

static int
set_up(void **state)
{
    static struct fixture f;

    f.h = hall_new(SEATS);
    f.open = hall_prepare(f.h, 1);
    hall_convene(f.h);
    hall_lock(f.h);
    f.open = hall_do_open(f.h, f.open);
    *state = &f;
    return 0;
}

static int
tear_down(void **state)
{
    struct fixture *f = *state;

    hall_free(f->h);
    return 0;
}

static void
announce(struct fixture *f, unsigned what)
{
    struct event *e = hall_draft(f->h, EVENT_ANNOUNCE);

    e->announce.open = f->open;
    e->announce.what = what;
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
}

static void
refuse_close(struct fixture *f, const char *what, enum refusal want)
{
    hall_draft(f->h, EVENT_CLOSE)->close.open = f->open;
    hall_refuse(f->h, what, want, HALL_BY(HALL_CHAIR));
}

static void
do_close(struct fixture *f)
{
    hall_draft(f->h, EVENT_CLOSE)->close.open = f->open;
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
}

static struct event *
draft_ending(struct fixture *f, enum event_type type)
{
    struct event *e = hall_draft(f->h, type);

    e->ending.open = f->open;
    e->ending.reason = hall_text(f->h, "reason", false);
    return e;
}

static void
voting_ends_ten_seconds_after_a_last_call(void **state)
{
    struct fixture *f = *state;

    refuse_close(f, "no call", REFUSED_CLOSE_EARLY);
    announce(f, 1);
    refuse_close(f, "at once", REFUSED_CLOSE_EARLY);
    hall_wait(f->h, CONFERENCE_LAST_CALL_S - 1);
    refuse_close(f, "nine seconds", REFUSED_CLOSE_EARLY);
    announce(f, 0);
    hall_wait(f->h, 1);
    refuse_close(f, "extended", REFUSED_CLOSE_EARLY);
    announce(f, 1);
    hall_wait(f->h, CONFERENCE_LAST_CALL_S - 1);
    announce(f, 1);
    hall_wait(f->h, CONFERENCE_LAST_CALL_S - 1);
    refuse_close(f, "called twice", REFUSED_CLOSE_EARLY);
    hall_wait(f->h, CONFERENCE_LAST_CALL_MAX_S);
    refuse_close(f, "called and forgotten", REFUSED_CLOSE_EARLY);
    announce(f, 1);
    hall_wait(f->h, CONFERENCE_LAST_CALL_S);
    do_close(f);
    refuse_close(f, "closed twice", REFUSED_NOT_OPEN);
    hall_draft(f->h, EVENT_ANNOUNCE)->announce.open = f->open;
    hall_refuse(f->h, "after the close", REFUSED_NOT_OPEN, HALL_BY(HALL_CHAIR));
}

static void
voting_ends_when_all_who_are_here_have_voted(void **state)
{
    struct fixture *f = *state;

    for (unsigned seat = 1; seat <= 5; seat++)
        hall_do_cast(f->h, f->open, seat, choices);
    refuse_close(f, "one is missing", REFUSED_CLOSE_EARLY);
    hall_do_leave(f->h, 6);
    refuse_close(f, "gone, but may still vote", REFUSED_CLOSE_EARLY);
    hall_do_present(f->h, 7);
    hall_do_headcount(f->h, 7);
    hall_do_cast(f->h, f->open, 6, choices);
    refuse_close(f, "a late one is missing", REFUSED_CLOSE_EARLY);
    hall_do_cast(f->h, f->open, 7, choices);
    do_close(f);
}

static void
voting_does_not_end_while_a_sheet_is_out(void **state)
{
    struct fixture *f = *state;

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_issue(f->h, f->open, seat);
    for (unsigned seat = 4; seat <= 6; seat++)
        hall_do_cast(f->h, f->open, seat, choices);
    refuse_close(f, "three sheets are out", REFUSED_CLOSE_EARLY);
    hall_draft_sheets(f->h, f->open, 3, choices);
    hall_do_submit(f->h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    do_close(f);
}

static void
a_show_of_hands_ends_when_it_is_recorded(void **state)
{
    struct fixture *f = *state;
    struct fixture hands = {f->h, hall_do_paper(f->h, "H1", 1, EVENT_BY_HANDS)};
    struct event *e;

    hands.open = hall_do_open(f->h, hands.open);
    announce(&hands, 1);
    hall_wait(f->h, CONFERENCE_LAST_CALL_S);
    refuse_close(&hands, "nothing recorded", REFUSED_HANDS_MISSING);
    e = hall_draft(f->h, EVENT_HANDS);
    e->hands.open = hands.open;
    e->hands.row_count = 1;
    e->hands.option_count = 3;
    hall_do_submit(f->h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    do_close(&hands);
}

static void
a_round_is_voided_only_before_a_key_is_used(void **state)
{
    struct fixture *f = *state;
    uint32_t share;

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(f->h, f->open, seat, choices);
    draft_ending(f, EVENT_VOID);
    hall_refuse(f->h, "one scrutineer of two", REFUSED_SIGNERS,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_do_close(f->h, f->open);
    hall_do_share(f->h, f->open, 3);
    share = hall_last(f->h).index;
    draft_ending(f, EVENT_VOID);
    hall_refuse(f->h, "a key was used", REFUSED_SHARED, CHAIR_AND_TWO);
    assert_int_equal(f->h->cause, share);
    hall_do_share(f->h, f->open, 1);
    hall_do_share(f->h, f->open, 2);
    hall_do_result(f->h, f->open);
    draft_ending(f, EVENT_VOID);
    hall_refuse(f->h, "counted", REFUSED_NOT_OPEN, CHAIR_AND_TWO);
}

/* Whatever may come to a round, once it is void. */
static void
nothing_comes_to_a_round_that_is_void(void **state)
{
    struct fixture *f = *state;
    uint32_t ending;
    struct event *e;

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(f->h, f->open, seat, choices);
    hall_do_close(f->h, f->open);
    draft_ending(f, EVENT_VOID);
    hall_do_submit(f->h, CHAIR_AND_TWO);
    ending = hall_last(f->h).index;
    e = hall_draft(f->h, EVENT_SHARE);
    e->share.open = f->open;
    e->share.close = hall_last(f->h);
    e->share.index = 1;
    e->share.partials_len = POINT_BYTES;
    hall_refuse(f->h, "void", REFUSED_NOT_CLOSED, HALL_BY(HALL_SCRUTINEER(1)));
    assert_int_equal(f->h->cause, ending);
    refuse_close(f, "void", REFUSED_NOT_OPEN);
    assert_int_equal(f->h->cause, ending);
    draft_ending(f, EVENT_VOID);
    hall_refuse(f->h, "void", REFUSED_NOT_OPEN, CHAIR_AND_TWO);
    draft_ending(f, EVENT_UNCOUNTABLE);
    hall_refuse(f->h, "void", REFUSED_NOT_CLOSED, CHAIR_AND_TWO);
    e = hall_draft(f->h, EVENT_RESULT);
    e->result.open = f->open;
    hall_refuse(f->h, "void", REFUSED_NOT_CLOSED, HALL_BY(HALL_CHAIR));
    e = hall_draft(f->h, EVENT_CAST);
    e->cast.open = f->open;
    e->cast.attempt = 1;
    e->cast.sealed = true;
    e->cast.ballot_len = 1;
    hall_refuse(f->h, "void", REFUSED_NOT_OPEN, HALL_BY(HALL_SEAT(4)));
}

static void
retire(struct hall *h, uint32_t scrutineer)
{
    hall_draft(h, EVENT_RETIRE)->retire.post =
        (struct post){POST_SCRUTINEER, scrutineer};
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
}

static uint32_t
keys_left(struct fixture *f)
{
    return round_keys_left(f->h->conference,
                           state_opening(f->h->conference, &f->open));
}

static void
a_round_is_given_up_only_when_too_few_keys_are_left(void **state)
{
    struct fixture *f = *state;
    struct post fourth = {POST_SCRUTINEER, HALL_SCRUTINEERS_MAX};

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(f->h, f->open, seat, choices);
    draft_ending(f, EVENT_UNCOUNTABLE);
    hall_refuse(f->h, "open", REFUSED_NOT_CLOSED, CHAIR_AND_TWO);
    hall_do_close(f->h, f->open);
    draft_ending(f, EVENT_UNCOUNTABLE);
    hall_refuse(f->h, "three left", REFUSED_COUNTABLE, CHAIR_AND_TWO);
    assert_int_equal(keys_left(f), 3);
    retire(f->h, 3);
    draft_ending(f, EVENT_UNCOUNTABLE);
    hall_refuse(f->h, "two left", REFUSED_COUNTABLE, CHAIR_AND_TWO);
    hall_do_share(f->h, f->open, 2);
    hall_draft_post(f->h, fourth);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(f->h, fourth)->invited = hall_last(f->h);
    hall_do_enrol(f->h, fourth);
    retire(f->h, 2);
    draft_ending(f, EVENT_UNCOUNTABLE);
    hall_refuse(f->h, "one left, one has used it", REFUSED_COUNTABLE,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(4)));
    assert_int_equal(keys_left(f), 2);
    hall_do_share(f->h, f->open, 1);
}

static void
a_round_without_sums_to_open_is_never_uncountable(void **state)
{
    struct fixture *f = *state;

    hall_do_cast(f->h, f->open, 1, choices);
    hall_do_close(f->h, f->open);
    draft_ending(f, EVENT_UNCOUNTABLE);
    hall_refuse(f->h, "nothing to open", REFUSED_COUNTABLE, CHAIR_AND_TWO);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(voting_ends_ten_seconds_after_a_last_call),
        TEST(voting_ends_when_all_who_are_here_have_voted),
        TEST(voting_does_not_end_while_a_sheet_is_out),
        TEST(a_show_of_hands_ends_when_it_is_recorded),
        TEST(a_round_is_voided_only_before_a_key_is_used),
        TEST(nothing_comes_to_a_round_that_is_void),
        TEST(a_round_is_given_up_only_when_too_few_keys_are_left),
        TEST(a_round_without_sums_to_open_is_never_uncountable),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
