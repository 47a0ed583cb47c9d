/*
 * self_audit.h - verifying the whole log oneself before using a key on it.
 *
 * The same audit as ballotverify's, over the log behind the door. What this
 * folder of keys has verified before is pinned: the log must go on from there,
 * and signatures and proofs are verified of everything after.
 */
#ifndef VOTING_CTL_SELF_AUDIT_H
#define VOTING_CTL_SELF_AUDIT_H

#include "voting/ctl/ctl.h"

/* Says what failed, or notes in the folder how far the log is verified. */
enum ctl_status self_audit(struct ctl *ctl);

#endif
