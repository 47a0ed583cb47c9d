/* Goal: a paper sheet is one ballot of one seat, and nobody can add one. */
#include "ballots/round.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 9, ROWS = 2 };

#define TWO_SCRUTINEERS HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2))

static const uint8_t choices[ROWS] = {0, 1};

/* A secret paper is open; seat 8 is recused from a row; seat 9 is absent. */
struct fixture {
    struct hall *h;
    struct event_ref open;
};

static int
set_up(void **state)
{
    static struct fixture f;
    struct event *e;

    f.h = hall_new(SEATS);
    hall_prepare(f.h, 1);
    e = hall_draft_paper(f.h, "P2", ROWS, EVENT_SECRET);
    e->paper.last_counts = true;
    e->paper.recusal_count = 1;
    e->paper.recusals[0] = (struct event_recusal){2, {POST_SEAT, 8}};
    hall_do_submit(f.h, HALL_BY(HALL_CHAIR));
    f.open = hall_last(f.h);
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
draft_issue(struct fixture *f, struct post seat)
{
    struct event *e = hall_draft(f->h, EVENT_DESK_ISSUE);

    e->desk_issue.open = f->open;
    e->desk_issue.seat = seat;
}

static void
refuse_issue(struct fixture *f, const char *what, struct post seat,
             enum refusal want)
{
    draft_issue(f, seat);
    hall_refuse(f->h, what, want, TWO_SCRUTINEERS);
}

static void
a_sheet_is_only_for_who_may_vote_and_has_not(void **state)
{
    static const struct {
        const char *what;
        struct post seat;
        enum refusal want;
    } cases[] = {
        {"no such seat", {POST_SEAT, 10}, REFUSED_NOT_ON_ROLL},
        {"the last number", {POST_SEAT, POST_NUMBER_MAX}, REFUSED_NOT_ON_ROLL},
        {"no seat", {POST_DESK, 1}, REFUSED_NOT_ON_ROLL},
        {"absent", {POST_SEAT, 9}, REFUSED_NOT_PRESENT_VOTE},
        {"recused from a row", {POST_SEAT, 8}, REFUSED_SHEET_RECUSED},
        {"has voted by phone", {POST_SEAT, 1}, REFUSED_SHEET_VOTED},
        {"has a sheet", {POST_SEAT, 2}, REFUSED_HAS_SHEET},
    };
    struct fixture *f = *state;

    hall_do_cast(f->h, f->open, 1, choices);
    hall_do_issue(f->h, f->open, 2);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        refuse_issue(f, cases[i].what, cases[i].seat, cases[i].want);
    assert_int_equal(state_opening(f->h->conference, &f->open)->sheets_issued,
                     1);
}

/* Eight were counted in the hall; the ninth must be counted too. */
static void
who_comes_late_takes_a_sheet_only_if_counted(void **state)
{
    struct fixture *f = *state;

    hall_do_present(f->h, 9);
    refuse_issue(f, "late", (struct post){POST_SEAT, 9}, REFUSED_HEADCOUNT);
    hall_do_headcount(f->h, 9);
    hall_do_issue(f->h, f->open, 9);
    hall_do_leave(f->h, 9);
    hall_do_headcount(f->h, 8);
    refuse_issue(f, "twice", (struct post){POST_SEAT, 9}, REFUSED_HEADCOUNT);
}

static void
who_has_a_sheet_cannot_vote_by_phone(void **state)
{
    struct fixture *f = *state;

    hall_do_issue(f->h, f->open, 1);
    hall_draft_cast(f->h, f->open, 1, choices);
    hall_refuse(f->h, "sheet, then phone", REFUSED_HAS_SHEET,
                HALL_BY(HALL_SEAT(1)));
    hall_do_issue(f->h, f->open, 2);
    hall_do_issue(f->h, f->open, 3);
    hall_draft_sheets(f->h, f->open, 3, choices);
    hall_do_submit(f->h, TWO_SCRUTINEERS);
    hall_draft_cast(f->h, f->open, 1, choices);
    hall_refuse(f->h, "returned, then phone", REFUSED_HAS_SHEET,
                HALL_BY(HALL_SEAT(1)));
}

static void
more_sheets_than_were_handed_out_are_refused(void **state)
{
    static const struct {
        const char *what;
        uint32_t first;
        unsigned sheets;
        uint32_t spoiled;
        enum refusal want;
    } cases[] = {
        {"nothing at all", 1, 0, 0, REFUSED_SHEETS_FEW},
        {"one", 1, 1, 0, REFUSED_SHEETS_FEW},
        {"two", 1, 2, 0, REFUSED_SHEETS_FEW},
        {"two and a spoiled one", 1, 2, 1, REFUSED_SHEETS_FEW},
        {"from serial 0", 0, 3, 0, REFUSED_SHEETS_SERIAL},
        {"from serial 2", 2, 3, 0, REFUSED_SHEETS_SERIAL},
        {"from the last serial", POST_NUMBER_MAX, 3, 0, REFUSED_SHEETS_SERIAL},
        {"six of five", 1, 6, 0, REFUSED_SHEETS_MANY},
        {"six of five with spoiled ones", 1, 3, 3, REFUSED_SHEETS_MANY},
        {"all spoiled there can be", 1, 0, POST_NUMBER_MAX,
         REFUSED_SHEETS_MANY},
        {"three of five, one spoiled", 1, 3, 1, REFUSED_NOTHING},
        {"spoiled ones have no serial", 5, 0, 1, REFUSED_SHEETS_SERIAL},
        {"two spoiled of one", 4, 0, 2, REFUSED_SHEETS_MANY},
        {"the fifth, spoiled", 4, 0, 1, REFUSED_NOTHING},
        {"one more spoiled", 4, 0, 1, REFUSED_SHEETS_MANY},
    };
    struct fixture *f = *state;
    const struct opening *op = state_opening(f->h->conference, &f->open);

    for (unsigned seat = 1; seat <= 5; seat++)
        hall_do_issue(f->h, f->open, seat);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct event *e =
            hall_draft_sheets(f->h, f->open, cases[i].sheets, choices);
        enum refusal got;

        e->desk_ballots.first_serial = cases[i].first;
        e->desk_ballots.spoiled = cases[i].spoiled;
        got = hall_submit(f->h, TWO_SCRUTINEERS);
        if (got != cases[i].want)
            fail_msg("%s: %s", cases[i].what, refusal_code(got));
    }
    assert_int_equal(op->sheets_returned, 3);
    assert_int_equal(op->sheets_spoiled, 2);
    assert_int_equal(op->row_returned[0], 3);
}

