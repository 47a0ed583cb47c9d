/*
 * keyring.h - the secret keys of posts, in a folder of one's own.
 *
 * One folder for one conference, mode 0700, one file of mode 0600 for each key:
 *
 *     seat-017.key            the signing key of seat/017
 *     scrutineer-2.seed       what scrutineer/2's counting key derives from
 *     seen, verified          how far the log was seen and verified from here
 *
 * A key file is three lines, `congress-key/v1 <origin>`, the post, and either
 * `seed <base64 of 32 bytes>` or, with a passphrase, `sealed <salt> <nonce>
 * <box>`: Argon2id (crypto_pwhash, moderate limits) gives the key of a
 * crypto_secretbox over the seed. Files that others may read are refused: they
 * may have been read.
 *
 * Seeds and the passphrase are secret, wiped as soon as they were used, and
 * never printed or logged.
 */
#ifndef VOTING_MACHINE_KEYRING_H
#define VOTING_MACHINE_KEYRING_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/audit.h"
#include "ballots/post.h"
#include "crypto/ed25519.h"
#include "crypto/err.h"
#include "crypto/span.h"

enum { KEYRING_SEED_BYTES = 32, KEYRING_PASSPHRASE_MAX = 1024 };

struct keyring;

enum keyring_kind { KEYRING_SIGNING, KEYRING_COUNTING };

/*
 * Opens a folder, making it if there is none.
 *
 * out         out: the caller closes it
 * passphrase  in:  secret, copied; empty: the files are not sealed
 *
 * ERR_AUTH: others may enter or change the folder. ERR_INPUT: the passphrase is
 * too long. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err keyring_open(struct keyring **out, const char *folder,
                               struct span passphrase);

/* Wipes what it holds. Accepts NULL. */
void keyring_close(struct keyring *keyring);

/*
 * Keeps a seed. replace: in place of the one there is, which is kept as
 * "<file>.old" until the next time.
 *
 * ERR_EXISTS: without replace, there is one. ERR_IO. ERR_NOMEM: no memory for
 * the passphrase's hash.
 */
MUST_USE enum err keyring_put(struct keyring *keyring, const char *origin,
                              struct post post, enum keyring_kind kind,
                              const uint8_t seed[KEYRING_SEED_BYTES],
                              bool replace);

/*
 * Reads a seed, secret; the caller wipes it.
 *
 * ERR_NOTFOUND: there is none. ERR_AUTH: others may read the file, or the
 * passphrase is not the one it was sealed with. ERR_INPUT: not a key file, or
 * of another conference or post. On error seed is all zero.
 */
MUST_USE enum err keyring_get(uint8_t seed[KEYRING_SEED_BYTES],
                              struct keyring *keyring, const char *origin,
                              struct post post, enum keyring_kind kind);

/* The signing key of a post, from its seed. Errors as above. */
MUST_USE enum err keyring_secret(struct ed25519_secret *out,
                                 struct keyring *keyring, const char *origin,
                                 struct post post);

/* Whether there is a file for this key; says nothing of what is in it. */
bool keyring_has(const struct keyring *keyring, struct post post,
                 enum keyring_kind kind);

/* Takes back the last put: the file goes, what was there before returns. */
MUST_USE enum err keyring_undo(struct keyring *keyring, struct post post,
                               enum keyring_kind kind);

/* Overwrites and removes the file, and its predecessor. ERR_NOTFOUND. */
MUST_USE enum err keyring_erase(struct keyring *keyring, struct post post,
                                enum keyring_kind kind);

/* Two marks in the log, each with origin, genesis, size and root. */
enum keyring_mark {
    KEYRING_SEEN,     /* as far as it was seen: it must go on from there */
    KEYRING_VERIFIED, /* as far as every proof was verified */
};

/* ERR_NOTFOUND: there is no such mark. ERR_AUTH, ERR_INPUT: as for keys. */
MUST_USE enum err keyring_mark(struct audit_pin *out,
                               const struct keyring *keyring,
                               enum keyring_mark which);
MUST_USE enum err keyring_set_mark(struct keyring *keyring,
                                   enum keyring_mark which,
                                   const struct audit_pin *pin);

#endif
