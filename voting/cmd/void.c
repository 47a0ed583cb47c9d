/*
 * ballotctl void - ends a round without a result.
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
    enum ctl_status status = author_begin(ctl, EVENT_VOID);
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

const struct command command_void = {
    {"void", "PAPER", 1, 1, lines, "本轮作废；已有人开箱后不能作废",
     "void this round", NULL,
     "Not possible once a share of the key has been used on it."},
    CTL_LOG | CTL_KEYS,
    run,
};
