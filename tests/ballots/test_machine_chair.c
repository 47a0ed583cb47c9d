/*
 * Goal: two conveners found one conference, and who presides and who keeps
 * copies changes only by the rules: genesis, handover, policy.
 */
#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/attack.h"
#include "tests/support/locking.h"
#include "tests/test.h"

enum { SEATS = 7 };

/* ---- genesis ------------------------------------------------------------- */

static struct event *
draft_genesis(struct hall *h)
{
    return hall_draft_genesis(h, NULL);
}

static void
name_another_specification(struct hall *h, struct event *e)
{
    (void)h;
    e->genesis.specification = 2;
}

static void
name_no_specification(struct hall *h, struct event *e)
{
    (void)h;
    e->genesis.specification = 0;
}

static void
found_alone(struct hall *h, struct event *e)
{
    memcpy(e->genesis.convener_keys[1], e->genesis.convener_keys[0], 32);
    h->chairs[1].key = h->chairs[0].key;
}

static void
let_the_server_convene(struct hall *h, struct event *e)
{
    memcpy(e->genesis.convener_keys[1], e->genesis.log_key, 32);
    h->chairs[1].key = h->log_key;
}

static void
let_a_convener_keep_the_log(struct hall *h, struct event *e)
{
    (void)h;
    memcpy(e->genesis.log_key, e->genesis.convener_keys[0], 32);
}

static void
hide_the_policy(struct hall *h, struct event *e)
{
    e->genesis.policy = hall_text(h, "quorum none", true);
}

static void
continue_a_bad_origin(struct hall *h, struct event *e)
{
    (void)h;
    e->genesis.continues = true;
    snprintf(e->genesis.old_origin, sizeof e->genesis.old_origin, "a log");
}

static void
see_something(struct hall *h, struct event *e)
{
    (void)h;
    e->seen_size = 1;
}

static void
see_another_nothing(struct hall *h, struct event *e)
{
    (void)h;
    e->seen_root.bytes[0] ^= 1;
}

