/*
 * ballotctl session - announces a session.
 */
#include "voting/author.h"
#include "voting/input_file.h"
#include "voting/json_paper.h"

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
    const char *path = ctl_argument(ctl, 0);
    struct json_paper *paper = json_paper_new();
    struct input_file file;
    enum ctl_status status;

    if (!paper)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    if (input_file_read(&file, path, JSON_PAPER_BYTES_MAX)) {
        json_paper_free(paper);
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    }
    if (json_paper_session(paper, input_file_span(&file)))
        status = ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_FORM, path,
                          paper->fault.why, NULL);
    else
        status = log_session(ctl, paper);
    input_file_free(&file);
    json_paper_free(paper);
    return status;
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
