/*
 * verify_vouched.h - whether somebody but the server says how long a log is.
 *
 * What is fetched is as long as the checkpoint says, and nothing is verified
 * before it is there. A checkpoint that is signed by a log's key that is known
 * from elsewhere may say what it likes: the user gave the key, or the first
 * entry, which names the key, by its code or in the state file. Any other is
 * the server's own word, and a server that lies could have this machine fetch
 * and keep without end. Of such a log no more is taken than is said here, which
 * is more than a congress of 10,000 leaves behind.
 */
#ifndef VOTING_VERIFY_VERIFY_VOUCHED_H
#define VOTING_VERIFY_VERIFY_VOUCHED_H

#include <stdbool.h>

#include "crypto/err.h"
#include "crypto/span.h"
#include "voting/verify/verify_run.h"

enum { VERIFY_UNVOUCHED_ENTRIES = 1000000 };
#define VERIFY_UNVOUCHED_BYTES (UINT64_C(2) << 30) /* entries and texts */

/* Whether the first entry is to be looked at for it. */
bool verify_vouched_asks(const struct verify_run *run);

/*
 * checkpoint  in: as it was served
 * first       in: the log's first entry; empty: not there
 *
 * Without memory nothing is vouched for.
 */
bool verify_vouched(const struct verify_run *run, struct span checkpoint,
                    struct span first);

#endif
