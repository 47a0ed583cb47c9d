/* Goal: no event is lost, and none half made, whatever the memory does. */
#include "ballots/state.h"
#include "tests/support/hall.h"
#include "tests/test.h"

/* As many posts of a kind as an array's first size, and around it. */
static void
enrolments_find_their_posts_when_lists_grow(void **state)
{
    (void)state;
    for (unsigned seats = 14; seats <= 17; seats++) {
        struct hall *h = hall_new(seats);

        hall_prepare(h, 1);
        for (unsigned i = 0; i < seats; i++)
            assert_true(h->conference->holders[POST_SEAT].items[i].enrolled);
        hall_free(h);
    }
}

static void
a_reissue_finds_its_post_when_the_list_is_full(void **state)
{
    (void)state;
    for (unsigned seats = 14; seats <= 17; seats++) {
        struct hall *h = hall_new(seats);
        struct post post = {POST_SEAT, seats};

        hall_do_genesis(h, NULL);
        for (unsigned i = 1; i <= seats; i++)
            hall_do_post(h, h->seats[i - 1].post);
        hall_draft_reissue(h, post);
        hall_do_submit(h, HALL_BY(HALL_CHAIR));
        hall_person(h, post)->invited = hall_last(h);
        hall_do_enrol(h, post);
        hall_free(h);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enrolments_find_their_posts_when_lists_grow),
        cmocka_unit_test(a_reissue_finds_its_post_when_the_list_is_full),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
