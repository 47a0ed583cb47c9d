/*
 * log_copy.h - a copy of somebody else's log in one file: its entries in order,
 * texts, and names.
 *
 *     file   = "congress-copy/v1" LF *record
 *     record = kind (1 byte: 'e', 't', 'n') || length (4, big-endian) || bytes
 *
 * An entry is the bytes that were hashed, a text its bytes, a name `<post>` LF
 * and what opens it (name_opening.h). A file that ends within a record is as
 * good as without it, so that a crash costs what came last. Nothing vouches for
 * what is in it: whoever reads the entries computes their root and compares it
 * with a signed checkpoint, and a text is found by its hash.
 *
 * The file is for its owner alone, since members' texts and names may be in it,
 * and for one process at a time.
 */
#ifndef VOTING_FETCH_LOG_COPY_H
#define VOTING_FETCH_LOG_COPY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/event.h"
#include "ballots/post.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"

struct log_copy;

/*
 * Opens the file, or makes it.
 *
 * path  in: NULL: a file without a name, gone when it is closed
 *
 * ERR_STATE: another process has it. ERR_AUTH: others may read or write it, or
 * it is no regular file. ERR_INPUT: another kind of file, which stays as it is.
 * ERR_IO. ERR_NOMEM. The caller closes it.
 */
MUST_USE enum err log_copy_open(struct log_copy **out, const char *path);

/* Accepts NULL. */
void log_copy_close(struct log_copy *copy);

/*
 * From now on nothing is added with which the file would be longer than this:
 * that is ERR_STATE, of whatever adds. 0: as long as it may be.
 */
void log_copy_limit(struct log_copy *copy, uint64_t bytes);

/* Entries in it. */
uint64_t log_copy_size(const struct log_copy *copy);

/* ERR_INPUT: longer than an entry may be, or empty. ERR_IO: it is not in the
 * copy. ERR_NOMEM. */
MUST_USE enum err log_copy_add_entry(struct log_copy *copy, struct span entry);

/* Borrowed until the next call. ERR_NOTFOUND: there is none. ERR_IO. */
MUST_USE enum err log_copy_entry(struct log_copy *copy, struct span *entry,
                                 uint64_t index);

/* Forgets the entries from this one on, and what was added after. ERR_IO.
 * ERR_NOMEM. */
MUST_USE enum err log_copy_cut(struct log_copy *copy, uint64_t size);

/* Forgets everything. ERR_IO. */
MUST_USE enum err log_copy_clear(struct log_copy *copy);

/* Again is no error. ERR_INPUT: empty, or longer than EVENT_BLOB_MAX. ERR_IO.
 * ERR_NOMEM. */
MUST_USE enum err log_copy_add_text(struct log_copy *copy, struct span text);

/* Into which->length bytes. ERR_NOTFOUND: it is not there, or not of this
 * length. ERR_IO. */
MUST_USE enum err log_copy_text(struct log_copy *copy, char *bytes,
                                const struct event_blob *which);
bool log_copy_has_text(const struct log_copy *copy, const struct hash32 *hash);

/* In place of what there was for this post. ERR_INPUT: empty or longer than
 * NAME_OPENING_MAX. ERR_IO. ERR_NOMEM. */
MUST_USE enum err log_copy_add_name(struct log_copy *copy, struct post post,
                                    struct span opening);

/* Into NAME_OPENING_MAX bytes. ERR_NOTFOUND. ERR_IO. */
MUST_USE enum err log_copy_name(struct log_copy *copy, char *bytes, size_t *len,
                                struct post post);

/* On disk when it returns. ERR_IO. */
MUST_USE enum err log_copy_sync(struct log_copy *copy);

#endif
