/*
 * ballotctl result - combines the shares and records the counts.
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
    enum ctl_status status = author_begin(ctl, EVENT_RESULT);
    enum refusal r;

    if (status)
        return status;
    r = draft_result(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_result = {
    {"result", "PAPER", 1, 1, lines,
     "计票：合并监票人的开箱数据，记录票数和结论",
     "count: combine the shares, record the counts", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
