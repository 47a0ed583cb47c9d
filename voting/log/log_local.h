/*
 * log_local.h - what the files of a log of one's own share: the log itself
 * (log_local.c), its witnesses (log_local_witness.c), and texts and names
 * (log_local_texts.c).
 */
#ifndef VOTING_LOG_LOG_LOCAL_H
#define VOTING_LOG_LOG_LOCAL_H

#include "voting/log/log_ops.h"
#include "voting/log/sequencer.h"

/*
 * What is known of the trees with cosignatures, so that not all of them are
 * looked at whenever somebody asks: `size` is the largest that satisfies the
 * policy, 0 if there is none, and none from `changed` on was looked at since
 * it got a cosignature. Nothing is known unless `policy` is the one in force.
 */
struct log_local_known {
    struct hash32 policy;
    uint64_t size;
    uint64_t changed;
};

struct log_local {
    struct log log; /* first, so that one is the other */
    struct sequencer *sequencer;
    bool at;
    uint64_t at_s;
    struct ed25519_secret secret;
    struct log_local_known known;
};

struct log_local *log_local_of(struct log *log);
const struct log_local *log_local_of_const(const struct log *log);

/* The store for reading. ERR_IO: it cannot be opened now. */
MUST_USE enum err log_local_reading(struct log *log, struct store **store);

/* The store for writing. ERR_STATE: the log has a fault that stays. ERR_IO. */
MUST_USE enum err log_local_writing(struct log *log, struct store **store);

/*
 * What a write beside the log's entries came to. All of them may be done
 * again, so that unknown and not done are one to the caller: ERR_IO.
 */
MUST_USE enum err log_local_written(struct log *log,
                                    enum store_verdict verdict);

/* ERR_STATE: what is there is not what was signed, so nothing is said of it. */
MUST_USE enum err log_local_may_speak(const struct log *log);

/* Operations of log_ops.h. */
MUST_USE enum err log_local_witnessed(struct log *log, struct text_writer *w);
MUST_USE enum err log_local_cosign(struct log *log, size_t *taken,
                                   struct span note);

MUST_USE enum err log_local_put_blob(struct log *log,
                                     const struct event_blob *blob,
                                     struct span bytes);
MUST_USE enum err log_local_get_blob(struct log *log, char *bytes,
                                     const struct event_blob *which);
MUST_USE enum err log_local_find_blob(struct log *log, struct event_blob *out,
                                      const struct hash32 *sha256,
                                      bool members);
MUST_USE enum err log_local_put_names(struct log *log,
                                      const struct log_name *names,
                                      size_t count);
MUST_USE enum err log_local_get_name(struct log *log, struct log_name *out,
                                     struct post post);

#endif
