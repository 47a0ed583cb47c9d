/*
 * Goal: the ballot box is locked when all have found their shares good, and a
 * ceremony dies of a bad share, never of a false word: key-accept,
 * key-complain.
 */
#include "ballots/draft.h"
#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/support/locking.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { SEATS = 7 };

static const unsigned three[] = {1, 2, 3};

/* All have dealt; trustee 3 dealt trustee 1 a bad share, if it says so. */
static struct hall *
hall_with_deals(bool spoilt)
{
    struct hall *h = hall_new(SEATS);

    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    locking_do_start(h, three, 3);
    locking_do_all(h, locking_draft_commit);
    for (unsigned i = 1; i <= 3; i++) {
        struct event *e = locking_draft_deal(h, i);

        if (spoilt && i == 3)
            locking_spoil_share(e, 1);
        locking_do(h, i);
    }
    return h;
}

static void
overlook_a_deal(struct hall *h, struct event *e)
{
    e->seen_size = locking_ceremony(h)->deal_entries[2];
    assert_ok(merkle_root_at(&e->seen_root, conference_tree(h->conference),
                             e->seen_size));
}

/* ---- key-accept ---------------------------------------------------------- */

static struct event *
draft_accept(struct hall *h)
{
    return locking_draft_accept(h, 1);
}

static void
accept_another_transcript(struct hall *h, struct event *e)
{
    (void)h;
    e->key_accept.transcript.bytes[31] ^= 1;
}

static void
accept_for_another(struct hall *h, struct event *e)
{
    (void)h;
    e->key_accept.index = 2;
}

