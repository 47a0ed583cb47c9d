/*
 * turn.h - a conference in which everything comes once, for tests that treat
 * every event alike.
 *
 * It walks through a hall of seven seats (the last stays away) from the first
 * paper to the last round that cannot be counted, so that each type of event
 * from paper to publish comes at least once. Before an event comes, visit() is
 * called with the event as the hall's draft. It may submit what it likes and
 * spoil the draft; the log must not grow, unless by this very event. If that is
 * not logged yet when it returns, it is then, and must be accepted.
 */
#ifndef TESTS_SUPPORT_TURN_H
#define TESTS_SUPPORT_TURN_H

#include "tests/support/hall.h"

enum { TURN_SEATS = 7, TURN_SIGNERS_MAX = 4, TURN_REFS_MAX = 2 };

struct turn {
    const char *what;          /* words for a failing test */
    const struct event *event; /* as it will come */
    size_t count;              /* of signers */
    struct hall_signer by[TURN_SIGNERS_MAX];
};

typedef void turn_visit(struct hall *h, const struct turn *turn, void *context);

void turn_walk(struct hall *h, turn_visit *visit, void *context);

/* The draft as it was. */
struct event *turn_redraft(struct hall *h, const struct turn *turn);

/* Where an event names entries; how many. `followed` and `previous` only if
 * they are there. */
size_t turn_refs(struct event_ref *refs[TURN_REFS_MAX], struct event *event);

#endif
