/*
 * http_event.h - what is broadcast: numbered, and kept by those who send it.
 */
#ifndef VOTING_HTTP_HTTP_EVENT_H
#define VOTING_HTTP_HTTP_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct http_event;

/* The next after `before` (or the first, if that is NULL). ERR_NOMEM. */
MUST_USE enum err http_event_new(struct http_event **out,
                                 const struct http_event *before,
                                 struct span bytes);
struct http_event *http_event_keep(struct http_event *event);
void http_event_release(struct http_event *event); /* accepts NULL */

struct span http_event_bytes(const struct http_event *event);
uint64_t http_event_number(const struct http_event *event); /* from 1 */

/* There is an event, and it has a larger number. */
bool http_event_is_after(const struct http_event *event, uint64_t number);

#endif
