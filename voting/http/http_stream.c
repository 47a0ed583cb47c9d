#include <assert.h>
#include <string.h>

#include "voting/http/http_event.h"
#include "voting/http/http_fields.h"
#include "voting/http/http_state.h"
#include "voting/http/http_wire.h"

/* Takes up the last broadcast; whether it has not been sent here yet. */
static bool
take_event(struct http_request *r)
{
    struct http_server *server = r->server;

    if (r->event)
        return true;
    if (!http_event_is_after(server->event, r->event_number))
        return false;
    r->event = http_event_keep(server->event);
    r->event_sent = 0;
    r->event_number = http_event_number(r->event);
    http_request_wait(r, HTTP_STAGE_EVENT, server->options.body_deadline_ms);
    return true;
}

/* Asked for what comes next when all before it has gone out. */
static ssize_t
next_bytes(void *context, uint64_t position, char *buffer, size_t max)
{
    struct http_request *r = context;
    struct span left;

    (void)position;
    if (r->server->closing || r->ending)
        return HTTP_WIRE_END;
    if (!take_event(r)) {
        http_request_wait(r, HTTP_STAGE_STREAM, 0);
        http_request_suspend(r);
        return 0;
    }
    left = span_from(http_event_bytes(r->event), r->event_sent);
    if (left.len > max)
        left.len = max;
    memcpy(buffer, left.ptr, left.len);
    r->event_sent += left.len;
    if (r->event_sent == http_event_bytes(r->event).len) {
        http_event_release(r->event);
        r->event = NULL;
    }
    return (ssize_t)left.len;
}

static struct MHD_Response *
stream_response(struct http_request *r)
{
    static const struct http_content content = {
        .status = 200,
        .type = "text/event-stream",
        .caching = HTTP_NO_STORE,
    };
    struct MHD_Response *response = http_wire_stream(next_bytes, r);
    struct http_fields fields;
    struct http_fields connection;

    http_fields_make(&fields, &content);
    http_fields_connection(&connection, true, r->server->options.tls != NULL);
    if (response && (!http_wire_fields(response, &fields) ||
                     !http_wire_fields(response, &connection))) {
        http_wire_release(response);
        return NULL;
    }
    return response;
}

void
http_stream(struct http_request *request)
{
    struct MHD_Response *response = stream_response(request);

    request->stream = true;
    request->event_number = 0;
    request->server->streams++;
    http_request_wait(request, HTTP_STAGE_EVENT,
                      request->server->options.body_deadline_ms);
    http_request_send(request, 200, response);
    http_wire_release(response);
}

enum err
http_broadcast(struct http_server *server, struct span event)
{
    struct http_event *made;
    enum err e;

    assert(event.len > 0);
    e = http_event_new(&made, server->event, event);
    if (e)
        return e;
    http_event_release(server->event);
    server->event = made;
    for (struct http_waiter *w = server->queues[HTTP_STAGE_STREAM].first; w;
         w = w->next)
        http_request_resume((struct http_request *)w);
    return OK;
}

size_t
http_stream_count(const struct http_server *server)
{
    return server->streams;
}
