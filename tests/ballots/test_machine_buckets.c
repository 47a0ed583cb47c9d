/* Goal: in every row each member of its roll is in exactly the bucket where
 * the log puts them. */
#include <stdio.h>

#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { OPTIONS = 3 };

static const uint8_t in_favour[] = {0, 0, 0};
static const uint8_t against[] = {1, 1, 1};

static void
reissue(struct hall *h, unsigned seat)
{
    struct post post = {POST_SEAT, seat};

    hall_draft_reissue(h, post);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_person(h, post)->invited = hall_last(h);
}

static void
enrol(struct hall *h, unsigned seat)
{
    hall_do_enrol(h, (struct post){POST_SEAT, seat});
}

static void
leave_by_desk(struct hall *h, unsigned seat)
{
    hall_draft_present(h, seat)->type = EVENT_LEAVE;
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    h->seats[seat - 1].presence = hall_last(h);
}

static void
return_sheets(struct hall *h, struct event_ref open, unsigned count,
              unsigned spoiled)
{
    hall_draft_sheets(h, open, count, against)->desk_ballots.spoiled = spoiled;
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
}

/* Close, two shares, result; the round. */
static const struct opening *
count(struct hall *h, struct event_ref open)
{
    struct event_ref result;
    const struct opening *op = state_opening(h->conference, &open);

    hall_do_close(h, open);
    for (unsigned i = 1; op->shared_count && i <= HALL_THRESHOLD; i++)
        hall_do_share(h, open, i);
    result = hall_do_result(h, open);
    assert_ptr_equal(state_result(h->conference, &result), op);
    return op;
}

static void
assert_counts(const struct row_counts *got, const struct row_counts *want)
{
    if (memcmp(got, want, sizeof *got) != 0)
        fail_msg("for %u against %u abstain %u invalid %u uncounted %u "
                 "unreturned %u unissued %u absent %u excess %u at open %u "
                 "recused %u",
                 got->option[0], got->option[1], got->option[2], got->invalid,
                 got->uncounted, got->unreturned, got->unissued, got->absent,
                 got->excess, got->present_at_open, got->recused);
}

static void
everybody_is_in_the_bucket_where_the_log_puts_them(void **state)
{
    static const struct row_counts want = {
        .option = {5, 3, 0},
        .unreturned = 2,      /* 9 and 12 */
        .unissued = 1,        /* 10 */
        .absent = 1,          /* 8 */
        .present_at_open = 9, /* 1 to 6, 9, 10, 11 */
    };
    struct hall *h = hall_new(12);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    reissue(h, 9);
    reissue(h, 10);
    reissue(h, 11);
    hall_do_leave(h, 7);
    hall_do_leave(h, 8);
    open = hall_do_open(h, paper);
    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_cast(h, open, seat, in_favour);
    for (unsigned seat = 4; seat <= 6; seat++)
        hall_do_issue(h, open, seat);
    return_sheets(h, open, 3, 0);
    hall_do_present(h, 7); /* came back, and votes */
    hall_do_cast(h, open, 7, in_favour);
    enrol(h, 9); /* has a phone again, and does not vote */
    leave_by_desk(h, 11);
    enrol(h, 11); /* left, and votes from outside with the new phone */
    hall_do_cast(h, open, 11, in_favour);
    hall_do_present(h, 12); /* came late, and does not vote */
    hall_do_leave(h, 1);    /* what was cast stays */
    assert_counts(&count(h, open)->counts[0], &want);
    hall_free(h);
}

/* Whoever may cast has been issued a ballot, else ballots would exceed them
 * and void the vote. */
static void
a_ballot_from_outside_does_not_void_the_vote(void **state)
{
    static const struct row_counts want = {
        .option = {6, 0, 0}, .absent = 1, .present_at_open = 6};
    struct hall *h = hall_new(7);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;
    const struct opening *op;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    reissue(h, 6);
    open = hall_do_open(h, paper);
    leave_by_desk(h, 6);
    enrol(h, 6);
    for (unsigned seat = 1; seat <= 6; seat++)
        hall_do_cast(h, open, seat, in_favour);
    op = count(h, open);
    assert_counts(&op->counts[0], &want);
    assert_int_equal(op->verdicts[0].outcome, VERDICT_ADOPTED);
    hall_free(h);
}

