/*
 * policy - other witnesses keep copies from here on.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"

enum { SCRUTINEERS = 2 };

static void
fields(struct field_io *io, struct event *event)
{
    event_line_blob(io, "policy", &event->policy.policy);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    if (!signers_chair_and_scrutineers(c, event, SCRUTINEERS))
        return REFUSED_SIGNERS;
    if (event->policy.policy.members)
        return REFUSED_POLICY;
    for (size_t i = 0; i < c->opening_count; i++) {
        const struct opening *op = c->openings[i];

        if (op->stage == OPENING_OPEN || op->stage == OPENING_CLOSED) {
            adm->cause = op->entry;
            return REFUSED_POLICY_IN_USE;
        }
    }
    return REFUSED_NOTHING;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    (void)adm;
    c->policy = event->policy.policy;
    c->policy_text = NULL;
    c->witness_policy = NULL;
}

const struct handler handler_policy = {
    "policy", false, fields, check, NULL, NULL, apply, NULL,
};
