/* Goal: a named ballot counts as it was marked, and only as it may be marked.
 */
#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROWS = 3, OPTIONS = 3 };

/* A named paper of three rows is open; at most two of them may be marked. */
struct fixture {
    struct hall *h;
    struct event_ref open;
};

static void
recuse(struct event_paper *p, uint32_t row, unsigned seat)
{
    p->recusals[p->recusal_count++] =
        (struct event_recusal){row, {POST_SEAT, seat}};
}

static int
set_up(void **state)
{
    static struct fixture f;
    struct event *e;

    f.h = hall_new(SEATS);
    hall_prepare(f.h, 1);
    hall_convene(f.h);
    e = hall_draft_paper(f.h, "N1", ROWS, EVENT_NAMED);
    e->paper.cap = 2;
    e->paper.last_counts = true;
    recuse(&e->paper, 1, 3);
    recuse(&e->paper, 1, 4);
    recuse(&e->paper, 2, 4);
    recuse(&e->paper, 3, 4);
    hall_do_submit(f.h, HALL_BY(HALL_CHAIR));
    e = hall_draft_open(f.h, hall_last(f.h));
    e->open.short_notice = hall_text(f.h, "urgent", false);
    hall_do_submit(f.h, HALL_BY(HALL_CHAIR));
    f.open = hall_last(f.h);
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
named_ballots_are_counted_row_by_row(void **state)
{
    static const uint8_t votes[][ROWS] = {{0, 0, 1}, {0, 1, 2}, {2, 0}};
    static const uint32_t want[ROWS][OPTIONS] = {
        {2, 0, 0}, {1, 1, 1}, {1, 1, 1}};
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);
    struct event_ref result;

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(f->h, f->open, seat, votes[seat - 1]);
    assert_memory_equal(op->marks, want, sizeof want);
    assert_int_equal(op->row_returned[0], 2);
    assert_int_equal(op->row_returned[1], 3);
    hall_do_close(f->h, f->open);
    result = hall_do_result(f->h, f->open);
    assert_ptr_equal(state_result(f->h->conference, &result), op);
    for (unsigned row = 0; row < ROWS; row++)
        assert_memory_equal(op->counts[row].option, want[row],
                            sizeof want[row]);
}

/* Two who look at the log at one moment and mark alike sign one text. */
static void
seats_that_sign_one_text_both_vote_and_each_once(void **state)
{
    static const uint8_t votes[ROWS] = {0, 1, 1};
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);
    uint32_t first = (uint32_t)f->h->entry_count;

    hall_do_cast(f->h, f->open, 1, votes);
    hall_do_submit(f->h, HALL_BY(HALL_SEAT(2)));
    assert_int_equal(op->row_returned[0], 2);
    assert_int_equal(op->marks[0], 2);
    hall_refuse(f->h, "the first once more", REFUSED_REPLAY,
                HALL_BY(HALL_SEAT(1)));
    assert_int_equal(f->h->cause, first);
    hall_refuse(f->h, "the second once more", REFUSED_REPLAY,
                HALL_BY(HALL_SEAT(2)));
    assert_int_equal(f->h->cause, first + 1);
}

/* Eight attempts by one seat: only the last stays in the sums. */
static void
the_last_of_eight_named_ballots_counts(void **state)
{
    static const uint8_t others[ROWS] = {1, 0, 2};
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);
    uint32_t want[ROWS][OPTIONS] = {0};
    uint8_t choices[ROWS];

    hall_do_cast(f->h, f->open, 2, others);
    for (unsigned i = 1; i <= CONFERENCE_ATTEMPTS_MAX; i++) {
        for (unsigned row = 0; row < ROWS; row++)
            choices[row] = (uint8_t)((i + row) % OPTIONS);
        hall_do_cast(f->h, f->open, 1, choices);
        assert_int_equal(op->cast_count, 2);
    }
    for (unsigned row = 0; row < ROWS; row++) {
        want[row][others[row]]++;
        want[row][choices[row]]++;
        assert_int_equal(op->row_returned[row], 2);
    }
    assert_memory_equal(op->marks, want, sizeof want);
    /* No event can say "attempt 9". */
    hall_draft_cast(f->h, f->open, 1, others)->cast.attempt =
        CONFERENCE_ATTEMPTS_MAX;
    hall_refuse(f->h, "a ninth", REFUSED_ATTEMPTS_MANY, HALL_BY(HALL_SEAT(1)));
}