static void
two_conveners_found_a_conference(void **state)
{
    static const struct attack attacks[] = {
        {"version 2", name_another_specification, REFUSED_SPECIFICATION},
        {"version 0", name_no_specification, REFUSED_SPECIFICATION},
        {"one convener", found_alone, REFUSED_KEY_USED},
        {"the log's key", let_the_server_convene, REFUSED_KEY_USED},
        {"a convener's log", let_a_convener_keep_the_log, REFUSED_KEY_USED},
        {"members' policy", hide_the_policy, REFUSED_POLICY},
        {"a bad origin", continue_a_bad_origin, REFUSED_FORM},
        {"a log of one", see_something, REFUSED_SEEN},
        {"another nothing", see_another_nothing, REFUSED_SEEN},
    };
    struct hall *h = hall_new(SEATS);

    (void)state;
    attack_each(h, draft_genesis, HALL_BY(HALL_CHAIR, HALL_CHAIR_2),
                ATTACKS(attacks));
    assert_string_equal(conference_origin(h->conference), HALL_ORIGIN);
    assert_non_null(conference_log_key(h->conference));
    draft_genesis(h);
    hall_wait(h, 1);
    h->draft->at_s = h->time_s;
    attack_refuse(h, "genesis again", REFUSED_GENESIS,
                  HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    hall_free(h);
}

static void
a_conference_may_go_on_from_a_lost_log(void **state)
{
    static const char *const origins[] = {
        "a",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-",
        "none",
        "old.example/x:1_2",
    };

    (void)state;
    for (size_t i = 0; i < sizeof origins / sizeof *origins; i++) {
        struct hall *h = hall_new(SEATS);
        struct event *e = draft_genesis(h);

        e->genesis.continues = true;
        snprintf(e->genesis.old_origin, sizeof e->genesis.old_origin, "%s",
                 origins[i]);
        e->genesis.old_size = CHECKPOINT_SIZE_MAX;
        hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
        assert_true(h->conference->continues);
        assert_string_equal(h->conference->old_origin, origins[i]);
        assert_int_equal(h->conference->old_size, CHECKPOINT_SIZE_MAX);
        hall_free(h);
    }
}

/* ---- handover ------------------------------------------------------------ */

static struct event *
draft_handover(struct hall *h)
{
    struct event *e = hall_draft(h, EVENT_HANDOVER);

    e->handover.to = h->chairs[1].post;
    return e;
}

static void
hand_over_to_oneself(struct hall *h, struct event *e)
{
    e->handover.to = h->chairs[0].post;
}

static void
hand_over_to_nobody(struct hall *h, struct event *e)
{
    (void)h;
    e->handover.to = (struct post){POST_CHAIR, 3};
}

static void
hand_over_to_a_desk(struct hall *h, struct event *e)
{
    e->handover.to = h->desks[0].post;
}

static void
only_a_chair_with_a_key_presides(void **state)
{
    static const struct attack attacks[] = {
        {"oneself", hand_over_to_oneself, REFUSED_POST_UNKNOWN},
        {"nobody", hand_over_to_nobody, REFUSED_POST_UNKNOWN},
        {"a desk", hand_over_to_a_desk, REFUSED_POST_UNKNOWN},
    };
    struct hall *h = hall_new(SEATS);

    (void)state;
    hall_prepare(h, 1);
    attack_each(h, draft_handover, HALL_BY(HALL_CHAIR), ATTACKS(attacks));
    draft_handover(h)->handover.to = h->chairs[0].post;
    attack_refuse(h, "by who presided", REFUSED_SIGNERS, HALL_BY(HALL_CHAIR));
    h->chairs[0].invited = hall_ref(h, 0);
    h->chairs[0].card = 1;
    hall_draft_reissue(h, h->chairs[0].post);
    hall_do_submit(h, HALL_BY(HALL_CHAIR_2));
    draft_handover(h)->handover.to = h->chairs[0].post;
    attack_refuse(h, "a chair without a key", REFUSED_NO_KEY,
                  HALL_BY(HALL_CHAIR_2));
    hall_free(h);
}

/* The deputy needs as many scrutineers as open the ballot box. */
static void
a_deputy_needs_as_many_scrutineers_as_the_key(void **state)
{
    static const unsigned four[] = {1, 2, 3, 4};
    struct hall *h = hall_new(SEATS);
    struct post fourth = {POST_SCRUTINEER, 4};

    (void)state;
    hall_prepare(h, 1);
    hall_convene(h);
    draft_handover(h);
    attack_refuse(h, "before there are scrutineers", REFUSED_SIGNERS,
                  HALL_BY(HALL_CHAIR_2, HALL_DESK, HALL_DESK_2));
    hall_enrol_scrutineers(h);
    hall_draft_post(h, fourth);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1)));
    hall_person(h, fourth)->invited = hall_last(h);
    hall_do_enrol(h, fourth);
    locking_draft_start(h, four, 4)->key_start.threshold = 3;
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    h->ceremony = hall_last(h);
    locking_do_all(h, locking_draft_commit);
    locking_do_all(h, locking_draft_deal);
    locking_do_all(h, locking_draft_accept);
    draft_handover(h);
    attack_refuse(
        h, "two of three", REFUSED_SIGNERS,
        HALL_BY(HALL_CHAIR_2, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    attack_refuse(h, "all four", REFUSED_SIGNERS,
                  HALL_BY(HALL_CHAIR_2, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2),
                          HALL_SCRUTINEER(3), HALL_SCRUTINEER(4)));
    attack_refuse(h, "out of order", REFUSED_SIGNERS,
                  HALL_BY(HALL_CHAIR_2, HALL_SCRUTINEER(2), HALL_SCRUTINEER(1),
                          HALL_SCRUTINEER(3)));
    attack_refuse(h, "a desk in place of one", REFUSED_SIGNERS,
                  HALL_BY(HALL_CHAIR_2, HALL_DESK, HALL_SCRUTINEER(1),
                          HALL_SCRUTINEER(3)));
    attack_refuse(h, "a desk in place of the deputy", REFUSED_SIGNERS,
                  HALL_BY(HALL_DESK, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2),
                          HALL_SCRUTINEER(3)));
    hall_do_submit(h, HALL_BY(HALL_CHAIR_2, HALL_SCRUTINEER(1),
                              HALL_SCRUTINEER(2), HALL_SCRUTINEER(3)));
    assert_true(post_eq(h->conference->presiding, h->chairs[1].post));
    hall_free(h);
}

