/*
 * api_now.c - what the loop knows by itself: the checkpoint, where the log
 * stands, how the server is, and the key of a log that is still empty.
 */
#include <string.h>

#include "crypto/base64.h"
#include "voting/server/server_state.h"

enum {
    LINE_MAX_BYTES = 128,
    HEALTH_MAX_BYTES = 512,
    GROWTH_MS = 500,    /* between words on a log that only grows */
    SILENCE_MS = 15000, /* after which something is said in any case */
};

static const char plain_text[] = "text/plain; charset=utf-8";

/* size SP stage SP time SP phones SP drafts LF */
static void
write_line(struct server *s, struct text_writer *w)
{
    text_writer_decimal(w, s->now->size);
    text_writer_text(w, " ");
    text_writer_decimal(w, s->now->stage);
    text_writer_text(w, " ");
    text_writer_decimal(w, server_time_s());
    text_writer_text(w, " ");
    text_writer_decimal(
        w, heartbeats_count(s->heartbeats, server_clock_ms() / 1000));
    text_writer_text(w, " ");
    text_writer_decimal(w, s->draft_changes);
    text_writer_text(w, "\n");
}

static void
answer_written(struct server *s, struct http_request *request,
               struct text_writer *w, bool open)
{
    struct http_content content = {
        .status = 200,
        .type = plain_text,
        .open = open,
    };

    if (text_writer_finish(w, &content.body))
        api_answer_error(s, request, API_INTERNAL);
    else
        api_answer(s, request, &content);
}

static void
answer_now(struct server *s, struct http_request *request)
{
    char bytes[LINE_MAX_BYTES];
    struct text_writer w;

    text_writer_start(&w, bytes, sizeof bytes);
    write_line(s, &w);
    answer_written(s, request, &w, false);
}

static void
answer_log_key(struct server *s, struct http_request *request)
{
    char bytes[LINE_MAX_BYTES];
    struct text_writer w;

    if (!server_is_empty(s)) {
        api_answer_error(s, request, API_NOT_THERE);
        return;
    }
    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_base64(&w, s->log_key.bytes, sizeof s->log_key.bytes);
    text_writer_text(&w, "\n");
    answer_written(s, request, &w, false);
}

static void
write_figure(struct text_writer *w, const char *name, uint64_t figure)
{
    text_writer_text(w, name);
    text_writer_text(w, " ");
    text_writer_decimal(w, figure);
    text_writer_text(w, "\n");
}

static void
answer_health(struct server *s, struct http_request *request)
{
    char bytes[HEALTH_MAX_BYTES];
    struct committer_load load;
    struct text_writer w;

    if (s->now->fault) {
        api_answer_fault(s, request, s->now->fault);
        return;
    }
    committer_load(s->committer, &load);
    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_text(&w, "ok\n");
    write_figure(&w, "size", s->now->size);
    write_figure(&w, "stage", s->now->stage);
    write_figure(&w, "notes-waiting", load.notes);
    write_figure(&w, "work-waiting-us", load.work_us);
    write_figure(&w, "readings-waiting", load.readings);
    write_figure(&w, "cache-bytes", answer_cache_bytes(s->cache));
    write_figure(&w, "streams", http_stream_count(s->http));
    write_figure(&w, "phones",
                 heartbeats_count(s->heartbeats, server_clock_ms() / 1000));
    answer_written(s, request, &w, false);
}

void
api_now(struct server *s, struct http_request *request,
        const struct route *route)
{
    switch (route->kind) {
    case ROUTE_CHECKPOINT:
        if (s->checkpoint)
            http_answer(request, s->checkpoint);
        else if (s->now->fault)
            api_answer_fault(s, request, s->now->fault);
        else
            api_answer_error(s, request, API_NOT_THERE);
        break;
    case ROUTE_LIVE:
        http_stream(request);
        break;
    case ROUTE_HEALTHZ:
        answer_health(s, request);
        break;
    case ROUTE_LOG_KEY:
        answer_log_key(s, request);
        break;
    default:
        answer_now(s, request);
        break;
    }
}

/* ---- The stream -----------------------------------------------------------*/

static bool
is_time_to_speak(const struct server *s, uint64_t now_ms)
{
    const struct server_live *live = &s->live;
    uint64_t silent_ms = now_ms - live->said_ms;

    if (!live->said || live->stage != s->now->stage ||
        live->draft_changes != s->draft_changes)
        return true;
    return silent_ms >= SILENCE_MS ||
           (live->size != s->now->size && silent_ms >= GROWTH_MS);
}

void
api_now_broadcast(struct server *s, uint64_t now_ms)
{
    char bytes[LINE_MAX_BYTES];
    struct text_writer w;
    struct span event;

    if (!is_time_to_speak(s, now_ms))
        return;
    text_writer_start(&w, bytes, sizeof bytes);
    text_writer_text(&w, "data: ");
    write_line(s, &w);
    text_writer_text(&w, "\n");
    /* Without memory it is said again at the next turn. */
    if (text_writer_finish(&w, &event) || http_broadcast(s->http, event))
        return;
    s->live = (struct server_live){
        .said = true,
        .size = s->now->size,
        .stage = s->now->stage,
        .draft_changes = s->draft_changes,
        .said_ms = now_ms,
    };
}
