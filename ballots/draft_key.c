/*
 * draft_key.c - the steps of the key ceremony.
 */
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "ballots/draft_entry.h"

static struct key_ceremony *
latest(const struct conference *c)
{
    const struct session *session = state_running(c);

    if (!session || session->ceremony == CONFERENCE_NO_ENTRY)
        return NULL;
    return c->ceremonies[session->ceremony];
}

enum refusal
draft_key_start(struct event *event, const struct conference *c,
                uint32_t threshold)
{
    struct event_key_start *p = &event->key_start;
    const struct holders *list = &c->holders[POST_SCRUTINEER];
    const struct session *session = state_running(c);
    const struct key_ceremony *before = latest(c);

    if (!session)
        return REFUSED_SESSION_NOT_RUNNING;
    memcpy(p->session, session->id, sizeof p->session);
    for (uint32_t n = 1; n <= list->number_max; n++) {
        const struct holder *holder =
            state_holder(c, (struct post){POST_SCRUTINEER, n});

        if (!holder || !holder->enrolled || holder->retired ||
            state_is_barred(c, session, holder->post))
            continue;
        if (p->trustee_count == CEREMONY_TRUSTEES_MAX)
            return REFUSED_CEREMONY_NUMBERS;
        p->trustees[p->trustee_count++] = holder->post;
    }
    p->threshold = threshold;
    if (before)
        draft_ref(&p->replaces, c, before->entry);
    return REFUSED_NOTHING;
}

/* The ceremony, if it stands at this stage, and the scrutineer's number. */
static enum refusal
find_step(const struct key_ceremony **out, uint32_t *index,
          const struct conference *c, struct post scrutineer,
          enum ceremony_stage stage)
{
    const struct key_ceremony *k = latest(c);

    *out = k;
    *index = 0;
    if (!k || k->stage != stage)
        return REFUSED_CEREMONY_STAGE;
    for (uint32_t i = 0; i < k->numbers.trustees; i++)
        if (post_eq(k->trustees[i], scrutineer))
            *index = i + 1;
    return *index ? REFUSED_NOTHING : REFUSED_CEREMONY_INDEX;
}

enum refusal
draft_key_commit(struct event *event, const struct conference *c,
                 struct post scrutineer, const uint8_t seed[32])
{
    struct event_key_commit *p = &event->key_commit;
    struct ceremony_commit commit;
    const struct key_ceremony *k;
    enum refusal r =
        find_step(&k, &p->index, c, scrutineer, CEREMONY_COMMITTING);

    if (r)
        return r;
    if (ceremony_commit_make(&commit, &k->numbers, p->index, seed))
        return REFUSED_CEREMONY_INDEX;
    draft_ref(&p->start, c, k->entry);
    memcpy(p->ephemeral, commit.ephemeral.bytes, sizeof p->ephemeral);
    proof_log_encode(p->possession, &commit.possession);
    memcpy(p->commitment.bytes, commit.commitment, sizeof p->commitment.bytes);
    return REFUSED_NOTHING;
}

enum refusal
draft_key_deal(struct event *event, const struct conference *c,
               struct post scrutineer, const uint8_t seed[32])
{
    struct event_key_deal *p = &event->key_deal;
    struct ceremony_deal deal;
    const struct key_ceremony *k;
    enum refusal r = find_step(&k, &p->index, c, scrutineer, CEREMONY_DEALING);

    if (r)
        return r;
    if (ceremony_deal_make(&deal, &k->numbers, p->index, k->commits, seed))
        return REFUSED_CEREMONY_ENCODING;
    draft_ref(&p->start, c, k->entry);
    for (uint32_t i = 0; i < k->numbers.threshold; i++) {
        memcpy(p->coefficients + p->coefficients_len,
               deal.coefficients[i].bytes, POINT_BYTES);
        p->coefficients_len += POINT_BYTES;
    }
    proof_log_encode(p->possession, &deal.possession);
    for (uint32_t i = 0; i < k->numbers.trustees; i++) {
        if (i + 1 == p->index)
            continue;
        memcpy(p->masked + p->masked_len, deal.masked[i].bytes, SCALAR_BYTES);
        p->masked_len += SCALAR_BYTES;
    }
    return REFUSED_NOTHING;
}

enum refusal
draft_key_accept(struct event *event, const struct conference *c,
                 struct post scrutineer, const uint8_t seed[32],
                 uint32_t *bad_dealer)
{
    struct event_key_accept *p = &event->key_accept;
    const struct key_ceremony *k;
    enum refusal r =
        find_step(&k, &p->index, c, scrutineer, CEREMONY_ACCEPTING);

    *bad_dealer = 0;
    if (r)
        return r;
    for (uint32_t dealer = 1; dealer <= k->numbers.trustees; dealer++) {
        if (ceremony_share_check(&k->numbers, p->index, dealer, k->commits,
                                 &k->deals[dealer - 1], seed)) {
            *bad_dealer = dealer;
            return REFUSED_CEREMONY_PROOF;
        }
    }
    draft_ref(&p->start, c, k->entry);
    p->transcript = k->transcript;
    return REFUSED_NOTHING;
}

enum refusal
draft_key_complain(struct event *event, const struct conference *c,
                   struct post scrutineer, const uint8_t seed[32],
                   uint32_t against)
{
    struct event_key_complain *p = &event->key_complain;
    struct ceremony_complaint complaint;
    const struct key_ceremony *k;
    enum refusal r =
        find_step(&k, &p->index, c, scrutineer, CEREMONY_ACCEPTING);

    if (r)
        return r;
    if (against < 1 || against > k->numbers.trustees || against == p->index)
        return REFUSED_CEREMONY_INDEX;
    /* A complaint opens the masks of both directions: never of a good share. */
    if (ceremony_share_check(&k->numbers, p->index, against, k->commits,
                             &k->deals[against - 1], seed) != ERR_PROOF)
        return REFUSED_COMPLAINT_FALSE;
    if (ceremony_complaint_make(&complaint, &k->numbers, p->index, against,
                                k->commits, seed))
        return REFUSED_CEREMONY_INDEX;
    draft_ref(&p->start, c, k->entry);
    p->against = against;
    memcpy(p->shared, complaint.shared.bytes, sizeof p->shared);
    proof_equal_encode(p->proof, &complaint.proof);
    return REFUSED_NOTHING;
}

bool
draft_key_is_of(const struct conference *c, struct post scrutineer,
                const uint8_t seed[32])
{
    for (size_t n = 0; n < c->ceremony_count; n++) {
        const struct key_ceremony *k = c->ceremonies[n];

        for (uint32_t i = 0; i < k->numbers.trustees; i++) {
            struct ceremony_commit commit;

            /* One that is not given yet is zero, which no seed makes. */
            if (post_eq(k->trustees[i], scrutineer) &&
                ceremony_commit_make(&commit, &k->numbers, i + 1, seed) == OK &&
                point_eq(&commit.ephemeral, &k->commits[i].ephemeral))
                return true;
        }
    }
    return false;
}
