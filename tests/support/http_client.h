/*
 * http_client.h - a tiny blocking HTTP client, for tests of a server.
 *
 * One request a connection. It says exactly what it is told, so that a test can
 * say anything, and takes whatever comes until the server closes.
 */
#ifndef TESTS_SUPPORT_HTTP_CLIENT_H
#define TESTS_SUPPORT_HTTP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/span.h"

struct http_client_reply {
    unsigned status; /* 0: there was no answer */
    char *bytes;     /* all of it, NUL at the end; the test frees it */
    struct span head;
    struct span body;
};

/* POST if there is a body, even an empty one; GET if its pointer is NULL. */
void http_client_ask(struct http_client_reply *out, uint16_t port,
                     const char *path, struct span body);

/* The same with a method of one's own. */
void http_client_ask_as(struct http_client_reply *out, uint16_t port,
                        const char *method, const char *path, struct span body);

/* Sends these bytes as they are. */
void http_client_send(struct http_client_reply *out, uint16_t port,
                      struct span bytes);

/* Whether the head has this line, without its end. */
bool http_client_has(const struct http_client_reply *reply, const char *line);

/* A socket to the server, for tests that read and write by themselves. */
int http_client_connect(uint16_t port);

#endif
