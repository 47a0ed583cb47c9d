/*
 * http_reader.h - plain requests read by the grammar alone (docs/api.md,
 * section 1), to compare with what a server makes of the same bytes.
 */
#ifndef TESTS_SUPPORT_HTTP_READER_H
#define TESTS_SUPPORT_HTTP_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/span.h"

/* What a request is told apart by: its bytes. */
struct http_read {
    struct span method;
    struct span target;
    struct span body;
};

enum http_found {
    HTTP_FOUND_ONE,  /* a plain request */
    HTTP_FOUND_BAD,  /* a whole head that must be refused */
    HTTP_FOUND_NONE, /* nothing whole */
};

/*
 * Cuts a request off what came. Only a POST may have a body, of at most
 * body_max bytes. A head that the server cannot tell from a plain one is found
 * to be one; it may be refused.
 */
enum http_found http_reader_take(struct http_read *out, struct span *rest,
                                 size_t body_max);

/* Cuts a line off, with its LF. False if there is none. */
bool http_reader_line(struct span *line, struct span *rest);

/* Takes the line's end off; whether it was CR LF. */
bool http_reader_end(struct span *line);

bool http_reader_is_token(struct span s);
bool http_reader_is_called(struct span name, const char *what);

#endif
