/*
 * Goal: a draft names exactly what the machine asks for, byte for byte what a
 * hand-made event says, and what cannot be drafted is refused by its reason.
 */
#include <stdlib.h>

#include "ballots/draft.h"
#include "tests/support/hall.h"
#include "tests/test.h"

enum { SEATS = 7, ROWS = 2 };

/* Starts a draft of our own, apart from the hall's. */
static struct event *
begin(const struct hall *h, enum event_type type)
{
    struct event *e = malloc(sizeof *e);

    assert_non_null(e);
    assert_refused(draft_begin(e, h->conference, type, h->time_s),
                   REFUSED_NOTHING);
    return e;
}

/* The hall's event and ours are the same text. Frees ours. */
static void
assert_same(struct event *theirs, struct event *ours)
{
    char *a = malloc(EVENT_ENTRY_MAX);
    char *b = malloc(EVENT_ENTRY_MAX);
    size_t a_len;
    size_t b_len;

    assert_non_null(a);
    assert_non_null(b);
    assert_ok(event_encode(theirs, a, EVENT_ENTRY_MAX, &a_len));
    assert_ok(event_encode(ours, b, EVENT_ENTRY_MAX, &b_len));
    if (a_len != b_len || memcmp(a, b, a_len) != 0)
        fail_msg("%.*s\nis not\n%.*s", (int)b_len, b, (int)a_len, a);
    free(a);
    free(b);
    free(ours);
}

static void
people_are_drafted_as_by_hand(void **state)
{
    const struct post seat = {POST_SEAT, 3};
    struct hall *h = hall_new(SEATS);
    struct event *theirs;
    struct event *ours;

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    theirs = hall_draft_reissue(h, seat);
    ours = begin(h, EVENT_REISSUE);
    assert_refused(draft_reissue(ours, h->conference, seat), REFUSED_NOTHING);
    memcpy(ours->reissue.invitation, theirs->reissue.invitation, 32);
    assert_same(theirs, ours);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_DESK));
    hall_person(h, seat)->invited = hall_last(h);
    theirs = hall_draft_enrol(h, seat);
    ours = begin(h, EVENT_ENROL);
    assert_refused(draft_enrol(ours, h->conference, seat, theirs->enrol.key),
                   REFUSED_NOTHING);
    assert_same(theirs, ours);
    theirs = hall_draft_present(h, SEATS);
    ours = begin(h, EVENT_PRESENT);
    assert_refused(draft_presence(ours, h->conference,
                                  (struct post){POST_SEAT, SEATS},
                                  EVENT_BY_PHONE),
                   REFUSED_NOTHING);
    assert_same(theirs, ours);
    hall_free(h);
}

static void
a_departure_names_the_arrival(void **state)
{
    const struct post seat = {POST_SEAT, 2};
    struct hall *h = hall_new(SEATS);
    struct event *ours;

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    ours = begin(h, EVENT_LEAVE);
    assert_refused(draft_presence(ours, h->conference, seat, EVENT_BY_PHONE),
                   REFUSED_NOTHING);
    assert_true(ours->presence.previous.present);
    assert_int_equal(ours->presence.previous.index,
                     hall_person(h, seat)->presence.index);
    free(ours);
    hall_free(h);
}

/* Every step of the ceremony by every scrutineer. */
static void
the_ceremony_is_drafted_as_by_hand(void **state)
{
    struct hall *h = hall_new(SEATS);
    uint32_t bad;

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    hall_do_key_start(h);
    for (unsigned n = 1; n <= HALL_SCRUTINEERS; n++) {
        struct event *theirs = hall_draft_commit(h, n);
        struct event *ours = begin(h, EVENT_KEY_COMMIT);

        assert_refused(draft_key_commit(ours, h->conference,
                                        h->scrutineers[n - 1].post,
                                        h->scrutineers[n - 1].seed),
                       REFUSED_NOTHING);
        assert_same(theirs, ours);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(n)));
    }
    for (unsigned n = 1; n <= HALL_SCRUTINEERS; n++) {
        struct event *theirs = hall_draft_deal(h, n);
        struct event *ours = begin(h, EVENT_KEY_DEAL);

        assert_refused(draft_key_deal(ours, h->conference,
                                      h->scrutineers[n - 1].post,
                                      h->scrutineers[n - 1].seed),
                       REFUSED_NOTHING);
        assert_same(theirs, ours);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(n)));
    }
    for (unsigned n = 1; n <= HALL_SCRUTINEERS; n++) {
        struct event *theirs = hall_draft_accept(h, n);
        struct event *ours = begin(h, EVENT_KEY_ACCEPT);

        assert_refused(draft_key_accept(ours, h->conference,
                                        h->scrutineers[n - 1].post,
                                        h->scrutineers[n - 1].seed, &bad),
                       REFUSED_NOTHING);
        assert_int_equal(bad, 0);
        assert_same(theirs, ours);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(n)));
    }
    hall_free(h);
}

