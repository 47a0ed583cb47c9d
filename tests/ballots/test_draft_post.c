/*
 * Goal: a post that an earlier run opened is told from one that somebody else
 * did, or that was to be another.
 */
#include <string.h>

#include "ballots/draft.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7 };

static void
a_post_is_known_by_its_invitation_tags_and_vote(void **state)
{
    const struct post seat = {POST_SEAT, 3};
    struct hall *h = hall_new(SEATS);
    struct event_post post;
    struct event *event;

    (void)state;
    hall_do_genesis(h, NULL);
    event = hall_draft_post(h, seat);
    event->post.tag_count = 1;
    memcpy(event->post.tags[0], "north", sizeof "north");
    post = event->post;
    assert_false(draft_is_invited(h->conference, &post));
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    assert_true(draft_is_invited(h->conference, &post));
    post.invitation[31] ^= 1;
    assert_false(draft_is_invited(h->conference, &post));
    post.invitation[31] ^= 1;
    post.voting = false;
    assert_false(draft_is_invited(h->conference, &post));
    post.voting = true;
    post.tags[0][0] = 's';
    assert_false(draft_is_invited(h->conference, &post));
    post.tag_count = 0;
    assert_false(draft_is_invited(h->conference, &post));
    post.tag_count = 1;
    post.tags[0][0] = 'n';
    assert_true(draft_is_invited(h->conference, &post));
    post.post.number = 4;
    assert_false(draft_is_invited(h->conference, &post));
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_is_known_by_its_invitation_tags_and_vote),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
