/*
 * present - somebody is here: says so, or the desk and a second officer do.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/presence.h"
#include "ballots/round.h"

static const char *const ways[] = {"phone", "card", "online"};

static void
fields(struct field_io *io, struct event *event)
{
    presence_fields(io, &event->presence);
    field_line_choice(io, "how", &event->presence.how, ways,
                      sizeof ways / sizeof *ways);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_presence *p = &event->presence;
    bool by_desk;
    enum refusal r = presence_check(c, event, adm, &by_desk);

    if (r)
        return r;
    if (by_desk != (p->how == EVENT_BY_CARD))
        return REFUSED_SIGNERS;
    if (adm->holder->present) {
        adm->cause = adm->holder->presence_entry;
        return REFUSED_PRESENT_ALREADY;
    }
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct holder *holder = adm->holder;

    holder->present = true;
    holder->present_by_desk = event->presence.how == EVENT_BY_CARD;
    holder->presence_entry = adm->index;
    if (holder->voting)
        c->present++;
    round_note_presence(c, holder);
}

const struct handler handler_present = {
    "present", true, fields, check, NULL, NULL, apply, NULL,
};
