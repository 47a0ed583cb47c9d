/*
 * ballotctl objection - a member disputes a result.
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
    enum ctl_status status = statement_draft(ctl, EVENT_OBJECTION);

    return status ? status : author_finish(ctl);
}

const struct command command_objection = {
    {"objection", "", 0, 0, lines, "对结果提出异议（--about 结果的序号）",
     "object to a result (--about its entry)", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
