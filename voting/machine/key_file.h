/*
 * key_file.h - an Ed25519 secret key in a file of its own.
 *
 *     congress-key/v1
 *     seed <base64 of 32 bytes>
 *
 * The file is private (private_file.h); a key that others may read is refused.
 * Everything here but the paths is secret, and wiped from the stack.
 */
#ifndef VOTING_MACHINE_KEY_FILE_H
#define VOTING_MACHINE_KEY_FILE_H

#include "crypto/ed25519.h"
#include "crypto/err.h"

/*
 * Draws a new key and writes it to a new file.
 *
 * ERR_EXISTS: there is a file, which stays. ERR_IO.
 */
MUST_USE enum err key_file_create(const char *path);

/*
 * Reads a key; the caller wipes it with ed25519_wipe().
 *
 * ERR_NOTFOUND: no file. ERR_AUTH: others may read or write it. ERR_INPUT: not
 * of the form above. ERR_IO.
 */
MUST_USE enum err key_file_read(struct ed25519_secret *out, const char *path);

#endif
