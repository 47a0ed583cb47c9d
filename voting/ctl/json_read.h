/*
 * json_read.h - JSON files, read strictly.
 *
 * Shared by the readers of set-up files. Only they see the parser's type.
 */
#ifndef VOTING_CTL_JSON_READ_H
#define VOTING_CTL_JSON_READ_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct json_t;

enum { JSON_READ_DEPTH_MAX = 16, JSON_READ_WHY_BYTES = 200 };

/* Where and what is wrong: at most JSON_READ_WHY_BYTES, always a string. */
struct json_fault {
    char why[JSON_READ_WHY_BYTES];
};

/* Sets the fault and returns ERR_INPUT. what may be NULL. */
enum err json_fault_set(struct json_fault *fault, const char *where,
                        const char *what);

/*
 * Parses one object: no member twice, nesting at most JSON_READ_DEPTH_MAX,
 * valid UTF-8 without NUL. The caller calls json_read_free().
 *
 * ERR_INPUT: fault says why; *out is NULL.
 */
MUST_USE enum err json_read(struct json_t **out, struct json_fault *fault,
                            struct span bytes);
void json_read_free(struct json_t *object);

/*
 * A text {"zh": ..., "en": ...}: each a string, or a list of strings, one a
 * line; the first line is the title. Becomes the lines of blob_text.h.
 *
 * lines  out: a string, which the caller frees
 */
MUST_USE enum err json_read_text(char **lines, struct json_fault *fault,
                                 const char *where, const struct json_t *text);

/* An id of an event, into size bytes with NUL. */
MUST_USE enum err json_read_id(char *id, size_t size, struct json_fault *fault,
                               const char *where, const char *text);

#endif
