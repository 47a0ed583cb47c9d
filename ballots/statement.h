/*
 * statement.h - what incident, complaint, objection and reply have in common: a
 * text outside the log, about an entry in it.
 */
#ifndef BALLOTS_STATEMENT_H
#define BALLOTS_STATEMENT_H

#include "ballots/state.h"

/* The entry it speaks of, or none. */
void statement_optional_about(struct field_io *io, struct event *event);

/* REFUSED_REF or REFUSED_SEEN_SHORT if the entry it speaks of is not so. */
enum refusal statement_check_about(const struct conference *c,
                                   const struct event *event);

/* Whether a person of the conference signed: a seat, an observer, or a
 * scrutineer for one of them. */
bool statement_by_member(const struct event *event);

MUST_USE enum err statement_reserve(struct conference *c,
                                    const struct event *event,
                                    const struct admission *adm);
void statement_apply(struct conference *c, const struct event *event,
                     const struct admission *adm);

/* The statement in an entry, or NULL. */
const struct statement *statement_find(const struct conference *c,
                                       const struct event_ref *ref);

#endif
