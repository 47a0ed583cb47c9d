/*
 * Goal: no scrutineer can steer, copy, stop in secret or fake the key ceremony:
 * key-commit, key-deal, key-accept, key-complain.
 */
#include "ballots/state.h"
#include "crypto/ceremony_hash.h"
#include "tests/support/attack.h"
#include "tests/support/locking.h"
#include "tests/support/values.h"
#include "tests/test.h"

enum { SEATS = 7 };

static const unsigned three[] = {1, 2, 3};

static struct hall *
hall_with_ceremony(void)
{
    struct hall *h = hall_new(SEATS);

    hall_prepare(h, 1);
    hall_convene(h);
    hall_enrol_scrutineers(h);
    locking_do_start(h, three, 3);
    return h;
}

/* ---- key-commit ---------------------------------------------------------- */

static struct event *
draft_commit(struct hall *h)
{
    return locking_draft_commit(h, 2);
}

static void
commit_as_nobody(struct hall *h, struct event *e)
{
    (void)h;
    e->key_commit.index = 0;
}

static void
commit_as_a_fourth(struct hall *h, struct event *e)
{
    (void)h;
    e->key_commit.index = 4;
}

static void
commit_as_the_first(struct hall *h, struct event *e)
{
    (void)h;
    e->key_commit.index = 1;
}

/* Everything but the number and the signature is the first one's. */
static void
copy_the_first(struct hall *h, struct event *e)
{
    uint64_t size = e->seen_size;
    struct event_key_commit *p = &locking_draft_commit(h, 1)->key_commit;

    assert_int_equal(e->seen_size, size);
    p->index = 2;
}

static void
copy_the_ephemeral_key(struct hall *h, struct event *e)
{
    memcpy(e->key_commit.ephemeral,
           locking_ceremony(h)->commits[0].ephemeral.bytes,
           sizeof e->key_commit.ephemeral);
}

static void
show_no_key(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_commit.ephemeral, 0, sizeof e->key_commit.ephemeral);
}

static void
show_no_point(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_commit.ephemeral, 0xFF, sizeof e->key_commit.ephemeral);
}

static void
answer_beyond_q(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_commit.possession + POINT_BYTES, 0xFF, SCALAR_BYTES);
}

static void
answer_otherwise(struct hall *h, struct event *e)
{
    (void)h;
    e->key_commit.possession[POINT_BYTES] ^= 1;
}

