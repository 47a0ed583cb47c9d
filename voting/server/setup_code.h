/*
 * setup_code.h - who may found the conference: whoever reads the server's
 * console.
 *
 * While the log is empty anybody could send it a genesis of their own. So the
 * server makes a code at start, which genesis must come with. It has 80 random
 * bits, too many to guess. Who gives a few wrong ones is told to wait; the
 * right one is taken at any time, so that nobody can keep its owner out by
 * guessing.
 *
 * The code is secret until it has been used, and compared in constant time.
 */
#ifndef VOTING_SERVER_SETUP_CODE_H
#define VOTING_SERVER_SETUP_CODE_H

#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

enum {
    SETUP_CODE_LEN = 19,       /* four groups of four, hyphens between */
    SETUP_CODE_FREE_TRIES = 5, /* wrong ones, before anybody waits */
    SETUP_CODE_WAIT_MS = 2000, /* after each further one */
};

/* Wiped by whoever owns it. */
struct setup_code {
    char text[SETUP_CODE_LEN + 1];
    unsigned wrong;
    uint64_t wait_until_ms;
};

void setup_code_make(struct setup_code *code);

/*
 * ERR_AUTH: it is another. ERR_STATE: so it is, and too many were; the next is
 * looked at when now_ms, of a monotonic clock, is later.
 */
MUST_USE enum err setup_code_try(struct setup_code *code, struct span given,
                                 uint64_t now_ms);

#endif
