/*
 * publish - the result is posted to all staff; the posting clock starts.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "result", &event->endorsement.result);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_ref *ref = &event->endorsement.result;
    struct opening *op = state_result(c, ref);
    enum refusal r = state_ref_check(c, event, ref);

    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    if (r)
        return r;
    adm->opening = op;
    return op && op->stage == OPENING_DECLARED ? REFUSED_NOTHING
                                               : REFUSED_NOT_COUNTED;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    struct opening *op = adm->opening;

    (void)c;
    (void)event;
    op->stage = OPENING_PUBLISHED;
    op->publish_entry = adm->index;
    op->published_s = adm->time_s;
}

const struct handler handler_publish = {
    "publish", true, fields, check, NULL, NULL, apply,
};
