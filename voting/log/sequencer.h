/*
 * sequencer.h - the only writer of a log: what waits goes in, in order.
 *
 * A step function, without thread, clock or queue of its own. A step takes
 * notes that wait and for each of them decodes, checks, proves and applies it
 * to the conference; then appends all entries with the checkpoint that it
 * signs in one durable transaction; only then does it say what became of them.
 *
 *     read    form, and whether these bytes are in the log already
 *     look    event_check against the state as it is, and the texts named
 *     prove   signatures and proofs of all that pass, at once, on any threads
 *     apply   in order: event_check again, since those before may matter
 *     store   entries, checkpoint, texts and names, one transaction
 *     answer
 *
 * If the store says anything but done, the state is thrown away and rebuilt
 * from the store as at start-up, before anything is answered: an entry that is
 * there then is in the log, one that is not is not. At start-up every entry is
 * replayed, the root computed, and compared with the stored checkpoint, with
 * the copy beside the database and with what witnesses have cosigned. If
 * anything disagrees nothing more is ever signed; log.h lists the faults.
 *
 * One thread at a time. The log's key is secret.
 */
#ifndef VOTING_LOG_SEQUENCER_H
#define VOTING_LOG_SEQUENCER_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/proof.h"
#include "crypto/ed25519.h"
#include "voting/log/log.h"
#include "voting/log/offers.h"
#include "voting/log/store.h"

enum {
    SEQUENCER_BACK_S = 120, /* how far a clock may be behind the last entry */
};

struct sequencer;

struct sequencer_options {
    const char *path;                    /* the database */
    const char *copy_path;               /* the copy of the last checkpoint */
    const struct ed25519_secret *secret; /* the log's key; outlives it */
    bool prove;                          /* replay with all proofs */
    struct proof_prover prover;          /* NULL: all in one batch */
};

/*
 * Opens the store and replays it. Whatever disagrees is a fault, not an error.
 *
 * As store_open(). ERR_AUTH also: others may read or write the copy. ERR_IO
 * also: the disk failed during replay.
 */
MUST_USE enum err sequencer_open(struct sequencer **out,
                                 const struct sequencer_options *options);

/* Accepts NULL. */
void sequencer_close(struct sequencer *s);

/* When the notes of a step came in. */
struct sequencer_time {
    uint64_t now_s;  /* seconds since 1970 */
    uint64_t back_s; /* how far it may be behind the last entry's time, which
                        is repeated then */
};

/*
 * A step, as log_submit() describes it. The notes are borrowed until it
 * returns. Nothing is offered any more after it.
 */
MUST_USE enum err sequencer_step(struct sequencer *s,
                                 struct log_outcome *outcomes,
                                 const struct span *notes, size_t count,
                                 const struct sequencer_time *time);

/*
 * Goes back to the start-up path.
 *
 * ERR_IO: the store cannot be read; the fault is LOG_FAULT_STORE, and the next
 * step tries again.
 */
MUST_USE enum err sequencer_rebuild(struct sequencer *s);

/*
 * After a write to the store, other than by a step, of which nobody knows
 * whether it was done: the next write begins with a rebuild.
 */
void sequencer_distrust(struct sequencer *s);

/* Nothing more is signed, also after a rebuild. A fault that there is, but for
 * LOG_FAULT_STORE, stays. */
void sequencer_stop(struct sequencer *s, enum log_fault fault);

/* What there is; borrowed until the next step or rebuild. */
enum log_fault sequencer_fault(const struct sequencer *s);
const struct conference *sequencer_conference(const struct sequencer *s);

/*
 * Texts and names for the next step, which stores those that belong to an entry
 * and forgets them all.
 */
struct offers *sequencer_offers(struct sequencer *s);

/* NULL while it cannot be opened. */
struct store *sequencer_store(struct sequencer *s);

/* The last checkpoint with the log's signature; empty while there is none. */
struct span sequencer_checkpoint(const struct sequencer *s);

#endif
