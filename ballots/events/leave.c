/*
 * leave - somebody goes. What is open at this moment stays open to them.
 */
#include "ballots/handler.h"
#include "ballots/presence.h"

static void
fields(struct field_io *io, struct event *event)
{
    presence_fields(io, &event->presence);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    bool by_desk;
    enum refusal r = presence_check(c, event, adm, &by_desk);

    if (r)
        return r;
    return adm->holder->present ? REFUSED_NOTHING : REFUSED_PRESENT_NOT;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct holder *holder = adm->holder;

    (void)event;
    holder->present = false;
    holder->presence_entry = adm->index;
    if (holder->voting)
        c->present--;
}

const struct handler handler_leave = {
    "leave", true, fields, check, NULL, NULL, apply, NULL,
};
