/*
 * http_fields.h - the head of every reply.
 *
 * Whatever is sent carries the fields that tell a browser to run nothing but
 * our own scripts, to load nothing from elsewhere, to guess no types and to
 * tell nobody where it came from. Pure.
 */
#ifndef VOTING_HTTP_HTTP_FIELDS_H
#define VOTING_HTTP_HTTP_FIELDS_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/span.h"

struct http_content;

enum {
    HTTP_FIELDS_MAX = 20,
    HTTP_FIELD_TEXT_MAX = 256, /* bytes of values that differ by reply */
};

struct http_field {
    const char *name;
    const char *value;
};

/* Holds its values itself, so it must stay where it was made. */
struct http_fields {
    struct http_field list[HTTP_FIELDS_MAX];
    size_t count;
    struct span etag; /* without quotes; empty: none */
    size_t used;
    char text[HTTP_FIELD_TEXT_MAX];
};

/* The fields of a reply but for date, length and connection. */
void http_fields_make(struct http_fields *fields,
                      const struct http_content *content);

/* Those that depend on the connection: `Connection: close`, and HSTS. */
void http_fields_connection(struct http_fields *fields, bool close, bool tls);

#endif
