/*
 * ballotctl hands - records a show of hands.
 */
#include <string.h>

#include "ballots/draft.h"
#include "crypto/decimal.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

/* "38,0,0": how many for each option, in the paper's order. */
static enum err
read_counts(uint32_t counts[BALLOT_OPTIONS_MAX], size_t *count,
            const char *text)
{
    struct span rest = span_text(text);

    *count = 0;
    for (;;) {
        size_t len = span_find(rest, ',');
        uint64_t number;

        if (*count == BALLOT_OPTIONS_MAX ||
            decimal_parse(&number, span_head(rest, len), POST_NUMBER_MAX))
            return ERR_INPUT;
        counts[(*count)++] = (uint32_t)number;
        if (len == rest.len)
            return OK;
        rest = span_from(rest, len + 1);
    }
}

static enum ctl_status
run(struct ctl *ctl)
{
    struct event_hands *p = &ctl->event->hands;
    enum ctl_status status = author_begin(ctl, EVENT_HANDS);
    enum refusal r;

    if (status)
        return status;
    for (int i = 1; i < ctl->options.argument_count; i++) {
        const char *text = ctl_argument(ctl, i);
        size_t count;

        if (read_counts(p->counts[p->row_count++], &count, text) ||
            (i > 1 && count != p->option_count))
            return ctl_bad_value(ctl, text);
        p->option_count = count;
    }
    r = draft_of_round(ctl->event, ctl_conference(ctl), ctl_argument(ctl, 0));
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

const struct command command_hands = {
    {"hands", "PAPER N,N,N...", 2, 1 + BALLOT_ROWS_MAX, lines,
     "记录举手人数，每个分项一组：赞成,反对,弃权",
     "record a show of hands, one list for each row: for,against,abstain", NULL,
     NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
