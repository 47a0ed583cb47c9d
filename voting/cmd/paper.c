/*
 * ballotctl paper - lays a question before the conference.
 */
#include <string.h>

#include "ballots/draft.h"
#include "voting/ctl/author.h"
#include "voting/ctl/paper_file.h"

static const struct option_line lines[] = {
    AUTHOR_OPTIONS,
    {NULL, NULL, false, NULL, NULL},
};

/* What depends on the log: version, the round it follows, and its rule. */
static enum refusal
complete(struct event *event, const struct conference *c,
         const struct json_paper *paper)
{
    const char *followed = *paper->follows ? paper->follows : NULL;
    struct event_paper *p = &event->paper;
    enum refusal r = draft_paper(event, c, followed);
    struct rule rule;

    if (r || !paper->follow_up_rule)
        return r;
    r = draft_follow_up(p->rules[0], &rule, c, followed);
    p->rule_count = 1;
    p->cap = rule.seats;
    return r;
}

static enum ctl_status
put_texts(struct ctl *ctl, const struct json_paper *paper)
{
    struct event_paper *p = &ctl->event->paper;
    enum ctl_status status =
        author_put_lines(ctl, &p->title, paper->title, paper->title_members);

    for (size_t i = 0; i < p->row_count && !status; i++)
        status = author_put_lines(ctl, &p->rows[i].text, paper->rows[i],
                                  paper->row_members[i]);
    return status;
}

static enum ctl_status
lay(struct ctl *ctl, const struct json_paper *paper)
{
    enum ctl_status status = author_begin(ctl, EVENT_PAPER);
    enum refusal r;

    if (status)
        return status;
    ctl->event->paper = paper->event.paper;
    r = complete(ctl->event, ctl_conference(ctl), paper);
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    status = put_texts(ctl, paper);
    return status ? status : author_finish(ctl);
}

static enum ctl_status
run(struct ctl *ctl)
{
    return paper_file_run(ctl, json_paper_question, lay);
}

const struct command command_paper = {
    {"paper", "PAPER.json", 1, 1, lines,
     "提交表决事项（方案、选举或评议）；再次提交同一编号为新版本",
     "lay a question, election or appraisal; the same id again is a new "
     "version",
     "文件格式见 docs/ballotctl.md。", "docs/ballotctl.md describes the file."},
    CTL_LOG | CTL_KEYS,
    run,
};
