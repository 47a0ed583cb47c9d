/*
 * key-deal - a trustee shows the coefficients it committed to and deals every
 * other trustee a masked share.
 */
#include <string.h>

#include "ballots/ceremony_step.h"
#include "ballots/handler.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_key_deal *p = &event->key_deal;

    event_line_ref(io, "start", &p->start);
    field_line_u32(io, "index", &p->index, CEREMONY_TRUSTEES_MAX);
    field_line(io, "coefficients");
    field_blob(io, p->coefficients, &p->coefficients_len,
               sizeof p->coefficients);
    field_end(io);
    field_line_bytes(io, "possession", p->possession, sizeof p->possession);
    field_line(io, "shares");
    field_blob(io, p->masked, &p->masked_len, sizeof p->masked);
    field_end(io);
}

static bool
has_exact_lengths(const struct event_key_deal *p, const struct ceremony *n)
{
    return p->coefficients_len == (size_t)n->threshold * POINT_BYTES &&
           p->masked_len == ((size_t)n->trustees - 1) * SCALAR_BYTES;
}

static enum err
read_deal(struct ceremony_deal *out, const struct event_key_deal *p,
          const struct ceremony *n)
{
    enum err e = proof_log_decode(&out->possession, p->possession);

    for (unsigned k = 0; !e && k < n->threshold; k++)
        e = point_decode_any(&out->coefficients[k],
                             p->coefficients + (size_t)k * POINT_BYTES);
    for (unsigned j = 1, at = 0; !e && j <= n->trustees; j++) {
        if (j == p->index)
            memset(&out->masked[j - 1], 0, sizeof out->masked[j - 1]);
        else
            e = scalar_decode(&out->masked[j - 1],
                              p->masked + (size_t)at++ * SCALAR_BYTES);
    }
    return e;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_key_deal *p = &event->key_deal;
    struct key_ceremony *k;
    enum refusal r = ceremony_step_check(&k, c, event, &p->start, p->index,
                                         CEREMONY_DEALING, adm);

    if (r)
        return r;
    if (k->deal_entries[p->index - 1] != CONFERENCE_NO_ENTRY) {
        adm->cause = k->deal_entries[p->index - 1];
        return REFUSED_CEREMONY_TWICE;
    }
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        if (k->commit_entries[i] >= event->seen_size)
            return REFUSED_SEEN_SHORT;
    return has_exact_lengths(p, &k->numbers) ? REFUSED_NOTHING
                                             : REFUSED_CEREMONY_LENGTH;
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_key_deal *p = &event->key_deal;
    struct ceremony_deal deal;

    memset(&deal, 0, sizeof deal);
    if (read_deal(&deal, p, &adm->ceremony))
        return REFUSED_CEREMONY_ENCODING;
    if (ceremony_deal_verify(&deal, &adm->ceremony, p->index,
                             &adm->commits[p->index - 1]))
        return REFUSED_CEREMONY_PROOF;
    return REFUSED_NOTHING;
}

static enum err
gather(const struct event *event, const struct admission *adm,
       struct batch *batch)
{
    const struct event_key_deal *p = &event->key_deal;
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct ceremony_deal deal;
    enum err e;

    memset(&deal, 0, sizeof deal);
    e = read_deal(&deal, p, &adm->ceremony);
    if (!e)
        e = ceremony_deal_statement(statement, &deal, &adm->ceremony, p->index,
                                    &adm->commits[p->index - 1]);
    if (!e)
        e = batch_add_log(batch, &deal.possession, "key-constant", statement,
                          &deal.coefficients[0]);
    return e;
}

/* All have dealt: the key, everybody's public share, and the transcript. */
static void
complete(struct conference *c, struct key_ceremony *k)
{
    struct transcript t;

    transcript_begin(&t, "key-transcript", 1 + 2u * k->numbers.trustees);
    transcript_part(&t, k->numbers.start, sizeof k->numbers.start);
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        transcript_part(&t, state_leaf(c, k->commit_entries[i]),
                        sizeof(struct hash32));
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        transcript_part(&t, state_leaf(c, k->deal_entries[i]),
                        sizeof(struct hash32));
    transcript_hash(&t, k->transcript.bytes);
    k->stage = CEREMONY_ACCEPTING;
    if (ceremony_key(&k->key, &k->numbers, k->deals))
        k->stage = CEREMONY_DEAD;
    for (unsigned j = 1; j <= k->numbers.trustees; j++)
        if (ceremony_share_key(&k->share_keys[j - 1], &k->numbers, j, k->deals))
            k->stage = CEREMONY_DEAD;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_key_deal *p = &event->key_deal;
    struct key_ceremony *k = adm->key_ceremony;

    if (read_deal(&k->deals[p->index - 1], p, &k->numbers)) {
        /* Only in a replay without proofs of a log that was never verified. */
        k->stage = CEREMONY_DEAD;
        return;
    }
    k->deal_entries[p->index - 1] = adm->index;
    if (++k->deal_count == k->numbers.trustees)
        complete(c, k);
}

const struct handler handler_key_deal = {
    "key-deal", false, fields, check, prove, NULL, apply, gather,
};
