/*
 * ballotctl retire - ends a post.
 */
#include <string.h>

#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    {"reason", "resigned|left|incapable|mistake", true, "原因", "why"},
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    static const char *const reasons[] = {"resigned", "left", "incapable",
                                          "mistake"};
    const char *reason = options_text(&ctl->options, "reason");
    enum ctl_status status = author_begin(ctl, EVENT_RETIRE);

    if (status)
        return status;
    if (options_post_argument(&ctl->options, 0, &ctl->event->retire.post))
        return ctl_bad_options(ctl);
    while (strcmp(reasons[ctl->event->retire.reason], reason) != 0)
        if (++ctl->event->retire.reason == sizeof reasons / sizeof *reasons)
            return ctl_bad_value(ctl, reason);
    return author_finish(ctl);
}

const struct command command_retire = {
    {"retire", "POST", 1, 1, lines, "解除一个职务或席位", "end a post", NULL,
     NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
