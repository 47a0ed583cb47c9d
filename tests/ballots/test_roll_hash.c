/*
 * Goal: the roll's hash is that of the protocol's text, and changes with every
 * seat, name, tag and recusal, and with nothing else.
 */
#include <stdio.h>

#include <sodium.h>

#include "ballots/roll_hash.h"
#include "ballots/state.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 3, TEXT_ROOM = 1024 };

static void
name_of(char out[64], const struct hall *h, unsigned seat)
{
    const struct holder *holder =
        state_holder(h->conference, (struct post){POST_SEAT, seat});

    assert_non_null(holder);
    sodium_bin2base64(out, 64, holder->name.bytes, sizeof holder->name.bytes,
                      sodium_base64_VARIANT_ORIGINAL);
}

static struct hash32
roll(const struct hall *h)
{
    struct hash32 out;

    roll_hash(&out, h->conference);
    return out;
}

static void
assert_hash_of(const struct hash32 *got, const char *text)
{
    struct hash32 want;

    hash_sha256(&want, text, strlen(text));
    assert_memory_equal(got->bytes, want.bytes, sizeof want.bytes);
}

static void
post_seat(struct hall *h, unsigned seat, const char *first, const char *second)
{
    struct event *e = hall_draft_post(h, (struct post){POST_SEAT, seat});

    if (first)
        snprintf(e->post.tags[e->post.tag_count++], EVENT_ID_BYTES, "%s",
                 first);
    if (second)
        snprintf(e->post.tags[e->post.tag_count++], EVENT_ID_BYTES, "%s",
                 second);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    h->seats[seat - 1].invited = hall_last(h);
}

/* Made in another order than they stand in. */
static struct hall *
hall_with_roll(void)
{
    struct hall *h = hall_new(SEATS);

    hall_do_genesis(h, NULL);
    post_seat(h, 3, "a", "b");
    post_seat(h, 1, NULL, NULL);
    post_seat(h, 2, "a.b", NULL);
    return h;
}

static void
the_roll_is_the_text_that_the_protocol_names(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct hash32 got;
    char text[TEXT_ROOM];
    char names[SEATS][64];

    (void)state;
    hall_do_genesis(h, NULL);
    got = roll(h);
    assert_hash_of(&got, "congress-roll/v1\n");
    hall_free(h);
    h = hall_with_roll();
    for (unsigned seat = 1; seat <= SEATS; seat++)
        name_of(names[seat - 1], h, seat);
    snprintf(text, sizeof text,
             "congress-roll/v1\nseat/001 %s none\nseat/002 %s a.b\n"
             "seat/003 %s a,b\n",
             names[0], names[1], names[2]);
    got = roll(h);
    assert_hash_of(&got, text);
    hall_free(h);
}

static void
what_does_not_vote_is_not_on_the_roll(void **state)
{
    struct hall *h = hall_with_roll();
    struct hash32 before = roll(h);
    struct hash32 after;
    char text[TEXT_ROOM];
    char names[SEATS][64];

    (void)state;
    hall_do_post(h, h->observer.post);
    hall_do_post(h, h->desks[0].post);
    hall_do_enrol(h, h->seats[0].post);
    hall_draft_reissue(h, h->seats[1].post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    after = roll(h);
    assert_memory_equal(&before, &after, sizeof before);
    hall_draft(h, EVENT_RETIRE)->retire.post = h->seats[1].post;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    name_of(names[0], h, 1);
    name_of(names[2], h, 3);
    snprintf(text, sizeof text,
             "congress-roll/v1\nseat/001 %s none\nseat/003 %s a,b\n", names[0],
             names[2]);
    after = roll(h);
    assert_hash_of(&after, text);
    hall_free(h);
}

static void
a_papers_roll_has_its_filter_and_recusals(void **state)
{
    struct hall *h = hall_with_roll();
    struct event_recusal recusals[] = {
        {1, {POST_SEAT, 3}}, {2, {POST_SEAT, 2}}, {3, {POST_SEAT, 3}}};
    struct paper paper = {.recusals = recusals, .recusal_count = 3};
    struct hash32 got;
    char text[TEXT_ROOM];
    char names[SEATS][64];

    (void)state;
    for (unsigned seat = 1; seat <= SEATS; seat++)
        name_of(names[seat - 1], h, seat);
    snprintf(text, sizeof text,
             "congress-paper-roll/v1\nseat/001 %s none none\n"
             "seat/002 %s a.b 2\nseat/003 %s a,b 1,3\n",
             names[0], names[1], names[2]);
    roll_hash_paper(&got, h->conference, &paper);
    assert_hash_of(&got, text);
    paper.filtered = true;
    snprintf(paper.filter, sizeof paper.filter, "b");
    snprintf(text, sizeof text, "congress-paper-roll/v1\nseat/003 %s a,b 1,3\n",
             names[2]);
    roll_hash_paper(&got, h->conference, &paper);
    assert_hash_of(&got, text);
    /* A tag is whole, and not a part of one. */
    snprintf(paper.filter, sizeof paper.filter, "a.");
    roll_hash_paper(&got, h->conference, &paper);
    assert_hash_of(&got, "congress-paper-roll/v1\n");
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_roll_is_the_text_that_the_protocol_names),
        cmocka_unit_test(what_does_not_vote_is_not_on_the_roll),
        cmocka_unit_test(a_papers_roll_has_its_filter_and_recusals),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
