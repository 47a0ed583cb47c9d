/*
 * Goal: nobody gets a seat or loses one but by the rules: post, retire.
 */
#include <stdio.h>

#include "ballots/roll_hash.h"
#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/test.h"

enum { SEATS = 7 };

static const struct post seat_7 = {POST_SEAT, 7};
static const struct post seat_9 = {POST_SEAT, 9};

static void
public_of(uint8_t out[32], const struct ed25519_secret *secret)
{
    struct ed25519_public key;

    ed25519_public(&key, secret);
    memcpy(out, key.bytes, sizeof key.bytes);
}

/* ---- post ---------------------------------------------------------------- */

static struct event *
draft_observer(struct hall *h)
{
    struct event *e = hall_draft_post(h, h->observer.post);

    e->post.tag_count = 2;
    snprintf(e->post.tags[0], sizeof e->post.tags[0], "A");
    snprintf(e->post.tags[1], sizeof e->post.tags[1], "a");
    return e;
}

static void
name_a_post_that_exists(struct hall *h, struct event *e)
{
    (void)h;
    e->post.post = seat_7;
}

static void
name_a_convener(struct hall *h, struct event *e)
{
    (void)h;
    e->post.post = (struct post){POST_CHAIR, 2};
}

static void
invite_with_the_log_key(struct hall *h, struct event *e)
{
    public_of(e->post.invitation, &h->log_key);
}

static void
invite_with_a_convener_key(struct hall *h, struct event *e)
{
    public_of(e->post.invitation, &h->chairs[1].key);
}

static void
invite_with_a_seat_key(struct hall *h, struct event *e)
{
    public_of(e->post.invitation, &h->seats[0].key);
}

static void
invite_with_a_used_invitation(struct hall *h, struct event *e)
{
    public_of(e->post.invitation, &h->seats[0].invitation);
}

static void
let_an_observer_vote(struct hall *h, struct event *e)
{
    (void)h;
    e->post.voting = true;
}

static void
repeat_a_tag(struct hall *h, struct event *e)
{
    (void)h;
    snprintf(e->post.tags[1], sizeof e->post.tags[1], "A");
}

static void
swap_tags(struct hall *h, struct event *e)
{
    (void)h;
    snprintf(e->post.tags[0], sizeof e->post.tags[0], "b");
}

/* The roll's hash would not tell it from no tag. */
static void
call_a_tag_none(struct hall *h, struct event *e)
{
    (void)h;
    snprintf(e->post.tags[1], sizeof e->post.tags[1], "none");
}

static void
a_post_is_new_and_its_invitation_too(void **state)
{
    static const struct attack attacks[] = {
        {"a seat that exists", name_a_post_that_exists, REFUSED_POST_EXISTS},
        {"a convener", name_a_convener, REFUSED_SIGNERS},
        {"the log's key", invite_with_the_log_key, REFUSED_KEY_USED},
        {"a convener's key", invite_with_a_convener_key, REFUSED_KEY_USED},
        {"a seat's key", invite_with_a_seat_key, REFUSED_KEY_USED},
        {"an old invitation", invite_with_a_used_invitation, REFUSED_KEY_USED},
        {"an observer votes", let_an_observer_vote, REFUSED_POST_VOTING},
        {"a tag twice", repeat_a_tag, REFUSED_TAGS},
        {"tags out of order", swap_tags, REFUSED_TAGS},
        {"a tag that means none", call_a_tag_none, REFUSED_TAGS},
    };
    struct hall *h = hall_new(SEATS);
    const struct holder *holder;

    (void)state;
    hall_prepare(h, 1);
    attack_each(h, draft_observer, HALL_BY(HALL_DESK), ATTACKS(attacks));
    holder = state_holder(h->conference, h->observer.post);
    assert_non_null(holder);
    assert_false(holder->enrolled || holder->voting || holder->retired);
    assert_int_equal(holder->tag_count, 2);
    assert_int_equal(h->conference->voting_seats, SEATS);
    draft_observer(h)->post.post = (struct post){POST_CHAIR, 2};
    attack_refuse(h, "a convener", REFUSED_POST_EXISTS, HALL_BY(HALL_CHAIR));
    hall_free(h);
}

