/*
 * founding.h - a conference from genesis to the end of its session, without the
 * papers, for tests that treat every event alike.
 *
 * Before an event comes, visit() is called with the event as the hall's draft.
 * It may submit what it likes and spoil the draft; the log must not grow,
 * unless by this very event. If that is not logged yet when it returns, it is
 * then, and must be accepted. With turn.h's walk, which begins where papers
 * do, each type of event has its turn.
 *
 * by_whom are all the lists of signers that the event may have, apart by
 * spaces, a letter for each line:
 *
 *     1 2  chair/1, chair/2          P  who presides
 *     D    a desk                    O  a chair, desk or scrutineer
 *     S    a scrutineer              M  a seat, observer or scrutineer
 *     X    the event's own post      i  that post's invitation
 *
 * Nobody stands in a list twice, and scrutineers ascend.
 */
#ifndef TESTS_SUPPORT_FOUNDING_H
#define TESTS_SUPPORT_FOUNDING_H

#include "tests/support/hall.h"

enum {
    FOUNDING_SEATS = 9, /* of the hall; the last two come and go */
    FOUNDING_SIGNERS_MAX = 3,
};

struct founding {
    const char *what;          /* words for a failing test */
    const struct event *event; /* as it will come */
    const char *by_whom;
    struct post subject; /* X */
    size_t count;        /* of signers */
    struct hall_signer by[FOUNDING_SIGNERS_MAX];
};

typedef void founding_visit(struct hall *h, const struct founding *turn,
                            void *context);

void founding_walk(struct hall *h, founding_visit *visit, void *context);

/* The draft as it was. */
struct event *founding_redraft(struct hall *h, const struct founding *turn);

/* The reference to an earlier entry in this event, or NULL. */
struct event_ref *founding_reference(struct event *event);

#endif
