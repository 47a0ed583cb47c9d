/*
 * http_state.h - what the files of the HTTP server share, and nobody else
 * includes: http.c (the loop, deadlines), http_request.c (a request's life),
 * http_reply.c, http_stream.c, and http_wire.c, which calls the functions
 * below as things happen on a connection.
 */
#ifndef VOTING_HTTP_HTTP_STATE_H
#define VOTING_HTTP_HTTP_STATE_H

#include "voting/http/http.h"
#include "voting/http/http_plain.h"
#include "voting/http/http_queue.h"

struct MHD_Connection;
struct MHD_Daemon;
struct MHD_Response;
struct http_event;
struct http_guests;
struct sockaddr;

/* What a connection is doing; each stage has its queue. */
enum http_stage {
    HTTP_STAGE_HEAD,
    HTTP_STAGE_BODY,
    HTTP_STAGE_HANDLER, /* no deadline: the handler has its own */
    HTTP_STAGE_REPLY,
    HTTP_STAGE_EVENT,  /* a stream that is sent an event */
    HTTP_STAGE_STREAM, /* a stream with nothing to send: no deadline either */
    HTTP_STAGE_IDLE,
    HTTP_STAGES,
};

/* A connection and its present request; there is one at a time. */
struct http_request {
    struct http_waiter waiter; /* first, so that one is the other */
    struct http_server *server;
    struct MHD_Connection *connection;
    int fd;
    uint8_t peer[HTTP_ADDRESS_BYTES];
    bool counted; /* among the guests */
    bool ending;  /* was shut down */

    /* The present request. */
    bool head_done;
    bool asked;     /* the handler was, or it was refused */
    bool waiting;   /* the handler has not answered */
    bool suspended; /* the library looks away */
    bool failed;    /* there was no memory for an answer */
    struct http_head head;
    enum http_method method;
    uint8_t address[HTTP_ADDRESS_BYTES];
    char path[HTTP_PATH_MAX];
    size_t path_len;
    struct span target; /* as it came; valid until the head was looked at */
    char *body;
    size_t body_len;
    size_t body_room;
    size_t body_claim; /* of what long bodies may have together */
    struct http_reply *reply;

    /* A stream: the event that is being sent, and the last one it got. */
    bool stream;
    struct http_event *event;
    size_t event_sent;
    uint64_t event_number;
};

struct http_server {
    struct MHD_Daemon *daemon;
    struct http_options options; /* without zeros */
    struct http_guests *guests;
    struct http_queue queues[HTTP_STAGES];
    struct http_event *event; /* the last broadcast */
    size_t streams;
    size_t pending;     /* requests that the handler has not answered */
    size_t bodies_long; /* bytes that long bodies have */
    unsigned connections;
    unsigned ending;
    int wake_fd;
    int listen_fd;
    uint16_t port;
    uint64_t now_ms;
    uint64_t tick_at_ms;
    unsigned tick_ms;
    bool resumed; /* somebody was, since the last turn */
    bool quiet;
    bool closing;
};

/* ---- Told by http_wire.c ------------------------------------------------- */

/* Whether a connection from there may be taken. */
bool http_connection_welcome(const struct http_server *server,
                             const struct sockaddr *from);

/* A connection begins. NULL without memory. */
struct http_request *http_connection_begin(struct http_server *server,
                                           struct MHD_Connection *connection,
                                           int fd, const struct sockaddr *from);
void http_connection_end(struct http_request *r);

/* The request line is there. The target is borrowed until the head is. */
void http_request_begin(struct http_request *r, struct span target);

/* The head is there; http_head_start() and the fields were told to r->head. */
void http_request_head(struct http_request *r, struct span method,
                       size_t bytes);
void http_request_body(struct http_request *r, struct span bytes);
void http_request_whole(struct http_request *r);

/* It was answered, or its connection broke. */
void http_request_end(struct http_request *r);

/* ---- Between the files --------------------------------------------------- */

/* Joins the stage's queue. */
void http_request_wait(struct http_request *r, enum http_stage stage,
                       uint64_t patience_ms);

/* Ends the connection, whatever the other side does. */
void http_request_shut(struct http_request *r);

void http_request_suspend(struct http_request *r);
void http_request_resume(struct http_request *r);

/* Sends, or ends the connection if it cannot. NULL: there was no memory. */
void http_request_send(struct http_request *r, unsigned status,
                       struct MHD_Response *response);

unsigned http_reply_status(const struct http_reply *reply);
struct span http_reply_etag(const struct http_reply *reply);

/* The library's form of it, which may end the connection afterwards; borrowed.
 * NULL without memory. */
struct MHD_Response *http_reply_response(struct http_reply *reply, bool close,
                                         bool tls);

#endif
