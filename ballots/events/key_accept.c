/*
 * key-accept - a trustee has checked every share dealt to it and this very
 * transcript. When all have, the ballot box is locked.
 */
#include "ballots/ceremony_step.h"
#include "ballots/handler.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_key_accept *p = &event->key_accept;

    event_line_ref(io, "start", &p->start);
    field_line_u32(io, "index", &p->index, CEREMONY_TRUSTEES_MAX);
    field_line_hash(io, "transcript", &p->transcript);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_key_accept *p = &event->key_accept;
    struct key_ceremony *k;
    enum refusal r = ceremony_step_check(&k, c, event, &p->start, p->index,
                                         CEREMONY_ACCEPTING, adm);

    if (r)
        return r;
    if (k->accept_entries[p->index - 1] != CONFERENCE_NO_ENTRY) {
        adm->cause = k->accept_entries[p->index - 1];
        return REFUSED_CEREMONY_TWICE;
    }
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        if (k->deal_entries[i] >= event->seen_size)
            return REFUSED_SEEN_SHORT;
    return hash_eq(&p->transcript, &k->transcript)
               ? REFUSED_NOTHING
               : REFUSED_CEREMONY_TRANSCRIPT;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_key_accept *p = &event->key_accept;
    struct key_ceremony *k = adm->key_ceremony;

    (void)c;
    k->accept_entries[p->index - 1] = adm->index;
    if (++k->accept_count == k->numbers.trustees)
        k->stage = CEREMONY_READY;
}

const struct handler handler_key_accept = {
    "key-accept", false, fields, check, NULL, NULL, apply, NULL,
};
