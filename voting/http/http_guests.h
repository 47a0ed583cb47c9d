/*
 * http_guests.h - how many connections each address has.
 *
 * Of an IPv6 address only the first half counts: the other half is its
 * owner's to choose.
 */
#ifndef VOTING_HTTP_HTTP_GUESTS_H
#define VOTING_HTTP_HTTP_GUESTS_H

#include <stdint.h>

#include "crypto/err.h"
#include "voting/http/http.h"

struct http_guests;

/*
 * capacity  in: the most addresses at a time
 *
 * ERR_NOMEM.
 */
MUST_USE enum err http_guests_new(struct http_guests **out, unsigned capacity);
void http_guests_free(struct http_guests *guests); /* accepts NULL */

unsigned http_guests_count(const struct http_guests *guests,
                           const uint8_t address[HTTP_ADDRESS_BYTES]);

/* Counts one more. ERR_STATE: more addresses than it was made for. */
MUST_USE enum err http_guests_enter(struct http_guests *guests,
                                    const uint8_t address[HTTP_ADDRESS_BYTES]);

/* Counts one less of an address that entered. */
void http_guests_leave(struct http_guests *guests,
                       const uint8_t address[HTTP_ADDRESS_BYTES]);

#endif
