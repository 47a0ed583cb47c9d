/*
 * proof_pool.h - signatures and proofs, checked on all cores.
 *
 * A pool of threads that wait for one caller at a time. The caller's own
 * thread takes part, so that a pool of no threads proves as well. Each thread
 * proves its part as one batch (ballots/proof.h). It knows
 * nothing of logs and servers: events and admissions in, refusals out, and
 * neither may change meanwhile.
 *
 *     struct proof_prover prover = {proof_pool_prove, pool};
 */
#ifndef VOTING_MACHINE_PROOF_POOL_H
#define VOTING_MACHINE_PROOF_POOL_H

#include <stddef.h>

#include "ballots/proof.h"
#include "crypto/err.h"

enum { PROOF_POOL_THREADS_MAX = 64 };

struct proof_pool;

/*
 * threads  in: beside the caller's own; at most PROOF_POOL_THREADS_MAX
 *
 * ERR_INPUT: more than that. ERR_NOMEM. ERR_IO: no thread could be made.
 */
MUST_USE enum err proof_pool_open(struct proof_pool **out, size_t threads);

/* As struct proof_prover describes it; context is the pool. */
void proof_pool_prove(void *context, struct proof_item *proofs, size_t count);

/* As struct audit_divider describes it; context is the pool, which does one
 * thing at a time: this or proving. */
void proof_pool_each(void *context, void (*one)(void *work, size_t i),
                     void *work, size_t count);

/* Ends the threads. Nobody may be proving. Accepts NULL. */
void proof_pool_close(struct proof_pool *pool);

/* The threads that this machine's cores are worth, the caller's not counted. */
size_t proof_pool_threads_here(void);

#endif
