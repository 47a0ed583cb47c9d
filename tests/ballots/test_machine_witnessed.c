/*
 * Goal: where a policy demands witnesses, no scrutineer's key opens anything
 * unless enough of them have cosigned the very checkpoint that the share names.
 */
#include "tests/test.h"

#include <sodium.h>

#include "tests/support/hall.h"
#include "tests/support/tampered_steps.h"

/* A round that is closed under a policy of two witnesses of three. */
static struct hall *
closed_under_policy(struct event_ref *open)
{
    struct hall *h = tampered_until(TAMPERED_LOCKED, 1);
    char policy[1024];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_do_policy(h, policy);
    *open = hall_do_open(h, tampered_paper(h));
    hall_vote(h, *open, 1);
    hall_do_close(h, *open);
    return h;
}

static enum refusal
submit_share(struct hall *h)
{
    return hall_submit(h, HALL_BY(HALL_SCRUTINEER(1)));
}

static void
enough_witnesses_let_the_box_be_opened(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_under_policy(&open);

    for (unsigned i = 1; i <= HALL_THRESHOLD; i++) {
        hall_draft_share(h, open, i);
        hall_cosign_share(h, i);
        hall_cosign_share(h, 3);
        hall_do_submit(h, HALL_BY(HALL_SCRUTINEER(i)));
    }
    hall_do_publish(h, hall_do_result(h, open));
    hall_free(h);
}

static void
too_few_witnesses_do_not(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_under_policy(&open);

    hall_draft_share(h, open, 1);
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    hall_cosign_share(h, 2);
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    hall_cosign_share(h, 2); /* the same one again is no second */
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    hall_free(h);
}

static void
a_cosignature_with_any_byte_changed_does_not_count(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_under_policy(&open);

    hall_draft_share(h, open, 1);
    hall_cosign_share(h, 1);
    hall_cosign_share(h, 2);
    for (size_t i = 0; i < EVENT_COSIGNATURE_BYTES; i++) {
        h->draft->share.cosignatures[1][i] ^= 1;
        if (submit_share(h) != REFUSED_COSIGNATURES)
            fail_msg("byte %zu", i);
        h->draft->share.cosignatures[1][i] ^= 1;
    }
    assert_refused(submit_share(h), REFUSED_NOTHING);
    hall_free(h);
}

static void
a_cosignature_of_another_checkpoint_or_witness_does_not_count(void **state)
{
    (void)state;
    struct event_ref open;
    struct hall *h = closed_under_policy(&open);
    struct event *e = hall_draft_share(h, open, 1);

    hall_cosign_share(h, 1);
    e->seen_root.bytes[0] ^= 1;
    hall_cosign_share(h, 2);
    e->seen_root.bytes[0] ^= 1;
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    e->share.cosignature_count = 1;
    hall_cosign_share(h, 4); /* no witness of this policy */
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    e->share.cosignature_count = 1;
    hall_cosign_share(h, 2);
    memcpy(e->share.witnesses[1], e->share.witnesses[0],
           sizeof e->share.witnesses[1]);
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    hall_free(h);
}

static void
without_a_policy_nobody_cosigns(void **state)
{
    (void)state;
    struct hall *h = tampered_until(TAMPERED_CLOSED, 1);

    hall_draft_share(h, tampered_round(h), 1);
    hall_cosign_share(h, 1);
    assert_refused(submit_share(h), REFUSED_COSIGNATURES);
    hall_free(h);
}

static void
a_policy_whose_text_is_missing_lets_nobody_open(void **state)
{
    (void)state;
    struct hall *h = tampered_until(TAMPERED_LOCKED, 1);
    struct event_ref open;
    char policy[1024];

    hall_policy(policy, sizeof policy, 3, 2);
    hall_draft(h, EVENT_POLICY)->policy.policy = hall_policy_text(h, policy);
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    open = hall_do_open(h, tampered_paper(h));
    hall_vote(h, open, 1);
    hall_do_close(h, open);
    hall_draft_share(h, open, 1);
    hall_cosign_share(h, 1);
    hall_cosign_share(h, 2);
    assert_refused(submit_share(h), REFUSED_POLICY);
    assert_ok(conference_give_policy(h->conference, span_text(policy)));
    assert_refused(submit_share(h), REFUSED_NOTHING);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(enough_witnesses_let_the_box_be_opened),
        cmocka_unit_test(too_few_witnesses_do_not),
        cmocka_unit_test(a_cosignature_with_any_byte_changed_does_not_count),
        cmocka_unit_test(
            a_cosignature_of_another_checkpoint_or_witness_does_not_count),
        cmocka_unit_test(without_a_policy_nobody_cosigns),
        cmocka_unit_test(a_policy_whose_text_is_missing_lets_nobody_open),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("witnessed shares", tests, NULL, NULL);
}
