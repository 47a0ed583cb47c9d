/*
 * api_reply.c - the server's errors as replies, made once.
 */
#include <sodium.h>

#include "voting/server/server_log.h"
#include "voting/server/server_state.h"

static const char plain_text[] = "text/plain; charset=utf-8";

enum {
    TOO_MANY_AGAIN_S = 2,
    UNKNOWN_AGAIN_S = 1,
    STOPPED_AGAIN_S = 5,
};

static enum err
make_error(struct http_reply **out, enum api_error error,
           unsigned retry_after_s, const char *allow)
{
    char bytes[API_ERROR_TEXT_MAX];
    struct text_writer w;
    struct http_content content = {
        .status = api_error_status(error),
        .type = plain_text,
        .open = true,
        .retry_after_s = retry_after_s,
        .allow = allow,
    };
    enum err e;

    text_writer_start(&w, bytes, sizeof bytes);
    api_error_write(&w, error);
    e = text_writer_finish(&w, &content.body);
    return e ? e : http_reply_new(out, &content);
}

static unsigned
again_after(enum api_error error)
{
    switch (error) {
    case API_TOO_MANY:
        return TOO_MANY_AGAIN_S;
    case API_UNKNOWN:
        return UNKNOWN_AGAIN_S;
    case API_LOG_STOPPED:
        return STOPPED_AGAIN_S;
    default:
        return 0;
    }
}

enum err
api_reply_prepare(struct server *s)
{
    enum err e = make_error(&s->post_only, API_METHOD, 0, "POST");

    for (unsigned i = 0; i < API_ERROR_COUNT_ && !e; i++)
        e = make_error(&s->errors[i], (enum api_error)i,
                       again_after((enum api_error)i),
                       i == API_METHOD ? "GET, HEAD" : NULL);
    for (unsigned i = 0; i < SERVER_BUSY_SPREAD && !e; i++)
        e = make_error(&s->busy[i], API_BUSY, i + 1, NULL);
    return e;
}

void
api_reply_discard(struct server *s)
{
    http_reply_release(s->post_only);
    for (unsigned i = 0; i < API_ERROR_COUNT_; i++)
        http_reply_release(s->errors[i]);
    for (unsigned i = 0; i < SERVER_BUSY_SPREAD; i++)
        http_reply_release(s->busy[i]);
}

struct http_reply *
api_reply_error(struct server *s, enum api_error error)
{
    if (error == API_UNKNOWN)
        server_log(SERVER_LINE_STORE_UNKNOWN, NULL, NULL, NULL);
    if (error != API_BUSY)
        return s->errors[error];
    if (!atomic_load(&s->stopping))
        server_log(SERVER_LINE_BUSY, NULL, NULL, NULL);
    /* Who was turned away together shall not come back together. */
    return s->busy[randombytes_uniform(SERVER_BUSY_SPREAD)];
}

void
api_answer(struct server *s, struct http_request *request,
           const struct http_content *content)
{
    struct http_reply *reply;

    if (http_reply_new(&reply, content)) {
        http_answer(request, s->errors[API_INTERNAL]);
        return;
    }
    http_answer(request, reply);
    http_reply_release(reply);
}

void
api_answer_error(struct server *s, struct http_request *request,
                 enum api_error error)
{
    http_answer(request, api_reply_error(s, error));
}

enum err
api_reply_fault(struct http_reply **out, enum log_fault fault)
{
    char bytes[API_ERROR_TEXT_MAX];
    struct text_writer w;
    struct http_content content = {
        .status = api_error_status(API_LOG_STOPPED),
        .type = plain_text,
        .open = true,
        .retry_after_s = STOPPED_AGAIN_S,
    };
    enum err e;

    text_writer_start(&w, bytes, sizeof bytes);
    api_error_write_fault(&w, fault);
    e = text_writer_finish(&w, &content.body);
    return e ? e : http_reply_new(out, &content);
}

void
api_answer_fault(struct server *s, struct http_request *request,
                 enum log_fault fault)
{
    struct http_reply *reply;

    if (api_reply_fault(&reply, fault)) {
        api_answer_error(s, request, API_LOG_STOPPED);
        return;
    }
    http_answer(request, reply);
    http_reply_release(reply);
}

bool
api_queue(struct server *s, struct http_request *request,
          struct reading *reading, struct limits_ticket *ticket)
{
    if (!limits_enter(s->limits, ticket, http_address(request),
                      span_of(NULL, 0))) {
        api_answer_error(s, request, API_TOO_MANY);
        return false;
    }
    if (committer_read(s->committer, reading)) {
        limits_leave(s->limits, ticket);
        api_answer_error(s, request, API_BUSY);
        return false;
    }
    return true;
}
