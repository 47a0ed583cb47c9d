/*
 * choices_option.h - the options by which a command is told what to mark.
 */
#ifndef VOTING_CTL_CHOICES_OPTION_H
#define VOTING_CTL_CHOICES_OPTION_H

#include "ballots/choices.h"
#include "voting/ctl/ctl.h"

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

/* From the options above, one of which must be given; says what is wrong. */
enum ctl_status choices_option_read(struct ctl *ctl, uint8_t *choices,
                                    const struct draft_ballot *ballot);

#endif
