/*
 * paper_sheet.h - the count sheet of a round, out of the log's state and texts.
 */
#ifndef VOTING_CTL_PAPER_SHEET_H
#define VOTING_CTL_PAPER_SHEET_H

#include <stdio.h>

#include "ballots/count_sheet.h"
#include "ballots/result_view.h"
#include "voting/log/log.h"

/*
 * The newest round of a paper, its number from 0. ERR_NOTFOUND: there has been
 * none.
 */
MUST_USE enum err paper_sheet_find(size_t *round, struct result_view *view,
                                   const struct conference *c,
                                   const char *paper);

/*
 * Prints the sheet of a round that is counted.
 *
 * ERR_STATE: it is not. ERR_NOMEM. ERR_IO.
 */
MUST_USE enum err paper_sheet_print(FILE *out, struct log *log, size_t round,
                                    enum count_sheet_language language);

#endif
