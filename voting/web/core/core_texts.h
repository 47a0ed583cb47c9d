/*
 * core_texts.h - texts and name records that were handed in beside a log, by
 * their hash, so that sheets and pages can say what entries name.
 */
#ifndef VOTING_WEB_CORE_CORE_TEXTS_H
#define VOTING_WEB_CORE_CORE_TEXTS_H

#include <stddef.h>

#include "ballots/words.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"

/* All texts together; beyond that further ones are not kept. */
enum { CORE_TEXTS_BYTES_MAX = 64 * 1024 * 1024 };

struct core_text {
    struct hash32 hash; /* a text's SHA-256, a name record's commitment */
    char *bytes;
    size_t len;
};

/* Read through the functions. */
struct core_texts {
    struct core_text *items;
    size_t count;
    size_t capacity;
    size_t bytes;
};

void core_texts_free(struct core_texts *texts);

/* Keeps a copy; one that is there, or that is too much, is passed over. */
MUST_USE enum err core_texts_add(struct core_texts *texts, struct span bytes);

/* The same for a name record with its salt line. ERR_INPUT: not its form. */
MUST_USE enum err core_texts_add_name(struct core_texts *texts,
                                      struct span bytes);

/* The bytes of this hash. ERR_NOTFOUND. */
MUST_USE enum err core_texts_find(struct span *bytes,
                                  const struct core_texts *texts,
                                  const struct hash32 *hash);

/*
 * A text's title in this language, as a string that the caller gives to
 * core_free() with *size; the fallback where there is no such text. ERR_NOMEM.
 */
MUST_USE enum err core_texts_title(char **out, size_t *size,
                                   const struct core_texts *texts,
                                   const struct hash32 *hash, enum lang lang,
                                   const char *fallback);

#endif
