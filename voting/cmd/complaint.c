/*
 * ballotctl complaint - a member says that something went wrong.
 */
#include "voting/ctl/statement_draft.h"
#include "voting/machine/input_file.h"

static const struct option_line lines[] = {
    {"refusal", "FILE", false, "引用日志签发的拒绝单",
     "quote a refusal that the log signed"},
    STATEMENT_OPTIONS,
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
quote(struct ctl *ctl, const char *path)
{
    struct input_file file;
    enum err e;

    if (input_file_read(&file, path, NOTE_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = author_give_text(ctl, &ctl->event->statement.refusal,
                         input_file_span(&file), false);
    input_file_free(&file);
    return e ? ctl_fail_err(ctl, e, path) : CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = options_text(&ctl->options, "refusal");
    enum ctl_status status = statement_draft(ctl, EVENT_COMPLAINT);

    if (!status && path)
        status = quote(ctl, path);
    return status ? status : author_finish(ctl);
}

const struct command command_complaint = {
    {"complaint", "", 0, 0, lines, "成员投诉", "a member complains", NULL,
     NULL},
    CTL_LOG | CTL_KEYS,
    run,
};
