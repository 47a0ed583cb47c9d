/*
 * rule_rows.h - rules and rows for tests of what counts mean.
 */
#ifndef TESTS_SUPPORT_RULE_ROWS_H
#define TESTS_SUPPORT_RULE_ROWS_H

#include "ballots/rule.h"

#define RULE_ROWS_CANDIDATES_MAX 10

/* The rule of this text, or the test fails. */
struct rule rule_rows_rule(const char *text);

/* The preset's rule, or the test fails. seats is 0 for all but elections. */
struct rule rule_rows_preset(const char *id, uint16_t seats);

/* A row with what it points to. Do not move it. */
struct rule_rows_votes {
    struct rule_options options;
    struct row_counts counts;
    struct rule_row row;
};

/* Options for, against and abstain; all but the absent are there at open. */
void rule_rows_votes(struct rule_rows_votes *out, uint32_t in_favour,
                     uint32_t against, uint32_t abstain, uint32_t absent);

/* The candidates of an election. Do not move it. */
struct rule_rows_field {
    struct rule_rows_votes stored[RULE_ROWS_CANDIDATES_MAX];
    struct rule_row rows[RULE_ROWS_CANDIDATES_MAX];
    size_t count;
};

/* Candidates by votes for and against, 38 of a roll of 40 voting. */
void rule_rows_field(struct rule_rows_field *out, const uint32_t (*votes)[2],
                     size_t count);

#endif