/* Exchanges two sheets of the draft, or copies the first over the second. */
static void
exchange(struct event_desk_ballots *p, bool copy)
{
    uint8_t first[BALLOT_BYTES_MAX];

    memcpy(first, p->sheets, p->sheet_len);
    if (!copy)
        memcpy(p->sheets, p->sheets + p->sheet_len, p->sheet_len);
    memcpy(p->sheets + p->sheet_len, first, p->sheet_len);
}

static void
sheets_that_are_not_sealed_for_their_serial_are_refused(void **state)
{
    struct fixture *f = *state;
    struct event_desk_ballots *p;

    for (unsigned seat = 1; seat <= 6; seat++)
        hall_do_issue(f->h, f->open, seat);
    p = &hall_draft_sheets(f->h, f->open, 3, choices)->desk_ballots;
    exchange(p, false);
    hall_refuse(f->h, "two exchanged", REFUSED_BALLOT_PROOF, TWO_SCRUTINEERS);
    p = &hall_draft_sheets(f->h, f->open, 3, choices)->desk_ballots;
    exchange(p, true);
    hall_refuse(f->h, "one twice", REFUSED_BALLOT_COPY, TWO_SCRUTINEERS);
    p = &hall_draft_sheets(f->h, f->open, 3, choices)->desk_ballots;
    p->sheets[2 * p->sheet_len - 1] ^= 0x80;
    hall_refuse(f->h, "a number that is not canonical", REFUSED_BALLOT_FORM,
                TWO_SCRUTINEERS);
    p = &hall_draft_sheets(f->h, f->open, 3, choices)->desk_ballots;
    p->sheet_len -= 32;
    hall_refuse(f->h, "too short", REFUSED_BALLOT_LENGTH, TWO_SCRUTINEERS);
    hall_draft_sheets(f->h, f->open, 3, choices);
    hall_do_submit(f->h, TWO_SCRUTINEERS);
    /* The same three as serials 4 to 6. */
    hall_draft_sheets(f->h, f->open, 3, choices);
    memcpy(f->h->draft->desk_ballots.sheets, f->h->decoded->desk_ballots.sheets,
           sizeof f->h->draft->desk_ballots.sheets);
    hall_refuse(f->h, "the same again", REFUSED_BALLOT_COPY, TWO_SCRUTINEERS);
}