static void
a_share_that_does_not_open_is_never_accepted(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event *ours;
    uint8_t seed[32];
    uint32_t bad;

    (void)state;
    hall_prepare(h, ROWS);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    hall_do_key_start(h);
    for (unsigned n = 1; n <= HALL_SCRUTINEERS; n++) {
        hall_draft_commit(h, n);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(n)));
    }
    for (unsigned n = 1; n <= HALL_SCRUTINEERS; n++) {
        struct event *e = hall_draft_deal(h, n);

        if (n == 2) /* the first of its masked shares, that of scrutineer 1 */
            e->key_deal.masked[0] ^= 1;
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(n)));
    }
    ours = begin(h, EVENT_KEY_ACCEPT);
    assert_refused(draft_key_accept(ours, h->conference, h->scrutineers[0].post,
                                    h->scrutineers[0].seed, &bad),
                   REFUSED_CEREMONY_PROOF);
    assert_int_equal(bad, 2);
    memcpy(seed, h->scrutineers[2].seed, sizeof seed);
    seed[0] ^= 1;
    assert_refused(draft_key_accept(ours, h->conference, h->scrutineers[2].post,
                                    seed, &bad),
                   REFUSED_CEREMONY_PROOF);
    free(ours);
    ours = hall_draft(h, EVENT_KEY_COMPLAIN);
    assert_refused(draft_key_complain(ours, h->conference,
                                      h->scrutineers[0].post,
                                      h->scrutineers[0].seed, 2),
                   REFUSED_NOTHING);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1)));
    hall_free(h);
}

static void
a_vote_is_drafted_as_by_hand(void **state)
{
    static const uint8_t choices[ROWS] = {0, 1};
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event_ref open;
    struct event *theirs;
    struct event *ours;
    uint8_t secret[BALLOT_SECRET_BYTES];

    (void)state;
    hall_convene(h);
    hall_lock(h);
    theirs = hall_draft_headcount(h);
    ours = begin(h, EVENT_HEADCOUNT);
    assert_refused(
        draft_headcount(ours, h->conference, theirs->headcount.counted),
        REFUSED_NOTHING);
    assert_same(theirs, ours);
    theirs = hall_draft_open(h, paper);
    ours = begin(h, EVENT_OPEN);
    assert_refused(draft_open(ours, h->conference, "P1"), REFUSED_NOTHING);
    assert_same(theirs, ours);
    open = hall_do_open(h, paper);
    theirs = hall_draft_cast(h, open, 1, choices);
    hall_ballot_secret(secret, 1, h->entry_count);
    ours = begin(h, EVENT_CAST);
    {
        struct ed25519_public key;

        ed25519_public(&key, &h->seats[0].key);
        assert_refused(draft_cast(ours, h->conference, "P1",
                                  (struct post){POST_SEAT, 1}, key.bytes,
                                  choices, secret),
                       REFUSED_NOTHING);
    }
    assert_same(theirs, ours);
    hall_free(h);
}

static void
a_count_is_drafted_as_by_hand(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event_ref open;
    struct event *ours;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    hall_vote(h, open, ROWS);
    ours = begin(h, EVENT_SHARE);
    assert_refused(draft_share(ours, h->conference, "P1",
                               h->scrutineers[0].post, h->scrutineers[0].seed),
                   REFUSED_NOT_CLOSED);
    free(ours);
    hall_do_close(h, open);
    for (unsigned n = 1; n <= HALL_THRESHOLD; n++) {
        struct event *theirs = hall_draft_share(h, open, n);

        ours = begin(h, EVENT_RESULT);
        assert_refused(draft_result(ours, h->conference, "P1"),
                       REFUSED_RESULT_SHARES);
        free(ours);
        ours = begin(h, EVENT_SHARE);
        assert_refused(draft_share(ours, h->conference, "P1",
                                   h->scrutineers[n - 1].post,
                                   h->scrutineers[n - 1].seed),
                       REFUSED_NOTHING);
        assert_same(theirs, ours);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(n)));
    }
    ours = begin(h, EVENT_RESULT);
    assert_refused(draft_result(ours, h->conference, "P1"), REFUSED_NOTHING);
    assert_same(hall_draft_result(h, open), ours);
    hall_free(h);
}

