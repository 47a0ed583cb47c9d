/*
 * http_wire.h - the owner of libmicrohttpd: sockets, framing and TLS.
 *
 * It knows nothing of what requests mean. What happens on a connection is told
 * to the functions of http_state.h. All of it on one thread.
 */
#ifndef VOTING_HTTP_HTTP_WIRE_H
#define VOTING_HTTP_HTTP_WIRE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;
struct http_fields;
struct http_server;
struct tls;

/* ---- The loop ------------------------------------------------------------ */

/* Serves on server->listen_fd, which is its own if this is OK. ERR_IO. */
MUST_USE enum err http_wire_open(struct http_server *server);

/* No connection may be suspended. The socket is closed, unless quiescent. */
void http_wire_close(struct MHD_Daemon *daemon);

/* Gives the listening socket back. */
void http_wire_quiesce(struct MHD_Daemon *daemon);

/* Becomes readable when there is something to do. */
int http_wire_fd(struct MHD_Daemon *daemon);

/* How long it may be left alone, at most max_ms. */
unsigned http_wire_patience(struct MHD_Daemon *daemon, unsigned max_ms);

/* Does what there is to do, without waiting. ERR_IO. */
MUST_USE enum err http_wire_run(struct MHD_Daemon *daemon);

/* ---- Connections --------------------------------------------------------- */

void http_wire_suspend(struct MHD_Connection *connection);
void http_wire_resume(struct MHD_Connection *connection);

/* What its server was opened with; NULL if it is plain. */
struct tls *http_wire_tls(struct MHD_Connection *connection);

/* A field of the request; empty if there is none. Of several the last. */
struct span http_wire_field(struct MHD_Connection *connection,
                            const char *name);

/* Whether it was taken. */
bool http_wire_send(struct MHD_Connection *connection, unsigned status,
                    struct MHD_Response *response);

/* ---- Responses ----------------------------------------------------------- */

/* The body is borrowed until all who were sent it are done. NULL: no memory. */
struct MHD_Response *http_wire_response(struct span body);

enum { HTTP_WIRE_END = -1 };

/* Gives at most max bytes: how many, 0 if it suspended, or HTTP_WIRE_END. */
typedef ssize_t http_wire_reader(void *context, uint64_t position, char *buffer,
                                 size_t max);
struct MHD_Response *http_wire_stream(http_wire_reader *reader, void *context);

/* Adds the fields. False without memory. */
bool http_wire_fields(struct MHD_Response *response,
                      const struct http_fields *fields);

/* Count - 1; NULL is fine. */
void http_wire_release(struct MHD_Response *response);

#endif
