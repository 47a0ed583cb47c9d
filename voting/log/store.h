/*
 * store.h - what a log keeps on disk: one file.
 *
 * Entries, the signed checkpoint, witnesses' cosignatures, texts and names.
 * No secret, ever. The file is ours alone while it is open: a second opener,
 * in this process or another, is told that it is in use.
 *
 * Writing answers one of three. DONE is on disk. NOT DONE changed nothing. A
 * commit that failed is UNKNOWN: its rows may be there after the file is
 * opened again. After UNKNOWN the store writes nothing more; close it, open it
 * and look. Opening first copies the journal into the database and flushes
 * both, so that what is found is also on disk.
 *
 * Another engine can stand behind this interface. One thread at a time.
 */
#ifndef VOTING_LOG_STORE_H
#define VOTING_LOG_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"
#include "voting/log/store_verdict.h"

struct store;

/*
 * Makes a new, empty file, readable by its owner alone. Its name is there when
 * all of it is on disk; what an earlier making left that failed or was cut off
 * is taken away first. One process at a time for each path.
 *
 * ERR_EXISTS: there is one. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err store_create(const char *path);

/*
 * Opens a file. The caller closes *out, which is NULL on error.
 *
 * ERR_NOTFOUND: there is none. ERR_AUTH: others may read or write it, see
 * private_file.h. ERR_STATE: in use. ERR_INPUT: not a file of ours, or one of
 * another version. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err store_open(struct store **out, const char *path);

/* Accepts NULL. */
void store_close(struct store *store);

/* A text, by hash; one can be there as public, for members, or as both. */
struct store_text {
    const struct hash32 *sha256;
    bool members;
    struct span bytes;
};

enum { STORE_SALT_BYTES = 16 };

/* A post's name record and its salt, in place of the ones before. */
struct store_name {
    struct span post;
    const uint8_t *salt; /* STORE_SALT_BYTES */
    struct span record;
};

/* Texts and names that are stored together. */
struct store_extras {
    const struct store_text *texts; /* those that are there already stay */
    size_t text_count;
    const struct store_name *names;
    size_t name_count;
};

/*
 * Appends entries, sets the checkpoint, and stores what belongs to the entries,
 * in one transaction.
 *
 * size        in: how many entries there must be before; else NOT DONE
 * entries     in: count of them, each 1 to 65,535 bytes
 * checkpoint  in: the signed checkpoint of size + count
 * extras      in: NULL: none
 */
MUST_USE enum store_verdict store_append(struct store *store, uint64_t size,
                                         const struct span *entries,
                                         size_t count, struct span checkpoint,
                                         const struct store_extras *extras);

/* Stores texts and names that belong to entries which are there. */
MUST_USE enum store_verdict store_put(struct store *store,
                                      const struct store_extras *extras);

/*
 * How many entries there are. ERR_PROOF: they are not numbered from 0 without
 * a gap. ERR_IO.
 */
MUST_USE enum err store_size(struct store *store, uint64_t *size);

/*
 * One entry, borrowed until the next call of store_entry.
 *
 * ERR_NOTFOUND: there is none at this index. ERR_IO.
 */
MUST_USE enum err store_entry(struct store *store, struct span *entry,
                              uint64_t index);

/*
 * The checkpoint, as it was appended; size 0 and nothing before the first.
 *
 * ERR_IO. Fails the writer when there is no room.
 */
MUST_USE enum err store_checkpoint(struct store *store, uint64_t *size,
                                   struct text_writer *w);

/* A witness's line on the checkpoint of this size. */
struct store_cosignature {
    uint64_t size;
    struct hash32 root;
    struct span witness; /* key name */
    uint64_t time_s;
    struct span line; /* with its LF */
};

/* Keeps the line unless the witness's line on this size is as late or later. */
MUST_USE enum store_verdict
store_put_cosignature(struct store *store,
                      const struct store_cosignature *cosignature);

/* Appends every witness's line on the checkpoint of this size. ERR_IO. */
MUST_USE enum err store_cosignatures(struct store *store, struct text_writer *w,
                                     uint64_t size);

/*
 * The largest tree of less than `below` entries that a witness has cosigned.
 * ERR_NOTFOUND: none. ERR_IO.
 */
MUST_USE enum err store_cosigned_tree(struct store *store, uint64_t *size,
                                      struct hash32 *root, uint64_t below);

/* How long a text is, or ERR_NOTFOUND. ERR_IO. */
MUST_USE enum err store_blob_length(struct store *store, size_t *len,
                                    const struct hash32 *sha256, bool members);

/*
 * Its bytes; the hash is not checked here. bytes: len of them.
 *
 * ERR_NOTFOUND: none of this length. ERR_IO.
 */
MUST_USE enum err store_get_blob(struct store *store, char *bytes, size_t len,
                                 const struct hash32 *sha256, bool members);

/*
 * record  out: room bytes; *len is how many there are
 *
 * ERR_NOTFOUND: none. ERR_NOMEM: longer than room. ERR_IO.
 */
MUST_USE enum err store_get_name(struct store *store,
                                 uint8_t salt[STORE_SALT_BYTES], char *record,
                                 size_t room, size_t *len, struct span post);

#endif