static void
spoiled_sheets_are_invalid_votes(void **state)
{
    static const struct row_counts want = {
        .option = {2, 3, 0}, .invalid = 1, .absent = 1, .present_at_open = 6};
    struct hall *h = hall_new(7);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    for (unsigned seat = 1; seat <= 4; seat++)
        hall_do_issue(h, open, seat);
    hall_do_cast(h, open, 5, in_favour);
    hall_do_cast(h, open, 6, in_favour);
    return_sheets(h, open, 3, 1);
    assert_counts(&count(h, open)->counts[0], &want);
    hall_free(h);
}

/* Two ballots stay sealed; the spoiled sheet beside them is counted. */
static void
a_row_with_too_few_ballots_and_a_spoiled_sheet_has_a_result(void **state)
{
    static const struct row_counts want = {.invalid = 1,
                                           .uncounted = 2,
                                           .unreturned = 3,
                                           .absent = 1,
                                           .present_at_open = 6};
    struct hall *h = hall_new(7);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;
    const struct opening *op;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    hall_do_cast(h, open, 1, in_favour);
    hall_do_cast(h, open, 2, in_favour);
    hall_do_issue(h, open, 3);
    return_sheets(h, open, 0, 1);
    op = count(h, open);
    assert_counts(&op->counts[0], &want);
    assert_int_equal(op->verdicts[0].outcome, VERDICT_TOO_FEW);
    hall_free(h);
}

static void
a_round_without_ballots_has_a_result_of_zeros(void **state)
{
    static const struct row_counts want = {
        .unreturned = 6, .absent = 1, .present_at_open = 6};
    struct hall *h = hall_new(7);
    struct event_ref paper = hall_prepare(h, 2);
    const struct opening *op;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    op = count(h, hall_do_open(h, paper));
    assert_counts(&op->counts[0], &want);
    assert_counts(&op->counts[1], &want);
    assert_int_equal(op->verdicts[0].outcome, VERDICT_REJECTED);
    hall_free(h);
}

/* Every seat casts as often as its number says, up to five times; the last
 * ballots are recounted by hand. */
static void
of_changed_ballots_the_last_ones_add_up(void **state)
{
    enum { SEATS = 7, ROWS = 3 };
    static const struct event_recusal recusals[] = {{1, {POST_SEAT, 2}},
                                                    {3, {POST_SEAT, 5}}};
    struct hall *h = hall_new(SEATS);
    struct event_ref open;
    const struct opening *op;
    uint32_t want[ROWS][OPTIONS] = {0};
    uint8_t choices[SEATS][ROWS];

    (void)state;
    hall_prepare(h, 1);
    hall_draft_paper(h, "L1", ROWS, EVENT_SECRET)->paper.last_counts = true;
    h->draft->paper.recusal_count = 2;
    memcpy(h->draft->paper.recusals, recusals, sizeof recusals);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    open = hall_last(h);
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, open);
    for (unsigned round = 1; round <= 5; round++) {
        for (unsigned seat = round; seat < SEATS; seat++) {
            for (unsigned row = 0; row < ROWS; row++)
                choices[seat][row] =
                    (uint8_t)((seat * seat + row * round + round) % OPTIONS);
            hall_do_cast(h, open, seat, choices[seat]);
        }
    }
    for (unsigned seat = 1; seat < SEATS; seat++) {
        unsigned place = 0; /* on the seat's own ballot */

        for (unsigned row = 0; row < ROWS; row++)
            if (!(seat == 2 && row == 0) && !(seat == 5 && row == 2))
                want[row][choices[seat][place++]]++;
    }
    op = count(h, open);
    for (unsigned row = 0; row < ROWS; row++)
        assert_memory_equal(op->counts[row].option, want[row],
                            sizeof want[row]);
    assert_int_equal(op->cast_count, SEATS - 1);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(everybody_is_in_the_bucket_where_the_log_puts_them),
        cmocka_unit_test(a_ballot_from_outside_does_not_void_the_vote),
        cmocka_unit_test(spoiled_sheets_are_invalid_votes),
        cmocka_unit_test(
            a_row_with_too_few_ballots_and_a_spoiled_sheet_has_a_result),
        cmocka_unit_test(a_round_without_ballots_has_a_result_of_zeros),
        cmocka_unit_test(of_changed_ballots_the_last_ones_add_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
