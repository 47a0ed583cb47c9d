#include "voting/witness/witness_server.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "crypto/add_checkpoint.h"
#include "crypto/checkpoint.h"
#include "crypto/witness.h"
#include "voting/http/http.h"
#include "voting/machine/key_file.h"
#include "voting/machine/private_file.h"

enum {
    TURN_MS = 500,
    HEX_BYTES = 64,
    /* A checkpoint with the log's line, and ours. */
    KEPT_MAX = CHECKPOINT_SIGNED_MAX + COSIGNATURE_LINE_MAX,
    CONNECTIONS_MAX = 256,
    ADDRESS_CONNECTIONS_MAX = 32,
};

static const char text_type[] = "text/plain; charset=utf-8";

/* The file of a log, and what is in it. */
struct kept {
    char hex[HEX_BYTES + 1]; /* SHA-256 of the origin */
    char path[PRIVATE_FILE_PATH_MAX];
    size_t len; /* 0: never cosigned */
    char bytes[KEPT_MAX];
};

struct witness_server {
    struct witness witness;
    struct witness_log logs[WITNESS_SERVER_LOGS_MAX];
    struct kept kept[WITNESS_SERVER_LOGS_MAX];
    struct note_key key;
    char vkey[NOTE_KEY_VKEY_MAX + 1];
    struct http_server *http;
    atomic_bool stopping;
};

/* ---- Answering ------------------------------------------------------------*/

static void
answer(struct http_request *request, const struct http_content *content)
{
    struct http_reply *reply;

    /* Without memory there is no answer: the connection ends in time. */
    if (http_reply_new(&reply, content))
        return;
    http_answer(request, reply);
    http_reply_release(reply);
}

static void
answer_text(struct http_request *request, unsigned status, struct span body)
{
    const struct http_content content = {
        .status = status,
        .type = text_type,
        .caching = HTTP_NO_STORE,
        .open = true,
        .allow = status == 405 ? "GET, HEAD, POST" : NULL,
        .body = body,
    };

    answer(request, &content);
}

static bool
read_clock(uint64_t *time_s)
{
    struct timespec now;

    if (clock_gettime(CLOCK_REALTIME, &now) || now.tv_sec < 0)
        return false;
    *time_s = (uint64_t)now.tv_sec;
    return true;
}

/* The log's own line of the checkpoint, and ours behind it. */
static enum err
write_kept(struct text_writer *w, const struct witness_server *s,
           const struct witness_answer *said, struct span body)
{
    const struct witness_log *log = &s->logs[said->log];
    struct add_checkpoint request;
    struct note *note = malloc(sizeof *note);
    enum err e = note ? add_checkpoint_parse(&request, body) : ERR_NOMEM;

    if (!e)
        e = note_parse(note, request.checkpoint);
    for (size_t i = 0; !e && i < note->line_count; i++) {
        const struct note_line *line = &note->lines[i];

        if (!note_line_is_by(line, &log->key))
            continue;
        note_write_text(w, note->text);
        text_writer_text(w, "\xe2\x80\x94 ");
        text_writer_span(w, line->name);
        text_writer_text(w, " ");
        text_writer_span(w, line->base64);
        text_writer_text(w, "\n");
        break;
    }
    text_writer_span(w, span_of(said->body, said->body_len));
    free(note);
    return e ? e : w->error;
}

/* On disk before anybody hears of it. */
static enum err
remember(struct witness_server *s, const struct witness_answer *said,
         struct span body)
{
    struct kept *kept = &s->kept[said->log];
    char bytes[KEPT_MAX];
    struct text_writer w;
    struct span written = {0};
    enum err e;

    text_writer_start(&w, bytes, sizeof bytes);
    e = write_kept(&w, s, said, body);
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e)
        e = private_file_replace(kept->path, written);
    if (e)
        return e;
    memcpy(kept->bytes, written.ptr, written.len);
    kept->len = written.len;
    s->logs[said->log].size = said->size;
    s->logs[said->log].root = said->root;
    return OK;
}

static void
add_checkpoint(struct witness_server *s, struct http_request *request)
{
    struct span body = http_body(request);
    struct witness_answer said;
    uint64_t time_s;

    if (!read_clock(&time_s)) {
        answer_text(request, 500, span_text("no clock\n"));
        return;
    }
    witness_add_checkpoint(&said, &s->witness, body, time_s);
    if (said.status == 200 && remember(s, &said, body)) {
        answer_text(request, 500, span_text("it cannot be written\n"));
        return;
    }
    answer(request,
           &(const struct http_content){
               .status = (unsigned)said.status,
               .type = said.is_size ? ADD_CHECKPOINT_SIZE_TYPE : text_type,
               .caching = HTTP_NO_STORE,
               .body = span_of(said.body, said.body_len),
           });
}

/* "/<sha256>/checkpoint" of a log that was cosigned, or NULL. */
static const struct kept *
find_kept(const struct witness_server *s, struct span path)
{
    for (size_t i = 0; i < s->witness.log_count; i++) {
        struct span rest = path;

        if (s->kept[i].len > 0 && span_take_prefix(&rest, "/") == OK &&
            span_take_prefix(&rest, s->kept[i].hex) == OK &&
            span_eq(rest, span_text("/checkpoint")))
            return &s->kept[i];
    }
    return NULL;
}

static void
handle(void *context, struct http_request *request)
{
    struct witness_server *s = context;
    struct span path = http_path(request);
    bool post = http_method(request) == HTTP_POST;
    const struct kept *kept = find_kept(s, path);

    if (span_eq(path, span_text("/add-checkpoint"))) {
        if (post)
            add_checkpoint(s, request);
        else
            answer_text(request, 405, span_text("POST\n"));
    } else if (post || http_method(request) == HTTP_OTHER) {
        answer_text(request, 405, span_text("GET\n"));
    } else if (span_eq(path, span_text("/vkey"))) {
        answer_text(request, 200, span_text(s->vkey));
    } else if (kept) {
        answer_text(request, 200, span_of(kept->bytes, kept->len));
    } else {
        answer_text(request, 404, span_text("not there\n"));
    }
}

