/*
 * reply - the presiding officer answers an incident, complaint or objection, or
 * adds to a reply.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"
#include "ballots/statement.h"

static void
fields(struct field_io *io, struct event *event)
{
    event_line_ref(io, "about", &event->statement.about);
    event_line_blob(io, "text", &event->statement.text);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    enum refusal r;

    (void)adm;
    if (!signers_chair(c, event))
        return REFUSED_SIGNERS;
    r = statement_check_about(c, event);
    if (r)
        return r;
    return statement_find(c, &event->statement.about) ? REFUSED_NOTHING
                                                      : REFUSED_REF;
}

const struct handler handler_reply = {
    "reply",           false,           fields, check, NULL,
    statement_reserve, statement_apply, NULL,
};
