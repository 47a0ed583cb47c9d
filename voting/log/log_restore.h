/*
 * log_restore.h - a new database out of a mirror or a bundle.
 *
 * The same entries under the same key give the same tree and, since signing is
 * deterministic, the same checkpoint: the log goes on where the copy ends. What
 * was acknowledged after that is lost, so that whoever restores must know that
 * there was nothing, see ballotctl restore.
 */
#ifndef VOTING_LOG_LOG_RESTORE_H
#define VOTING_LOG_LOG_RESTORE_H

#include "voting/log/log.h"

/*
 * Makes `<path>`, `<path>.key` and `<path>.checkpoint`, or none of them.
 *
 * from      in: the log, sound and not empty
 * key_path  in: the file with the log's secret key
 *
 * ERR_AUTH: that key is another log's, or others may read it. ERR_EXISTS: one
 * of the files is there. ERR_PROOF: what was written is not the log that was
 * given. ERR_NOTFOUND: no key file. ERR_INPUT: a path is too long, or no key.
 * ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_restore(struct log *from, const char *path,
                              const char *key_path);

#endif