/* A voter who is a scrutineer's friend: the same ballot by phone and by sheet.
 */
static void
a_sheet_is_no_copy_of_a_ballot_nor_a_ballot_of_a_sheet(void **state)
{
    struct fixture *f = *state;
    struct event_desk_ballots *p;
    uint8_t copy[BALLOT_BYTES_MAX];
    size_t len;

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_issue(f->h, f->open, seat);
    len = hall_draft_cast(f->h, f->open, 4, choices)->cast.ballot_len;
    memcpy(copy, f->h->draft->cast.ballot, len);
    hall_do_submit(f->h, HALL_BY(HALL_SEAT(4)));
    p = &hall_draft_sheets(f->h, f->open, 3, choices)->desk_ballots;
    memcpy(p->sheets + p->sheet_len, copy, len);
    hall_refuse(f->h, "a ballot as a sheet", REFUSED_BALLOT_COPY,
                TWO_SCRUTINEERS);
    p = &hall_draft_sheets(f->h, f->open, 3, choices)->desk_ballots;
    memcpy(copy, p->sheets, p->sheet_len);
    hall_draft_cast(f->h, f->open, 5, choices);
    memcpy(f->h->draft->cast.ballot, copy, len);
    hall_refuse(f->h, "a sheet as a ballot", REFUSED_BALLOT_PROOF,
                HALL_BY(HALL_SEAT(5)));
    hall_draft_sheets(f->h, f->open, 3, choices);
    hall_do_submit(f->h, TWO_SCRUTINEERS);
    hall_draft_cast(f->h, f->open, 5, choices);
    memcpy(f->h->draft->cast.ballot, copy, len);
    hall_refuse(f->h, "a sheet in the box as a ballot", REFUSED_BALLOT_COPY,
                HALL_BY(HALL_SEAT(5)));
}

/* Three of its ballots fit no entry, so that no sheet could come back. */
static void
a_paper_of_large_ballots_has_no_sheets(void **state)
{
    struct fixture *f = *state;
    struct event *e = hall_draft_paper(f->h, "P3", 1, EVENT_SECRET);
    unsigned rows = 0;
    struct event_ref open;

    while (3 * ballot_bytes(3, 0, rows + 1) <= BALLOT_BYTES_MAX)
        rows++;
    for (unsigned row = 0; row <= rows; row++) {
        e->paper.rows[row] = e->paper.rows[0];
        e->paper.rows[row].id[3] = (char)('a' + row % 26);
        e->paper.rows[row].id[4] = (char)('a' + row / 26);
    }
    e->paper.row_count = rows + 1;
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
    open = hall_last(f->h);
    e = hall_draft_open(f->h, open);
    e->open.short_notice = hall_text(f->h, "urgent", false);
    hall_do_submit(f->h, HALL_BY(HALL_CHAIR));
    f->open = hall_last(f->h);
    refuse_issue(f, "a large ballot", (struct post){POST_SEAT, 1},
                 REFUSED_SHEETS_FEW);
}

static void
after_the_close_no_sheet_moves(void **state)
{
    struct fixture *f = *state;

    for (unsigned seat = 1; seat <= 3; seat++)
        hall_do_issue(f->h, f->open, seat);
    hall_do_close(f->h, f->open);
    refuse_issue(f, "late", (struct post){POST_SEAT, 4}, REFUSED_NOT_OPEN);
    hall_draft_sheets(f->h, f->open, 3, choices);
    hall_refuse(f->h, "late", REFUSED_NOT_OPEN, TWO_SCRUTINEERS);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_sheet_is_only_for_who_may_vote_and_has_not),
        TEST(who_comes_late_takes_a_sheet_only_if_counted),
        TEST(who_has_a_sheet_cannot_vote_by_phone),
        TEST(more_sheets_than_were_handed_out_are_refused),
        TEST(sheets_that_are_not_sealed_for_their_serial_are_refused),
        TEST(a_sheet_is_no_copy_of_a_ballot_nor_a_ballot_of_a_sheet),
        TEST(a_paper_of_large_ballots_has_no_sheets),
        TEST(after_the_close_no_sheet_moves),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
