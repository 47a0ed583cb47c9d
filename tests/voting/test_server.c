/*
 * Goal: a server takes in what its log takes in, acknowledges only that, and
 * answers every path as docs/api.md says.
 */
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/served_hall.h"
#include "tests/test.h"

enum { SEATS = 7 };

static int
set_up(void **state)
{
    *state = served_hall_new(SEATS);
    return 0;
}

static int
tear_down(void **state)
{
    served_hall_free(*state);
    return 0;
}

/* The ballot of a seat, signed; nothing is logged. */
static struct span
make_ballot(struct served_hall *f, struct event_ref open, unsigned seat)
{
    const uint8_t choice = 0;

    hall_draft_cast(f->hall, open, seat, &choice);
    return served_hall_sign(f, HALL_BY(HALL_SEAT(seat)));
}

static void
a_ballot_gets_a_receipt_and_the_same_bytes_the_same_one(void **state)
{
    struct served_hall *f = *state;
    struct event_ref open = served_hall_open_paper(f);
    struct http_client_reply reply;
    struct span ballots[SEATS];
    uint64_t index[SEATS];

    served_hall_start(f);
    for (unsigned i = 2; i < SEATS; i++) {
        ballots[i] = make_ballot(f, open, i);
        served_hall_send(f, &reply, ballots[i]);
        index[i] = served_hall_assert_receipt(f, &reply, ballots[i]);
        assert_int_equal(index[i], f->stored->fed + i - 2);
        free(reply.bytes);
    }
    for (unsigned round = 0; round < 2; round++) {
        for (unsigned i = 2; i < SEATS; i++) {
            served_hall_send(f, &reply, ballots[i]);
            assert_int_equal(served_hall_assert_receipt(f, &reply, ballots[i]),
                             index[i]);
            free(reply.bytes);
        }
        served_hall_stop(f);
        served_hall_serve(f);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(
            a_ballot_gets_a_receipt_and_the_same_bytes_the_same_one, set_up,
            tear_down),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
