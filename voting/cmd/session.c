/*
 * ballotctl session - announces a session.
 */
#include "voting/ctl/author.h"
#include "voting/ctl/paper_file.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
log_session(struct ctl *ctl, const struct json_paper *paper)
{
    enum ctl_status status = author_begin(ctl, EVENT_SESSION);

    if (status)
        return status;
    ctl->event->session = paper->event.session;
    status =
        author_put_lines(ctl, &ctl->event->session.title, paper->title, false);
    return status ? status : author_finish(ctl);
}

static enum ctl_status
run(struct ctl *ctl)
{
    return paper_file_run(ctl, json_paper_session, log_session);
}

const struct command command_session = {
    {"session", "SESSION.json", 1, 1, lines, "登记一次会议",
     "announce a session",
     "文件：{\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": "
     "\"2026-03-13\", \"title\": {...}}",
     "The file: {\"id\": \"7-1\", \"term\": 7, \"number\": 1, \"date\": "
     "\"2026-03-13\", \"title\": {...}}"},
    CTL_LOG | CTL_KEYS,
    run,
};
