/*
 * enrol - the holder of an invitation makes a key of their own.
 *
 * Signed by both: so whoever was invited chose the key, and whoever has the key
 * holds the invitation.
 */
#include "ballots/handler.h"
#include "ballots/holders.h"
#include "ballots/round.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_enrol *p = &event->enrol;

    field_line_post(io, "post", &p->post);
    event_line_ref(io, "invitation", &p->invitation);
    field_line_bytes(io, "key", p->key, sizeof p->key);
}

static bool
signed_by_both(const struct event *event)
{
    return event->signer_count == 2 && event->signers[0].invitation &&
           !event->signers[1].invitation &&
           post_eq(event->signers[0].post, event->enrol.post) &&
           post_eq(event->signers[1].post, event->enrol.post);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_enrol *p = &event->enrol;
    struct holder *holder = state_holder(c, p->post);
    enum refusal r;

    if (!signed_by_both(event))
        return REFUSED_SIGNERS;
    if (!holder)
        return REFUSED_POST_UNKNOWN;
    adm->holder = holder;
    r = state_ref_check(c, event, &p->invitation);
    if (r)
        return r;
    if (p->invitation.index != holder->invitation_entry) {
        adm->cause = holder->invitation_entry;
        return REFUSED_INVITATION_OLD;
    }
    if (holder->invitation_used) {
        adm->cause = holder->enrol_entry;
        return REFUSED_INVITATION_USED;
    }
    if (seen_set_find(&c->keys, p->key, &adm->cause))
        return REFUSED_KEY_USED;
    return REFUSED_NOTHING;
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    (void)event;
    (void)adm;
    return holders_reserve_key(c);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_enrol *p = &event->enrol;
    struct holder *holder = adm->holder;

    holder->invitation_used = true;
    holders_enrol(c, holder, p->key, adm->index);
    round_note_presence(c, holder);
}

const struct handler handler_enrol = {
    "enrol", false, fields, check, NULL, reserve, apply, NULL,
};
