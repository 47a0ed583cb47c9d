/*
 * route.h - the paths of the server, and the one form that each of them has.
 *
 * One table says which paths there are, by which method, and how long a body
 * may be; docs/api.md describes them. A path is matched byte by byte and never
 * decoded, so that there is nothing to get past. Pure.
 */
#ifndef VOTING_SERVER_ROUTE_H
#define VOTING_SERVER_ROUTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/post.h"
#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/tile.h"

enum route_kind {
    ROUTE_NONE, /* there is no such path */
    ROUTE_EVENT,
    ROUTE_COSIGN,
    ROUTE_MEMBER,
    ROUTE_DRAFT,
    ROUTE_CHECKPOINT,
    ROUTE_WITNESSED,
    ROUTE_TILE,
    ROUTE_ENTRY,
    ROUTE_PROOF,
    ROUTE_CONSISTENCY,
    ROUTE_TEXT,
    ROUTE_PACK,
    ROUTE_PACK_SEAT,
    ROUTE_VIEW_CONFERENCE,
    ROUTE_VIEW_WALL,
    ROUTE_VIEW_ROUND,
    ROUTE_VIEW_POST,
    ROUTE_VIEW_KEY,
    ROUTE_NOW,
    ROUTE_LIVE,
    ROUTE_HEALTHZ,
    ROUTE_LOG_KEY,
    ROUTE_KINDS_ /* number of kinds; not a route */
};

struct route {
    enum route_kind kind;
    bool post;            /* the method it has is POST; else GET */
    size_t body_max;      /* bytes; 0: none */
    uint64_t number;      /* of an entry or round; consistency: old */
    uint64_t size;        /* consistency: new */
    struct tile tile;     /* tile */
    struct hash32 sha256; /* text; of view/key the key itself */
    struct post who;      /* view/post, and the seat of a pack */
};

/* Finds the route of a path; false, and ROUTE_NONE, if there is none. */
bool route_find(struct route *out, struct span path);

#endif
