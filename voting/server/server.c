#include "voting/server/server.h"

#include <stdlib.h>
#include <time.h>

#include <sodium.h>

#include "voting/server/server_log.h"
#include "voting/server/server_state.h"

enum {
    TURN_MS = 100,
    TICK_MS = 1000,
    DRAIN_MS = 30000, /* for answering what was read */
    CACHE_BYTES = 64 * 1024 * 1024,
    /* For paths that take no body, so that they can say so themselves. */
    OTHER_BODY_MAX = 4096,
    DATE_BYTES = 16,
};

uint64_t
server_clock_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

uint64_t
server_time_s(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_REALTIME, &t);
    return t.tv_sec > 0 ? (uint64_t)t.tv_sec : 0;
}

bool
server_is_empty(const struct server *s)
{
    return s->now->size == 0 && !s->now->fault;
}

/* ---- Requests -------------------------------------------------------------*/

static size_t
body_max(void *context, enum http_method method, struct span path)
{
    struct route route;

    (void)context;
    if (method != HTTP_POST)
        return 0;
    return route_find(&route, path) && route.post ? route.body_max
                                                  : OTHER_BODY_MAX;
}

static void
dispatch(struct server *s, struct http_request *request,
         const struct route *route)
{
    switch (route->kind) {
    case ROUTE_EVENT:
        api_event(s, request);
        break;
    case ROUTE_COSIGN:
        api_cosign(s, request);
        break;
    case ROUTE_MEMBER:
        api_member(s, request);
        break;
    case ROUTE_DRAFT:
        api_draft(s, request);
        break;
    case ROUTE_CHECKPOINT:
    case ROUTE_NOW:
    case ROUTE_LIVE:
    case ROUTE_HEALTHZ:
    case ROUTE_LOG_KEY:
        api_now(s, request, route);
        break;
    default:
        api_read(s, request, route);
        break;
    }
}

static enum http_coding
best_coding(const struct http_request *request)
{
    if (http_accepts(request, HTTP_BROTLI))
        return HTTP_BROTLI;
    return http_accepts(request, HTTP_GZIP) ? HTTP_GZIP : HTTP_PLAIN;
}

/* One of the pages' files, or there is no such path. */
static void
answer_page(struct server *s, struct http_request *request)
{
    struct http_reply *reply;
    enum err e = api_pages_reply(s->pages, &reply, http_path(request),
                                 best_coding(request));

    if (e == ERR_NOTFOUND)
        api_answer_error(s, request, API_NO_SUCH_PATH);
    else if (e)
        api_answer_error(s, request, API_INTERNAL);
    else if (http_method(request) != HTTP_GET)
        api_answer_error(s, request, API_METHOD);
    else
        http_answer(request, reply);
}

static void
handle(void *context, struct http_request *request)
{
    struct server *s = context;
    enum http_method method = http_method(request);
    struct route route;

    if (!route_find(&route, http_path(request)))
        answer_page(s, request);
    else if (method != (route.post ? HTTP_POST : HTTP_GET))
        http_answer(request, route.post ? s->post_only : s->errors[API_METHOD]);
    else if (atomic_load(&s->stopping))
        api_answer_error(s, request, API_BUSY);
    else
        dispatch(s, request, &route);
}

static struct http_reply *
refuse(void *context, unsigned status)
{
    struct server *s = context;

    /* Of the three that are 503, the one that HTTP itself can find. */
    return api_reply_error(s, status == 503 ? API_BUSY
                                            : api_error_of_status(status));
}

/* ---- Opening --------------------------------------------------------------*/

static void
wake(void *context)
{
    struct server *s = context;

    http_wake(s->http);
}

/* The log that is there, or an empty one. */
static enum err
open_log(struct server *s)
{
    const struct proof_prover prover = {proof_pool_prove, s->pool};
    struct log_options options = {
        .prove = s->options.prove,
        .prover = &prover,
    };
    uint64_t begin_ms = server_clock_ms();
    enum err e = log_open_local(&s->log, s->options.log_path,
                                s->options.key_path, &options);

    if (e == ERR_NOTFOUND) {
        options.create = true;
        e = log_open_local(&s->log, s->options.log_path, s->options.key_path,
                           &options);
        /* Where some of a log's files are there, the others are missing. */
        if (e == ERR_EXISTS)
            e = ERR_NOTFOUND;
    }
    if (e)
        return e;
    log_key(s->log, &s->log_key);
    server_log_figures(SERVER_LINE_LOG_OPENED, log_size(s->log),
                       server_clock_ms() - begin_ms);
    return OK;
}

static enum err
open_parts(struct server *s)
{
    const struct answer_cache_options cache = {
        .bytes_max = CACHE_BYTES,
        .give = api_read_give,
    };
    size_t threads =
        s->options.workers ? s->options.workers - 1 : proof_pool_threads_here();
    enum err e = api_reply_prepare(s);

    if (!e)
        e = answer_cache_new(&s->cache, &cache);
    if (!e)
        e = api_pages_new(&s->pages, s->options.plain_open);
    if (!e)
        e = limits_new(&s->limits, SERVER_WAITING_MAX);
    if (!e)
        e = limits_new(&s->read_limits, SERVER_READINGS_WAITING);
    if (!e)
        e = heartbeats_new(&s->heartbeats);
    if (!e)
        e = member_door_new(&s->door);
    if (!e)
        e = draft_box_new(&s->drafts);
    if (!e)
        e = proof_pool_open(&s->pool, threads);
    s->now = calloc(1, sizeof *s->now);
    return e || s->now ? e : ERR_NOMEM;
}

