/*
 * ballotctl announce - more time, or the last call.
 */
#include <string.h>

#include "ballots/draft.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    static const char *const words[] = {"extended", "last-call"};
    const char *word = ctl_argument(ctl, 1);
    enum ctl_status status = author_begin(ctl, EVENT_ANNOUNCE);
    enum refusal r;

    if (status)
        return status;
    r = draft_of_round(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    while (strcmp(words[ctl->event->announce.what], word) != 0)
        if (++ctl->event->announce.what == sizeof words / sizeof *words)
            return ctl_bad_value(ctl, word);
    return author_finish(ctl);
}

const struct command command_announce = {
    {"announce", "PAPER extended|last-call", 2, 2, lines,
     "延长时间，或提醒即将结束", "give more time, or make the last call", NULL,
     NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
