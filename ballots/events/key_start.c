/*
 * key-start - the scrutineers who will lock the ballot box, and how many of
 * them open it.
 */
#include <string.h>

#include "ballots/ceremony_step.h"
#include "ballots/handler.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_key_start *p = &event->key_start;

    field_line_id(io, "session", p->session, sizeof p->session);
    field_line_count(io, "scrutineers", &p->trustee_count,
                     CEREMONY_TRUSTEES_MAX);
    for (size_t i = 0; i < p->trustee_count; i++)
        field_line_post(io, "scrutineer", &p->trustees[i]);
    field_line_u32(io, "threshold", &p->threshold, CEREMONY_TRUSTEES_MAX);
    event_line_optional_ref(io, "replaces", &p->replaces);
    event_line_optional_blob(io, "reason", &p->reason);
}

/* Enrolled scrutineers, ascending; nobody whom a complaint was proved on. */
static enum refusal
check_trustees(const struct conference *c, const struct event_key_start *p,
               const struct session *session)
{
    for (size_t i = 0; i < p->trustee_count; i++) {
        const struct holder *holder = state_holder(c, p->trustees[i]);

        if (p->trustees[i].kind != POST_SCRUTINEER || !holder ||
            !holder->enrolled)
            return REFUSED_CEREMONY_TRUSTEES;
        if (i > 0 && post_compare(p->trustees[i - 1], p->trustees[i]) >= 0)
            return REFUSED_CEREMONY_TRUSTEES;
        if (state_is_barred(c, session, p->trustees[i]))
            return REFUSED_CEREMONY_TRUSTEES;
    }
    return REFUSED_NOTHING;
}

/* A second ceremony names the first, with a reason, and never in mid-vote. */
static enum refusal
check_replaces(const struct conference *c, const struct event *event,
               const struct session *session, struct admission *adm)
{
    const struct event_key_start *p = &event->key_start;
    uint32_t last;
    enum refusal r;

    if (session->ceremony == CONFERENCE_NO_ENTRY)
        return p->replaces.present || p->reason.present
                   ? REFUSED_CEREMONY_REPLACES
                   : REFUSED_NOTHING;
    last = c->ceremonies[session->ceremony]->entry;
    if (!p->replaces.present || !p->reason.present ||
        p->replaces.index != last) {
        adm->cause = last;
        return REFUSED_CEREMONY_REPLACES;
    }
    r = state_ref_check(c, event, &p->replaces);
    if (r)
        return r;
    return ceremony_step_in_use(c, session->ceremony, &adm->cause)
               ? REFUSED_CEREMONY_IN_USE
               : REFUSED_NOTHING;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_key_start *p = &event->key_start;
    struct session *session = state_session(c, p->session);
    enum refusal r;

    if (!session)
        return signers_chair(c, event) ? REFUSED_SESSION_UNKNOWN
                                       : REFUSED_SIGNERS;
    if (!signers_key_start(c, event, (uint32_t)(session - c->sessions)))
        return REFUSED_SIGNERS;
    adm->session = session;
    if (session->stage == SESSION_ENDED)
        return REFUSED_SESSION_ENDED;
    if (ceremony_check_numbers((unsigned)p->trustee_count, p->threshold))
        return REFUSED_CEREMONY_NUMBERS;
    r = check_trustees(c, p, session);
    return r ? r : check_replaces(c, event, session, adm);
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    (void)event;
    (void)adm;
    c->reserved = arena_take(&c->arena, 1, sizeof(struct key_ceremony));
    if (!c->reserved)
        return ERR_NOMEM;
    return array_reserve(&c->memory, &c->ceremonies, &c->ceremony_capacity,
                         c->ceremony_count + 1, ARRAY_POINTER_BYTES);
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_key_start *p = &event->key_start;
    struct session *session = adm->session;
    struct key_ceremony *k = c->reserved;

    if (session->ceremony != CONFERENCE_NO_ENTRY)
        c->ceremonies[session->ceremony]->stage = CEREMONY_DEAD;
    k->entry = adm->index;
    k->session = (uint32_t)(session - c->sessions);
    k->stage = CEREMONY_COMMITTING;
    memcpy(k->numbers.start, state_leaf(c, adm->index)->bytes,
           sizeof k->numbers.start);
    k->numbers.trustees = (uint16_t)p->trustee_count;
    k->numbers.threshold = (uint16_t)p->threshold;
    memcpy(k->trustees, p->trustees, sizeof k->trustees);
    for (size_t i = 0; i < CEREMONY_TRUSTEES_MAX; i++) {
        k->commit_entries[i] = CONFERENCE_NO_ENTRY;
        k->deal_entries[i] = CONFERENCE_NO_ENTRY;
        k->accept_entries[i] = CONFERENCE_NO_ENTRY;
    }
    session->ceremony = (uint32_t)c->ceremony_count;
    c->ceremonies[c->ceremony_count++] = k;
}

const struct handler handler_key_start = {
    "key-start", false, fields, check, NULL, reserve, apply, NULL,
};
