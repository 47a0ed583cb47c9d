/*
 * count_sheet.h - the count sheet (计票单) of one paper, as plain text.
 *
 * What the scrutineers compare and sign: who was due and present, ballots
 * issued and returned, the counts of every row with the number needed and the
 * verdict in words, notes, and lines for signatures and the stamp. Columns are
 * aligned for a terminal in which Chinese characters take two columns.
 */
#ifndef BALLOTS_COUNT_SHEET_H
#define BALLOTS_COUNT_SHEET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/rule.h"
#include "ballots/words.h"
#include "crypto/err.h"
#include "crypto/text_writer.h"

/* A text in both languages. Either may be NULL: the other stands for it. */
struct count_sheet_text {
    const char *zh;
    const char *en;
};

/* All pointers are borrowed. */
struct count_sheet_row {
    struct count_sheet_text title; /* of the question, or a person's name */
    const struct rule *rule;
    const struct rule_row *row;
    const struct verdict *verdict; /* NULL in an election */
};

enum count_sheet_ballot {
    COUNT_SHEET_SECRET,
    COUNT_SHEET_NAMED,
    COUNT_SHEET_HANDS, /* nobody takes or returns a ballot */
    COUNT_SHEET_BALLOTS_
};

struct count_sheet {
    struct count_sheet_text conference;
    struct count_sheet_text session;
    struct count_sheet_text title; /* of the paper */
    const char *paper_id;          /* "P2" */
    unsigned round;                /* from 1 */
    enum count_sheet_ballot ballot;
    bool practice;

    /* Of the paper as a whole, before recusals. */
    uint32_t due;
    uint32_t present;
    uint32_t issued;
    uint32_t returned;
    uint32_t paper_sheets;   /* of the ballots issued, on paper at the desk */
    uint32_t spoiled_sheets; /* of these */

    const struct count_sheet_row *rows;
    size_t row_count;
    const struct election_verdict *election; /* NULL: not an election */

    const char *const *scrutineers; /* names to sign; NULL: blank lines */
    size_t scrutineer_count;
    const char *record_code; /* fingerprint of the log; NULL: left out */
};

enum count_sheet_language {
    COUNT_SHEET_ZH,
    COUNT_SHEET_EN,
    COUNT_SHEET_BOTH /* the Chinese sheet, then the English one */
};

/*
 * Writes the sheet, lines ended by LF. The writer fails with ERR_INPUT if the
 * sheet contradicts itself: no rows, an election without its verdict, a row of
 * a motion without one, rows of different options, more than
 * RULE_CANDIDATES_MAX rows.
 */
void count_sheet_write(struct text_writer *out, const struct count_sheet *sheet,
                       enum count_sheet_language language);

#endif
