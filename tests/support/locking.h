/*
 * locking.h - the key ceremony of any scrutineers of a hall, step by step, and
 * the ways in which one of them may cheat.
 */
#ifndef TESTS_SUPPORT_LOCKING_H
#define TESTS_SUPPORT_LOCKING_H

#include "tests/support/hall.h"

struct key_ceremony;

/* The ceremony that began with h->ceremony. */
const struct key_ceremony *locking_ceremony(const struct hall *h);

/* A start of the session's first ceremony by these scrutineers, t = 2. */
struct event *locking_draft_start(struct hall *h, const unsigned *scrutineers,
                                  size_t count);
void locking_do_start(struct hall *h, const unsigned *scrutineers,
                      size_t count);

/* One that takes over from h->ceremony. */
struct event *locking_draft_restart(struct hall *h, const unsigned *scrutineers,
                                    size_t count);

/* What trustee number `index`, from 1, does honestly. */
struct event *locking_draft_commit(struct hall *h, unsigned index);
struct event *locking_draft_deal(struct hall *h, unsigned index);
struct event *locking_draft_accept(struct hall *h, unsigned index);
struct event *locking_draft_complaint(struct hall *h, unsigned index,
                                      unsigned against);

/* Spoils the share for one trustee; everything else stays provable. */
void locking_spoil_share(struct event *deal, unsigned victim);

/* Submits the draft as this trustee. */
void locking_do(struct hall *h, unsigned index);

/* The same step by all trustees in turn. */
void locking_do_all(struct hall *h,
                    struct event *(*draft)(struct hall *, unsigned));

#endif