static size_t
body_max(void *context, enum http_method method, struct span path)
{
    (void)context;
    return method == HTTP_POST && span_eq(path, span_text("/add-checkpoint"))
               ? ADD_CHECKPOINT_REQUEST_MAX
               : 0;
}

static struct http_reply *
refuse(void *context, unsigned status)
{
    (void)context;
    (void)status;
    return NULL; /* closed without a word */
}

/* ---- Opening --------------------------------------------------------------*/

static enum err
open_key(struct witness_server *s, const struct witness_server_options *options)
{
    struct ed25519_public half;
    struct text_writer w;
    struct span written;
    enum err e = key_file_read(&s->witness.secret, options->key_path);

    if (e == ERR_NOTFOUND) {
        e = private_file_make_folder(options->key_path);
        if (!e)
            e = key_file_create(options->key_path);
        if (!e)
            e = key_file_read(&s->witness.secret, options->key_path);
    }
    if (e)
        return e;
    s->witness.name = span_text(options->name);
    ed25519_public(&half, &s->witness.secret);
    e = note_key_make(&s->key, s->witness.name, NOTE_KEY_COSIGNATURE, &half);
    if (e)
        return e;
    text_writer_start(&w, s->vkey, sizeof s->vkey - 1);
    note_key_write(&w, &s->key);
    e = text_writer_finish(&w, &written);
    s->vkey[written.len] = '\0';
    return e;
}

/* What the file says must be signed by the log and by us. */
static enum err
recall(struct witness_server *s, size_t i)
{
    struct witness_log *log = &s->logs[i];
    struct kept *kept = &s->kept[i];
    struct note *note = malloc(sizeof *note);
    struct checkpoint checkpoint;
    uint64_t time_s;
    size_t len = 0;
    enum err e = note ? private_file_read(kept->bytes, sizeof kept->bytes, &len,
                                          kept->path)
                      : ERR_NOMEM;

    if (e == ERR_NOTFOUND) { /* the first time */
        free(note);
        return OK;
    }
    if (!e && (checkpoint_open(&checkpoint, note, span_of(kept->bytes, len),
                               log->origin, &log->key) ||
               cosignature_find(&time_s, note, &s->key)))
        e = ERR_PROOF;
    if (!e) {
        kept->len = len;
        log->size = checkpoint.size;
        log->root = checkpoint.root;
    }
    free(note);
    return e;
}

static enum err
open_log(struct witness_server *s, const char *vkey, const char *folder)
{
    size_t i = s->witness.log_count;
    struct witness_log *log = &s->logs[i];
    struct kept *kept = &s->kept[i];
    struct hash32 hash;
    struct text_writer w;
    enum err e = note_key_parse(&log->key, span_text(vkey));

    if (!e && log->key.type != NOTE_KEY_ED25519)
        e = ERR_INPUT;
    for (size_t n = 0; n < i && !e; n++)
        if (span_eq(s->logs[n].origin, log->key.name))
            e = ERR_INPUT;
    if (e)
        return e;
    log->origin = log->key.name;
    hash_sha256(&hash, log->origin.ptr, log->origin.len);
    text_writer_start(&w, kept->hex, HEX_BYTES);
    text_writer_hex(&w, hash.bytes, sizeof hash.bytes);
    text_writer_start(&w, kept->path, sizeof kept->path - 1);
    text_writer_text(&w, folder);
    text_writer_text(&w, "/");
    text_writer_text(&w, kept->hex);
    if (w.error)
        return ERR_INPUT;
    e = private_file_make_folder(kept->path);
    if (!e)
        e = recall(s, i);
    s->witness.log_count += !e;
    return e;
}

enum err
witness_server_open(struct witness_server **out,
                    const struct witness_server_options *options)
{
    struct witness_server *s = calloc(1, sizeof *s);
    struct http_options how = {
        .address = options->address,
        .port = options->port,
        .tls = options->tls,
        .connections_max = CONNECTIONS_MAX,
        .address_connections_max = ADDRESS_CONNECTIONS_MAX,
        .handler = {body_max, handle, refuse, s},
    };
    enum err e;

    *out = NULL;
    if (!s)
        return ERR_NOMEM;
    atomic_init(&s->stopping, false);
    s->witness.logs = s->logs;
    e = open_key(s, options);
    for (size_t i = 0; i < options->log_count && !e; i++)
        e = i < WITNESS_SERVER_LOGS_MAX
                ? open_log(s, options->logs[i], options->state_folder)
                : ERR_INPUT;
    if (!e)
        e = http_open(&s->http, &how);
    if (e)
        witness_server_close(s);
    else
        *out = s;
    return e;
}

void
witness_server_close(struct witness_server *s)
{
    if (!s)
        return;
    http_close(s->http);
    ed25519_wipe(&s->witness.secret);
    free(s);
}

const char *
witness_server_vkey(const struct witness_server *s)
{
    return s->vkey;
}

uint16_t
witness_server_port(const struct witness_server *s)
{
    return http_port(s->http);
}

enum err
witness_server_run(struct witness_server *s)
{
    enum err e = OK;

    while (!e && !atomic_load(&s->stopping))
        e = http_turn(s->http, TURN_MS);
    return e;
}

void
witness_server_stop(struct witness_server *s)
{
    atomic_store(&s->stopping, true);
    http_wake(s->http);
}
