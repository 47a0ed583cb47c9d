/*
 * Goal: the hall that other tests meet in works: a whole conference goes
 * through the machine, its counts are what was voted, and it is the same every
 * time.
 */
#include "tests/test.h"

#include <stdlib.h>

#include <sodium.h>

#include "ballots/result_view.h"
#include "tests/support/hall.h"

enum { SEATS = 7, ROWS = 2 };

static struct hall *
whole_conference(void)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event_ref open;

    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    hall_vote(h, open, ROWS);
    hall_do_close(h, open);
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_publish(h, hall_do_result(h, open));
    return h;
}

static void
a_whole_conference_goes_through(void **state)
{
    (void)state;
    struct hall *h = whole_conference();
    struct result_view view;
    struct result_row_view row;

    assert_int_equal(result_view_count(h->conference), 4);
    result_view_read(&view, h->conference, 3);
    assert_string_equal(view.paper_id, "P1");
    assert_int_equal(view.stage, RESULT_PUBLISHED);
    assert_int_equal(view.roll, SEATS);
    assert_int_equal(view.present_at_open, SEATS - 1);
    assert_int_equal(view.issued, SEATS - 1);
    assert_int_equal(view.returned, SEATS - 1);
    assert_int_equal(view.signed_in, SEATS - 2);
    assert_int_equal(view.signed_in_desk, 1);
    assert_int_equal(view.sign_off_count, 2);
    assert_int_equal(view.row_count, ROWS);
    /* Seats 1 to 6: for, for, against, for, abstain, against. */
    result_view_read_row(&row, h->conference, 3, 0);
    assert_string_equal(row.id, "P1.1");
    assert_int_equal(row.counts->option[0], 3);
    assert_int_equal(row.counts->option[1], 2);
    assert_int_equal(row.counts->option[2], 1);
    assert_int_equal(row.counts->absent, 1);
    assert_int_equal(row.verdict->outcome, VERDICT_REJECTED);
    assert_int_equal(row.verdict->needed, 4);
    /* One further: for, against, for, abstain, against, for. */
    result_view_read_row(&row, h->conference, 3, 1);
    assert_int_equal(row.counts->option[0], 3);
    assert_int_equal(row.counts->option[1], 2);
    assert_int_equal(row.counts->option[2], 1);
    hall_free(h);
}

static void
the_same_hall_has_the_same_bytes(void **state)
{
    (void)state;
    const struct hall_bundle_options options = {.members = true};
    struct hall *a = whole_conference();
    struct hall *b = whole_conference();
    size_t a_len;
    size_t b_len;
    char *a_bytes = hall_bundle(a, &options, &a_len);
    char *b_bytes = hall_bundle(b, &options, &b_len);

    assert_int_equal(a_len, b_len);
    assert_memory_equal(a_bytes, b_bytes, a_len);
    free(a_bytes);
    free(b_bytes);
    hall_free(a);
    hall_free(b);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_whole_conference_goes_through),
        cmocka_unit_test(the_same_hall_has_the_same_bytes),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("hall", tests, NULL, NULL);
}
