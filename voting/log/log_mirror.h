/*
 * log_mirror.h - a second machine's copy of a server's log, in a folder.
 *
 *     entries      the copy: entries, texts, names (log_copy.h)
 *     checkpoint   the last one, signed and cosigned, over all that is certain
 *     witnessed    the largest one that satisfies the witness policy, if any
 *
 * All of it is for its owner alone. A mirror only grows: it is never rewritten
 * because a server says something else, since it is what tells that a server
 * forgot or rewrote something.
 */
#ifndef VOTING_LOG_LOG_MIRROR_H
#define VOTING_LOG_LOG_MIRROR_H

#include "voting/log/log_remote.h"

/* What a mirror's folder holds, behind its path. */
#define LOG_MIRROR_ENTRIES "/entries"
#define LOG_MIRROR_CHECKPOINT "/checkpoint"
#define LOG_MIRROR_WITNESSED "/witnessed"

/*
 * Opens a mirror for reading only.
 *
 * prove  in: replay with every signature and proof
 *
 * ERR_NOTFOUND: there is none. ERR_INPUT: not a mirror. ERR_STATE: a process
 * is at it. ERR_AUTH: others may read or write it. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_mirror_open(struct log **out, const char *folder,
                                  bool prove);

/*
 * Reads a bundle (bundle.h) as a log, as log_mirror_open() does.
 *
 * ERR_NOTFOUND: no such file. ERR_INPUT: not a whole bundle. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_mirror_from_bundle(struct log **out, const char *path,
                                         bool prove);

/*
 * Writes down that all the log has is certain: log is one that was opened with
 * this folder's copy, and has no fault. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_mirror_save(struct log *log, const char *folder);

/* Entries that are certain; 0: the folder is new, and is made. Errors as
 * log_mirror_open(), but for ERR_NOTFOUND. */
MUST_USE enum err log_mirror_size(uint64_t *size, const char *folder);

#endif
