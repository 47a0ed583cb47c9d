/*
 * server_witness.h - a server's rounds of its witnesses.
 *
 * The loop's: it hands each round from the committer, which prepares it, to the
 * client's thread, which asks, and back to the committer, which settles it.
 */
#ifndef VOTING_SERVER_SERVER_WITNESS_H
#define VOTING_SERVER_SERVER_WITNESS_H

#include "voting/server/committer.h"

struct server_witness;

struct server_witness_options {
    struct committer *committer; /* outlives it */
    void (*wake)(void *context); /* any thread */
    void *context;
};

/* ERR_NOMEM. ERR_IO. */
MUST_USE enum err server_witness_open(struct server_witness **out,
                                      const struct server_witness_options *o);

/* After the committer has stopped and its jobs were collected. Accepts NULL. */
void server_witness_close(struct server_witness *w);

/* A turn of the loop. */
void server_witness_turn(struct server_witness *w, uint64_t now_ms);

/* No new rounds from now on. */
void server_witness_stop(struct server_witness *w);

#endif
