/*
 * process_guard.h - what a process that holds keys does before it reads them.
 */
#ifndef VOTING_MACHINE_PROCESS_GUARD_H
#define VOTING_MACHINE_PROCESS_GUARD_H

#include <stdbool.h>

#include "crypto/err.h"

/*
 * From now on the process leaves no core dump, cannot be looked into by other
 * processes of its user, makes files that only its owner may read, and takes a
 * broken connection for an error, not for a signal. ERR_IO: one of these was
 * refused.
 */
MUST_USE enum err process_guard(void);

/*
 * Whether memory can be locked, so that no key is swapped to disk. libsodium
 * goes on silently where it cannot.
 */
bool process_guard_can_lock(void);

#endif
