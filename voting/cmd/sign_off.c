/*
 * ballotctl sign-off - a scrutineer signs the count sheet.
 */
#include "ballots/draft.h"
#include "voting/ctl/author.h"
#include "voting/ctl/self_audit.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    enum refusal r;
    enum ctl_status status = self_audit(ctl);

    if (!status)
        status = author_begin(ctl, EVENT_SIGN_OFF);
    if (status)
        return status;
    r = draft_endorsement(ctl->event, ctl_conference(ctl),
                          ctl_argument(ctl, 0));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_sign_off = {
    {"sign-off", "PAPER", 1, 1, lines, "核对日志后签计票单",
     "verify the log, then sign the count sheet", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
