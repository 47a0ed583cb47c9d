/*
 * http.h - an HTTP server in one loop of our own. The owner of libmicrohttpd.
 *
 * One thread calls http_turn() in a loop and is the only one to touch anything
 * here but http_wake(). A request reaches the handler only when it is whole and
 * plain (docs/api.md, section 1); the handler answers at once, or keeps the
 * pointer and answers in a later turn. What was not answered costs nothing but
 * its connection. A stream is a request that is answered for ever.
 *
 * Replies are made once and may be given to any number of requests: a cache
 * holds replies, and a broadcast is one.
 */
#ifndef VOTING_HTTP_HTTP_H
#define VOTING_HTTP_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct http_server;
struct http_request;
struct http_reply;
struct tls;

enum {
    HTTP_PATH_MAX = 256,     /* bytes of a target */
    HTTP_HEAD_MAX = 16384,   /* bytes of a head */
    HTTP_ADDRESS_BYTES = 16, /* IPv4 addresses are mapped into IPv6 */
};

enum http_method { HTTP_GET, HTTP_POST, HTTP_OTHER }; /* HEAD is a GET */

/* ---- Replies
 * ---------------------------------------------------------------*/

/* How a body was compressed beforehand; the better ones come later. */
enum http_coding { HTTP_PLAIN, HTTP_GZIP, HTTP_BROTLI, HTTP_CODINGS_ };

/* As HTTP calls it: "identity", "gzip", "br". */
const char *http_coding_name(enum http_coding coding);

enum http_caching {
    HTTP_NO_STORE,  /* it may be another answer at once */
    HTTP_NO_CACHE,  /* ask again, with the etag */
    HTTP_IMMUTABLE, /* for ever */
};

struct http_content {
    unsigned status;
    const char *type;        /* Content-Type; NULL: no body */
    enum http_coding coding; /* of the body: only for who accepts that */
    enum http_caching caching;
    bool open;              /* pages from elsewhere may read it */
    unsigned retry_after_s; /* 0: no such header */
    const char *allow;      /* for 405; else NULL */
    const char *etag;       /* without quotes; NULL: none */
    struct span body;       /* copied */
};

/* ERR_NOMEM. Count one; see http_reply_release(). */
MUST_USE enum err http_reply_new(struct http_reply **out,
                                 const struct http_content *content);
struct http_reply *http_reply_keep(struct http_reply *reply); /* count + 1 */
void http_reply_release(struct http_reply *reply); /* count - 1; NULL is fine */
size_t http_reply_size(const struct http_reply *reply); /* bytes of its body */

/* ---- Requests
 * --------------------------------------------------------------*/

/* Borrowed until the request is answered. */
enum http_method http_method(const struct http_request *request);
struct span http_path(const struct http_request *request);
struct span http_body(const struct http_request *request);
/* Whether the client takes a body of this coding. */
bool http_accepts(const struct http_request *request, enum http_coding coding);
/* One of ours may stand in front and say so; else the connection's own. */
const uint8_t *http_address(const struct http_request *request);

/*
 * Answers; the request is gone afterwards. The reply is kept as long as it
 * needs. A request whose If-None-Match has the reply's etag gets 304.
 */
void http_answer(struct http_request *request, struct http_reply *reply);

/*
 * Turns the request into an event stream, which is sent the server's last
 * broadcast at once and every later one, the last only if it is slow. It is
 * closed when somebody else needs its place.
 */
void http_stream(struct http_request *request);

/* Replaces the broadcast: bytes of an event, ending in an empty line. */
MUST_USE enum err http_broadcast(struct http_server *server, struct span event);
size_t http_stream_count(const struct http_server *server);

/* ---- The server
 * ------------------------------------------------------------*/

struct http_handler {
    /* How long a body may be; asked when the head is there. 0: none. */
    size_t (*body_max)(void *context, enum http_method method,
                       struct span path);
    void (*handle)(void *context, struct http_request *request);
    /*
     * What to say of an error found before the handler is asked: 400, 413,
     * 431, or 503 when there are too many long bodies. The reply is borrowed;
     * NULL closes without a word.
     */
    struct http_reply *(*refuse)(void *context, unsigned status);
    void *context;
};

/* 0 is the default where one stands. */
struct http_options {
    const char *address;      /* numeric; "::" for all */
    uint16_t port;            /* 0: any, see http_port() */
    struct tls *tls;          /* NULL: plain */
    bool behind_proxy;        /* believe X-Forwarded-For from a loopback peer */
    unsigned connections_max; /* 512; fewer if there are no descriptors */
    unsigned address_connections_max; /* 512; a school may be one address */
    unsigned head_deadline_ms;        /* 10 s, from the first byte */
    unsigned body_deadline_ms;        /* 30 s, from the head's end */
    unsigned idle_deadline_ms;        /* 60 s: kept alive, without a request */
    /* 32,768: a reader has body_deadline_ms, and longer at this rate. */
    unsigned reply_bytes_per_s;
    size_t long_bodies_max; /* 256 MiB: of bodies over 128 KiB together */
    struct http_handler handler;
};

/* ERR_EXISTS: the port is taken. ERR_INPUT: no such address. ERR_IO. */
MUST_USE enum err http_open(struct http_server **out,
                            const struct http_options *options);

/* What it listens on. */
uint16_t http_port(const struct http_server *server);

/*
 * One turn: waits for something to do, at most max_wait_ms, serves what is
 * ready, ends what is too slow. ERR_IO: the loop itself failed.
 */
MUST_USE enum err http_turn(struct http_server *server, unsigned max_wait_ms);

/* Ends the wait of the present or next turn. Any thread, also a signal. */
void http_wake(struct http_server *server);

/* No new connections from now on; those there are go on. */
void http_quiesce(struct http_server *server);

/* Requests that are with the handler, or whose answer is not sent to its end;
 * streams not counted. */
size_t http_pending(const struct http_server *server);

/* Ends all connections. No request may be pending. Accepts NULL. */
void http_close(struct http_server *server);

#endif
