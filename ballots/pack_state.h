/*
 * pack_state.h - what the two halves of a pack's verifier share: its entries
 * (pack_open.c), and what they say (pack_facts.c).
 */
#ifndef BALLOTS_PACK_STATE_H
#define BALLOTS_PACK_STATE_H

#include "ballots/arena.h"
#include "ballots/pack.h"
#include "ballots/state.h"

struct pack {
    struct memory memory;
    struct arena arena; /* rows */
    struct conference *conference;
    char origin[POST_ORIGIN_MAX + 1];
    struct pack_facts facts;
};

/*
 * Fills in the facts from the conference, which has one round, and takes the
 * paper's texts off *rest. seat may be NULL, else it is in the conference.
 *
 * REFUSED_BLOB, REFUSED_FORM, REFUSED_NO_MEMORY.
 */
MUST_USE enum refusal pack_gather(struct pack *pack, struct span *rest,
                                  const struct post *seat);

#endif
