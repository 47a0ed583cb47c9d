#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "voting/http/http_event.h"
#include "voting/http/http_guests.h"
#include "voting/http/http_match.h"
#include "voting/http/http_peer.h"
#include "voting/http/http_state.h"
#include "voting/http/http_wire.h"

enum {
    BODY_FIRST = 4096, /* bytes of a body's first buffer */

    BODY_SHORT = 128 * 1024, /* up to this size a body is always taken */
};

/* ---- Waiting and sending ------------------------------------------------- */

void
http_request_wait(struct http_request *r, enum http_stage stage,
                  uint64_t patience_ms)
{
    if (!r->ending)
        http_queue_join(&r->server->queues[stage], &r->waiter,
                        r->server->now_ms + patience_ms);
}

void
http_request_shut(struct http_request *r)
{
    if (r->ending)
        return;
    r->ending = true;
    r->server->ending++;
    http_queue_leave(&r->waiter);
    (void)shutdown(r->fd, SHUT_RDWR);
    /* The library looks again, and finds the connection closed. */
    http_request_resume(r);
}

void
http_request_suspend(struct http_request *r)
{
    r->suspended = true;
    http_wire_suspend(r->connection);
}

void
http_request_resume(struct http_request *r)
{
    if (!r->suspended)
        return;
    r->suspended = false;
    r->server->resumed = true;
    http_wire_resume(r->connection);
}

void
http_request_send(struct http_request *r, unsigned status,
                  struct MHD_Response *response)
{
    if (r->asked && r->waiting) {
        r->waiting = false;
        r->server->pending--;
    }
    if (!response || !http_wire_send(r->connection, status, response)) {
        r->failed = true;
        http_request_shut(r);
    }
    http_request_resume(r);
}

static void
answer(struct http_request *r, struct http_reply *reply, bool close)
{
    struct http_server *server = r->server;
    unsigned status = http_reply_status(reply);
    uint64_t bytes = http_reply_size(reply);
    struct span etag = http_reply_etag(reply);

    /* The library sends no body with a 304. */
    if (status == 200 && etag.len > 0 && r->method == HTTP_GET &&
        http_match_etag(http_wire_field(r->connection, "If-None-Match"), etag))
        status = 304;
    r->reply = http_reply_keep(reply);
    http_request_wait(r, HTTP_STAGE_REPLY,
                      server->options.body_deadline_ms +
                          bytes * 1000 / server->options.reply_bytes_per_s);
    http_request_send(r, status,
                      http_reply_response(reply, close || server->quiet,
                                          server->options.tls != NULL));
}

void
http_answer(struct http_request *request, struct http_reply *reply)
{
    answer(request, reply, false);
}

/* Answers with an error and closes, for what follows cannot be trusted. */
static void
refuse(struct http_request *r, unsigned status)
{
    const struct http_handler *handler = &r->server->options.handler;
    struct http_reply *reply = handler->refuse(handler->context, status);

    if (reply)
        answer(r, reply, true);
    else
        r->failed = true;
}

/* ---- What comes in ------------------------------------------------------- */

bool
http_connection_welcome(const struct http_server *server,
                        const struct sockaddr *from)
{
    uint8_t peer[HTTP_ADDRESS_BYTES];

    http_peer_of(peer, from);
    if (server->options.behind_proxy && http_peer_is_loopback(peer))
        return true;
    return http_guests_count(server->guests, peer) <
           server->options.address_connections_max;
}

/* Who went away without a word does not keep a place for a quarter of an
 * hour, as a stream would that is only written to now and then. */
static void
miss_who_is_gone(const struct http_request *r)
{
    unsigned patience_ms = r->server->options.body_deadline_ms;

    (void)setsockopt(r->fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &patience_ms,
                     sizeof patience_ms);
}

struct http_request *
http_connection_begin(struct http_server *server,
                      struct MHD_Connection *connection, int fd,
                      const struct sockaddr *from)
{
    struct http_request *r = calloc(1, sizeof *r);

    if (!r)
        return NULL;
    r->server = server;
    r->connection = connection;
    r->fd = fd;
    http_peer_of(r->peer, from);
    r->counted = http_guests_enter(server->guests, r->peer) == OK;
    server->connections++;
    miss_who_is_gone(r);
    http_request_wait(r, HTTP_STAGE_HEAD, server->options.head_deadline_ms);
    return r;
}

void
http_connection_end(struct http_request *r)
{
    struct http_server *server = r->server;

    http_queue_leave(&r->waiter);
    if (r->counted)
        http_guests_leave(server->guests, r->peer);
    if (r->ending)
        server->ending--;
    server->connections--;
    free(r);
}

void
http_request_begin(struct http_request *r, struct span target)
{
    r->target = target;
    /* A new connection has waited for this since it came. */
    if (r->waiter.queue == &r->server->queues[HTTP_STAGE_IDLE])
        http_request_wait(r, HTTP_STAGE_HEAD,
                          r->server->options.head_deadline_ms);
}

