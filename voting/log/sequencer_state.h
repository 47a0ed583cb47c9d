/*
 * sequencer_state.h - what the sequencer's files share: its steps
 * (sequencer_look.c, then sequencer.c) and its start (sequencer_start.c).
 */
#ifndef VOTING_LOG_SEQUENCER_STATE_H
#define VOTING_LOG_SEQUENCER_STATE_H

#include "ballots/conference.h"
#include "crypto/checkpoint.h"
#include "voting/log/flood.h"
#include "voting/log/sequencer.h"
#include "voting/machine/private_file.h"

enum slot_stage {
    SLOT_WAITING, /* nothing known yet */
    SLOT_REFUSED, /* outcome says why */
    SLOT_AGAIN,   /* outcome says where it is */
    SLOT_TAKEN,   /* applied, waiting for the store */
};

/* One note of a step. Large; kept for the next step. */
struct slot {
    enum slot_stage stage;
    bool decoded;
    bool proved;
    enum refusal proof;
    struct public_summand *points; /* room for those of a ballot, */
    size_t point_room;
    bool ballot_decoded;   /* and whether proving it left them there */
    struct admission seen; /* what was proved */
    struct event event;
    size_t line_len;
    size_t entry_len;
    char entry[EVENT_ENTRY_MAX]; /* server line and note */
};

struct sequencer {
    char path[PRIVATE_FILE_PATH_MAX];
    char copy_path[PRIVATE_FILE_PATH_MAX];
    const struct ed25519_secret *secret;
    bool prove;
    struct proof_prover prover;
    enum log_fault fault;
    enum log_fault stopped; /* from outside; LOG_SOUND: not */
    struct store *store;
    struct conference *conference;
    struct conference *spare; /* empty; the next replay goes there */
    size_t checkpoint_len;
    char checkpoint[CHECKPOINT_SIGNED_MAX];
    struct event *event;  /* of replay */
    struct offers offers; /* for the next step */
    struct flood *flood;
    struct slot *slots[LOG_BATCH_MAX]; /* as many as a step has needed */
};

/*
 * Whether the policy that this event names can be read; REFUSED_NOTHING if it
 * names none. *text is an allocated copy that the caller frees, or NULL.
 *
 * offers  in: where the text may be beside the store
 */
MUST_USE enum refusal sequencer_policy(struct sequencer *s,
                                       const struct offers *offers, char **text,
                                       size_t *len, const struct event *event);

/* What a step stores beside its entries. */
struct sequencer_kept {
    struct store_extras extras;
    struct store_text *texts;
    struct store_name *names;
    char (*posts)[POST_TEXT_BYTES];
};

/*
 * What was offered and belongs to an entry of the conference. The caller
 * releases *out in any case; it borrows from the offers. ERR_NOMEM.
 */
MUST_USE enum err sequencer_keep(struct sequencer_kept *out,
                                 const struct offers *offers,
                                 const struct conference *conference);
void sequencer_kept_release(struct sequencer_kept *kept);

/* Replaces the copy beside the database by the last checkpoint. ERR_IO. */
MUST_USE enum err sequencer_write_copy(struct sequencer *s);

/* ---- The first half of a step ---------------------------------------------*/

/* What a step is about. */
struct step {
    struct sequencer *s;
    struct log_outcome *outcomes;
    size_t count;
    uint64_t size;   /* entries before it */
    uint64_t time_s; /* of its entries */
    size_t first;    /* the first slot that was taken; count: none */
    size_t taken;
    bool broken; /* the state can no longer be trusted */
    bool unread; /* an entry could not be compared with a note */
};

/* Settle a slot. */
void step_refuse(struct step *step, size_t i, enum refusal refusal,
                 uint32_t cause);
void step_accept(struct step *step, size_t i, enum slot_stage stage,
                 uint32_t index);

/* Reads a note into its slot, and settles it if that can be done. */
void step_read_note(struct step *step, size_t i, struct span note);

/* Settles the slot if its text was logged before. */
void step_look_for_text(struct step *step, size_t i);

/* Whether every text that the event names is here or offered, at its length. */
enum refusal step_look_for_blobs(struct sequencer *s,
                                 const struct event *event);

/*
 * Proves what passes the check against the state as it is. What does not may
 * still pass later, behind the notes before it; it is proved then.
 */
void step_prove_all(struct step *step);

/*
 * Whether what was proved is what is to prove now: nothing has changed since,
 * or it is a ballot of the same voter in the same form. Others are few, and
 * are proved again.
 */
bool step_proof_holds(const struct step *step, const struct slot *slot,
                      const struct admission *now);

#endif