static enum err
open_http(struct server *s)
{
    struct http_options options = {
        .address = s->options.address,
        .port = s->options.port,
        .behind_proxy = s->options.behind_proxy,
        .connections_max = s->options.connections_max,
        .address_connections_max = s->options.address_connections_max,
        .handler = {body_max, handle, refuse, s},
    };

    enum err e = OK;

    if (s->options.tls_certificate)
        e = tls_open(&s->tls, s->options.tls_certificate, s->options.tls_key);
    options.tls = s->tls;
    return e ? e : http_open(&s->http, &options);
}

/* Makes the checkpoint that is published the one that is served. */
static void
take_published(struct server *s)
{
    enum log_fault fault = s->now->fault;
    struct http_content content = {
        .status = 200,
        .type = "text/plain; charset=utf-8",
        .caching = HTTP_NO_STORE,
        .open = true,
    };
    struct http_reply *reply;

    if (!committer_published(s->committer, s->now))
        return;
    if (s->now->fault != fault && s->now->fault)
        server_log(SERVER_LINE_LOG_STOPPED,
                   log_fault_words(s->now->fault, server_log_lang()), NULL,
                   NULL);
    else if (s->now->fault != fault)
        server_log_figures(SERVER_LINE_LOG_GOES_ON, s->now->size, 0);
    if (s->now->size > 0)
        sodium_memzero(&s->setup, sizeof s->setup);
    if (s->now->checkpoint_len == 0)
        return;
    content.body = span_of(s->now->checkpoint, s->now->checkpoint_len);
    /* Without memory the one before is served; both are true. */
    if (http_reply_new(&reply, &content))
        return;
    http_reply_release(s->checkpoint);
    s->checkpoint = reply;
}

static enum err
open_committer(struct server *s)
{
    const struct committer_options options = {
        .log = s->log,
        .wake = wake,
        .context = s,
    };
    enum err e = committer_open(&s->committer, &options);

    if (e)
        return e;
    e = server_witness_open(&s->witness, &(const struct server_witness_options){
                                             s->committer, wake, s});
    if (e)
        return e;
    take_published(s);
    if (server_is_empty(s))
        setup_code_make(&s->setup);
    return OK;
}

enum err
server_open(struct server **out, const struct server_options *options)
{
    struct server *s = calloc(1, sizeof *s);
    enum err e;

    *out = NULL;
    if (!s)
        return ERR_NOMEM;
    s->options = *options;
    e = sodium_init() < 0 ? ERR_IO : open_parts(s);
    if (!e)
        e = open_log(s);
    if (!e)
        e = open_http(s);
    if (!e)
        e = open_committer(s);
    if (e) {
        server_close(s);
        return e;
    }
    *out = s;
    return OK;
}

void
server_close(struct server *s)
{
    if (!s)
        return;
    if (s->committer) {
        committer_stop(s->committer);
        committer_collect(s->committer);
    }
    server_witness_close(s->witness);
    committer_close(s->committer);
    http_close(s->http);
    tls_close(s->tls);
    log_close(s->log);
    proof_pool_close(s->pool);
    draft_box_free(s->drafts);
    member_door_free(s->door);
    heartbeats_free(s->heartbeats);
    limits_free(s->read_limits);
    limits_free(s->limits);
    api_pages_free(s->pages);
    answer_cache_free(s->cache);
    http_reply_release(s->checkpoint);
    api_reply_discard(s);
    sodium_memzero(&s->setup, sizeof s->setup);
    free(s->now);
    free(s);
}

uint16_t
server_port(const struct server *s)
{
    return http_port(s->http);
}

const char *
server_setup_code(const struct server *s)
{
    return server_is_empty(s) ? s->setup.text : NULL;
}

/* ---- Running --------------------------------------------------------------*/

/* The certificate and its key, if that was asked for. */
static void
reload(struct server *s)
{
    char until[DATE_BYTES] = "";
    struct tm tm;
    time_t end;
    enum err e;

    if (!atomic_exchange(&s->reloading, false) || !s->tls)
        return;
    e = tls_reload(s->tls);
    if (e) {
        server_log(SERVER_LINE_RELOAD_FAILED, err_name(e), NULL, NULL);
        return;
    }
    end = (time_t)tls_expires_at_s(s->tls);
    if (gmtime_r(&end, &tm))
        (void)strftime(until, sizeof until, "%Y-%m-%d", &tm);
    server_log(SERVER_LINE_RELOADED, until, NULL, NULL);
}

static enum err
turn(struct server *s)
{
    enum err e = http_turn(s->http, TURN_MS);
    uint64_t now_ms = server_clock_ms();

    if (e)
        return e;
    reload(s);
    /* First what is published, then who it was for. */
    take_published(s);
    committer_collect(s->committer);
    server_witness_turn(s->witness, now_ms);
    api_now_broadcast(s, now_ms);
    if (s->options.tick && now_ms - s->ticked_ms >= TICK_MS) {
        s->ticked_ms = now_ms;
        s->options.tick(s->options.context);
    }
    return OK;
}

enum err
server_run(struct server *s)
{
    uint64_t end_ms;
    enum err e = OK;

    while (!e && !atomic_load(&s->stopping))
        e = turn(s);
    if (e)
        return e;
    server_log_figures(SERVER_LINE_STOPPING, http_pending(s->http), 0);
    server_witness_stop(s->witness);
    http_quiesce(s->http);
    end_ms = server_clock_ms() + DRAIN_MS;
    while (!e && http_pending(s->http) > 0 && server_clock_ms() < end_ms)
        e = turn(s);
    if (!e)
        server_log_figures(SERVER_LINE_STOPPED, s->now->size, 0);
    return e;
}

void
server_stop(struct server *s)
{
    atomic_store(&s->stopping, true);
    http_wake(s->http);
}

void
server_reload(struct server *s)
{
    atomic_store(&s->reloading, true);
    http_wake(s->http);
}
