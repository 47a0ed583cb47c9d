/*
 * log_ops.h - what stands behind the door of log.h.
 *
 * Private to log.c and to the implementations, each of which begins its own
 * struct with a struct log and fills in every operation. They are described in
 * log.h; arguments have been checked as far as log.c can.
 */
#ifndef VOTING_LOG_LOG_OPS_H
#define VOTING_LOG_LOG_OPS_H

#include "voting/log/log.h"

struct log_ops {
    void (*close)(struct log *log);
    enum log_fault (*fault)(const struct log *log);
    void (*stop)(struct log *log, enum log_fault fault);
    enum err (*refresh)(struct log *log);
    const struct conference *(*conference)(const struct log *log);
    void (*key)(const struct log *log, struct ed25519_public *out);
    enum err (*now_s)(const struct log *log, uint64_t *time_s);

    /* Borrowed until the next operation. index is below log_size(). */
    enum err (*entry)(struct log *log, struct span *entry, uint64_t index);
    enum err (*checkpoint)(struct log *log, struct text_writer *w);
    enum err (*witnessed)(struct log *log, struct text_writer *w);

    /* Also forgets what was offered; count may be 0. */
    enum err (*submit)(struct log *log, struct log_outcome *outcomes,
                       const struct span *notes, size_t count);
    enum err (*cosign)(struct log *log, size_t *taken, struct span note);

    /* These offer. blob is complete; its bytes have this hash and length. */
    enum err (*put_blob)(struct log *log, const struct event_blob *blob,
                         struct span bytes);
    /* The hash is checked behind it. */
    enum err (*get_blob)(struct log *log, char *bytes,
                         const struct event_blob *which);
    /* ERR_NOTFOUND also if no entry names it for this audience. */
    enum err (*find_blob)(struct log *log, struct event_blob *out,
                          const struct hash32 *sha256, bool members);
    enum err (*put_names)(struct log *log, const struct log_name *names,
                          size_t count);
    enum err (*get_name)(struct log *log, struct log_name *out,
                         struct post post);
};

struct log {
    const struct log_ops *ops;
};

#endif