static void
no_voting_seat_comes_during_a_session(void **state)
{
    struct hall *h = hall_new(SEATS + 2);

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    draft_observer(h)->post.post = (struct post){POST_SEAT, 10};
    h->draft->post.voting = true;
    attack_refuse(h, "a voter more", REFUSED_ROLL_FROZEN,
                  HALL_BY(HALL_CHAIR, HALL_DESK));
    h->draft->post.voting = false;
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    assert_int_equal(h->conference->voting_seats, SEATS + 2);
    hall_free(h);
}

/* ---- retire -------------------------------------------------------------- */

static struct event *
draft_retire(struct hall *h, struct post post)
{
    struct event *e = hall_draft(h, EVENT_RETIRE);

    e->retire.post = post;
    return e;
}

static void
who_is_retired_is_so_for_good(void **state)
{
    static const struct hall_signer both[] = {{{POST_SEAT, 7}, true, NULL},
                                              {{POST_SEAT, 7}, false, NULL}};
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    draft_retire(h, h->chairs[0].post);
    attack_refuse(h, "who presides", REFUSED_SIGNERS, HALL_BY(HALL_CHAIR));
    draft_retire(h, seat_9);
    attack_refuse(h, "nobody", REFUSED_POST_UNKNOWN, HALL_BY(HALL_CHAIR));
    draft_retire(h, seat_7);
    attack_refuse(h, "by a desk", REFUSED_SIGNERS, HALL_BY(HALL_DESK));
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    assert_int_equal(h->conference->voting_seats, SEATS - 1);
    draft_retire(h, seat_7)->retire.reason = 1;
    attack_refuse(h, "twice", REFUSED_POST_RETIRED, HALL_BY(HALL_CHAIR));
    hall_draft_reissue(h, seat_7);
    attack_refuse(h, "a new card", REFUSED_POST_RETIRED, HALL_BY(HALL_DESK));
    hall_draft_post(h, seat_7);
    attack_refuse(h, "made again", REFUSED_POST_EXISTS, HALL_BY(HALL_DESK));
    h->seats[6].card--;
    hall_draft_enrol(h, seat_7);
    attack_refuse(h, "the card", REFUSED_SIGNERS, both, 2);
    hall_draft(h, EVENT_COMPLAINT)->statement.text = h->texts[0].blob;
    attack_refuse(h, "the key", REFUSED_NO_KEY, HALL_BY(HALL_SEAT(7)));
    hall_free(h);
}

static void
no_voter_is_retired_during_a_session(void **state)
{
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    draft_retire(h, seat_7);
    attack_refuse(h, "a voter", REFUSED_ROLL_FROZEN,
                  HALL_BY(HALL_CHAIR, HALL_DESK));
    draft_retire(h, h->desks[1].post);
    attack_refuse(h, "by the chair alone", REFUSED_SIGNERS,
                  HALL_BY(HALL_CHAIR));
    attack_refuse(h, "by desks", REFUSED_SIGNERS,
                  HALL_BY(HALL_DESK, HALL_DESK_2));
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    draft_retire(h, h->desks[0].post);
    attack_refuse(h, "with a desk that has gone", REFUSED_NO_KEY,
                  HALL_BY(HALL_CHAIR, HALL_DESK_2));
    hall_free(h);
}

/* Numbers at their limits and around them, and the memory that they take. */
static void
posts_have_numbers_up_to_the_limit(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct hash32 roll;
    struct hash32 after;

    (void)state;
    hall_do_genesis(h, NULL);
    roll_hash(&roll, h->conference);
    hall_draft_post(h, seat_7)->post.post =
        (struct post){POST_SEAT, POST_NUMBER_MAX};
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    assert_non_null(
        state_holder(h->conference, (struct post){POST_SEAT, POST_NUMBER_MAX}));
    assert_null(state_holder(h->conference,
                             (struct post){POST_SEAT, POST_NUMBER_MAX - 1}));
    assert_null(state_holder(h->conference, (struct post){POST_SEAT, 0}));
    roll_hash(&after, h->conference);
    assert_memory_not_equal(&roll, &after, sizeof roll);
    hall_do_post(h, (struct post){POST_SEAT, 1});
    assert_int_equal(h->conference->voting_seats, 2);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_post_is_new_and_its_invitation_too),
        cmocka_unit_test(no_voting_seat_comes_during_a_session),
        cmocka_unit_test(who_is_retired_is_so_for_good),
        cmocka_unit_test(no_voter_is_retired_during_a_session),
        cmocka_unit_test(posts_have_numbers_up_to_the_limit),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