static void
what_cannot_be_made_is_refused_by_its_reason(void **state)
{
    static const uint8_t choices[ROWS] = {0, 9};
    static const uint8_t zeros[32];
    const struct post observer = {POST_OBSERVER, 1};
    const struct post seat = {POST_SEAT, 1};
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event *e = begin(h, EVENT_OPEN);
    struct draft_ballot *ballot = malloc(sizeof *ballot);
    const struct conference *c = h->conference;

    (void)state;
    assert_non_null(ballot);
    assert_refused(draft_open(e, c, "P9"), REFUSED_REF);
    assert_refused(draft_open(e, c, "P1"), REFUSED_SESSION_NOT_RUNNING);
    assert_refused(draft_headcount(e, c, 1), REFUSED_SESSION_NOT_RUNNING);
    assert_refused(draft_session_end(e, c), REFUSED_SESSION_NOT_RUNNING);
    assert_refused(draft_ballot(ballot, c, "P1", &seat), REFUSED_NOT_OPEN);
    hall_convene(h);
    assert_refused(draft_open(e, c, "P1"), REFUSED_KEY_NOT_READY);
    hall_lock(h);
    hall_do_open(h, paper);
    assert_refused(draft_ballot(ballot, c, "P1", &observer),
                   REFUSED_NOT_ON_ROLL);
    assert_refused(draft_cast(e, c, "P1", seat, zeros, choices, zeros),
                   REFUSED_BALLOT_MARKS);
    assert_refused(draft_share(e, c, "P1", h->scrutineers[0].post, zeros),
                   REFUSED_NOT_CLOSED);
    assert_refused(draft_endorsement(e, c, "P1"), REFUSED_NOT_COUNTED);
    assert_refused(draft_result(e, c, "P1"), REFUSED_NOT_CLOSED);
    assert_refused(draft_reissue(e, c, (struct post){POST_SEAT, 99}),
                   REFUSED_POST_UNKNOWN);
    assert_refused(draft_enrol(e, c, seat, zeros), REFUSED_INVITATION_USED);
    assert_refused(draft_about(e, c, 100000), REFUSED_REF);
    free(ballot);
    free(e);
    hall_free(h);
}

static void
a_share_by_another_seed_is_not_made(void **state)
{
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event_ref open;
    struct event *ours;
    uint8_t seed[32];

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    hall_vote(h, open, ROWS);
    hall_do_close(h, open);
    memcpy(seed, h->scrutineers[0].seed, sizeof seed);
    seed[31] ^= 1;
    ours = begin(h, EVENT_SHARE);
    assert_refused(
        draft_share(ours, h->conference, "P1", h->scrutineers[0].post, seed),
        REFUSED_SHARE_PROOF);
    assert_refused(draft_share(ours, h->conference, "P1",
                               (struct post){POST_SCRUTINEER, 9},
                               h->scrutineers[0].seed),
                   REFUSED_SHARE_TRUSTEE);
    free(ours);
    hall_free(h);
}

/* Sheets of paper go through the machine, and their number is kept to. */
static void
paper_sheets_are_drafted_and_taken_in(void **state)
{
    static const uint8_t choices[3 * ROWS] = {0, 1, 2, 0, 1, 1};
    uint8_t secrets[3 * BALLOT_SECRET_BYTES];
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, ROWS);
    struct event *e;

    (void)state;
    for (size_t i = 0; i < sizeof secrets; i++)
        secrets[i] = (uint8_t)i;
    hall_convene(h);
    hall_lock(h);
    hall_do_open(h, paper);
    for (unsigned n = 1; n <= 3; n++) {
        e = hall_draft(h, EVENT_DESK_ISSUE);
        e->desk_issue.seat = (struct post){POST_SEAT, n};
        assert_refused(draft_of_round(e, h->conference, "P1"), REFUSED_NOTHING);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    }
    e = hall_draft(h, EVENT_DESK_BALLOTS);
    assert_refused(draft_sheets(e, h->conference, "P1", 3, 0, choices, secrets),
                   REFUSED_NOTHING);
    hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    hall_free(h);
}

static bool
holds_all(void *context, struct post post)
{
    (void)context;
    (void)post;
    return true;
}

static bool
holds_none(void *context, struct post post)
{
    (void)context;
    (void)post;
    return false;
}

static bool
holds_scrutineer_3(void *context, struct post post)
{
    (void)context;
    return post_eq(post, (struct post){POST_SCRUTINEER, 3});
}

static bool
holds_desks(void *context, struct post post)
{
    (void)context;
    return post.kind == POST_DESK;
}

