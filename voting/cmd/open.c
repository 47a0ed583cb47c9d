/*
 * ballotctl open - opens a question for voting.
 */
#include "ballots/draft.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    {"short-notice", "TEXT", false, "送达时间不足时的理由（文字、@文件或 -）",
     "the reason, if the notice is short (a text, @FILE or -)"},
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    const char *reason = options_text(&ctl->options, "short-notice");
    enum ctl_status status = author_begin(ctl, EVENT_OPEN);
    enum refusal r;

    if (status)
        return status;
    r = draft_open(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    if (reason)
        status =
            author_put_text(ctl, &ctl->event->open.short_notice, reason, false);
    return status ? status : author_finish(ctl);
}

const struct command command_open = {
    {"open", "PAPER", 1, 1, lines, "开始投票", "open a question for voting",
     "条件不齐时会说明缺什么。", "If a gate does not hold, it says which."},
    CTL_LOG | CTL_KEYS,
    run,
};
