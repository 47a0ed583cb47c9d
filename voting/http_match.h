/*
 * http_match.h - what two fields of a request say about a reply. Pure.
 */
#ifndef VOTING_HTTP_MATCH_H
#define VOTING_HTTP_MATCH_H

#include <stdbool.h>

#include "crypto/span.h"

/* Whether If-None-Match names this etag, weakly or not, or is `*`. */
bool http_match_etag(struct span if_none_match, struct span etag);

/* Whether Accept-Encoding takes gzip. */
bool http_match_gzip(struct span accept_encoding);

#endif
