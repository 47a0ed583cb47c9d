/*
 * round_sheet.h - the count sheet of a round, out of its view: every figure
 * from the state, and the words from whoever has the texts.
 */
#ifndef BALLOTS_ROUND_SHEET_H
#define BALLOTS_ROUND_SHEET_H

#include "ballots/conference.h"
#include "ballots/count_sheet.h"
#include "ballots/result_view.h"
#include "crypto/err.h"

/* What a line of the sheet points into. */
struct round_sheet_row {
    struct result_row_view view;
    struct rule_row counts;
};

/* Words of the sheet. All pointers are borrowed. */
struct round_sheet_words {
    struct count_sheet_text conference;
    struct count_sheet_text session;
    struct count_sheet_text title; /* of the paper */
    const char *const *signers;    /* as many as have signed the round off */
    const char *record_code;
};

/*
 * Reads a row of a round; its title is then in row->view.text, or its id.
 *
 * ERR_STATE: it was not counted.
 */
MUST_USE enum err round_sheet_read_row(struct round_sheet_row *row,
                                       const struct conference *c,
                                       const struct result_view *view,
                                       size_t round, size_t index);

/* A line of the sheet. Borrows the row. */
struct count_sheet_row round_sheet_line(const struct round_sheet_row *row,
                                        struct count_sheet_text title);

/* The sheet. Borrows all it is given. Who has signed is named; while nobody
 * has, there are as many blank lines as must sign. */
struct count_sheet round_sheet(const struct result_view *view,
                               const struct round_sheet_words *words,
                               const struct count_sheet_row *lines);

#endif
