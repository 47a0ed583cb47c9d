/*
 * Goal: a round's count sheet has the figures of its view, names who signed it
 * off or leaves as many lines as must sign, and is made of nothing uncounted.
 */
#include "ballots/round_sheet.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROWS = 2, SECRET = 3 /* after three of procedure */ };

static const char *const signers[] = {"one", "two"};

static const struct round_sheet_words words = {
    .conference = {"c", "c"},
    .session = {"s", "s"},
    .title = {"t", "t"},
    .signers = signers,
    .record_code = "code",
};

/* A hall in which two rows of one question have been closed. */
static struct hall *
closed_round(struct event_ref *open)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);

    hall_convene(h);
    hall_lock(h);
    *open = hall_do_open(h, paper);
    hall_vote(h, *open, ROWS);
    hall_do_close(h, *open);
    return h;
}

static void
a_round_that_is_not_counted_has_no_lines(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_round(&open);
    struct round_sheet_row row;
    struct result_view view;

    result_view_read(&view, h->conference, SECRET);
    assert_err(ERR_STATE,
               round_sheet_read_row(&row, h->conference, &view, SECRET, 0));
    hall_free(h);
}

static void
a_sheet_has_the_figures_of_the_round_and_room_for_who_must_sign(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_round(&open);
    struct round_sheet_row rows[ROWS];
    struct count_sheet_row lines[ROWS];
    struct count_sheet sheet;
    struct result_view view;

    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    result_view_read(&view, h->conference, SECRET);
    for (size_t i = 0; i < ROWS; i++) {
        assert_ok(
            round_sheet_read_row(&rows[i], h->conference, &view, SECRET, i));
        lines[i] = round_sheet_line(&rows[i], words.title);
        assert_ptr_equal(lines[i].rule, &rows[i].view.rule);
        assert_int_equal(lines[i].row->counts->option[0], 3);
        assert_int_equal(lines[i].verdict->needed, 4);
    }
    sheet = round_sheet(&view, &words, lines);
    assert_int_equal(sheet.ballot, COUNT_SHEET_SECRET);
    assert_int_equal(sheet.due, SEATS);
    assert_int_equal(sheet.issued, view.issued);
    assert_int_equal(sheet.returned, view.returned);
    assert_int_equal(sheet.row_count, ROWS);
    assert_null(sheet.scrutineers);
    assert_int_equal(sheet.scrutineer_count, HALL_THRESHOLD);
    hall_free(h);
}

static void
a_sheet_that_was_signed_names_who_did(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_round(&open);
    struct count_sheet sheet;
    struct result_view view;

    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_publish(h, hall_do_result(h, open));
    result_view_read(&view, h->conference, SECRET);
    sheet = round_sheet(&view, &words, NULL);
    assert_ptr_equal(sheet.scrutineers, signers);
    assert_int_equal(sheet.scrutineer_count, view.sign_off_count);
    assert_true(view.sign_off_count > 0);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_round_that_is_not_counted_has_no_lines),
        cmocka_unit_test(
            a_sheet_has_the_figures_of_the_round_and_room_for_who_must_sign),
        cmocka_unit_test(a_sheet_that_was_signed_names_who_did),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
