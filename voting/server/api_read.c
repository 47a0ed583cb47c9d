/*
 * api_read.c - what is read from the log: answered from the cache, or made by
 * the committer, once for all who wait for it.
 */
#include <stdlib.h>
#include <string.h>

#include "voting/server/log_reading.h"
#include "voting/server/server_log.h"
#include "voting/server/server_state.h"

enum {
    FIRST_BYTES = 16 * 1024,
    ETAG_BYTES = 64,
    ETAG_ROOT_BYTES = 6, /* of the root, so that logs are told apart */
    KINDS = ROUTE_KINDS_,
};

/* How long an answer is true. */
enum validity {
    FOR_EVER,      /* tiles and texts never change */
    WHILE_SIGNED,  /* until another checkpoint, or more lines on it */
    WHILE_AS_LONG, /* until the log is longer */
};

static const char octets[] = "application/octet-stream";
static const char text[] = "text/plain; charset=utf-8";
static const char json[] = "application/json";

static const struct {
    enum err (*write)(struct text_writer *w, struct log *log,
                      const struct published *now, const struct route *route);
    enum validity validity;
    enum http_caching caching;
    const char *type;
    bool open;
} kinds[KINDS] = {
    [ROUTE_WITNESSED] = {log_reading_witnessed, WHILE_SIGNED, HTTP_NO_STORE,
                         text, true},
    [ROUTE_TILE] = {log_reading_tile, FOR_EVER, HTTP_IMMUTABLE, octets, true},
    [ROUTE_ENTRY] = {log_reading_entry, FOR_EVER, HTTP_IMMUTABLE, octets, true},
    [ROUTE_PROOF] = {log_reading_proof, WHILE_SIGNED, HTTP_NO_STORE, text,
                     true},
    [ROUTE_CONSISTENCY] = {log_reading_consistency, FOR_EVER, HTTP_IMMUTABLE,
                           text, true},
    [ROUTE_TEXT] = {log_reading_text, FOR_EVER, HTTP_IMMUTABLE, octets, true},
    [ROUTE_PACK] = {log_reading_pack, WHILE_SIGNED, HTTP_NO_STORE, octets,
                    true},
    [ROUTE_PACK_SEAT] = {log_reading_pack, WHILE_SIGNED, HTTP_NO_STORE, octets,
                         true},
    [ROUTE_VIEW_CONFERENCE] = {log_reading_conference, WHILE_AS_LONG,
                               HTTP_NO_CACHE, json, false},
    [ROUTE_VIEW_WALL] = {log_reading_wall, WHILE_AS_LONG, HTTP_NO_CACHE, json,
                         false},
    [ROUTE_VIEW_ROUND] = {log_reading_round, WHILE_AS_LONG, HTTP_NO_CACHE, json,
                          false},
    [ROUTE_VIEW_POST] = {log_reading_post, WHILE_AS_LONG, HTTP_NO_CACHE, json,
                         false},
    [ROUTE_VIEW_KEY] = {log_reading_key, WHILE_AS_LONG, HTTP_NO_CACHE, json,
                        false},
};

struct read_job {
    struct reading reading; /* first, so that one is the other */
    struct server *server;
    struct limits_ticket ticket;
    struct route route;
    enum err error;
    enum log_fault fault;
    char *bytes;
    size_t len;
    char etag[ETAG_BYTES];
    size_t key_len;
    char key[ANSWER_KEY_MAX];
};

/* ---- On the committer's thread --------------------------------------------*/

static void
write_etag(char etag[ETAG_BYTES], const struct published *now)
{
    struct text_writer w;

    /* One byte less: it ends in NUL, and decimal and hexadecimal fit. */
    memset(etag, 0, ETAG_BYTES);
    text_writer_start(&w, etag, ETAG_BYTES - 1);
    text_writer_decimal(&w, now->size);
    text_writer_text(&w, "-");
    text_writer_hex(&w, now->root.bytes, ETAG_ROOT_BYTES);
}

/* In room that grows until it is enough. */
static enum err
write_answer(struct read_job *job, struct log *log, const struct published *now)
{
    struct text_writer w;
    enum err e = ERR_NOMEM;

    for (size_t room = FIRST_BYTES; room <= LOG_READING_MAX && e == ERR_NOMEM;
         room *= 4) {
        free(job->bytes);
        job->bytes = malloc(room);
        if (!job->bytes)
            return ERR_NOMEM;
        text_writer_start(&w, job->bytes, room);
        e = kinds[job->route.kind].write(&w, log, now, &job->route);
        if (!e)
            e = w.error;
        job->len = w.len;
    }
    return e;
}

static void
read_log(struct reading *reading, struct log *log, const struct published *now)
{
    struct read_job *job = (struct read_job *)reading;

    job->error = ERR_STATE;
    job->fault = log_fault(log);
    if (!now)
        return;
    job->error = write_answer(job, log, now);
    write_etag(job->etag, now);
}

/* ---- On the loop ----------------------------------------------------------*/

