/*
 * http_client.h - many kept-alive HTTP/1.1 connections in one thread.
 *
 * Made for load: a request costs a write, a read and an epoll event, and no
 * library stands between. It knows what the server of docs/api.md sends and
 * nothing else: an answer has a Content-Length or no body.
 *
 * A request is borrowed until its answer, which may be that there is none: the
 * connection was lost or the time was up. Then nobody knows what became of it.
 * Trouble that is the test machine's own fails the test.
 */
#ifndef TESTS_CROWD_HTTP_CLIENT_H
#define TESTS_CROWD_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/span.h"

struct http_client;

enum http_client_lost {
    HTTP_CLIENT_ANSWERED,
    HTTP_CLIENT_REFUSED, /* nobody listens */
    HTTP_CLIENT_CLOSED,  /* the other side ended it */
    HTTP_CLIENT_LATE,    /* the time was up */
    HTTP_CLIENT_ODD,     /* not an answer */
};

struct http_client_answer {
    enum http_client_lost lost;
    unsigned status;        /* 0 if lost */
    unsigned retry_after_s; /* 0: no such header */
    struct span body;       /* borrowed during the call */
};

/* Called from http_client_turn(); may send. */
typedef void http_client_done(void *context,
                              const struct http_client_answer *answer);

struct http_client_options {
    const char *host; /* numeric IPv4 */
    uint16_t port;
    unsigned connections; /* at most; opened when they are needed */
    unsigned timeout_ms;  /* of one request */
};

struct http_client *http_client_new(const struct http_client_options *options);
void http_client_free(struct http_client *c);

/* Connects all connections now, so that a measurement begins with them.
 * Whether each of them was taken. */
bool http_client_connect(struct http_client *c);

/* Whether a connection is free. */
bool http_client_can_send(const struct http_client *c);

/* Requests without an answer yet. */
unsigned http_client_waiting(const struct http_client *c);

/* Sends head (up to and with its empty line) and body, both borrowed. A
 * connection must be free. */
void http_client_send(struct http_client *c, struct span head, struct span body,
                      http_client_done *done, void *context);

/* Serves what is ready, and waits for it at most this long. */
void http_client_turn(struct http_client *c, unsigned wait_ms);

enum { HTTP_CLIENT_HEAD_MAX = 512 };

/* Writes the head of a request; GET if body_len is 0. */
struct span http_client_head(char head[HTTP_CLIENT_HEAD_MAX], const char *path,
                             size_t body_len);

/*
 * Sends and waits for the answer, whose body is copied to *body, at most room
 * bytes. No other request may be waiting.
 */
struct http_client_answer http_client_ask(struct http_client *c,
                                          const char *path, struct span sent,
                                          char *body, size_t room);

#endif
