/*
 * key-complain - a trustee opens the mask of one share dealt to it, so that
 * everybody sees the share is bad. The ceremony is dead then.
 */
#include "ballots/ceremony_step.h"
#include "ballots/handler.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_key_complain *p = &event->key_complain;

    event_line_ref(io, "start", &p->start);
    field_line_u32(io, "index", &p->index, CEREMONY_TRUSTEES_MAX);
    field_line_u32(io, "against", &p->against, CEREMONY_TRUSTEES_MAX);
    field_line_bytes(io, "shared", p->shared, sizeof p->shared);
    field_line_bytes(io, "proof", p->proof, sizeof p->proof);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_key_complain *p = &event->key_complain;
    struct key_ceremony *k;
    enum refusal r = ceremony_step_check(&k, c, event, &p->start, p->index,
                                         CEREMONY_ACCEPTING, adm);

    if (r)
        return r;
    if (p->against < 1 || p->against > k->numbers.trustees ||
        p->against == p->index)
        return REFUSED_CEREMONY_INDEX;
    if (k->deal_entries[p->against - 1] >= event->seen_size)
        return REFUSED_SEEN_SHORT;
    if (k->accept_entries[p->index - 1] != CONFERENCE_NO_ENTRY) {
        adm->cause = k->accept_entries[p->index - 1];
        return REFUSED_CEREMONY_TWICE;
    }
    return REFUSED_NOTHING;
}

static enum refusal
prove(const struct event *event, const struct admission *adm)
{
    const struct event_key_complain *p = &event->key_complain;
    struct ceremony_complaint complaint;

    if (point_decode(&complaint.shared, p->shared) ||
        proof_equal_decode(&complaint.proof, p->proof))
        return REFUSED_CEREMONY_ENCODING;
    if (ceremony_complaint_verify(&complaint, &adm->ceremony, p->index,
                                  p->against, adm->commits,
                                  &adm->deals[p->against - 1]))
        return REFUSED_COMPLAINT_FALSE;
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_key_complain *p = &event->key_complain;
    struct key_ceremony *k = adm->key_ceremony;

    (void)c;
    k->stage = CEREMONY_DEAD;
    k->complained_by = p->index;
    k->complained_against = p->against;
}

const struct handler handler_key_complain = {
    "key-complain", false, fields, check, prove, NULL, apply, NULL,
};
