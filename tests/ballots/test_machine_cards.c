/*
 * Goal: a card is good for one key, and only the last card is good: reissue,
 * enrol.
 */
#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/support/values.h"
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

/* ---- reissue ------------------------------------------------------------- */

static struct event *
draft_reissue(struct hall *h)
{
    return hall_draft_reissue(h, seat_7);
}

static void
reissue_an_unknown_post(struct hall *h, struct event *e)
{
    (void)h;
    e->reissue.post = seat_9;
}

static void
reissue_with_the_same_invitation(struct hall *h, struct event *e)
{
    memcpy(e->reissue.invitation,
           state_holder(h->conference, seat_7)->invitation, 32);
}

static void
reissue_with_the_current_key(struct hall *h, struct event *e)
{
    memcpy(e->reissue.invitation, state_holder(h->conference, seat_7)->key, 32);
}

static void
reissue_by_anothers_entry(struct hall *h, struct event *e)
{
    e->reissue.previous = h->seats[5].invited;
}

static void
a_reissue_names_the_card_that_it_replaces(void **state)
{
    static const struct attack attacks[] = {
        {"nobody", reissue_an_unknown_post, REFUSED_POST_UNKNOWN},
        {"same card", reissue_with_the_same_invitation, REFUSED_KEY_USED},
        {"key as card", reissue_with_the_current_key, REFUSED_KEY_USED},
        {"other's card", reissue_by_anothers_entry, REFUSED_INVITATION_OLD},
    };
    struct hall *h = hall_new(SEATS);
    struct event_ref first;

    (void)state;
    hall_prepare(h, 1);
    first = h->seats[6].invited;
    attack_each(h, draft_reissue, HALL_BY(HALL_DESK), ATTACKS(attacks));
    h->seats[6].invited = hall_last(h);
    assert_false(state_holder(h->conference, seat_7)->enrolled);
    /* Two desks that do the same at once: the second one loses. */
    draft_reissue(h)->reissue.previous = first;
    attack_refuse(h, "the card before", REFUSED_INVITATION_OLD,
                  HALL_BY(HALL_DESK_2));
    assert_int_equal(h->cause, h->seats[6].invited.index);
    hall_free(h);
}

/* Once one scrutineer is enrolled, no pair without one will do. */
static void
a_card_during_a_session_takes_two_officers(void **state)
{
    struct hall *h = hall_new(SEATS);
    static const struct {
        const char *what;
        struct hall_signer by[2];
        size_t count;
    } cases[] = {
        {"the desk alone", {HALL_DESK}, 1},
        {"the chair alone", {HALL_CHAIR}, 1},
        {"the desk twice", {HALL_DESK, HALL_DESK}, 2},
        {"two desks", {HALL_DESK, HALL_DESK_2}, 2},
        {"desk and chair", {HALL_DESK, HALL_CHAIR}, 2},
        {"a scrutineer first", {HALL_SCRUTINEER(1), HALL_DESK}, 2},
        {"two scrutineers", {HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)}, 2},
        {"the deputy first", {HALL_CHAIR_2, HALL_SCRUTINEER(1)}, 2},
        {"a member as second", {HALL_DESK, HALL_SEAT(1)}, 2},
    };

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        draft_reissue(h);
        attack_refuse(h, cases[i].what, REFUSED_SIGNERS, cases[i].by,
                      cases[i].count);
    }
    draft_reissue(h);
    hall_do_submit(h, HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    /* A desk may not give out a scrutineer's card, nor another desk's. */
    hall_draft_reissue(h, h->scrutineers[1].post);
    attack_refuse(h, "a desk", REFUSED_SIGNERS,
                  HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_draft_reissue(h, h->desks[1].post);
    attack_refuse(h, "a desk for a desk", REFUSED_SIGNERS,
                  HALL_BY(HALL_DESK, HALL_SCRUTINEER(1)));
    hall_free(h);
}

/* ---- enrol --------------------------------------------------------------- */

static struct event *
draft_enrol(struct hall *h)
{
    return hall_draft_enrol(h, seat_7);
}

static void
enrol_by_another_card(struct hall *h, struct event *e)
{
    e->enrol.invitation = h->seats[0].invited;
}

static void
enrol_the_invitation(struct hall *h, struct event *e)
{
    h->seats[6].key = h->seats[6].invitation;
    public_of(e->enrol.key, &h->seats[6].key);
}

static void
enrol_the_log_key(struct hall *h, struct event *e)
{
    h->seats[6].key = h->log_key;
    public_of(e->enrol.key, &h->log_key);
}

static void
enrol_a_chair_key(struct hall *h, struct event *e)
{
    h->seats[6].key = h->chairs[0].key;
    public_of(e->enrol.key, &h->chairs[0].key);
}

/* Copies another phone's key without having it. */
static void
enrol_a_strangers_key(struct hall *h, struct event *e)
{
    struct ed25519_secret other;
    uint8_t seed[ED25519_SEED_BYTES];

    (void)h;
    value_bytes(seed, sizeof seed, "a stranger's phone");
    ed25519_from_seed(&other, seed);
    public_of(e->enrol.key, &other);
}

static void
enrol_no_point(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->enrol.key, 0, sizeof e->enrol.key);
}

static void
a_key_is_new_and_its_maker_has_the_card(void **state)
{
    static const struct hall_signer both[] = {{{POST_SEAT, 7}, true, NULL},
                                              {{POST_SEAT, 7}, false, NULL}};
    static const struct attack attacks[] = {
        {"another's card", enrol_by_another_card, REFUSED_INVITATION_OLD},
        {"the card as key", enrol_the_invitation, REFUSED_KEY_USED},
        {"the log's key", enrol_the_log_key, REFUSED_KEY_USED},
        {"a convener's key", enrol_a_chair_key, REFUSED_KEY_USED},
        {"a stranger's key", enrol_a_strangers_key, REFUSED_SIGNATURE},
        {"a key of small order", enrol_no_point, REFUSED_SIGNATURE},
    };
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_do_genesis(h, NULL);
    for (unsigned i = 0; i < SEATS; i++)
        hall_do_post(h, h->seats[i].post);
    attack_each(h, draft_enrol, both, 2, ATTACKS(attacks));
    h->seats[6].card++; /* another phone with the same card */
    draft_enrol(h);
    attack_refuse(h, "the card once more", REFUSED_INVITATION_USED, both, 2);
    assert_int_equal(h->cause, hall_last(h).index);
    hall_free(h);
}

static void
a_card_that_was_replaced_enrols_nobody(void **state)
{
    static const struct hall_signer both[] = {{{POST_SEAT, 7}, true, NULL},
                                              {{POST_SEAT, 7}, false, NULL}};
    struct hall *h = hall_new(SEATS);
    struct hall_person found;
    struct event_ref second;

    (void)state;
    hall_do_genesis(h, NULL);
    hall_do_post(h, seat_7);
    found = h->seats[6];
    hall_draft_reissue(h, seat_7);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    second = hall_last(h);
    h->seats[6].invitation = found.invitation;
    draft_enrol(h);
    attack_refuse(h, "the old card", REFUSED_INVITATION_OLD, both, 2);
    draft_enrol(h)->enrol.invitation = second;
    attack_refuse(h, "the old card for the new", REFUSED_SIGNATURE, both, 2);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_reissue_names_the_card_that_it_replaces),
        cmocka_unit_test(a_card_during_a_session_takes_two_officers),
        cmocka_unit_test(a_key_is_new_and_its_maker_has_the_card),
        cmocka_unit_test(a_card_that_was_replaced_enrols_nobody),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
