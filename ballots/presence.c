#include "ballots/presence.h"

#include "ballots/signers.h"

void
presence_fields(struct field_io *io, struct event_presence *p)
{
    field_line_id(io, "session", p->session, sizeof p->session);
    field_line_post(io, "post", &p->post);
    event_line_optional_ref(io, "previous", &p->previous);
}

static enum refusal
check_chain(const struct conference *c, const struct event *event,
            const struct holder *holder)
{
    const struct event_ref *previous = &event->presence.previous;

    if (!previous->present)
        return holder->presence_entry == CONFERENCE_NO_ENTRY
                   ? REFUSED_NOTHING
                   : REFUSED_PRESENCE_CHAIN;
    if (previous->index != holder->presence_entry)
        return REFUSED_PRESENCE_CHAIN;
    return state_ref_check(c, event, previous);
}

enum refusal
presence_check(const struct conference *c, const struct event *event,
               struct admission *adm, bool *by_desk)
{
    const struct event_presence *p = &event->presence;
    struct holder *holder = state_holder(c, p->post);
    const struct session *session = state_session(c, p->session);
    enum refusal r;

    *by_desk = !signers_post(event, p->post);
    if (*by_desk && !signers_desk_pair(c, event))
        return REFUSED_SIGNERS;
    if (p->post.kind != POST_SEAT && p->post.kind != POST_OBSERVER)
        return REFUSED_POST_UNKNOWN;
    if (!holder)
        return REFUSED_POST_UNKNOWN;
    adm->holder = holder;
    if (holder->retired)
        return REFUSED_POST_RETIRED;
    if (!session || session != state_running(c))
        return REFUSED_SESSION_NOT_RUNNING;
    r = check_chain(c, event, holder);
    if (r == REFUSED_PRESENCE_CHAIN)
        adm->cause = holder->presence_entry;
    return r;
}
