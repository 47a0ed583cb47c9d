#include "voting/http/http_wire.h"

#include <microhttpd.h>
#include <string.h>
#include <strings.h>

#include "voting/http/http_fields.h"
#include "voting/http/http_state.h"
#include "voting/http/tls.h"

/*
 * Of one connection: its buffer and what the library notes of a head. Half of
 * it is the buffer at first, so a head of the longest size fits, and a longer
 * one is seen to be so.
 */
enum { CONNECTION_MEMORY = 2 * HTTP_HEAD_MAX };

/* ---- What happens on a connection ---------------------------------------- */

static enum MHD_Result
on_accept(void *context, const struct sockaddr *from, socklen_t len)
{
    (void)len;
    return http_connection_welcome(context, from) ? MHD_YES : MHD_NO;
}

static struct http_request *
request_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);

    return info ? info->socket_context : NULL;
}

static void
on_connection(void *context, struct MHD_Connection *connection,
              void **socket_context, enum MHD_ConnectionNotificationCode code)
{
    const union MHD_ConnectionInfo *fd;
    const union MHD_ConnectionInfo *from;

    if (code == MHD_CONNECTION_NOTIFY_CLOSED) {
        if (*socket_context)
            http_connection_end(*socket_context);
        *socket_context = NULL;
        return;
    }
    fd = MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    from =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    *socket_context = http_connection_begin(context, connection, fd->connect_fd,
                                            from->client_addr);
}

/* The request line is there, and nothing of it was changed yet. */
static void *
on_request_line(void *context, const char *target,
                struct MHD_Connection *connection)
{
    struct http_request *r = request_of(connection);

    (void)context;
    if (r)
        http_request_begin(r, target ? span_text(target) : (struct span){0});
    return r;
}

/* Leaves percent signs as they are: a target that has one is refused. */
static size_t
on_unescape(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context;
    (void)connection;
    return strlen(text);
}

static enum MHD_Result
on_field(void *context, enum MHD_ValueKind kind, const char *name,
         size_t name_len, const char *value, size_t value_len)
{
    struct http_request *r = context;

    (void)kind;
    http_head_field(&r->head, span_of(name, name_len),
                    span_of(value, value_len));
    return MHD_YES;
}

static void
take_head(struct http_request *r, const char *method, const char *version)
{
    const union MHD_ConnectionInfo *size = MHD_get_connection_info(
        r->connection, MHD_CONNECTION_INFO_REQUEST_HEADER_SIZE);

    http_head_start(&r->head, span_text(method), r->target, span_text(version));
    (void)MHD_get_connection_values_n(r->connection, MHD_HEADER_KIND, on_field,
                                      r);
    http_request_head(r, span_text(method), size ? size->header_size : 0);
}

/* Called with the head, with each part of the body, and after the last. */
static enum MHD_Result
on_request(void *context, struct MHD_Connection *connection, const char *url,
           const char *method, const char *version, const char *bytes,
           size_t *len, void **request)
{
    struct http_request *r = *request;

    (void)context;
    (void)connection;
    (void)url;
    if (!r)
        return MHD_NO;
    if (!r->head_done)
        take_head(r, method, version);
    else if (*len > 0)
        http_request_body(r, span_of(bytes, *len));
    else
        http_request_whole(r);
    *len = 0;
    return r->failed ? MHD_NO : MHD_YES;
}

static void
on_completed(void *context, struct MHD_Connection *connection, void **request,
             enum MHD_RequestTerminationCode code)
{
    (void)context;
    (void)connection;
    (void)code;
    if (*request)
        http_request_end(*request);
    *request = NULL;
}

/* ---- The loop ------------------------------------------------------------ */