static void
a_commit_is_ones_own(void **state)
{
    static const struct attack attacks[] = {
        {"number 0", commit_as_nobody, REFUSED_CEREMONY_INDEX},
        {"number 4", commit_as_a_fourth, REFUSED_CEREMONY_INDEX},
        {"another's number", commit_as_the_first, REFUSED_CEREMONY_INDEX},
        {"a copied commit", copy_the_first, REFUSED_CEREMONY_PROOF},
        {"a copied key", copy_the_ephemeral_key, REFUSED_CEREMONY_PROOF},
        {"the identity", show_no_key, REFUSED_CEREMONY_ENCODING},
        {"no point", show_no_point, REFUSED_CEREMONY_ENCODING},
        {"a large answer", answer_beyond_q, REFUSED_CEREMONY_ENCODING},
        {"a wrong answer", answer_otherwise, REFUSED_CEREMONY_PROOF},
    };
    struct hall *h = hall_with_ceremony();

    (void)state;
    locking_draft_commit(h, 1);
    locking_do(h, 1);
    attack_each(h, draft_commit, HALL_BY(HALL_SCRUTINEER(2)), ATTACKS(attacks));
    draft_commit(h);
    attack_refuse(h, "twice", REFUSED_CEREMONY_TWICE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    assert_int_equal(h->cause, hall_last(h).index);
    hall_draft(h, EVENT_KEY_DEAL)->key_deal.start = h->ceremony;
    h->draft->key_deal.index = 2;
    h->draft->key_deal.coefficients_len = POINT_BYTES;
    h->draft->key_deal.masked_len = SCALAR_BYTES;
    attack_refuse(h, "a deal before all have committed", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    locking_draft_accept(h, 2);
    attack_refuse(h, "accepts nothing", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    hall_free(h);
}

/* ---- key-deal ------------------------------------------------------------ */

static struct event *
draft_deal(struct hall *h)
{
    return locking_draft_deal(h, 3);
}

static void
set_coefficient(struct event *e, unsigned k, const struct point *p)
{
    memcpy(e->key_deal.coefficients + (size_t)k * POINT_BYTES, p->bytes,
           POINT_BYTES);
}

static void
prove_constant(struct hall *h, struct event *e, const struct scalar *a)
{
    const struct key_ceremony *k = locking_ceremony(h);
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct point f[CEREMONY_TRUSTEES_MAX] = {0};
    struct proof_log proof;

    memcpy(f, e->key_deal.coefficients, e->key_deal.coefficients_len);
    ceremony_hash_constant_statement(statement, &k->numbers, e->key_deal.index,
                                     f);
    proof_log_make(&proof, "key-constant", statement, a);
    proof_log_encode(e->key_deal.possession, &proof);
}

/* Having seen the others' coefficients: F_30 = X - F_10 - F_20 makes the key
 * X, of which one knows the logarithm. */
static void
choose_the_key(struct hall *h, struct event *e)
{
    const struct key_ceremony *k = locking_ceremony(h);
    const struct scalar x = value_scalar("the key of one alone");
    struct point rogue;

    point_mul_base(&rogue, &x);
    point_sub(&rogue, &rogue, &k->deals[0].coefficients[0]);
    point_sub(&rogue, &rogue, &k->deals[1].coefficients[0]);
    set_coefficient(e, 0, &rogue);
    prove_constant(h, e, &x);
}

/* The same with everything proved but not committed to before. */
static void
change_ones_mind(struct hall *h, struct event *e)
{
    const struct scalar x = value_scalar("second thoughts");
    struct point f;

    point_mul_base(&f, &x);
    set_coefficient(e, 0, &f);
    prove_constant(h, e, &x);
}

static void
copy_coefficients(struct hall *h, struct event *e)
{
    const struct key_ceremony *k = locking_ceremony(h);

    set_coefficient(e, 0, &k->deals[0].coefficients[0]);
    set_coefficient(e, 1, &k->deals[0].coefficients[1]);
    proof_log_encode(e->key_deal.possession, &k->deals[0].possession);
}

static void
lengthen_the_polynomial(struct hall *h, struct event *e)
{
    const struct point more = value_point("one more");

    (void)h;
    set_coefficient(e, 2, &more);
    e->key_deal.coefficients_len += POINT_BYTES;
}

static void
shorten_the_polynomial(struct hall *h, struct event *e)
{
    (void)h;
    e->key_deal.coefficients_len -= POINT_BYTES;
}

static void
flatten_the_polynomial(struct hall *h, struct event *e)
{
    struct point nothing;

    (void)h;
    point_identity(&nothing);
    set_coefficient(e, 1, &nothing);
}

static void
cut_a_coefficient(struct hall *h, struct event *e)
{
    (void)h;
    e->key_deal.coefficients_len--;
}

static void
deal_one_share_more(struct hall *h, struct event *e)
{
    (void)h;
    e->key_deal.masked_len += SCALAR_BYTES;
}

static void
deal_one_share_less(struct hall *h, struct event *e)
{
    (void)h;
    e->key_deal.masked_len -= SCALAR_BYTES;
}

static void
deal_beyond_q(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_deal.masked, 0xFF, SCALAR_BYTES);
}

static void
deal_no_point(struct hall *h, struct event *e)
{
    (void)h;
    memset(e->key_deal.coefficients, 0xFF, POINT_BYTES);
}

static void
spoil_possession(struct hall *h, struct event *e)
{
    (void)h;
    e->key_deal.possession[POINT_BYTES] ^= 1;
}

static void
overlook_a_commit(struct hall *h, struct event *e)
{
    e->seen_size = locking_ceremony(h)->commit_entries[2];
    assert_ok(merkle_root_at(&e->seen_root, conference_tree(h->conference),
                             e->seen_size));
}

static void
a_deal_is_what_was_committed_to(void **state)
{
    static const struct attack attacks[] = {
        {"a rogue key", choose_the_key, REFUSED_CEREMONY_PROOF},
        {"second thoughts", change_ones_mind, REFUSED_CEREMONY_PROOF},
        {"copied coefficients", copy_coefficients, REFUSED_CEREMONY_PROOF},
        {"a long polynomial", lengthen_the_polynomial, REFUSED_CEREMONY_LENGTH},
        {"a short polynomial", shorten_the_polynomial, REFUSED_CEREMONY_LENGTH},
        {"a flat polynomial", flatten_the_polynomial, REFUSED_CEREMONY_PROOF},
        {"half a coefficient", cut_a_coefficient, REFUSED_CEREMONY_LENGTH},
        {"a share more", deal_one_share_more, REFUSED_CEREMONY_LENGTH},
        {"a share less", deal_one_share_less, REFUSED_CEREMONY_LENGTH},
        {"a large share", deal_beyond_q, REFUSED_CEREMONY_ENCODING},
        {"no point", deal_no_point, REFUSED_CEREMONY_ENCODING},
        {"no possession", spoil_possession, REFUSED_CEREMONY_PROOF},
        {"a commit unseen", overlook_a_commit, REFUSED_SEEN_SHORT},
    };
    struct hall *h = hall_with_ceremony();

    (void)state;
    locking_do_all(h, locking_draft_commit);
    for (unsigned i = 1; i <= 2; i++) {
        locking_draft_deal(h, i);
        locking_do(h, i);
    }
    locking_draft_deal(h, 2);
    attack_refuse(h, "twice", REFUSED_CEREMONY_TWICE,
                  HALL_BY(HALL_SCRUTINEER(2)));
    locking_draft_commit(h, 1);
    attack_refuse(h, "a commit too late", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    locking_draft_complaint(h, 1, 2);
    attack_refuse(h, "a complaint too early", REFUSED_CEREMONY_STAGE,
                  HALL_BY(HALL_SCRUTINEER(1)));
    attack_each(h, draft_deal, HALL_BY(HALL_SCRUTINEER(3)), ATTACKS(attacks));
    assert_int_equal(locking_ceremony(h)->stage, CEREMONY_ACCEPTING);
    hall_free(h);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_commit_is_ones_own),
        cmocka_unit_test(a_deal_is_what_was_committed_to),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
