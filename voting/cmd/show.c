/*
 * ballotctl show - what the conference is, and a question's count sheet.
 */
#include <string.h>

#include "ballots/record_code.h"
#include "ballots/view.h"
#include "voting/ctl/ctl.h"
#include "voting/ctl/paper_sheet.h"

static const struct option_line lines[] = {
    {"both", NULL, false, "计票单中英文各一份",
     "the count sheet in both languages"},
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
show_conference(struct ctl *ctl)
{
    const struct conference *c = ctl_conference(ctl);
    const struct merkle_tree *tree = conference_tree(c);
    char size[CTL_NUMBER_BYTES];
    char code[RECORD_CODE_BYTES];
    struct json_writer w;
    struct hash32 root;

    if (ctl->json) {
        ctl_json_begin(ctl, &w);
        view_conference(&w, c);
        ctl_json_end(ctl, &w);
        return CTL_DONE;
    }
    if (merkle_root_at(&root, tree, tree->size))
        return ctl_fail_err(ctl, ERR_STATE, "root");
    record_code_format(code, &root);
    ctl_say(ctl, MESSAGE_STATUS, conference_origin(c),
            ctl_number(size, tree->size), code);
    for (size_t n = 0; n < result_view_count(c); n++) {
        struct result_view view;

        result_view_read(&view, c, n);
        ctl_say(ctl, MESSAGE_STATUS_PAPER, view.paper_id,
                ctl_number(size, view.version), result_stage_code(view.stage));
    }
    return CTL_DONE;
}

/* Before the count only the turnout, never a partial tally. */
static enum ctl_status
show_turnout(struct ctl *ctl, const struct result_view *view)
{
    char returned[CTL_NUMBER_BYTES];
    char roll[CTL_NUMBER_BYTES];
    char present[CTL_NUMBER_BYTES];

    ctl_say(ctl, MESSAGE_STATUS_PAPER, view->paper_id,
            ctl_number(roll, view->version), result_stage_code(view->stage));
    ctl_say(ctl, MESSAGE_TURNOUT, ctl_number(returned, view->returned),
            ctl_number(roll, view->roll), ctl_number(present, view->present));
    return CTL_DONE;
}

static enum ctl_status
show_paper(struct ctl *ctl, const char *paper)
{
    const struct conference *c = ctl_conference(ctl);
    enum count_sheet_language language =
        ctl->lang == LANG_ZH ? COUNT_SHEET_ZH : COUNT_SHEET_EN;
    struct result_view view;
    struct json_writer w;
    size_t round;
    enum err e;

    if (paper_sheet_find(&round, &view, c, paper))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_NO_ROUND, paper, NULL, NULL);
    if (ctl->json) {
        ctl_json_begin(ctl, &w);
        e = view_round(&w, c, round);
        ctl_json_end(ctl, &w);
        return e ? ctl_fail_err(ctl, e, paper) : CTL_DONE;
    }
    if (view.stage < RESULT_COUNTED)
        return show_turnout(ctl, &view);
    if (options_flag(&ctl->options, "both"))
        language = COUNT_SHEET_BOTH;
    e = paper_sheet_print(ctl->out, ctl->log, round, language);
    return e ? ctl_fail_err(ctl, e, paper) : CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *paper = ctl_argument(ctl, 0);

    return paper ? show_paper(ctl, paper) : show_conference(ctl);
}

const struct command command_show = {
    {"show", "[PAPER]", 0, 1, lines, "大会的状况，或一个事项的投票人数和计票单",
     "the conference; or a question's turnout and count sheet", NULL, NULL},
    CTL_LOG,
    run,
};
