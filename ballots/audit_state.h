/*
 * audit_state.h - an audit under way. Private to audit.c and audit_judge.c.
 */
#ifndef BALLOTS_AUDIT_STATE_H
#define BALLOTS_AUDIT_STATE_H

#include "ballots/audit.h"
#include "ballots/text_ledger.h"

struct audit {
    struct memory memory;
    struct conference *conference;
    struct merkle_tree tree; /* of all entries, refused ones too */
    struct event event;      /* of the last entry */
    struct admission admission;
    struct text_ledger ledger;
    struct audit_pin pin; /* size 0: none */
    enum audit_history history;
    char *checkpoint; /* the signed bytes */
    size_t checkpoint_len;
    uint64_t claimed;            /* the size it says, if it can be read */
    struct note note;            /* once it has been opened */
    bool ended;                  /* the replay is over: */
    struct audit_check ended_by; /* refused there, unless history says why */
    struct audit_check texts;
    bool finished;
    struct audit_check checks[REFUSAL_CHECKS];
};

/* A finding that is neither good nor bad, a good one and a bad one. */
struct audit_check audit_not_reached(void);
struct audit_check audit_is_passed(void);
struct audit_check audit_is_failed(enum refusal why, uint32_t entry);

/* Nothing more comes behind the last entry. */
void audit_close_texts(struct audit *a);

#endif
