/*
 * ballotctl session-end - closes the running session.
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
    enum ctl_status status = author_begin(ctl, EVENT_SESSION_END);
    enum refusal r;

    if (status)
        return status;
    r = draft_session_end(ctl->event, ctl_conference(ctl));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_session_end = {
    {"session-end", "", 0, 0, lines, "宣布会议结束", "end the running session",
     "之后监票人应当用 erase-share 销毁开箱钥匙。",
     "The scrutineers then destroy their keys with erase-share."},
    CTL_LOG | CTL_KEYS,
    run,
};
