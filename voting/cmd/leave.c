/*
 * ballotctl leave - leaves the session.
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
    struct post post;
    enum ctl_status status = author_begin(ctl, EVENT_LEAVE);
    enum refusal r;

    if (status)
        return status;
    if (options_post_argument(&ctl->options, 0, &post))
        return ctl_bad_options(ctl);
    r = draft_presence(ctl->event, ctl_conference(ctl), post, EVENT_BY_PHONE);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_leave = {
    {"leave", "SEAT", 1, 1, lines, "离会",
     "leave the session, oneself or at the desk", "正在进行的表决仍可投票。",
     "What is open at that moment may still be voted on."},
    CTL_LOG | CTL_KEYS,
    run,
};
