/*
 * statement_draft.h - what incident, complaint, objection and reply share.
 */
#ifndef VOTING_CTL_STATEMENT_DRAFT_H
#define VOTING_CTL_STATEMENT_DRAFT_H

#include "voting/ctl/author.h"

#define STATEMENT_OPTIONS                                                      \
    {"text", "TEXT", true, "内容（文字、@文件或 -）",                          \
     "what to say (a text, @FILE or -)"},                                      \
        {"members", NULL, false, "仅成员可见", "for members only"},            \
    {                                                                          \
        "about", "ENTRY", false, "所涉记录的序号",                             \
            "the number of the entry it is about"                              \
    }

/* Starts the event, with its text and what it is about. */
enum ctl_status statement_draft(struct ctl *ctl, enum event_type type);

#endif
