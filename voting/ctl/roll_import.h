/*
 * roll_import.h - a roll's file as it comes out of an office program.
 *
 * UTF-8 with or without byte order mark, else GB18030, as spreadsheets in
 * China write it: what is not UTF-8 is converted and read again. The rules of
 * the rows are ballots/roll_csv.h's; this adds the encoding and the number that
 * each person's post gets.
 */
#ifndef VOTING_CTL_ROLL_IMPORT_H
#define VOTING_CTL_ROLL_IMPORT_H

#include "ballots/post.h"
#include "ballots/roll_csv.h"

struct roll_import {
    struct roll_row *rows;
    struct post *posts; /* of each row: seats if voting, else observers */
    struct roll_summary summary;
    bool gb18030;    /* it was converted */
    bool unreadable; /* neither encoding */
    size_t numbered; /* rows that have a post; fewer than rows after a fault */
    char *converted; /* what faults point into, if converted */
};

/*
 * Reads the file and reports every bad row. The caller calls
 * roll_import_free() in any case.
 *
 * by_order  in: number seats and observers in the order of the file; else by
 *               the digits at the end of each id
 *
 * ERR_INPUT: at least one fault was reported, or unreadable is set, or
 * out->numbered says which row, from 0, has no number of its own. ERR_NOMEM.
 */
MUST_USE enum err roll_import_read(struct roll_import *out, struct span file,
                                   bool by_order,
                                   const struct roll_report *report);

void roll_import_free(struct roll_import *roll);

#endif
