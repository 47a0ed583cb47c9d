/*
 * ballotctl declare - declares the result.
 */
#include "ballots/draft.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    enum ctl_status status = author_begin(ctl, EVENT_DECLARE);
    enum refusal r;

    if (status)
        return status;
    r = draft_endorsement(ctl->event, ctl_conference(ctl),
                          ctl_argument(ctl, 0));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_declare = {
    {"declare", "PAPER", 1, 1, lines, "宣布结果", "declare the result", NULL,
     NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
