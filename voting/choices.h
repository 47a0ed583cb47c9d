/*
 * choices.h - reading what a person marks, as words.
 */
#ifndef VOTING_CHOICES_H
#define VOTING_CHOICES_H

#include "ballots/draft.h"
#include "voting/ctl.h"

#define CHOICES_OPTIONS                                                        \
    {"choices", "WORD,...", false,                                             \
     "每个分项一个选项，按顺序；也可写成 编号=选项",                           \
     "one option for each row, in order; or ROW=OPTION"},                      \
    {                                                                          \
        "choices-file", "FILE", false,                                         \
            "从文件读取（- 为标准输入）；命令行别人可能看得见",                \
            "read them from a file (-: standard input); others may see a "     \
            "command line"                                                     \
    }

/*
 * Reads a list of options. choices is secret: BALLOT_ROWS_MAX numbers from 0.
 *
 * ERR_INPUT: not one option for each row of the ballot.
 */
MUST_USE enum err choices_parse(uint8_t *choices,
                                const struct draft_ballot *ballot,
                                struct span text);

/* From the options above, one of which must be given; says what is wrong. */
enum ctl_status choices_read(struct ctl *ctl, uint8_t *choices,
                             const struct draft_ballot *ballot);

/* Writes the options chosen, by comma. */
void choices_write(struct text_writer *w, const struct draft_ballot *ballot,
                   const uint8_t *choices);

#endif
