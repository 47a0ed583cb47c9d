#include "tests/support/locking.h"

#include <stdio.h>

#include "ballots/state.h"
#include "tests/support/values.h"
#include "tests/test.h"

const struct key_ceremony *
locking_ceremony(const struct hall *h)
{
    const struct key_ceremony *k = state_ceremony(h->conference, &h->ceremony);

    assert_non_null(k);
    return k;
}

static const uint8_t *
seed_of(struct hall *h, unsigned index)
{
    return hall_person(h, locking_ceremony(h)->trustees[index - 1])->seed;
}

struct event *
locking_draft_start(struct hall *h, const unsigned *scrutineers, size_t count)
{
    struct event *e = hall_draft(h, EVENT_KEY_START);

    assert_true(count <= CEREMONY_TRUSTEES_MAX);
    snprintf(e->key_start.session, sizeof e->key_start.session, HALL_SESSION);
    e->key_start.trustee_count = count;
    e->key_start.threshold = 2;
    for (size_t i = 0; i < count; i++)
        e->key_start.trustees[i] =
            (struct post){POST_SCRUTINEER, scrutineers[i]};
    return e;
}

void
locking_do_start(struct hall *h, const unsigned *scrutineers, size_t count)
{
    locking_draft_start(h, scrutineers, count);
    hall_do_submit(h, HALL_BY(HALL_CHAIR));
    h->ceremony = hall_last(h);
}

struct event *
locking_draft_restart(struct hall *h, const unsigned *scrutineers, size_t count)
{
    struct event *e = locking_draft_start(h, scrutineers, count);

    e->key_start.replaces = h->ceremony;
    e->key_start.reason = hall_text(h, "重新锁箱", false);
    return e;
}

struct event *
locking_draft_commit(struct hall *h, unsigned index)
{
    struct event *e = hall_draft(h, EVENT_KEY_COMMIT);
    struct event_key_commit *p = &e->key_commit;
    struct ceremony_commit commit;

    assert_ok(ceremony_commit_make(&commit, &locking_ceremony(h)->numbers,
                                   index, seed_of(h, index)));
    p->start = h->ceremony;
    p->index = index;
    memcpy(p->ephemeral, commit.ephemeral.bytes, sizeof p->ephemeral);
    proof_log_encode(p->possession, &commit.possession);
    memcpy(p->commitment.bytes, commit.commitment, sizeof commit.commitment);
    return e;
}

struct event *
locking_draft_deal(struct hall *h, unsigned index)
{
    const struct key_ceremony *k = locking_ceremony(h);
    struct event *e = hall_draft(h, EVENT_KEY_DEAL);
    struct event_key_deal *p = &e->key_deal;
    struct ceremony_deal deal;

    assert_ok(ceremony_deal_make(&deal, &k->numbers, index, k->commits,
                                 seed_of(h, index)));
    p->start = h->ceremony;
    p->index = index;
    for (size_t i = 0; i < k->numbers.threshold; i++) {
        memcpy(p->coefficients + p->coefficients_len,
               deal.coefficients[i].bytes, POINT_BYTES);
        p->coefficients_len += POINT_BYTES;
    }
    proof_log_encode(p->possession, &deal.possession);
    for (unsigned j = 1; j <= k->numbers.trustees; j++) {
        if (j == index)
            continue;
        memcpy(p->masked + p->masked_len, deal.masked[j - 1].bytes,
               SCALAR_BYTES);
        p->masked_len += SCALAR_BYTES;
    }
    return e;
}

struct event *
locking_draft_accept(struct hall *h, unsigned index)
{
    struct event *e = hall_draft(h, EVENT_KEY_ACCEPT);

    e->key_accept.start = h->ceremony;
    e->key_accept.index = index;
    e->key_accept.transcript = locking_ceremony(h)->transcript;
    return e;
}

struct event *
locking_draft_complaint(struct hall *h, unsigned index, unsigned against)
{
    const struct key_ceremony *k = locking_ceremony(h);
    struct event *e = hall_draft(h, EVENT_KEY_COMPLAIN);
    struct event_key_complain *p = &e->key_complain;
    struct ceremony_complaint complaint;

    assert_ok(ceremony_complaint_make(&complaint, &k->numbers, index, against,
                                      k->commits, seed_of(h, index)));
    p->start = h->ceremony;
    p->index = index;
    p->against = against;
    memcpy(p->shared, complaint.shared.bytes, sizeof p->shared);
    proof_equal_encode(p->proof, &complaint.proof);
    return e;
}

void
locking_spoil_share(struct event *deal, unsigned victim)
{
    struct event_key_deal *p = &deal->key_deal;
    size_t at = (victim - (victim > p->index) - 1) * (size_t)SCALAR_BYTES;
    struct scalar share;

    assert_int_not_equal(victim, p->index);
    memcpy(share.bytes, p->masked + at, sizeof share.bytes);
    value_change_scalar(&share);
    memcpy(p->masked + at, share.bytes, sizeof share.bytes);
}

void
locking_do(struct hall *h, unsigned index)
{
    const struct hall_signer by = {locking_ceremony(h)->trustees[index - 1],
                                   false, NULL};

    hall_do_submit(h, &by, 1);
}

void
locking_do_all(struct hall *h, struct event *(*draft)(struct hall *, unsigned))
{
    unsigned trustees = locking_ceremony(h)->numbers.trustees;

    for (unsigned i = 1; i <= trustees; i++) {
        draft(h, i);
        locking_do(h, i);
    }
}
