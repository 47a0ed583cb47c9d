#include "ballots/round_sheet.h"

static const enum count_sheet_ballot ballots[] = {
    [EVENT_SECRET] = COUNT_SHEET_SECRET,
    [EVENT_NAMED] = COUNT_SHEET_NAMED,
    [EVENT_BY_HANDS] = COUNT_SHEET_HANDS,
};

enum err
round_sheet_read_row(struct round_sheet_row *row, const struct conference *c,
                     const struct result_view *view, size_t round, size_t index)
{
    result_view_read_row(&row->view, c, round, index);
    if (!row->view.counts)
        return ERR_STATE;
    row->counts =
        (struct rule_row){.options = view->options, .counts = row->view.counts};
    return OK;
}

struct count_sheet_row
round_sheet_line(const struct round_sheet_row *row,
                 struct count_sheet_text title)
{
    return (struct count_sheet_row){.title = title,
                                    .rule = &row->view.rule,
                                    .row = &row->counts,
                                    .verdict = row->view.verdict};
}

struct count_sheet
round_sheet(const struct result_view *view,
            const struct round_sheet_words *words,
            const struct count_sheet_row *lines)
{
    const bool is_signed = view->sign_off_count > 0;

    return (struct count_sheet){
        .conference = words->conference,
        .session = words->session,
        .title = words->title,
        .paper_id = view->paper_id,
        .round = view->round,
        .ballot = ballots[view->ballot],
        .practice = view->practice,
        .due = view->roll,
        .present = view->present,
        .issued = view->issued,
        .returned = view->returned,
        .paper_sheets = view->sheets_issued,
        .spoiled_sheets = view->sheets_spoiled,
        .rows = lines,
        .row_count = view->row_count,
        .election = view->election,
        .scrutineers = is_signed ? words->signers : NULL,
        .scrutineer_count =
            is_signed ? view->sign_off_count : view->sign_offs_needed,
        .record_code = words->record_code,
    };
}
