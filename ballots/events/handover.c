/*
 * handover - another chair's post presides from here on.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    field_line_post(io, "to", &event->handover.to);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct post to = event->handover.to;
    const struct holder *holder = state_holder(c, to);

    (void)adm;
    if (!signers_chair(c, event) && !signers_deputy(c, event, to))
        return REFUSED_SIGNERS;
    if (to.kind != POST_CHAIR || !holder || post_eq(to, c->presiding))
        return REFUSED_POST_UNKNOWN;
    if (!holder->enrolled)
        return REFUSED_NO_KEY;
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    (void)adm;
    c->presiding = event->handover.to;
}

const struct handler handler_handover = {
    "handover", false, fields, check, NULL, NULL, apply, NULL,
};
