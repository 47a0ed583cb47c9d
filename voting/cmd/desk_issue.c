/*
 * ballotctl desk-issue - a seat takes a paper sheet.
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
    enum ctl_status status = author_begin(ctl, EVENT_DESK_ISSUE);
    enum refusal r;

    if (status)
        return status;
    if (options_post_argument(&ctl->options, 1, &ctl->event->desk_issue.seat))
        return ctl_bad_options(ctl);
    r = draft_of_round(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_desk_issue = {
    {"desk-issue", "PAPER SEAT", 2, 2, lines,
     "发一张纸质票（两名监票人）；此后该席位不能在手机上投本项",
     "hand out a paper sheet (two scrutineers); the seat then cannot vote on "
     "this question by phone",
     NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
