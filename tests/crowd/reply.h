/*
 * reply.h - what an answer of the server is worth to who asked.
 *
 * Believed is only what the log has signed: a receipt whose proof holds for
 * the very bytes that were sent, or a refusal note about them. Whatever else
 * comes back leaves the sender not knowing.
 */
#ifndef TESTS_CROWD_REPLY_H
#define TESTS_CROWD_REPLY_H

#include <stdint.h>

#include "ballots/refusal.h"
#include "crypto/checkpoint.h"
#include "crypto/ed25519.h"
#include "crypto/span.h"
#include "tests/crowd/http_client.h"

/* The log whose word it is. */
struct reply_log {
    const char *origin;
    struct ed25519_public key;
    /* The last checkpoint whose signature held: a phone checks one, and here
     * are thousands of phones on one machine. */
    size_t seen_len;
    char seen[CHECKPOINT_SIGNED_MAX];
    uint64_t seen_size;
    struct hash32 seen_root;
};

enum reply_kind {
    REPLY_RECEIPT, /* it is in the log */
    REPLY_REFUSED, /* it never will be, unless something changes */
    REPLY_LATER,   /* send the same bytes again */
    REPLY_LOST,    /* nobody knows; send the same bytes again */
    REPLY_WRONG,   /* an answer that proves nothing */
};

struct reply {
    enum reply_kind kind;
    uint64_t index;       /* receipt */
    uint64_t time_s;      /* receipt: of the entry */
    enum refusal refusal; /* refused; later, if the log said so */
    unsigned wait_ms;     /* later: as the server asks; 0 if it does not */
};

/* Judges the answer to a single note. */
struct reply reply_of(struct reply_log *log, struct span note,
                      const struct http_client_answer *answer);

/* Judges one outcome of a submission: a receipt, or a refusal note. */
struct reply reply_of_receipt(struct reply_log *log, struct span note,
                              struct span receipt);
struct reply reply_of_refusal(const struct reply_log *log, struct span note,
                              struct span refusal);

#endif
