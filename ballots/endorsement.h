/*
 * endorsement.h - what sign-off, declare and publish have in common: each names
 * a result.
 */
#ifndef BALLOTS_ENDORSEMENT_H
#define BALLOTS_ENDORSEMENT_H

#include "ballots/state.h"

void endorsement_fields(struct field_io *io, struct event *event);

/*
 * The round whose result the event names, if it is at this stage; else NULL and
 * the reason. Sets adm->opening.
 */
const struct opening *endorsement_find(const struct conference *c,
                                       const struct event *event,
                                       enum opening_stage stage,
                                       struct admission *adm, enum refusal *r);

#endif
