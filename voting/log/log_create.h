/*
 * log_create.h - the three files of a new, empty log: copy, key, database.
 *
 * They are made in this order, each whole before its name is there, the names
 * durable one after the other. So an empty copy without a database says that
 * a making failed or was cut off before the log could have an entry, and the
 * next one goes on with it, with the key that is there or a new one. A copy
 * that is not empty, or a key without a copy, is what is left of a log that has
 * been: nothing is made then.
 */
#ifndef VOTING_LOG_LOG_CREATE_H
#define VOTING_LOG_LOG_CREATE_H

#include "crypto/err.h"

/*
 * Makes all three, or goes on with it; the folder too, if it is missing.
 *
 * ERR_EXISTS: there is a log, or what is left of one. ERR_STATE: another
 * process is making it. ERR_AUTH: others may read or write what is there.
 * ERR_INPUT: a path is too long. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_create(const char *path, const char *key_path,
                             const char *copy_path);

#endif
