/*
 * fetch_bytes.h - an answer as it comes in, up to its limit. Private to fetch.
 */
#ifndef VOTING_FETCH_FETCH_BYTES_H
#define VOTING_FETCH_FETCH_BYTES_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/err.h"
#include "crypto/span.h"

/* Starts as zero but for its limit. */
struct fetch_bytes {
    char *bytes;
    size_t len;
    size_t room;
    size_t max;
    bool too_long; /* more came than max */
};

/* ERR_INPUT: it would be longer than max. ERR_NOMEM. */
MUST_USE enum err fetch_bytes_add(struct fetch_bytes *b, struct span more);
void fetch_bytes_clear(struct fetch_bytes *b);
void fetch_bytes_free(struct fetch_bytes *b);

#endif