/* ---- policy -------------------------------------------------------------- */

static struct event *
draft_policy(struct hall *h)
{
    struct event *e = hall_draft(h, EVENT_POLICY);

    e->policy.policy = h->texts[0].blob;
    e->policy.policy.members = false;
    return e;
}

static void
keep_it_for_members(struct hall *h, struct event *e)
{
    (void)h;
    e->policy.policy.members = true;
}

static void
a_policy_is_public_and_never_changes_in_mid_vote(void **state)
{
    static const struct attack attacks[] = {
        {"for members", keep_it_for_members, REFUSED_POLICY},
    };
    struct hall *h = hall_new(SEATS);
    struct event_ref paper = hall_prepare(h, 1);
    struct event_ref open;

    (void)state;
    hall_convene(h);
    hall_lock(h);
    open = hall_do_open(h, paper);
    draft_policy(h);
    attack_refuse(h, "open", REFUSED_POLICY_IN_USE,
                  HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    assert_int_equal(h->cause, open.index);
    hall_vote(h, open, 1);
    hall_do_close(h, open);
    draft_policy(h);
    attack_refuse(h, "closed", REFUSED_POLICY_IN_USE,
                  HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    hall_do_share(h, open, 1);
    hall_do_share(h, open, 2);
    hall_do_result(h, open);
    attack_each(h, draft_policy,
                HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)),
                ATTACKS(attacks));
    hall_free(h);
}

/* A text that is not that policy's, or no policy at all, is never in force. */
static void
a_policy_without_a_readable_text_is_not_in_force(void **state)
{
    static const char nonsense[] = "witness\n";
    static const char other[] = "quorum none\n";
    struct hall *h = hall_new(SEATS);
    struct event *e = draft_genesis(h);
    const struct conference *c = h->conference;

    (void)state;
    assert_err(conference_give_policy(h->conference, span_text(other)),
               ERR_INPUT);
    e->genesis.policy = (struct event_blob){
        .present = true, .length = (uint32_t)strlen(nonsense)};
    hash_sha256(&e->genesis.policy.sha256, nonsense, strlen(nonsense));
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    assert_err(conference_give_policy(h->conference, span_text(other)),
               ERR_INPUT);
    assert_err(conference_give_policy(h->conference, span_text("")), ERR_INPUT);
    assert_err(conference_give_policy(h->conference, span_text(nonsense)),
               ERR_INPUT);
    assert_null(c->witness_policy);
    assert_null(c->policy_text);
    assert_true(conference_policy_blob(c)->present);
    hall_free(h);
}

/* Memory that fails leaves no half policy. */
static void
a_policy_needs_memory(void **state)
{
    struct hall *h = hall_new(SEATS);
    char policy[256];
    size_t calls = 0;
    enum err e = ERR_NOMEM;

    (void)state;
    hall_policy(policy, sizeof policy, 2, 1);
    hall_draft_genesis(h, policy);
    hall_do_submit(h, HALL_BY(HALL_CHAIR, HALL_CHAIR_2));
    while (e == ERR_NOMEM) {
        assert_true(calls < 8);
        h->heap.limited = true;
        h->heap.left = calls++;
        e = conference_give_policy(h->conference, span_text(policy));
        h->heap.limited = false;
        assert_true((e == OK) == (h->conference->witness_policy != NULL));
        assert_true((e == OK) == (h->conference->policy_text != NULL));
    }
    assert_ok(e);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_conveners_found_a_conference),
        cmocka_unit_test(a_conference_may_go_on_from_a_lost_log),
        cmocka_unit_test(only_a_chair_with_a_key_presides),
        cmocka_unit_test(a_deputy_needs_as_many_scrutineers_as_the_key),
        cmocka_unit_test(a_policy_is_public_and_never_changes_in_mid_vote),
        cmocka_unit_test(a_policy_without_a_readable_text_is_not_in_force),
        cmocka_unit_test(a_policy_needs_memory),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
