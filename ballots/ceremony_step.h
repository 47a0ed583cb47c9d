/*
 * ceremony_step.h - what the steps of the key ceremony have in common.
 */
#ifndef BALLOTS_CEREMONY_STEP_H
#define BALLOTS_CEREMONY_STEP_H

#include "ballots/state.h"

/*
 * The step is by the trustee of this number in the ceremony of this start, and
 * the ceremony stands at this stage. On REFUSED_NOTHING *out is the ceremony,
 * borrowed, and adm has its numbers, commits and deals.
 */
enum refusal ceremony_step_check(struct key_ceremony **out,
                                 const struct conference *c,
                                 const struct event *event,
                                 const struct event_ref *start, uint32_t index,
                                 enum ceremony_stage stage,
                                 struct admission *adm);

/*
 * The ceremony is in use while a round it sealed is not counted, voided or
 * given up. True, and *entry is that round's open entry.
 */
bool ceremony_step_in_use(const struct conference *c, uint32_t ceremony,
                          uint32_t *entry);

#endif
