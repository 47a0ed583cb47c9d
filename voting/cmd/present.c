/*
 * ballotctl present - checks in.
 */
#include <string.h>

#include "ballots/draft.h"
#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    {"how", "phone|card|online", false,
     "方式；本人签到默认 phone，签到处默认 card",
     "how; by default phone where the seat signs itself, else card"},
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
read_how(struct ctl *ctl, struct post post, enum event_how *how)
{
    static const char *const words[] = {"phone", "card", "online"};
    const char *word = options_text(&ctl->options, "how");

    if (!word) {
        *how = keyring_has(ctl->keys, post, KEYRING_SIGNING) ? EVENT_BY_PHONE
                                                             : EVENT_BY_CARD;
        return CTL_DONE;
    }
    for (unsigned i = 0; i < sizeof words / sizeof *words; i++) {
        if (strcmp(words[i], word) == 0) {
            *how = (enum event_how)i;
            return CTL_DONE;
        }
    }
    return ctl_bad_value(ctl, word);
}

static enum ctl_status
check_in(struct ctl *ctl, int at)
{
    enum event_how how = EVENT_BY_PHONE;
    struct post post;
    enum ctl_status status;
    enum refusal r;

    if (options_post_argument(&ctl->options, at, &post))
        return ctl_bad_options(ctl);
    status = read_how(ctl, post, &how);
    if (!status)
        status = author_begin(ctl, EVENT_PRESENT);
    if (status)
        return status;
    r = draft_presence(ctl->event, ctl_conference(ctl), post, how);
    return r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : author_finish(ctl);
}

static enum ctl_status
run(struct ctl *ctl)
{
    enum ctl_status status = CTL_DONE;

    for (int i = 0; i < ctl->options.argument_count && !status; i++)
        status = check_in(ctl, i);
    return status;
}

const struct command command_present = {
    {"present", "SEAT...", 1, POST_NUMBER_MAX, lines, "签到",
     "check in, oneself or at the desk",
     "本人的密钥在手头时由本人签名，否则由签到处和另一名工作人员签名。",
     "Signed by the seat if its key is at hand, else by a desk and a second "
     "officer."},
    CTL_LOG | CTL_KEYS,
    run,
};
