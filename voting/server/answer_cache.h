/*
 * answer_cache.h - answers that were made before, and those being made.
 *
 * Whoever asks under a key gets the answer that is kept, or waits for the one
 * that somebody is making, or is told to make it. So an answer is made once,
 * however many ask at one time. Kept answers are bounded in bytes; the one that
 * was not asked for longest goes first.
 *
 * An answer is a reply of http.h, counted by it; who waits is anything.
 */
#ifndef VOTING_SERVER_ANSWER_CACHE_H
#define VOTING_SERVER_ANSWER_CACHE_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct answer_cache;
struct http_reply;

enum {
    ANSWER_KEY_MAX = 320,   /* bytes */
    ANSWER_OVERHEAD = 1024, /* what a kept answer counts beside its body */
};

enum answer {
    ANSWER_KEPT,  /* the answer is kept: it has been given */
    ANSWER_WAITS, /* it is being made: it will be given */
    ANSWER_MAKE,  /* the same; and who asks makes it, for answer_cache_settle */
};

struct answer_cache_options {
    size_t bytes_max; /* of all kept answers, with their overhead */
    /* Gives an answer to who asked. */
    void (*give)(void *context, void *waiter, struct http_reply *reply);
    void *context;
};

/* ERR_NOMEM. */
MUST_USE enum err answer_cache_new(struct answer_cache **out,
                                   const struct answer_cache_options *options);

/* Nobody may be waiting. Accepts NULL. */
void answer_cache_free(struct answer_cache *cache);

/*
 * Asks. ERR_NOMEM, ERR_INPUT (the key is too long): nothing has happened.
 */
MUST_USE enum err answer_cache_ask(struct answer_cache *cache,
                                   enum answer *answer, struct span key,
                                   void *waiter);

/*
 * Gives everybody who waits under this key the reply, which is borrowed.
 *
 * keep  in: keep it for those to come, as far as there is room
 */
void answer_cache_settle(struct answer_cache *cache, struct span key,
                         struct http_reply *reply, bool keep);

/* Bytes of what is kept, with its overhead. */
size_t answer_cache_bytes(const struct answer_cache *cache);

#endif
