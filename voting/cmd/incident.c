/*
 * ballotctl incident - a scrutineer puts an incident on record.
 */
#include "voting/ctl/statement_draft.h"

static const struct option_line lines[] = {
    STATEMENT_OPTIONS,
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    enum ctl_status status = statement_draft(ctl, EVENT_INCIDENT);

    return status ? status : author_finish(ctl);
}

const struct command command_incident = {
    {"incident", "", 0, 0, lines, "监票人记录一件事",
     "a scrutineer puts an incident on record", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
