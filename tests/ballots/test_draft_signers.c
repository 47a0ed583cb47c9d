/*
 * Goal: whoever is proposed to sign is whom the rules ask for at that moment,
 * so that an act which the log would take is never shown to others, or to
 * nobody.
 */
#include <stdlib.h>

#include "ballots/draft.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROWS = 1 };

static bool
holds_all(void *context, struct post post)
{
    (void)context;
    (void)post;
    return true;
}

static bool
holds_scrutineers_from(void *context, struct post post)
{
    const uint32_t *from = context;

    return post.kind == POST_SCRUTINEER && post.number >= *from;
}

/* Signers of the hall's draft as "chair/1 scrutineer/2". */
static void
assert_proposed(const struct hall *h, const struct draft_keys *keys,
                const char *want)
{
    struct post posts[EVENT_SIGNERS_MAX];
    char got[256] = "";
    size_t count = draft_signers(posts, h->conference, h->draft, keys);

    for (size_t i = 0; i < count; i++) {
        char name[POST_TEXT_BYTES];

        post_format(name, posts[i]);
        (void)snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s",
                       i ? " " : "", name);
    }
    if (strcmp(got, want) != 0)
        fail_msg("%s: %s, not %s", event_type_name(h->draft->type), got, want);
}

/* With the keys of scrutineers from this one at hand, and no others. */
static void
assert_proposed_from(const struct hall *h, uint32_t from, const char *want)
{
    const struct draft_keys keys = {holds_scrutineers_from, &from};

    assert_proposed(h, &keys, want);
}

/* A fourth scrutineer, made when the box was locked already. */
static void
add_scrutineer_4(struct hall *h)
{
    const struct post post = {POST_SCRUTINEER, 4};

    hall_draft_post(h, post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(h, post)->invited = hall_last(h);
    hall_do_enrol(h, post);
}

static void
one_scrutineer_alone_does_not_stand_for_two(void **state)
{
    const struct draft_keys keys = {holds_all, NULL};
    const struct post first = {POST_SCRUTINEER, 1};
    struct hall *h = hall_new(SEATS);
    struct event_ref paper;
    struct event_ref open;

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    paper = hall_do_paper(h, "H9", 1, EVENT_BY_HANDS);
    open = hall_do_open(h, paper);
    hall_draft_post(h, first);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_person(h, first)->invited = hall_last(h);
    hall_do_enrol(h, first);
    hall_draft(h, EVENT_HANDS)->hands.open = open;
    assert_proposed(h, &keys, "chair/1 desk/1");
    h->draft->hands.row_count = 1;
    h->draft->hands.option_count = 3;
    h->draft->hands.counts[0][0] = 2;
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_draft(h, EVENT_VOID)->ending.open = open;
    h->draft->ending.reason = hall_text(h, "reason", false);
    assert_proposed(h, &keys, "chair/1 desk/1");
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_free(h);
}

static void
a_locked_box_is_locked_anew_with_those_who_locked_it(void **state)
{
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    hall_draft(h, EVENT_KEY_START);
    (void)snprintf(h->draft->key_start.session, EVENT_ID_BYTES, HALL_SESSION);
    assert_proposed_from(h, 1, "chair/1");
    hall_lock(h);
    add_scrutineer_4(h);
    hall_draft(h, EVENT_KEY_START);
    (void)snprintf(h->draft->key_start.session, EVENT_ID_BYTES, HALL_SESSION);
    assert_proposed_from(h, 9, "chair/1 scrutineer/1 scrutineer/2");
    assert_proposed_from(h, 3, "chair/1 scrutineer/1 scrutineer/3");
    hall_free(h);
}

static void
who_did_not_lock_the_box_is_proposed_for_nothing_but_giving_up(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    add_scrutineer_4(h);
    open = hall_do_open(h, paper);
    hall_draft_headcount(h);
    assert_proposed_from(h, 4, "scrutineer/1 scrutineer/2");
    hall_draft(h, EVENT_VOID)->ending.open = open;
    assert_proposed_from(h, 4, "chair/1 scrutineer/1 scrutineer/2");
    hall_draft(h, EVENT_HANDOVER)->handover.to = (struct post){POST_CHAIR, 2};
    assert_proposed_from(h, 4, "chair/2 scrutineer/1 scrutineer/2");
    hall_draft_reissue(h, (struct post){POST_SEAT, 3});
    assert_proposed_from(h, 4, "desk/1 scrutineer/1");
    hall_draft(h, EVENT_UNCOUNTABLE)->ending.open = open;
    assert_proposed_from(h, 4, "chair/1 scrutineer/1 scrutineer/4");
    hall_draft(h, EVENT_INCIDENT);
    assert_proposed_from(h, 4, "scrutineer/4");
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_scrutineer_alone_does_not_stand_for_two),
        cmocka_unit_test(a_locked_box_is_locked_anew_with_those_who_locked_it),
        cmocka_unit_test(
            who_did_not_lock_the_box_is_proposed_for_nothing_but_giving_up),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
