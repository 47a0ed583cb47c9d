/*
 * proof.h - the second step of conference.h for many events at once.
 *
 * All their proofs are one sum of products (crypto/batch.h), which costs an
 * event a fraction of what it costs alone; signatures are checked one by one.
 * Every event gets the very verdict that proof_verify() has for it: one that
 * the sum, or what goes before it, does not vouch for is put to that function.
 *
 * Stateless, as proof_verify(): several threads may each prove a part.
 */
#ifndef BALLOTS_PROOF_H
#define BALLOTS_PROOF_H

#include "ballots/conference.h"
#include "crypto/batch.h"

/* One event and what is to prove of it; neither changes while it is proved. */
struct proof_item {
    const struct event *event;
    const struct admission *admission;
    /* Room for proof_point_count(), or NULL; borrowed. */
    struct public_summand *points;
    enum refusal refusal; /* out: what proof_verify() says */
    bool decoded;         /* out: points are the ciphertexts of the ballot */
};

/*
 * How many points the ciphertexts of a cast's ballot have: what was decoded to
 * prove it need not be decoded again when it is added to the sums. 0 for other
 * events, and for a named ballot.
 */
size_t proof_point_count(const struct event *event,
                         const struct admission *adm);

/*
 * Who proves: all of them, in any order and on any threads, and returns when
 * every refusal is set.
 */
struct proof_prover {
    void (*prove)(void *context, struct proof_item *items, size_t count);
    void *context;
};

/*
 * Proves all of them.
 *
 * seed    in: random, and drawn after the events were known to their authors
 * memory  in: for what is gathered, up to some 5 MB however many they are
 * ERR_NOMEM: no memory; all their refusals are REFUSED_NO_MEMORY.
 */
MUST_USE enum err proof_verify_batch(struct proof_item *items, size_t count,
                                     const uint8_t seed[BATCH_SEED_BYTES],
                                     struct memory memory);

/* The same as a prover: its context, borrowed. */
struct proof_batch {
    uint8_t seed[BATCH_SEED_BYTES];
    struct memory memory;
};
void proof_batch_prove(void *context, struct proof_item *items, size_t count);

/*
 * Whether what was proved of an event with one admission stands with another:
 * of a cast and of an event that has nothing but signatures, if keys, form and
 * voter are the same. Of others that is not asked: false.
 */
bool proof_still_holds(const struct event *event, const struct admission *then,
                       const struct admission *now);

#endif
