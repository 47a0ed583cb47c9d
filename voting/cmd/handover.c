/*
 * ballotctl handover - another chair presides from now on.
 */
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    enum ctl_status status = author_begin(ctl, EVENT_HANDOVER);

    if (status)
        return status;
    if (options_post_argument(&ctl->options, 0, &ctl->event->handover.to))
        return ctl_bad_options(ctl);
    return author_finish(ctl);
}

const struct command command_handover = {
    {"handover", "CHAIR", 1, 1, lines, "移交主持",
     "hand the chair over to another chair's post",
     "由主持人签名；主持人不在时由接任者和足够的监票人签名。",
     "Signed by the presiding chair, or by the deputy and enough scrutineers."},
    CTL_LOG | CTL_KEYS,
    run,
};
