/*
 * private_file.h - small files that nobody but their owner may read or write.
 *
 * Keys, the database and the copy of the last checkpoint lie in such files:
 * regular, owned by the user who runs the program, without a permission for
 * group or others, never reached through a symbolic link. What is written is
 * on disk when the function returns, the name in its folder included.
 */
#ifndef VOTING_MACHINE_PRIVATE_FILE_H
#define VOTING_MACHINE_PRIVATE_FILE_H

#include <stddef.h>

#include "crypto/err.h"
#include "crypto/span.h"

enum { PRIVATE_FILE_PATH_MAX = 4096 }; /* bytes, with NUL */

/* Writes base and then suffix. ERR_INPUT: longer than PRIVATE_FILE_PATH_MAX. */
MUST_USE enum err private_file_beside(char out[PRIVATE_FILE_PATH_MAX],
                                      const char *base, const char *suffix);

/*
 * The folder in which path lies, "." when path has none. ERR_INPUT: too long.
 */
MUST_USE enum err private_file_folder(char out[PRIVATE_FILE_PATH_MAX],
                                      const char *path);

/*
 * Makes the folder in which path lies, mode 0700, if there is none; its own
 * folder must exist. ERR_IO.
 */
MUST_USE enum err private_file_make_folder(const char *path);

/* Makes a new file. ERR_EXISTS: there is one, which stays. ERR_IO. */
MUST_USE enum err private_file_create(const char *path, struct span bytes);

/*
 * Puts these bytes in place of what path held, or makes it: a reader, and
 * whoever looks after a power cut, finds either the old bytes or the new ones.
 * ERR_INPUT: the path is too long. ERR_IO.
 */
MUST_USE enum err private_file_replace(const char *path, struct span bytes);

/* Gives a file in the same folder another name, which is durable then; what had
 * that name is gone. ERR_IO: the file is gone, or has the new name. */
MUST_USE enum err private_file_rename(const char *from, const char *to);

/*
 * Whether it is such a file. ERR_NOTFOUND: there is none. ERR_AUTH: others may
 * read or write it, or it is no regular file of ours. ERR_IO. Does not open it:
 * closing a file gives up the locks that this process has on it elsewhere.
 */
MUST_USE enum err private_file_check(const char *path);

/*
 * Reads the whole file, after that check. ERR_INPUT: longer than room.
 */
MUST_USE enum err private_file_read(char *bytes, size_t room, size_t *len,
                                    const char *path);

#endif
