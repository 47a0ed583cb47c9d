/*
 * ballotctl session-start - calls a session to order.
 */
#include <string.h>

#include "voting/ctl/author.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    const char *id = ctl_argument(ctl, 0);
    enum ctl_status status = author_begin(ctl, EVENT_SESSION_START);

    if (status)
        return status;
    if (strlen(id) >= sizeof ctl->event->mark.session)
        return ctl_bad_value(ctl, id);
    memcpy(ctl->event->mark.session, id, strlen(id) + 1);
    return author_finish(ctl);
}

const struct command command_session_start = {
    {"session-start", "SESSION", 1, 1, lines, "宣布会议开始；此后名单不得更改",
     "start a session; from then on the roll is frozen", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
