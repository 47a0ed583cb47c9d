/*
 * tampered_steps.h - how far an honest conference goes before the defect, and
 * acts that only an adversary has a use for.
 */
#ifndef TESTS_SUPPORT_TAMPERED_STEPS_H
#define TESTS_SUPPORT_TAMPERED_STEPS_H

#include "tests/support/hall.h"

enum { TAMPERED_SEATS = 7 };

enum tampered_step {
    TAMPERED_CONVENED,
    TAMPERED_COMMITTED, /* all scrutineers have committed, none has dealt */
    TAMPERED_LOCKED,
    TAMPERED_OPEN, /* the last entry is the open entry */
    TAMPERED_CLOSED,
    TAMPERED_SHARED, /* two shares are logged */
};

/* A conference of TAMPERED_SEATS that has come to this step. */
struct hall *tampered_until(enum tampered_step step, unsigned rows);

/* The entries of its secret paper, and of the round on it. */
struct event_ref tampered_paper(const struct hall *h);
struct event_ref tampered_round(const struct hall *h);

void tampered_public(uint8_t out[32], const struct ed25519_secret *secret);

/* Draft of this many sealed sheets, all in favour. */
void tampered_sheets(struct hall *h, struct event_ref open, unsigned sheets);

/* Draft of a share, proved, but over sums without the last seat's ballot. */
void tampered_share_of_less(struct hall *h, struct event_ref open,
                            unsigned scrutineer);

#endif
