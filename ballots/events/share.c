/*
 * share - a scrutineer uses the key on the sums of a closed round.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/signers.h"
#include "ballots/witnessed.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_share *p = &event->share;

    event_line_ref(io, "open", &p->open);
    event_line_ref(io, "close", &p->close);
    field_line_u32(io, "index", &p->index, CEREMONY_TRUSTEES_MAX);
    field_line(io, "partials");
    field_blob(io, p->partials, &p->partials_len, sizeof p->partials);
    field_end(io);
    field_line_bytes(io, "proof", p->proof, sizeof p->proof);
    field_line_count(io, "cosignatures", &p->cosignature_count,
                     EVENT_COSIGNATURES_MAX);
    for (size_t i = 0; i < p->cosignature_count; i++) {
        field_line(io, "cosignature");
        field_bytes(io, p->cosignatures[i], sizeof p->cosignatures[i]);
        field_text(io, p->witnesses[i], sizeof p->witnesses[i]);
        field_end(io);
    }
}

static enum refusal
check_trustee(const struct conference *c, const struct event *event,
              const struct opening *op, struct admission *adm)
{
    const struct event_share *p = &event->share;
    const struct key_ceremony *k;

    if (op->shared_count == 0)
        return REFUSED_SHARE_NONE;
    k = c->ceremonies[op->ceremony];
    if (p->index < 1 || p->index > k->numbers.trustees ||
        !post_eq(event->signers[0].post, k->trustees[p->index - 1]))
        return REFUSED_SHARE_TRUSTEE;
    adm->cause = op->shares[p->index - 1].entry;
    return adm->cause == CONFERENCE_NO_ENTRY ? REFUSED_NOTHING
                                             : REFUSED_SHARE_TWICE;
}

static enum refusal
check_close(const struct conference *c, const struct event *event,
            const struct opening *op)
{
    if (event->share.close.index != op->close_entry)
        return REFUSED_REF;
    return state_ref_check(c, event, &event->share.close);
}

static void
fill_statement(const struct conference *c, const struct event_share *p,
               const struct opening *op, struct admission *adm)
{
    const struct key_ceremony *k = c->ceremonies[op->ceremony];

    memcpy(adm->statement.open, p->open.leaf.bytes, sizeof adm->statement.open);
    memcpy(adm->statement.close, p->close.leaf.bytes,
           sizeof adm->statement.close);
    adm->statement.index = (uint16_t)p->index;
    adm->statement.share_key = k->share_keys[p->index - 1];
    adm->statement.sums = op->shared_sums;
    adm->statement.count = op->shared_count;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_share *p = &event->share;
    const struct opening *op;
    enum refusal r;

    if (!signers_one(event, POST_SCRUTINEER))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_CLOSED, adm, &r);
    if (!op)
        return r;
    r = check_close(c, event, op);
    if (!r)
        r = check_trustee(c, event, op, adm);
    if (r)
        return r;
    if (p->partials_len != (size_t)op->shared_count * POINT_BYTES)
        return REFUSED_SHARE_LENGTH;
    fill_statement(c, p, op, adm);
    return witnessed_check(c, event, adm);
}

static enum err
read_partials(struct point *out, const struct event_share *p, size_t count)
{
    enum err e = OK;

    for (size_t i = 0; !e && i < count; i++)
        e = point_decode_any(&out[i], p->partials + i * POINT_BYTES);
    return e;
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_share *p = &event->share;
    struct point partials[sizeof p->partials / POINT_BYTES];
    struct proof_equal proof;

    if (read_partials(partials, p, adm->statement.count) ||
        proof_equal_decode(&proof, p->proof))
        return REFUSED_SHARE_ENCODING;
    if (decryption_share_verify(partials, &proof, &adm->statement))
        return REFUSED_SHARE_PROOF;
    return witnessed_prove(event, adm);
}

static enum err
gather(const struct event *event, const struct admission *adm,
       struct batch *batch)
{
    const struct event_share *p = &event->share;
    struct point partials[sizeof p->partials / POINT_BYTES];
    struct proof_equal proof;
    enum err e = read_partials(partials, p, adm->statement.count);

    if (!e)
        e = proof_equal_decode(&proof, p->proof);
    if (!e && witnessed_prove(event, adm))
        e = ERR_PROOF;
    return e ? e : batch_add_share(batch, partials, &proof, &adm->statement);
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)event;
    c->reserved =
        arena_take(&op->working, op->shared_count, sizeof(struct point));
    return c->reserved ? OK : ERR_NOMEM;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_share *p = &event->share;
    struct opening *op = adm->opening;
    struct share *share = &op->shares[p->index - 1];

    share->partials = c->reserved;
    /* Canonical, since proved; in an unproved replay a bad one counts nothing.
     */
    if (read_partials(share->partials, p, op->shared_count))
        memset(share->partials, 0, op->shared_count * sizeof *share->partials);
    share->entry = adm->index;
    op->share_count++;
}

const struct handler handler_share = {
    "share", false, fields, check, prove, reserve, apply, gather,
};
