/*
 * presence.h - what present and leave have in common.
 *
 * Each names the seat's presence entry before it, so that a phone that was
 * off the network cannot bring back a presence that the desk has ended.
 */
#ifndef BALLOTS_PRESENCE_H
#define BALLOTS_PRESENCE_H

#include "ballots/state.h"

void presence_fields(struct field_io *io, struct event_presence *p);

/* Signers, session, post and chain; by_desk says who signed. */
enum refusal presence_check(const struct conference *c,
                            const struct event *event, struct admission *adm,
                            bool *by_desk);

#endif
