/*
 * log_remote_parts.h - what the files of a remote log share: the log itself
 * (log_remote.c), its replay (log_remote_replay.c), handing in
 * (log_remote_submit.c), texts and names (log_remote_texts.c), the box of
 * drafts (log_remote_drafts.c).
 */
#ifndef VOTING_LOG_LOG_REMOTE_PARTS_H
#define VOTING_LOG_LOG_REMOTE_PARTS_H

#include "voting/log/log_ops.h"
#include "voting/log/log_remote.h"
#include "voting/log/offers.h"

struct log_remote {
    struct log log;        /* first, so that one is the other */
    struct served *served; /* NULL: a copy alone, and then: */
    struct span given;     /* its checkpoint, and what was witnessed; they */
    struct span witnessed; /* point into bytes of ours */
    char *given_bytes;
    struct log_copy *copy;
    bool copy_is_old; /* in it is what was there before it was opened */
    bool names_asked;
    struct log_remote_options options;
    struct conference *conference;
    struct event *event;
    enum log_fault fault;
    struct ed25519_public key; /* of genesis; of an empty log the server's */
    struct offers offers;
    size_t checkpoint_len; /* of the last that was verified */
    char checkpoint[LOG_CHECKPOINT_MAX];
    char fetched[LOG_CHECKPOINT_MAX];
};

struct log_remote *log_remote_of(struct log *log);
const struct log_remote *log_remote_of_const(const struct log *log);

/* Tells who opened the log what served_trouble() says. */
void log_remote_trouble(const struct log_remote *r, bool again);

/* The log's key with the origin as its name. ERR_STATE: the log is empty. */
MUST_USE enum err log_remote_note_key(const struct log_remote *r,
                                      struct note_key *key);

/* Fetches what is new and replays it. ERR_PROOF: a fault. */
MUST_USE enum err log_remote_refresh(struct log_remote *r);

/* Sends the texts and names that were offered, alone, and forgets them. */
MUST_USE enum err log_remote_flush(struct log_remote *r);

/*
 * Asks as this member; the answer is borrowed until the next request.
 *
 * wanted  in: what; who asks, when and the nonce are filled in
 *
 * ERR_AUTH: refused. ERR_NOTFOUND. ERR_IO: no answer, or another one.
 */
MUST_USE enum err log_remote_as_member(struct log_remote *r,
                                       struct fetch_answer *answer,
                                       const struct request_note *wanted,
                                       size_t answer_max,
                                       const struct log_remote_asker *asker);

/* Operations of log_ops.h. */
MUST_USE enum err log_remote_submit(struct log *log,
                                    struct log_outcome *outcomes,
                                    const struct span *notes, size_t count);
MUST_USE enum err log_remote_cosign(struct log *log, size_t *taken,
                                    struct span note);
MUST_USE enum err log_remote_put_blob(struct log *log,
                                      const struct event_blob *blob,
                                      struct span bytes);
MUST_USE enum err log_remote_get_blob(struct log *log, char *bytes,
                                      const struct event_blob *which);
MUST_USE enum err log_remote_find_blob(struct log *log, struct event_blob *out,
                                       const struct hash32 *sha256,
                                       bool members);
MUST_USE enum err log_remote_put_names(struct log *log,
                                       const struct log_name *names,
                                       size_t count);
MUST_USE enum err log_remote_get_name(struct log *log, struct log_name *out,
                                      struct post post);

#endif
