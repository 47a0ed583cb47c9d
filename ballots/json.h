/*
 * json.h - writing JSON into a text_writer.
 *
 * The caller opens and closes in pairs; the writer puts the commas and escapes
 * the texts. Texts are UTF-8: a byte that is not becomes U+FFFD, so that what
 * comes out is always JSON. The core never reads JSON.
 */
#ifndef BALLOTS_JSON_H
#define BALLOTS_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

struct json_writer {
    struct text_writer *out; /* borrowed; fails when its buffer is full */
    bool has_items;          /* at this level, so that the next needs a comma */
};

void json_put_start(struct json_writer *w, struct text_writer *out);

/* An object or list; key is NULL inside a list and at the top. */
void json_put_object(struct json_writer *w, const char *key);
void json_put_object_end(struct json_writer *w);
void json_put_list(struct json_writer *w, const char *key);
void json_put_list_end(struct json_writer *w);

void json_put_text(struct json_writer *w, const char *key, const char *text);
void json_put_span(struct json_writer *w, const char *key, struct span text);
void json_put_number(struct json_writer *w, const char *key, uint64_t number);
void json_put_bool(struct json_writer *w, const char *key, bool value);
void json_put_null(struct json_writer *w, const char *key);

/* Base64, as everywhere in the protocol. */
void json_put_hash(struct json_writer *w, const char *key,
                   const struct hash32 *hash);

/* A line feed after the outermost value. */
void json_put_end(struct json_writer *w);

#endif