enum err
http_wire_open(struct http_server *server)
{
    struct MHD_OptionItem tls[] = {
        {MHD_OPTION_HTTPS_CERT_CALLBACK2, 0, tls_retriever()},
        {MHD_OPTION_HTTPS_PRIORITIES, 0, (char *)tls_priorities},
        {MHD_OPTION_END, 0, NULL},
    };
    struct MHD_OptionItem options[] = {
        {MHD_OPTION_LISTEN_SOCKET, server->listen_fd, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, server->options.connections_max, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, NULL},
        {MHD_OPTION_CONNECTION_TIMEOUT, 0, NULL}, /* the loop's business */
        {MHD_OPTION_STRICT_FOR_CLIENT, 0, NULL},  /* http_plain.h is */
        {MHD_OPTION_NOTIFY_CONNECTION, (intptr_t)on_connection, server},
        {MHD_OPTION_NOTIFY_COMPLETED, (intptr_t)on_completed, server},
        {MHD_OPTION_URI_LOG_CALLBACK, (intptr_t)on_request_line, server},
        {MHD_OPTION_UNESCAPE_CALLBACK, (intptr_t)on_unescape, server},
        {MHD_OPTION_ARRAY, 0, server->options.tls ? tls : tls + 2},
        {MHD_OPTION_END, 0, NULL},
    };
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
                     (server->options.tls ? MHD_USE_TLS : MHD_NO_FLAG);

    server->daemon =
        MHD_start_daemon(flags, 0, on_accept, server, on_request, server,
                         MHD_OPTION_ARRAY, options, MHD_OPTION_END);
    return server->daemon ? OK : ERR_IO;
}

void
http_wire_close(struct MHD_Daemon *daemon)
{
    MHD_stop_daemon(daemon);
}

void
http_wire_quiesce(struct MHD_Daemon *daemon)
{
    (void)MHD_quiesce_daemon(daemon);
}

int
http_wire_fd(struct MHD_Daemon *daemon)
{
    return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD)->epoll_fd;
}

unsigned
http_wire_patience(struct MHD_Daemon *daemon, unsigned max_ms)
{
    MHD_UNSIGNED_LONG_LONG wait;

    if (MHD_get_timeout(daemon, &wait) == MHD_YES && wait < max_ms)
        return (unsigned)wait;
    return max_ms;
}

enum err
http_wire_run(struct MHD_Daemon *daemon)
{
    return MHD_run_wait(daemon, 0) == MHD_YES ? OK : ERR_IO;
}

/* ---- Connections --------------------------------------------------------- */

void
http_wire_suspend(struct MHD_Connection *connection)
{
    MHD_suspend_connection(connection);
}

void
http_wire_resume(struct MHD_Connection *connection)
{
    MHD_resume_connection(connection);
}

struct tls *
http_wire_tls(struct MHD_Connection *connection)
{
    const struct http_request *r = request_of(connection);

    return r ? r->server->options.tls : NULL;
}

/* What is looked for among the fields, and found. */
struct wanted {
    const char *name;
    struct span value;
};

static enum MHD_Result
on_wanted(void *context, enum MHD_ValueKind kind, const char *name,
          size_t name_len, const char *value, size_t value_len)
{
    struct wanted *wanted = context;

    (void)kind;
    if (name_len == strlen(wanted->name) &&
        strncasecmp(name, wanted->name, name_len) == 0)
        wanted->value = span_of(value, value_len);
    return MHD_YES;
}

struct span
http_wire_field(struct MHD_Connection *connection, const char *name)
{
    struct wanted wanted = {.name = name};

    (void)MHD_get_connection_values_n(connection, MHD_HEADER_KIND, on_wanted,
                                      &wanted);
    return wanted.value;
}

bool
http_wire_send(struct MHD_Connection *connection, unsigned status,
               struct MHD_Response *response)
{
    return MHD_queue_response(connection, status, response) == MHD_YES;
}

/* ---- Responses ----------------------------------------------------------- */

struct MHD_Response *
http_wire_response(struct span body)
{
    return MHD_create_response_from_buffer(body.len, (char *)body.ptr,
                                           MHD_RESPMEM_PERSISTENT);
}

_Static_assert(HTTP_WIRE_END == MHD_CONTENT_READER_END_OF_STREAM,
               "the library's word for the end of a stream");

struct MHD_Response *
http_wire_stream(http_wire_reader *reader, void *context)
{
    enum { BLOCK = 1024 }; /* used only for HTTP/1.0 */

    return MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK, reader,
                                             context, NULL);
}

bool
http_wire_fields(struct MHD_Response *response,
                 const struct http_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++)
        if (MHD_add_response_header(response, fields->list[i].name,
                                    fields->list[i].value) != MHD_YES)
            return false;
    return true;
}

void
http_wire_release(struct MHD_Response *response)
{
    if (response)
        MHD_destroy_response(response);
}
