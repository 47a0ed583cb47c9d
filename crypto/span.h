/*
 * span.h - borrowed bytes: a pointer and a length, never a terminating NUL.
 *
 * Every parser here hands out spans into the buffer that it was given. They
 * are valid exactly as long as that buffer is, and own nothing.
 *
 * Public data only: comparisons are not constant-time by contract.
 */
#ifndef CRYPTO_SPAN_H
#define CRYPTO_SPAN_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/err.h"

struct span {
    const char *ptr; /* may be NULL when len is 0 */
    size_t len;      /* bytes */
};

/* The span over len bytes at data. */
struct span span_of(const void *data, size_t len);

/* The span over a C string, without its NUL. */
struct span span_text(const char *text);

/* The bytes of s from offset (at most s.len) on. */
struct span span_from(struct span s, size_t offset);

/* The first len bytes (at most s.len) of s. */
struct span span_head(struct span s, size_t len);

bool span_eq(struct span a, struct span b);

bool span_starts_with(struct span s, const char *prefix);

/* The offset of the first such byte, or s.len when there is none. */
size_t span_find(struct span s, char byte);

/*
 * Cuts the first line off *rest. The line does not include its LF; a line that
 * is not ended by LF is refused.
 *
 * ERR_INPUT: no LF in *rest, which then stays as it was.
 */
MUST_USE enum err span_take_line(struct span *line, struct span *rest);

/*
 * Cuts a fixed beginning off *rest.
 *
 * ERR_INPUT: *rest begins otherwise; it then stays as it was.
 */
MUST_USE enum err span_take_prefix(struct span *rest, const char *prefix);

#endif
