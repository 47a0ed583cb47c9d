/*
 * http_match.h - what two fields of a request say about a reply. Pure.
 */
#ifndef VOTING_HTTP_HTTP_MATCH_H
#define VOTING_HTTP_HTTP_MATCH_H

#include <stdbool.h>

#include "crypto/span.h"

/* Whether If-None-Match names this etag, weakly or not, or is `*`. */
bool http_match_etag(struct span if_none_match, struct span etag);

/* Whether Accept-Encoding takes a coding, which it must name. */
bool http_match_coding(struct span accept_encoding, const char *coding);

#endif