static void
a_trustee_accepts_this_very_transcript_once(void **state)
{
    static const struct attack attacks[] = {
        {"another transcript", accept_another_transcript,
         REFUSED_CEREMONY_TRANSCRIPT},
        {"for another", accept_for_another, REFUSED_CEREMONY_INDEX},
        {"a deal unseen", overlook_a_deal, REFUSED_SEEN_SHORT},
    };
    struct hall *h = hall_with_deals(false);

    (void)state;
    attack_each(h, draft_accept, HALL_BY(HALL_SCRUTINEER(1)), ATTACKS(attacks));
    draft_accept(h);
    attack_refuse(h, "twice", REFUSED_CEREMONY_TWICE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    assert_int_equal(h->cause, hall_last(h).index);
    locking_draft_deal(h, 1);
    attack_refuse(h, "a deal too late", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    for (unsigned i = 2; i <= 3; i++) {
        assert_int_equal(locking_ceremony(h)->stage, CEREMONY_ACCEPTING);
        locking_draft_accept(h, i);
        locking_do(h, i);
    }
    assert_int_equal(locking_ceremony(h)->stage, CEREMONY_READY);
    locking_draft_accept(h, 2);
    attack_refuse(h, "once more", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    locking_draft_complaint(h, 1, 3);
    attack_refuse(h, "a complaint too late", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    hall_free(h);
}

/* ---- key-complain -------------------------------------------------------- */

static struct event *
draft_complaint(struct hall *h)
{
    return locking_draft_complaint(h, 1, 3);
}

static void
complain_of_a_good_share(struct hall *h, struct event *e)
{
    (void)e;
    locking_draft_complaint(h, 1, 2);
}

static void
complain_of_oneself(struct hall *h, struct event *e)
{
    (void)h;
    e->key_complain.against = 1;
}

static void
complain_of_nobody(struct hall *h, struct event *e)
{
    (void)h;
    e->key_complain.against = 0;
}

static void
complain_of_a_fourth(struct hall *h, struct event *e)
{
    (void)h;
    e->key_complain.against = 4;
}

static void
blame_another(struct hall *h, struct event *e)
{
    (void)h;
    e->key_complain.against = 2;
}

static void
open_another_mask(struct hall *h, struct event *e)
{
    const struct point other = value_point("another mask");

    (void)h;
    memcpy(e->key_complain.shared, other.bytes, sizeof other.bytes);
}

static void
open_no_mask(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_complain.shared, 0, sizeof e->key_complain.shared);
}

static void
prove_nothing(struct hall *h, struct event *e)
{
    (void)h;
    e->key_complain.proof[PROOF_EQUAL_BYTES - SCALAR_BYTES] ^= 1;
}

static void
prove_beyond_q(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_complain.proof + PROOF_EQUAL_BYTES - SCALAR_BYTES, 0xFF,
           SCALAR_BYTES);
}

static void
only_a_bad_share_kills_a_ceremony(void **state)
{
    static const struct attack attacks[] = {
        {"a good share", complain_of_a_good_share, REFUSED_COMPLAINT_FALSE},
        {"oneself", complain_of_oneself, REFUSED_CEREMONY_INDEX},
        {"nobody", complain_of_nobody, REFUSED_CEREMONY_INDEX},
        {"a fourth", complain_of_a_fourth, REFUSED_CEREMONY_INDEX},
        {"the wrong dealer", blame_another, REFUSED_COMPLAINT_FALSE},
        {"another mask", open_another_mask, REFUSED_COMPLAINT_FALSE},
        {"no mask", open_no_mask, REFUSED_CEREMONY_ENCODING},
        {"no proof", prove_nothing, REFUSED_COMPLAINT_FALSE},
        {"a large proof", prove_beyond_q, REFUSED_CEREMONY_ENCODING},
        {"the deal unseen", overlook_a_deal, REFUSED_SEEN_SHORT},
    };
    struct hall *h = hall_with_deals(true);
    const struct key_ceremony *k = locking_ceremony(h);
    struct event *anew;

    (void)state;
    attack_each(h, draft_complaint, HALL_BY(HALL_SCRUTINEER(1)),
                ATTACKS(attacks));
    assert_int_equal(k->stage, CEREMONY_DEAD);
    assert_int_equal(k->complained_by, 1);
    assert_int_equal(k->complained_against, 3);
    /* Whoever begins it anew is proposed the other two. */
    anew = hall_draft(h, EVENT_KEY_START);
    assert_int_equal(draft_key_start(anew, h->conference, 2), REFUSED_NOTHING);
    assert_int_equal(anew->key_start.trustee_count, 2);
    assert_true(post_eq(anew->key_start.trustees[1], h->scrutineers[1].post));
    draft_complaint(h);
    attack_refuse(h, "twice", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    locking_draft_accept(h, 2);
    attack_refuse(h, "accepted all the same", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    hall_free(h);
}

static void
who_has_accepted_cannot_complain(void **state)
{
    struct hall *h = hall_with_deals(true);

    (void)state;
    draft_accept(h);
    locking_do(h, 1);
    draft_complaint(h);
    attack_refuse(h, "thinks again", REFUSED_CEREMONY_TWICE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    assert_int_equal(h->cause, hall_last(h).index);
    hall_free(h);
}

/* ---- Trustees who change in between -------------------------------------- */

static void
a_trustee_with_a_new_card_goes_on_with_the_new_key(void **state)
{
    struct hall *h = hall_with_deals(false);
    struct hall_person *second = &h->scrutineers[1];
    struct ed25519_secret old = second->key;

    (void)state;
    hall_draft_reissue(h, second->post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    second->invited = hall_last(h);
    locking_draft_accept(h, 2);
    attack_refuse(h, "no key", REFUSED_NO_KEY, HALL_BY(HALL_SCRUTINEER(2)));
    hall_do_enrol(h, second->post);
    locking_draft_accept(h, 2);
    attack_refuse(h, "the old key", REFUSED_SIGNATURE,
                  HALL_BY({second->post, false, &old}));
    locking_do_all(h, locking_draft_accept);
    assert_int_equal(locking_ceremony(h)->stage, CEREMONY_READY);
    hall_free(h);
}

static void
a_trustee_who_is_retired_stops_the_ceremony_only(void **state)
{
    struct hall *h = hall_with_deals(false);

    (void)state;
    hall_draft(h, EVENT_RETIRE)->retire.post = h->scrutineers[1].post;
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    locking_draft_accept(h, 2);
    attack_refuse(h, "retired", REFUSED_NO_KEY, HALL_BY(HALL_SCRUTINEER(2)));
    locking_draft_restart(h, three, 3);
    attack_refuse(h, "named again", REFUSED_CEREMONY_TRUSTEES,
                  HALL_BY(HALL_CHAIR));
    assert_int_equal(locking_ceremony(h)->stage, CEREMONY_ACCEPTING);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_trustee_accepts_this_very_transcript_once),
        cmocka_unit_test(only_a_bad_share_kills_a_ceremony),
        cmocka_unit_test(who_has_accepted_cannot_complain),
        cmocka_unit_test(a_trustee_with_a_new_card_goes_on_with_the_new_key),
        cmocka_unit_test(a_trustee_who_is_retired_stops_the_ceremony_only),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