void
api_read_give(void *context, void *waiter, struct http_reply *reply)
{
    (void)context;
    http_answer(waiter, reply);
}

static enum api_error
error_of(const struct read_job *job)
{
    switch (job->error) {
    case ERR_NOTFOUND:
    case ERR_INPUT:
        return API_NOT_THERE;
    case ERR_STATE:
        return job->fault ? API_LOG_STOPPED : API_BUSY;
    case ERR_IO:
        if (job->fault)
            return API_LOG_STOPPED;
        break;
    default:
        break;
    }
    server_log(SERVER_LINE_INTERNAL, "read", err_name(job->error), NULL);
    return API_INTERNAL;
}

/* Nobody gets what was asked for. */
static void
settle_error(struct read_job *job, struct span key)
{
    struct server *s = job->server;
    enum api_error error = error_of(job);
    struct http_reply *reply;

    if (error == API_LOG_STOPPED && !api_reply_fault(&reply, job->fault)) {
        answer_cache_settle(s->cache, key, reply, false);
        http_reply_release(reply);
        return;
    }
    answer_cache_settle(s->cache, key, api_reply_error(s, error), false);
}

static void
job_done(struct committer_job *base)
{
    struct read_job *job = (struct read_job *)base;
    struct server *s = job->server;
    struct span key = span_of(job->key, job->key_len);
    struct http_reply *reply = NULL;
    enum err e = job->error;

    limits_leave(s->read_limits, &job->ticket);
    if (!e) {
        struct http_content content = {
            .status = 200,
            .type = kinds[job->route.kind].type,
            .caching = kinds[job->route.kind].caching,
            .open = kinds[job->route.kind].open,
            .etag = kinds[job->route.kind].caching == HTTP_NO_CACHE ? job->etag
                                                                    : NULL,
            .body = span_of(job->bytes, job->len),
        };

        e = job->error = http_reply_new(&reply, &content);
    }
    if (e)
        settle_error(job, key);
    else
        answer_cache_settle(s->cache, key, reply, true);
    http_reply_release(reply);
    free(job->bytes);
    free(job);
}

/* The path, and until when its answer is true. */
static enum err
write_key(struct read_job *job, struct span path)
{
    const struct published *now = job->server->now;
    struct text_writer w;
    struct span key;
    enum err e;

    text_writer_start(&w, job->key, sizeof job->key);
    text_writer_span(&w, path);
    if (kinds[job->route.kind].validity != FOR_EVER) {
        text_writer_text(&w, " ");
        text_writer_decimal(&w, kinds[job->route.kind].validity == WHILE_SIGNED
                                    ? now->version
                                    : now->size);
    }
    e = text_writer_finish(&w, &key);
    job->key_len = key.len;
    return e;
}

/* What is beyond the published checkpoint is not there. */
static bool
is_published(const struct route *route, const struct published *now)
{
    switch (route->kind) {
    case ROUTE_TILE:
        return tile_width(route->tile.level, route->tile.index, now->size) >=
               route->tile.width;
    case ROUTE_ENTRY:
    case ROUTE_PROOF:
        return route->number < now->size;
    case ROUTE_CONSISTENCY:
        return route->number <= route->size && route->size <= now->size;
    default:
        return true;
    }
}

/* Whoever waits for the job's answer gets this error instead. */
static void
give_up(struct read_job *job, enum api_error error)
{
    answer_cache_settle(job->server->cache, span_of(job->key, job->key_len),
                        api_reply_error(job->server, error), false);
    free(job);
}

/* The first who wants an answer has it made. */
static void
start(struct read_job *job, const uint8_t *address)
{
    struct server *s = job->server;

    if (!limits_enter(s->read_limits, &job->ticket, address,
                      span_of(NULL, 0))) {
        give_up(job, API_TOO_MANY);
    } else if (committer_read(s->committer, &job->reading)) {
        limits_leave(s->read_limits, &job->ticket);
        give_up(job, API_BUSY);
    }
}

void
api_read(struct server *s, struct http_request *request,
         const struct route *route)
{
    struct read_job *job;
    enum answer answer = ANSWER_KEPT;
    enum err e;

    /* A log of which nothing may be said. */
    if (s->now->fault && !s->checkpoint) {
        api_answer_fault(s, request, s->now->fault);
        return;
    }
    if (!is_published(route, s->now)) {
        api_answer_error(s, request, API_NOT_THERE);
        return;
    }
    job = calloc(1, sizeof *job);
    if (!job) {
        api_answer_error(s, request, API_INTERNAL);
        return;
    }
    job->reading.job.done = job_done;
    job->reading.read = read_log;
    job->server = s;
    job->route = *route;
    e = write_key(job, http_path(request));
    if (!e)
        e = answer_cache_ask(s->cache, &answer, span_of(job->key, job->key_len),
                             request);
    if (!e && answer == ANSWER_MAKE) {
        start(job, http_address(request));
        return;
    }
    free(job);
    if (e)
        api_answer_error(s, request, API_INTERNAL);
}
