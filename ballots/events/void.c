/*
 * void - this round does not count. Never once a key has been used on it: else
 * one could look and then void.
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

static bool
is_signed(const struct conference *c, const struct event *event,
          const struct opening *op)
{
    if (op->ceremony != CONFERENCE_NO_ENTRY)
        return signers_chair_and_scrutineers(
            c, event, c->ceremonies[op->ceremony]->numbers.threshold);
    if (c->scrutineers < SCRUTINEERS)
        return signers_chair_and_desk(c, event);
    return signers_chair_and_scrutineers(c, event, SCRUTINEERS);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_ref *ref = &event->ending.open;
    const struct opening *op = state_opening(c, ref);
    enum opening_stage stage =
        op && op->stage == OPENING_CLOSED ? OPENING_CLOSED : OPENING_OPEN;
    enum refusal r;

    op = round_find(c, event, ref, stage, adm, &r);
    if (!op)
        return r;
    if (!is_signed(c, event, op))
        return REFUSED_SIGNERS;
    for (size_t i = 0; i < CEREMONY_TRUSTEES_MAX; i++) {
        if (op->shares[i].entry == CONFERENCE_NO_ENTRY)
            continue;
        adm->cause = op->shares[i].entry;
        return REFUSED_SHARED;
    }
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)event;
    op->stage = OPENING_VOID;
    op->end_entry = adm->index;
    round_leave_open(c, op);
    seen_set_free(&op->points);
    round_forget(op);
}

const struct handler handler_void = {
    "void", true, fields, check, NULL, NULL, apply, NULL,
};
