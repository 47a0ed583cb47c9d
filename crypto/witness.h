/*
 * witness.h - the witness's side of add-checkpoint, as a pure step.
 *
 * The witness knows some logs and remembers for each the largest tree that it
 * has cosigned. A step takes a request and says the answer and what is to be
 * remembered. The caller makes that durable *before* it sends the answer, and
 * runs the steps of one log one after another.
 *
 *     400 malformed, or old above the checkpoint's size
 *     404 unknown origin              403 no valid signature of the log
 *     409 old is not what we remember (body: our size), or same size and
 *         another root
 *     422 the consistency proof does not hold
 *     200 cosigned (body: one line)
 *
 * Source: C2SP tlog-witness v1.0.
 */
#ifndef CRYPTO_WITNESS_H
#define CRYPTO_WITNESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/cosignature.h"
#include "crypto/ed25519.h"
#include "crypto/hash.h"
#include "crypto/note_key.h"
#include "crypto/span.h"

#define WITNESS_BODY_MAX COSIGNATURE_LINE_MAX /* bytes */

/* A log that the witness knows, and the tree it last cosigned. */
struct witness_log {
    struct span origin;
    struct note_key key;
    uint64_t size; /* 0 when never cosigned */
    struct hash32 root;
};

/* The witness itself. */
struct witness {
    struct span name;             /* a key name */
    struct ed25519_secret secret; /* secret */
    const struct witness_log *logs;
    size_t log_count;
};

struct witness_answer {
    int status;
    bool is_size; /* send ADD_CHECKPOINT_SIZE_TYPE as the content type */
    size_t body_len;
    char body[WITNESS_BODY_MAX];
    /* Of 200: remember this tree for logs[log] before answering. */
    size_t log;
    uint64_t size;
    struct hash32 root;
};

/*
 * Answers one request at time_s (seconds since 1970).
 *
 * Changes nothing but *out.
 */
void witness_add_checkpoint(struct witness_answer *out,
                            const struct witness *witness, struct span body,
                            uint64_t time_s);

#endif
