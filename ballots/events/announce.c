/*
 * announce - extended, or a last call: thirty seconds on every phone.
 */
#include "ballots/handler.h"
#include "ballots/round.h"
#include "ballots/signers.h"

enum { EXTENDED, LAST_CALL, ANNOUNCEMENTS };

static const char *const what[ANNOUNCEMENTS] = {"extended", "last-call"};

static void
fields(struct field_io *io, struct event *event)
{
    struct event_announce *p = &event->announce;

    event_line_ref(io, "open", &p->open);
    field_line_choice(io, "announce", &p->what, what, ANNOUNCEMENTS);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_announce *p = &event->announce;
    const struct opening *op;
    enum refusal r;

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    op = round_find(c, event, &p->open, OPENING_OPEN, adm, &r);
    return op ? REFUSED_NOTHING : r;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)c;
    op->extended = event->announce.what == EXTENDED;
    op->last_call_s = event->announce.what == LAST_CALL ? adm->time_s : 0;
}

const struct handler handler_announce = {
    "announce", true, fields, check, NULL, NULL, apply, NULL,
};