static bool
holds_desk_1_and_chair_2(void *context, struct post post)
{
    (void)context;
    return post_eq(post, (struct post){POST_DESK, 1}) ||
           post_eq(post, (struct post){POST_CHAIR, 2});
}

/* Signers as "chair/1 scrutineer/2". */
static void
assert_signers(const struct hall *h, enum event_type type, struct post subject,
               bool (*holds)(void *, struct post), const char *want)
{
    struct post posts[EVENT_SIGNERS_MAX];
    const struct draft_keys keys = {holds, NULL};
    struct event *e = begin(h, type);
    char got[256] = "";
    size_t count;

    if (type == EVENT_POST)
        e->post.post = subject;
    else if (type == EVENT_PRESENT)
        e->presence.post = subject;
    else if (type == EVENT_HANDOVER)
        e->handover.to = subject;
    count = draft_signers(posts, h->conference, e, &keys);
    for (size_t i = 0; i < count; i++) {
        char name[POST_TEXT_BYTES];

        post_format(name, posts[i]);
        (void)snprintf(got + strlen(got), sizeof got - strlen(got), "%s%s",
                       i ? " " : "", name);
    }
    if (strcmp(got, want) != 0)
        fail_msg("%s: %s, not %s", event_type_name(type), got, want);
    free(e);
}

static void
the_signers_proposed_are_those_whom_the_rules_ask_for(void **state)
{
    const struct post none = {POST_CHAIR, 1};
    const struct post seat = {POST_SEAT, 3};
    const struct post deputy = {POST_CHAIR, 2};
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, ROWS);
    assert_signers(h, EVENT_POST, seat, holds_all, "chair/1");
    assert_signers(h, EVENT_POST, seat, holds_none, "desk/1");
    hall_convene(h);
    assert_signers(h, EVENT_POST, seat, holds_all, "chair/1 desk/1");
    assert_signers(h, EVENT_POST, seat, holds_none, "desk/1 chair/1");
    assert_signers(h, EVENT_PRESENT, seat, holds_all, "seat/003");
    assert_signers(h, EVENT_PRESENT, seat, holds_none, "desk/1 chair/1");
    assert_signers(h, EVENT_PRESENT, seat, holds_desks, "desk/1 desk/2");
    assert_signers(h, EVENT_POST, seat, holds_desks, "desk/1 desk/2");
    assert_signers(h, EVENT_PRESENT, seat, holds_desk_1_and_chair_2,
                   "desk/1 chair/2");
    assert_signers(h, EVENT_HANDS, none, holds_all, "chair/1 desk/1");
    hall_enrol_scrutineers(h);
    assert_signers(h, EVENT_PRESENT, seat, holds_none, "desk/1 scrutineer/1");
    assert_signers(h, EVENT_PRESENT, seat, holds_desks, "desk/1 scrutineer/1");
    assert_signers(h, EVENT_HANDS, none, holds_all,
                   "scrutineer/1 scrutineer/2");
    assert_signers(h, EVENT_HEADCOUNT, none, holds_scrutineer_3,
                   "scrutineer/1 scrutineer/3");
    assert_signers(h, EVENT_SHARE, none, holds_scrutineer_3, "scrutineer/3");
    assert_signers(h, EVENT_POLICY, none, holds_all,
                   "chair/1 scrutineer/1 scrutineer/2");
    assert_signers(h, EVENT_HANDOVER, deputy, holds_all, "chair/1");
    assert_signers(h, EVENT_HANDOVER, deputy, holds_none,
                   "chair/2 scrutineer/1 scrutineer/2");
    assert_signers(h, EVENT_OPEN, none, holds_all, "chair/1");
    assert_signers(h, EVENT_COMPLAINT, none, holds_all, "seat/001");
    assert_signers(h, EVENT_COMPLAINT, none, holds_none, "");
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(people_are_drafted_as_by_hand),
        cmocka_unit_test(a_departure_names_the_arrival),
        cmocka_unit_test(the_ceremony_is_drafted_as_by_hand),
        cmocka_unit_test(a_share_that_does_not_open_is_never_accepted),
        cmocka_unit_test(a_vote_is_drafted_as_by_hand),
        cmocka_unit_test(a_count_is_drafted_as_by_hand),
        cmocka_unit_test(what_cannot_be_made_is_refused_by_its_reason),
        cmocka_unit_test(a_share_by_another_seed_is_not_made),
        cmocka_unit_test(paper_sheets_are_drafted_and_taken_in),
        cmocka_unit_test(the_signers_proposed_are_those_whom_the_rules_ask_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
