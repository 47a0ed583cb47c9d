/*
 * uncountable - too few scrutineers are left to open the box.
 */
#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/signers.h"

enum { SCRUTINEERS = 2 };

static void
fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "open", &event->ending.open);
    event_line_blob(io, "reason", &event->ending.reason);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct opening *op;
    enum refusal r;

    if (!signers_chair_and_any_scrutineers(c, event, SCRUTINEERS))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &event->ending.open, OPENING_CLOSED, adm, &r);
    if (!op)
        return r;
    if (round_is_countable(c, op))
        return REFUSED_COUNTABLE;
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)c;
    (void)event;
    op->stage = OPENING_UNCOUNTABLE;
    op->end_entry = adm->index;
    round_forget(op);
}

const struct handler handler_uncountable = {
    "uncountable", true, fields, check, NULL, NULL, apply, NULL,
};
