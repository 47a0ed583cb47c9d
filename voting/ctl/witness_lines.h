/*
 * witness_lines.h - the cosignatures that a share must carry.
 *
 * Where the conference has a witness policy, a share speaks of a checkpoint
 * that outside witnesses have seen: `seen` is set to the largest of which the
 * policy is satisfied, and its cosignature lines go into the event.
 */
#ifndef VOTING_CTL_WITNESS_LINES_H
#define VOTING_CTL_WITNESS_LINES_H

#include "voting/ctl/ctl.h"

/* Changes ctl->event, a share; nothing where there is no policy. */
enum ctl_status witness_lines_add(struct ctl *ctl);

#endif
