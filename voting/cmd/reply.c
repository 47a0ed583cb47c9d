/*
 * ballotctl reply - the chair answers.
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
    enum ctl_status status = statement_draft(ctl, EVENT_REPLY);

    return status ? status : author_finish(ctl);
}

const struct command command_reply = {
    {"reply", "", 0, 0, lines, "主持人答复投诉或异议（--about 其序号）",
     "the chair answers a complaint or objection (--about its entry)", NULL,
     NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