/* Where the request comes from; a proxy beside us may say so. */
static void
find_address(struct http_request *r)
{
    memcpy(r->address, r->peer, sizeof r->address);
    if (r->server->options.behind_proxy && http_peer_is_loopback(r->peer) &&
        http_peer_forwarded(r->address,
                            http_wire_field(r->connection, "X-Forwarded-For")))
        memcpy(r->address, r->peer, sizeof r->address);
}

static enum http_method
method_of(struct span method)
{
    if (span_eq(method, span_text("GET")) || span_eq(method, span_text("HEAD")))
        return HTTP_GET;
    return span_eq(method, span_text("POST")) ? HTTP_POST : HTTP_OTHER;
}

/* Bytes that long bodies may still grow by. */
static size_t
bodies_left(const struct http_server *server)
{
    return server->options.long_bodies_max - server->bodies_long;
}

/* Whether there may be such a body: 0, or the status to refuse it with. */
static unsigned
admit_body(struct http_request *r)
{
    const struct http_handler *handler = &r->server->options.handler;
    uint64_t length = r->head.body_length;

    if (length == 0)
        return 0;
    if (length > handler->body_max(handler->context, r->method, http_path(r)))
        return 413;
    /* Not claimed yet: who only announces a body keeps nobody's place. */
    return length > BODY_SHORT && length > bodies_left(r->server) ? 503 : 0;
}

void
http_request_head(struct http_request *r, struct span method, size_t bytes)
{
    unsigned status = http_head_end(&r->head, bytes);

    r->head_done = true;
    if (!status) {
        memcpy(r->path, r->target.ptr, r->target.len);
        r->path_len = r->target.len;
        r->method = method_of(method);
        find_address(r);
        status = admit_body(r);
    }
    r->target = (struct span){0};
    if (status) {
        r->asked = true;
        refuse(r, status);
        return;
    }
    http_request_wait(r, HTTP_STAGE_BODY, r->server->options.body_deadline_ms);
}

/* Takes what a long body needs of what they may have together. */
static bool
claim_room(struct http_request *r, size_t room)
{
    if (room <= BODY_SHORT)
        return true;
    if (room - r->body_claim > bodies_left(r->server))
        return false;
    r->server->bodies_long += room - r->body_claim;
    r->body_claim = room;
    return true;
}

/* Room for so many bytes more; it doubles, up to what was announced. */
static bool
make_body_room(struct http_request *r, size_t more)
{
    size_t length = (size_t)r->head.body_length;
    size_t room = r->body_room ? r->body_room : BODY_FIRST;
    char *body;

    if (more > length - r->body_len)
        return false;
    while (room < r->body_len + more)
        room *= 2;
    if (room > length)
        room = length;
    if (room <= r->body_room)
        return true;
    if (!claim_room(r, room))
        return false;
    body = realloc(r->body, room);
    if (!body)
        return false;
    r->body = body;
    r->body_room = room;
    return true;
}

void
http_request_body(struct http_request *r, struct span bytes)
{
    if (r->asked || r->failed)
        return;
    if (!make_body_room(r, bytes.len)) {
        r->failed = true;
        return;
    }
    memcpy(r->body + r->body_len, bytes.ptr, bytes.len);
    r->body_len += bytes.len;
}

void
http_request_whole(struct http_request *r)
{
    const struct http_handler *handler = &r->server->options.handler;

    if (r->asked || r->failed)
        return;
    r->asked = true;
    r->waiting = true;
    r->server->pending++;
    http_request_wait(r, HTTP_STAGE_HANDLER, 0);
    handler->handle(handler->context, r);
    if (r->waiting)
        http_request_suspend(r);
}

void
http_request_end(struct http_request *r)
{
    struct http_server *server = r->server;

    free(r->body);
    r->body = NULL;
    r->body_len = 0;
    r->body_room = 0;
    server->bodies_long -= r->body_claim;
    r->body_claim = 0;
    http_reply_release(r->reply);
    r->reply = NULL;
    http_event_release(r->event);
    r->event = NULL;
    if (r->stream)
        server->streams--;
    if (r->waiting)
        server->pending--;
    r->stream = false;
    r->waiting = false;
    r->head_done = false;
    r->asked = false;
    r->failed = false;
    http_request_wait(r, HTTP_STAGE_IDLE, server->options.idle_deadline_ms);
}

/* ---- What the handler asks ----------------------------------------------- */

enum http_method
http_method(const struct http_request *request)
{
    return request->method;
}

struct span
http_path(const struct http_request *request)
{
    return span_of(request->path, request->path_len);
}

struct span
http_body(const struct http_request *request)
{
    return span_of(request->body, request->body_len);
}

bool
http_accepts(const struct http_request *request, enum http_coding coding)
{
    return coding == HTTP_PLAIN ||
           http_match_coding(
               http_wire_field(request->connection, "Accept-Encoding"),
               http_coding_name(coding));
}

const uint8_t *
http_address(const struct http_request *request)
{
    return request->address;
}
