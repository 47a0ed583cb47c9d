#include <stdlib.h>
#include <string.h>

#include "voting/http/http_fields.h"
#include "voting/http/http_state.h"
#include "voting/http/http_wire.h"

struct http_reply {
    size_t count;
    unsigned status;
    char *body;
    size_t body_len;
    /* Made when first wanted. */
    struct MHD_Response *keeping;
    struct MHD_Response *closing;
    struct http_fields fields;
};

enum err
http_reply_new(struct http_reply **out, const struct http_content *content)
{
    struct http_reply *reply = calloc(1, sizeof *reply);

    *out = NULL;
    if (!reply)
        return ERR_NOMEM;
    if (content->body.len > 0) {
        reply->body = malloc(content->body.len);
        if (!reply->body) {
            free(reply);
            return ERR_NOMEM;
        }
        memcpy(reply->body, content->body.ptr, content->body.len);
        reply->body_len = content->body.len;
    }
    reply->count = 1;
    reply->status = content->status;
    http_fields_make(&reply->fields, content);
    *out = reply;
    return OK;
}

struct http_reply *
http_reply_keep(struct http_reply *reply)
{
    reply->count++;
    return reply;
}

void
http_reply_release(struct http_reply *reply)
{
    if (!reply || --reply->count > 0)
        return;
    http_wire_release(reply->keeping);
    http_wire_release(reply->closing);
    free(reply->body);
    free(reply);
}

size_t
http_reply_size(const struct http_reply *reply)
{
    return reply->body_len;
}

unsigned
http_reply_status(const struct http_reply *reply)
{
    return reply->status;
}

struct span
http_reply_etag(const struct http_reply *reply)
{
    return reply->fields.etag;
}

static struct MHD_Response *
make_response(const struct http_reply *reply, bool close, bool tls)
{
    struct MHD_Response *made =
        http_wire_response(span_of(reply->body, reply->body_len));
    struct http_fields connection;

    http_fields_connection(&connection, close, tls);
    if (made && (!http_wire_fields(made, &reply->fields) ||
                 !http_wire_fields(made, &connection))) {
        http_wire_release(made);
        made = NULL;
    }
    return made;
}

struct MHD_Response *
http_reply_response(struct http_reply *reply, bool close, bool tls)
{
    struct MHD_Response **response = close ? &reply->closing : &reply->keeping;

    if (!*response)
        *response = make_response(reply, close, tls);
    return *response;
}
