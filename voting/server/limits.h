/*
 * limits.h - how much may wait for one sender at one time.
 *
 * A request that waits is counted for its address, and for the key name that
 * it claims together with its address: never for the name alone, which anybody
 * can claim to keep its owner out. A whole school may sit behind one address,
 * so that its limit is high. An IPv6 address counts by its first half, which
 * is what one line of a provider has.
 *
 * Counts are kept by a keyed hash, in a table of fixed size: two senders may
 * share a count, and nobody can find out who.
 */
#ifndef VOTING_SERVER_LIMITS_H
#define VOTING_SERVER_LIMITS_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

enum {
    LIMITS_ADDRESS_BYTES = 16,
    LIMITS_PER_ADDRESS_MAX = 60000,
    LIMITS_PER_NAME = 8, /* requests in one name from one address */
};

struct limits;

/* What a request counts for, until it is answered. */
struct limits_ticket {
    uint32_t address;
    uint32_t name;
    bool named;
};

/*
 * per_address  in: requests of an address, at most LIMITS_PER_ADDRESS_MAX
 *
 * ERR_INPUT: more than that. ERR_NOMEM.
 */
MUST_USE enum err limits_new(struct limits **out, unsigned per_address);

/* Accepts NULL. */
void limits_free(struct limits *limits);

/*
 * Counts a request; false, and nothing is counted, if it is one too many.
 *
 * name  in: the key name that it claims; empty: none
 */
bool limits_enter(struct limits *limits, struct limits_ticket *ticket,
                  const uint8_t address[LIMITS_ADDRESS_BYTES],
                  struct span name);

/* It has been answered. */
void limits_leave(struct limits *limits, const struct limits_ticket *ticket);

#endif
