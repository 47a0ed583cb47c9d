/*
 * reissue - a new invitation for a post; its card and key before are void.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/holders.h"
#include "ballots/signers.h"

static const char *const reasons[] = {"lost", "broken", "unused", "mistake"};

static void
fields(struct field_io *io, struct event *event)
{
    struct event_reissue *p = &event->reissue;

    field_line_post(io, "post", &p->post);
    event_line_ref(io, "previous", &p->previous);
    field_line_bytes(io, "invitation", p->invitation, sizeof p->invitation);
    field_line_choice(io, "reason", &p->reason, reasons,
                      sizeof reasons / sizeof *reasons);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_reissue *p = &event->reissue;
    struct holder *holder = state_holder(c, p->post);
    enum refusal r;

    if (!signers_registrar(c, event, p->post))
        return REFUSED_SIGNERS;
    if (!holder)
        return REFUSED_POST_UNKNOWN;
    adm->holder = holder;
    if (holder->retired)
        return REFUSED_POST_RETIRED;
    r = state_ref_check(c, event, &p->previous);
    if (r)
        return r;
    adm->cause = holder->invitation_entry;
    if (p->previous.index != holder->invitation_entry)
        return REFUSED_INVITATION_OLD;
    adm->cause = CONFERENCE_NO_ENTRY;
    if (seen_set_find(&c->keys, p->invitation, &adm->cause))
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
    const struct event_reissue *p = &event->reissue;
    struct holder *holder = adm->holder;

    holders_revoke(c, holder);
    memcpy(holder->invitation, p->invitation, sizeof holder->invitation);
    holder->invitation_entry = adm->index;
    holder->invitation_used = false;
    holder->reissues++;
    holder->session_reissues++;
    holders_use_key(c, p->invitation, adm->index);
}

const struct handler handler_reissue = {
    "reissue", false, fields, check, NULL, reserve, apply, NULL,
};
