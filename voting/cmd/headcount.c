/*
 * ballotctl headcount - two scrutineers have counted the hall.
 */
#include "ballots/draft.h"
#include "crypto/decimal.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    const char *text = ctl_argument(ctl, 0);
    uint64_t counted;
    enum ctl_status status = author_begin(ctl, EVENT_HEADCOUNT);
    enum refusal r;

    if (status)
        return status;
    if (decimal_parse(&counted, span_text(text), POST_NUMBER_MAX))
        return ctl_bad_value(ctl, text);
    r = draft_headcount(ctl->event, ctl_conference(ctl), (uint32_t)counted);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_headcount = {
    {"headcount", "NUMBER", 1, 1, lines, "记录会场清点人数（两名监票人）",
     "record how many were counted in the hall (two scrutineers)", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
