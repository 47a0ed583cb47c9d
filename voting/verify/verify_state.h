/*
 * verify_state.h - what one run of ballotverify remembers for the next.
 *
 *     ballotverify-state/v1 LF
 *     origin SP <origin> LF
 *     genesis SP <base64 of the leaf hash of entry 0> LF
 *     size SP <decimal> LF
 *     root SP <base64> LF
 *
 * Nothing in it is secret; but whoever can change it can make a run trust
 * entries that nobody has checked, so that it is kept like a key: for its
 * owner alone, and refused if others may write it.
 */
#ifndef VOTING_VERIFY_VERIFY_STATE_H
#define VOTING_VERIFY_VERIFY_STATE_H

#include "ballots/audit.h"

/*
 * ERR_NOTFOUND: no such file yet. ERR_AUTH: others may read or write it.
 * ERR_INPUT: not a state file. ERR_IO.
 */
MUST_USE enum err verify_state_read(struct audit_pin *out, const char *path);

/* Replaces the file as a whole. ERR_IO, ERR_INPUT (the path is too long). */
MUST_USE enum err verify_state_write(const char *path,
                                     const struct audit_pin *pin);

#endif
