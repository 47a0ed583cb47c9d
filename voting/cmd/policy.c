/*
 * ballotctl policy - others keep copies outside from now on.
 */
#include "crypto/witness_policy.h"
#include "voting/ctl/author.h"
#include "voting/machine/input_file.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct witness_policy policy;
    struct input_file file;
    enum err e;
    enum ctl_status status = author_begin(ctl, EVENT_POLICY);

    if (status)
        return status;
    if (input_file_read(&file, path, WITNESS_POLICY_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = witness_policy_parse(&policy, input_file_span(&file));
    if (!e)
        e = author_give_text(ctl, &ctl->event->policy.policy,
                             input_file_span(&file), false);
    input_file_free(&file);
    return e ? ctl_refuse(ctl, REFUSED_POLICY, CONFERENCE_NO_ENTRY)
             : author_finish(ctl);
}

const struct command command_policy = {
    {"policy", "FILE", 1, 1, lines, "更换校外存证方案（C2SP tlog-policy）",
     "change who keeps copies outside (C2SP tlog-policy)", NULL, NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
