/*
 * ballotctl close - ends voting.
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
    enum ctl_status status = author_begin(ctl, EVENT_CLOSE);
    enum refusal r;

    if (status)
        return status;
    r = draft_of_round(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_close = {
    {"close", "PAPER", 1, 1, lines, "结束投票", "end voting on a question",
     "须在提醒“即将结束”十秒之后，或全部到会代表都已投票。",
     "At least ten seconds after a last call, or when all present have voted."},
    CTL_LOG | CTL_KEYS,
    run,
};
