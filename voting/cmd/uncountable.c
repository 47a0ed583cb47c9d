/*
 * ballotctl uncountable - gives a round up for want of scrutineers.
 */
#include "ballots/draft.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    {"reason", "TEXT", true, "理由（文字、@文件或 -）",
     "the reason (a text, @FILE or -)"},
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    enum ctl_status status = author_begin(ctl, EVENT_UNCOUNTABLE);
    enum refusal r;

    if (status)
        return status;
    r = draft_of_round(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    status = author_put_text(ctl, &ctl->event->ending.reason,
                             options_text(&ctl->options, "reason"), false);
    return status ? status : author_finish(ctl);
}

const struct command command_uncountable = {
    {"uncountable", "PAPER", 1, 1, lines, "监票人不足，无法计票",
     "too few scrutineers are left to count this round", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
