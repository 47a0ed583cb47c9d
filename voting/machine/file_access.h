/*
 * file_access.h - who may do what with a file or a folder.
 *
 * Unlike private_file.h it asks nothing about the owner: a certificate's key
 * may belong to root and a group, and what is looked at may be another user's.
 */
#ifndef VOTING_MACHINE_FILE_ACCESS_H
#define VOTING_MACHINE_FILE_ACCESS_H

#include <sys/types.h>

#include "crypto/err.h"

/*
 * Looks at the file that path leads to.
 *
 * forbidden  in: bits of its mode that must not be set, e.g. S_IRWXO
 *
 * ERR_NOTFOUND: there is none. ERR_AUTH: a forbidden bit is set. ERR_INPUT: it
 * is neither a regular file nor a folder. ERR_IO: it cannot be looked at.
 */
MUST_USE enum err file_access_check(const char *path, mode_t forbidden);

/* ERR_NOTFOUND. ERR_IO: this process may not read it. */
MUST_USE enum err file_access_readable(const char *path);

#endif