static void
a_wrongly_marked_ballot_is_refused(void **state)
{
    static const struct {
        const char *what;
        unsigned seat;
        size_t count;
        uint8_t marks[ROWS + 1];
        enum refusal want;
    } cases[] = {
        {"no marks", 1, 0, {0}, REFUSED_BALLOT_LENGTH},
        {"a row missing", 1, 2, {1, 1}, REFUSED_BALLOT_LENGTH},
        {"a row too many", 1, 4, {1, 1, 2, 2}, REFUSED_BALLOT_LENGTH},
        {"a recused row marked", 3, 3, {3, 3, 3}, REFUSED_BALLOT_LENGTH},
        {"no option", 1, 3, {1, 0, 3}, REFUSED_BALLOT_MARKS},
        {"an option beyond the last", 1, 3, {1, 4, 3}, REFUSED_BALLOT_MARKS},
        {"the highest option there can be",
         1,
         3,
         {8, 3, 3},
         REFUSED_BALLOT_MARKS},
        {"more than the cap", 1, 3, {1, 1, 1}, REFUSED_BALLOT_MARKS},
        {"recused from every row", 4, 1, {1}, REFUSED_NOT_ON_ROLL},
        {"as many as the cap", 1, 3, {1, 1, 2}, REFUSED_NOTHING},
        {"a row recused", 3, 2, {1, 1}, REFUSED_NOTHING},
    };
    struct fixture *f = *state;

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct event *e = hall_draft(f->h, EVENT_CAST);
        enum refusal got;

        e->cast.open = f->open;
        e->cast.attempt = 1;
        e->cast.mark_count = cases[i].count;
        memcpy(e->cast.marks, cases[i].marks, sizeof cases[i].marks);
        got = hall_submit(f->h, HALL_BY(HALL_SEAT(cases[i].seat)));
        if (got != cases[i].want)
            fail_msg("%s: %s", cases[i].what, refusal_code(got));
    }
}

static void
what_belongs_to_other_kinds_of_ballot_is_refused(void **state)
{
    struct fixture *f = *state;
    struct event *e;

    hall_enrol_scrutineers(f->h);
    e = hall_draft(f->h, EVENT_CAST);
    e->cast.open = f->open;
    e->cast.attempt = 1;
    e->cast.sealed = true;
    e->cast.ballot_len = 1;
    hall_refuse(f->h, "sealed", REFUSED_BALLOT_KIND, HALL_BY(HALL_SEAT(1)));
    e = hall_draft(f->h, EVENT_DESK_ISSUE);
    e->desk_issue.open = f->open;
    e->desk_issue.seat = (struct post){POST_SEAT, 1};
    hall_refuse(f->h, "a sheet", REFUSED_BALLOT_KIND,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    e = hall_draft(f->h, EVENT_DESK_BALLOTS);
    e->desk_ballots.open = f->open;
    e->desk_ballots.first_serial = 1;
    e->desk_ballots.spoiled = 1;
    hall_refuse(f->h, "sheets", REFUSED_BALLOT_KIND,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    e = hall_draft(f->h, EVENT_HANDS);
    e->hands.open = f->open;
    hall_refuse(f->h, "hands", REFUSED_BALLOT_KIND,
                HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    hall_do_close(f->h, f->open);
    e = hall_draft(f->h, EVENT_SHARE);
    e->share.open = f->open;
    e->share.close = hall_last(f->h);
    e->share.index = 1;
    e->share.partials_len = POINT_BYTES;
    hall_refuse(f->h, "a share", REFUSED_SHARE_NONE,
                HALL_BY(HALL_SCRUTINEER(1)));
    e = hall_draft(f->h, EVENT_UNCOUNTABLE);
    e->ending.open = f->open;
    e->ending.reason = hall_text(f->h, "none left", false);
    hall_refuse(f->h, "uncountable", REFUSED_COUNTABLE,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

static void
counts_that_are_not_the_marks_are_refused(void **state)
{
    static const uint8_t choices[ROWS] = {0, 1, 2};
    struct fixture *f = *state;
    struct event *e;

    hall_do_cast(f->h, f->open, 1, choices);
    hall_do_cast(f->h, f->open, 2, choices);
    hall_do_close(f->h, f->open);
    for (unsigned row = 0; row < ROWS; row++) {
        e = hall_draft_result(f->h, f->open);
        e->result.counts[row][0]++;
        hall_refuse(f->h, "one more", REFUSED_RESULT_COUNTS,
                    HALL_BY(HALL_CHAIR));
        e->result.counts[row][0]--;
        e->result.counts[row][row]--;
        e->result.counts[row][(row + 1) % OPTIONS]++;
        hall_refuse(f->h, "one moved", REFUSED_RESULT_COUNTS,
                    HALL_BY(HALL_CHAIR));
    }
    e = hall_draft_result(f->h, f->open);
    e->result.too_few[1] = true;
    hall_refuse(f->h, "too few", REFUSED_RESULT_TOO_FEW, HALL_BY(HALL_CHAIR));
    e = hall_draft_result(f->h, f->open);
    e->result.share_count = 1;
    e->result.shares[0] = 1;
    hall_refuse(f->h, "a share", REFUSED_RESULT_SHARES, HALL_BY(HALL_CHAIR));
    hall_do_result(f->h, f->open);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(named_ballots_are_counted_row_by_row,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            seats_that_sign_one_text_both_vote_and_each_once, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(the_last_of_eight_named_ballots_counts,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_wrongly_marked_ballot_is_refused,
                                        set_up, tear_down),
        cmocka_unit_test_setup_teardown(
            what_belongs_to_other_kinds_of_ballot_is_refused, set_up,
            tear_down),
        cmocka_unit_test_setup_teardown(
            counts_that_are_not_the_marks_are_refused, set_up, tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
