/*
 * http_case.h - an HTTP server with a small handler, and raw connections.
 *
 * Server and clients are one thread: whoever waits for an answer turns the
 * server meanwhile, so nothing depends on who is quicker.
 *
 *   GET  /now     answers at once: "now\n", with an etag
 *   GET  /later   is kept, until http_case_answer_kept()
 *   GET  /stream  is a stream
 *   GET  /big     answers BIG bytes
 *   POST /echo    answers its body
 *   GET  /from    answers the address, in hexadecimal
 *   the rest      404
 */
#ifndef TESTS_SUPPORT_HTTP_CASE_H
#define TESTS_SUPPORT_HTTP_CASE_H

#include <stdbool.h>
#include <stddef.h>

#include "voting/http/http.h"

enum {
    HTTP_CASE_KEPT_MAX = 1024,
    HTTP_CASE_ECHO_MAX = 1 << 20,
    HTTP_CASE_BIG = 12 << 20,
    HTTP_CASE_PATIENCE_MS = 20000, /* before a test gives up */
};

struct http_case {
    struct http_server *server;
    struct http_request *kept[HTTP_CASE_KEPT_MAX];
    size_t kept_count;
    size_t handled;               /* requests that the handler saw */
    size_t refused;               /* errors that were asked for */
    char path[HTTP_PATH_MAX + 1]; /* of the last request handled */
    struct http_reply *now;
    struct http_reply *big;
};

/* What a connection got. */
struct http_got {
    int status; /* 0: no whole answer */
    char *head; /* with its empty line; NUL-terminated */
    char *body;
    size_t body_len;
};

/* Options with short deadlines; the handler is the case's. */
struct http_options http_case_options(struct http_case *c);
void http_case_open(struct http_case *c, const struct http_options *options);
void http_case_close(struct http_case *c);

/* Answers all kept requests with this text. */
void http_case_answer_kept(struct http_case *c, const char *text);

int http_case_connect(struct http_case *c);
void http_case_send(struct http_case *c, int fd, const void *bytes, size_t len);
void http_case_text(struct http_case *c, int fd, const char *text);

/* Some turns, so that what was sent is seen. */
void http_case_turn(struct http_case *c, unsigned turns);

/* Reads one answer; `head_only` for HEAD. Fails if it is malformed. */
struct http_got http_case_read(struct http_case *c, int fd, bool head_only);

/* Reads until the server closes: how many bytes came before. */
size_t http_case_drain(struct http_case *c, int fd);
void http_got_free(struct http_got *got);

/* The value of a field of an answer; NULL if it has none. Until the next. */
const char *http_got_field(const struct http_got *got, const char *name);

/* One request on a connection of its own, as text; its status. */
int http_case_status(struct http_case *c, const char *request);

#endif
