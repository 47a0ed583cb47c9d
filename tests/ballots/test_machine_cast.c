/* Goal: every seat of the roll that is here casts when it may, and no other.
 */
#include <stdio.h>

#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 9, LATE = 9, ROWS = 2 };

static const uint8_t choices[ROWS] = {0, 1};

/* Open: a paper whose first ballot counts, and one whose last does. Seat 7 is
 * recused from all rows of both, seat 8 from one; seat 9 is absent. */
struct fixture {
    struct hall *h;
    struct event_ref first;
    struct event_ref last;
};

static struct event_ref
do_paper(struct hall *h, const char *id, bool last_counts)
{
    static const struct event_recusal recusals[] = {
        {1, {POST_SEAT, 7}}, {2, {POST_SEAT, 7}}, {2, {POST_SEAT, 8}}};
    struct event *e = hall_draft_paper(h, id, ROWS, EVENT_SECRET);

    e->paper.last_counts = last_counts;
    e->paper.recusal_count = sizeof recusals / sizeof *recusals;
    memcpy(e->paper.recusals, recusals, sizeof recusals);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    return hall_last(h);
}

static int
set_up(void **state)
{
    static struct fixture f;

    f.h = hall_new(SEATS);
    hall_prepare(f.h, 1);
    f.first = do_paper(f.h, "F1", false);
    f.last = do_paper(f.h, "L1", true);
    hall_convene(f.h);
    hall_lock(f.h);
    f.first = hall_do_open(f.h, f.first);
    f.last = hall_do_open(f.h, f.last);
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
refuse_cast(struct hall *h, const char *what, struct event_ref open,
            unsigned seat, enum refusal want)
{
    hall_draft_cast(h, open, seat, choices);
    hall_refuse(h, what, want, HALL_BY(HALL_SEAT(seat)));
}

static void
renew_card(struct hall *h, unsigned seat)
{
    struct post post = {POST_SEAT, seat};

    hall_draft_reissue(h, post);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_person(h, post)->invited = hall_last(h);
    hall_do_enrol(h, post);
}

static void
only_who_is_on_the_roll_and_here_casts(void **state)
{
    struct fixture *f = *state;
    struct event *e;

    refuse_cast(f->h, "absent", f->first, LATE, REFUSED_NOT_PRESENT_VOTE);
    hall_do_present(f->h, LATE);
    refuse_cast(f->h, "not counted in the hall", f->first, LATE,
                REFUSED_HEADCOUNT);
    hall_do_headcount(f->h, LATE);
    hall_do_cast(f->h, f->first, LATE, choices);
    hall_do_leave(f->h, LATE);
    hall_do_cast(f->h, f->last, LATE, choices); /* open when it left */
    e = hall_draft(f->h, EVENT_CAST);
    e->cast.open = f->first;
    e->cast.attempt = 1;
    e->cast.sealed = true;
    e->cast.ballot_len = 1;
    hall_refuse(f->h, "recused from every row", REFUSED_NOT_ON_ROLL,
                HALL_BY(HALL_SEAT(7)));
    hall_do_cast(f->h, f->first, 8, choices);
    assert_int_equal(
        state_opening(f->h->conference, &f->first)->row_returned[0], 2);
    assert_int_equal(
        state_opening(f->h->conference, &f->first)->row_returned[1], 1);
}

static void
who_left_before_a_ballot_opened_does_not_cast_on_it(void **state)
{
    struct fixture *f = *state;
    struct event_ref open = hall_do_paper(f->h, "P5", 1, EVENT_SECRET);
    struct event *e;

    hall_do_leave(f->h, 3);
    e = hall_draft_open(f->h, open);
    e->open.short_notice = hall_text(f->h, "urgent", false);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
    open = hall_last(f->h);
    refuse_cast(f->h, "left", open, 3, REFUSED_NOT_PRESENT_VOTE);
    hall_do_cast(f->h, f->first, 3, choices);
}

static void
the_first_ballot_counts_where_the_paper_says_so(void **state)
{
    struct fixture *f = *state;

    hall_do_cast(f->h, f->first, 1, choices);
    refuse_cast(f->h, "a second", f->first, 1, REFUSED_VOTED);
    assert_int_equal(f->h->cause, hall_last(f->h).index);
    renew_card(f->h, 1);
    refuse_cast(f->h, "a second, with a new card", f->first, 1, REFUSED_VOTED);
    /* Who has not voted loses nothing by a new card. */
    renew_card(f->h, 2);
    hall_do_cast(f->h, f->first, 2, choices);
}

static void
attempts_come_in_order_and_name_the_one_before(void **state)
{
    struct fixture *f = *state;
    struct event_ref one;
    struct event *e;

    hall_draft_cast(f->h, f->last, 1, choices)->cast.attempt = 2;
    hall_refuse(f->h, "second first", REFUSED_ATTEMPT, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->last, 1, choices)->cast.attempt = 0;
    hall_refuse(f->h, "attempt 0", REFUSED_ATTEMPT, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->last, 1, choices)->cast.previous = f->last;
    hall_refuse(f->h, "first with one before", REFUSED_ATTEMPT,
                HALL_BY(HALL_SEAT(1)));
    hall_do_cast(f->h, f->last, 1, choices);
    one = hall_last(f->h);
    hall_do_cast(f->h, f->last, 2, choices);
    hall_draft_cast(f->h, f->last, 1, choices)->cast.attempt = 1;
    hall_refuse(f->h, "first again", REFUSED_ATTEMPT, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->last, 1, choices)->cast.attempt = 3;
    hall_refuse(f->h, "third", REFUSED_ATTEMPT, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->last, 1, choices)->cast.previous.present = false;
    hall_refuse(f->h, "none before", REFUSED_ATTEMPT, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->last, 1, choices)->cast.previous = hall_last(f->h);
    hall_refuse(f->h, "another seat's before", REFUSED_ATTEMPT,
                HALL_BY(HALL_SEAT(1)));
    hall_do_cast(f->h, f->last, 1, choices);
    e = hall_draft_cast(f->h, f->last, 1, choices);
    e->cast.previous = one;
    hall_refuse(f->h, "the one before the last", REFUSED_ATTEMPT,
                HALL_BY(HALL_SEAT(1)));
    renew_card(f->h, 1);
    refuse_cast(f->h, "a new card", f->last, 1, REFUSED_VOTED_OLD_KEY);
}

static void
eight_attempts_are_the_most(void **state)
{
    struct fixture *f = *state;

    for (unsigned i = 1; i <= CONFERENCE_ATTEMPTS_MAX; i++)
        hall_do_cast(f->h, f->last, 1, choices);
    hall_draft_cast(f->h, f->last, 2, choices);
    f->h->draft->cast.attempt = CONFERENCE_ATTEMPTS_MAX;
    hall_refuse(f->h, "a ninth", REFUSED_ATTEMPTS_MANY, HALL_BY(HALL_SEAT(1)));
    hall_sign_edited(f->h, "attempt 8", "attempt 9", HALL_BY(HALL_SEAT(1)));
    assert_refused(hall_take(f->h), REFUSED_FORM);
    assert_int_equal(state_opening(f->h->conference, &f->last)->row_returned[0],
                     1);
}

static void
a_ballot_of_another_kind_or_length_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event *e = hall_draft(f->h, EVENT_CAST);

    e->cast.open = f->first;
    e->cast.attempt = 1;
    e->cast.mark_count = ROWS;
    e->cast.marks[0] = e->cast.marks[1] = 1;
    hall_refuse(f->h, "marks in clear", REFUSED_BALLOT_KIND,
                HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->first, 1, choices)->cast.ballot_len -= 32;
    hall_refuse(f->h, "too short", REFUSED_BALLOT_LENGTH,
                HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->first, 1, choices)->cast.ballot_len += 32;
    hall_refuse(f->h, "too long", REFUSED_BALLOT_LENGTH, HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->first, 1, choices)->cast.ballot_len =
        BALLOT_BYTES_MAX;
    hall_refuse(f->h, "the longest", REFUSED_BALLOT_LENGTH,
                HALL_BY(HALL_SEAT(1)));
    hall_draft_cast(f->h, f->first, 1, choices);
    hall_refuse(f->h, "all rows, by one who is recused from one",
                REFUSED_BALLOT_LENGTH, HALL_BY(HALL_SEAT(8)));
    hall_do_cast(f->h, f->first, 1, choices);
}

static void
two_papers_that_are_open_do_not_touch(void **state)
{
    struct fixture *f = *state;
    const struct conference *c = f->h->conference;

    hall_do_cast(f->h, f->first, 1, choices);
    hall_do_cast(f->h, f->last, 1, choices);
    hall_do_close(f->h, f->first);
    refuse_cast(f->h, "after the close", f->first, 2, REFUSED_NOT_OPEN);
    assert_int_equal(f->h->cause, state_opening(c, &f->first)->close_entry);
    hall_do_cast(f->h, f->last, 2, choices);
    assert_int_equal(state_opening(c, &f->first)->cast_count, 1);
    assert_int_equal(state_opening(c, &f->last)->cast_count, 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_who_is_on_the_roll_and_here_casts),
        TEST(who_left_before_a_ballot_opened_does_not_cast_on_it),
        TEST(the_first_ballot_counts_where_the_paper_says_so),
        TEST(attempts_come_in_order_and_name_the_one_before),
        TEST(eight_attempts_are_the_most),
        TEST(a_ballot_of_another_kind_or_length_is_refused),
        TEST(two_papers_that_are_open_do_not_touch),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
