/*
 * audit_state.h - an audit under way. Private to audit*.c.
 */
#ifndef BALLOTS_AUDIT_STATE_H
#define BALLOTS_AUDIT_STATE_H

#include "ballots/audit.h"
#include "ballots/text_ledger.h"

enum {
    AUDIT_WINDOW_BYTES_MAX = 1 << 20, /* of entries that wait */
};

/* An entry that waits for its turn, and what is known of it so far. */
struct audit_slot {
    struct event event; /* borrows from bytes */
    char *bytes;        /* the entry; NULL: none waits here */
    size_t len;
    struct hash32 leaf;
    uint64_t time_s;
    bool read;
    enum refusal form;  /* once it is read: whether it could be */
    enum refusal ahead; /* whether it may come, as things stood lately */
    bool proved;
    uint64_t proved_at;            /* entries replayed at that moment, */
    struct admission then;         /* what was proved at that moment, */
    enum refusal proof;            /* and what came of it */
    struct public_summand *points; /* room for those of a ballot, */
    size_t point_room;
    bool decoded; /* and whether proving it left them there */
};

struct audit {
    struct memory memory;
    struct conference *conference;
    struct merkle_tree tree; /* of all entries, refused ones too */
    uint64_t replayed;       /* of them, also the one that was refused */
    struct event event;      /* where entries do not wait */
    struct admission admission;
    const struct event *last;     /* of the last entry replayed */
    const struct event *refused;  /* of the entry refused, if it was read */
    struct proof_prover prover;   /* NULL: entries do not wait */
    struct audit_divider divider; /* NULL: nothing is divided */
    struct audit_slot *slots[AUDIT_WINDOW];
    size_t waiting;
    size_t waiting_bytes;
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

/* Nothing more comes behind the last entry replayed. */
void audit_close_texts(struct audit *a);

/* The event of an entry and its time. */
enum refusal audit_read_event(struct event *event, uint64_t *time_s,
                              struct span entry);

/* The entry's turn has come: logs it unless it is refused. ERR_NOMEM. */
MUST_USE enum err audit_replay(struct audit *a, const struct event *event,
                               enum refusal r, const struct hash32 *leaf);

/* Lets an entry wait; when there is no more room audit_serve(). ERR_NOMEM. */
MUST_USE enum err audit_wait(struct audit *a, struct span entry,
                             const struct hash32 *leaf);
void audit_window_free(struct audit *a);

#endif
