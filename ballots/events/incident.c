/*
 * incident - a scrutineer puts on record that something happened.
 */
#include "ballots/handler.h"
#include "ballots/signers.h"
#include "ballots/statement.h"

static void
fields(struct field_io *io, struct event *event)
{
    statement_optional_about(io, event);
    event_line_blob(io, "text", &event->statement.text);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    (void)adm;
    if (!signers_one(event, POST_SCRUTINEER))
        return REFUSED_SIGNERS;
    return statement_check_about(c, event);
}

const struct handler handler_incident = {
    "incident",        false,           fields, check, NULL,
    statement_reserve, statement_apply, NULL,
};
