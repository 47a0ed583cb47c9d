/*
 * complaint - a member says that something went wrong, and may quote the
 * refusal that they were given.
 */
#include "ballots/handler.h"
#include "ballots/statement.h"

static void
fields(struct field_io *io, struct event *event)
{
    statement_optional_about(io, event);
    event_line_optional_blob(io, "refusal", &event->statement.refusal);
    event_line_blob(io, "text", &event->statement.text);
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    (void)adm;
    return statement_by_member(event) ? statement_check_about(c, event)
                                      : REFUSED_SIGNERS;
}

const struct handler handler_complaint = {
    "complaint",       false,           fields, check, NULL,
    statement_reserve, statement_apply, NULL,
};
