#include "voting/fetch/served.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/tile.h"
#include "voting/fetch/served_parts.h"

enum { WINDOW = 2 * FETCH_PARALLEL }; /* bundles in memory */

/* ---- Opening --------------------------------------------------------------*/

enum err
served_open(struct served **out, const char *address,
            const struct served_options *options)
{
    struct fetch_options how = {0};
    struct served *s;
    enum err e;

    *out = NULL;
    if (fetch_address_kind(address) == FETCH_ADDRESS_NONE)
        return ERR_INPUT;
    s = calloc(1, sizeof *s);
    if (!s)
        return ERR_NOMEM;
    memcpy(s->address, address, strlen(address) + 1);
    if (options)
        s->options = *options;
    how.ca_file = s->options.ca_file;
    e = fetch_open(&s->fetch, &how);
    if (e)
        free(s);
    else
        *out = s;
    return e;
}

void
served_close(struct served *s)
{
    if (!s)
        return;
    fetch_close(s->fetch);
    free(s);
}

const char *
served_address(const struct served *s)
{
    return s->address;
}

/* ---- Trouble --------------------------------------------------------------*/

const struct served_trouble *
served_trouble(const struct served *s)
{
    return &s->trouble;
}

/* The code in the first line of an error of ours; else none. */
static void
take_code(char out[SERVED_CODE_MAX], struct span body)
{
    struct span line = span_head(body, span_find(body, '\n'));
    bool fits = line.len < body.len && line.len < SERVED_CODE_MAX;

    for (size_t i = 0; i < line.len && fits; i++)
        fits = (line.ptr[i] >= 'a' && line.ptr[i] <= 'z') || line.ptr[i] == '-';
    (void)snprintf(out, SERVED_CODE_MAX, "%.*s", fits ? (int)line.len : 0,
                   fits ? line.ptr : "");
}

enum err
served_unwanted(struct served *s, const struct fetch_answer *answer,
                const char *path)
{
    struct served_trouble *t = &s->trouble;

    *t = (struct served_trouble){.fault = answer->fault,
                                 .status = answer->status};
    take_code(t->code, answer->body);
    (void)snprintf(t->why, sizeof t->why, "%s", answer->why);
    if (fetch_join(t->address, s->address, path))
        t->address[0] = '\0';
    return ERR_IO;
}

void
served_say_trouble(struct text_writer *w, const struct served_trouble *t,
                   enum lang lang)
{
    text_writer_text(w, t->address);
    text_writer_text(w, lang == LANG_ZH ? "：" : ": ");
    if (t->fault != FETCH_ANSWERED) {
        text_writer_text(w, fetch_fault_words(t->fault, lang));
        if (t->why[0]) {
            text_writer_text(w, " (");
            text_writer_text(w, t->why);
            text_writer_text(w, ")");
        }
        return;
    }
    text_writer_text(w,
                     lang == LANG_ZH ? "服务器答复 " : "the server answered ");
    text_writer_decimal(w, t->status);
    if (t->code[0]) {
        text_writer_text(w, " ");
        text_writer_text(w, t->code);
    }
}

/* ---- Asking ---------------------------------------------------------------*/

enum err
served_ask(struct served *s, struct fetch_answer *answer,
           const struct served_request *request)
{
    char address[FETCH_ADDRESS_MAX];
    struct fetch_request asked = {
        .address = address,
        .post = request->post,
        .body = request->body,
        .answer_max = request->answer_max > SERVED_ERROR_MAX
                          ? request->answer_max
                          : SERVED_ERROR_MAX,
        .attempts = request->attempts,
        .time_ms = request->time_ms,
    };
    enum err e = fetch_join(address, s->address, request->path);

    if (!e)
        e = fetch_wait(s->fetch, answer, &asked);
    if (!e && answer->fault != FETCH_ANSWERED)
        e = served_unwanted(s, answer, request->path);
    return e;
}

static enum err
fetch_checkpoint(struct served *s, char *bytes, size_t *len, const char *path)
{
    const struct served_request request = {
        .path = path,
        .answer_max = SERVED_CHECKPOINT_MAX,
        .attempts = SERVED_ATTEMPTS_FIRST,
    };
    struct fetch_answer answer;
    enum err e = served_ask(s, &answer, &request);

    *len = 0;
    if (e)
        return e;
    if (answer.status != 200) {
        e = served_unwanted(s, &answer, request.path);
        return answer.status == 404 ? ERR_NOTFOUND : e;
    }
    if (answer.body.len > 0)
        memcpy(bytes, answer.body.ptr, answer.body.len);
    *len = answer.body.len;
    return OK;
}

enum err
served_checkpoint(struct served *s, char *bytes, size_t *len)
{
    return fetch_checkpoint(s, bytes, len, "checkpoint");
}

enum err
served_witnessed(struct served *s, char *bytes, size_t *len)
{
    return fetch_checkpoint(s, bytes, len, "checkpoint/witnessed");
}

/* ---- Entries --------------------------------------------------------------*/

/* A bundle on its way. */
struct bundle {
    struct reading *reading;
    struct tile tile;
    struct tile_piece piece;
    char *bytes; /* once it is there */
    size_t len;
};

/* Bundles are asked for in order and taken in order, whenever they come. */
struct reading {
    struct served *s;
    uint64_t from; /* the first entry not asked for */
    uint64_t left;
    uint64_t size;
    struct bundle window[WINDOW];
    size_t first; /* the next to be taken */
    size_t count; /* asked for and not taken */
    enum err error;
};

static void bundle_came(void *context, const struct fetch_answer *answer);

static enum err
ask_for(struct bundle *bundle)
{
    struct served *s = bundle->reading->s;
    char address[FETCH_ADDRESS_MAX];
    char path[TILE_PATH_MAX + 1];
    struct text_writer w;
    struct span written;
    struct fetch_request request = {
        .address = address,
        .answer_max = SERVED_ERROR_MAX +
                      (size_t)bundle->tile.width * (2 + TILE_ENTRY_MAX),
        .attempts = SERVED_ATTEMPTS,
        .done = bundle_came,
        .context = bundle,
    };
    enum err e;

    text_writer_start(&w, path, TILE_PATH_MAX);
    tile_write(&w, &bundle->tile);
    e = text_writer_finish(&w, &written);
    if (e)
        return e;
    path[written.len] = '\0';
    e = fetch_join(address, s->address, path);
    return e ? e : fetch_start(s->fetch, &request);
}

/* A server may drop a partial bundle once the full one is there. */
static bool
may_be_full_now(const struct bundle *bundle, const struct fetch_answer *answer)
{
    return answer->fault == FETCH_ANSWERED && answer->status == 404 &&
           bundle->tile.width < TILE_WIDTH;
}

static void
bundle_came(void *context, const struct fetch_answer *answer)
{
    struct bundle *bundle = context;
    struct reading *r = bundle->reading;

    if (r->error)
        return;
    if (may_be_full_now(bundle, answer)) {
        bundle->tile.width = TILE_WIDTH;
        r->error = ask_for(bundle);
        return;
    }
    if (answer->fault != FETCH_ANSWERED || answer->status != 200) {
        r->error = served_unwanted(r->s, answer, "tile/entries");
        return;
    }
    bundle->bytes = malloc(answer->body.len + 1);
    if (!bundle->bytes) {
        r->error = ERR_NOMEM;
        return;
    }
    if (answer->body.len > 0)
        memcpy(bundle->bytes, answer->body.ptr, answer->body.len);
    bundle->len = answer->body.len;
}

/* Asks for more as long as there is room in the window. */
static enum err
fill_window(struct reading *r)
{
    enum err e = OK;

    while (!e && r->count < WINDOW) {
        struct bundle *bundle = &r->window[(r->first + r->count) % WINDOW];
        struct tile_piece piece;

        tile_next_piece(&piece, &r->from, &r->left, r->size);
        if (piece.count == 0)
            break;
        *bundle = (struct bundle){
            .reading = r,
            .tile = {TILE_ENTRIES, 0, piece.index, piece.width},
            .piece = piece,
        };
        e = ask_for(bundle);
        r->count += !e;
    }
    return e;
}

static enum err
take_bundle(const struct bundle *bundle, struct log_copy *copy)
{
    struct span rest = span_of(bundle->bytes, bundle->len);
    unsigned end = bundle->piece.first + bundle->piece.count;
    struct span entry;

    for (unsigned i = 0; i < bundle->tile.width; i++) {
        enum err e = OK;

        if (tile_take_entry(&entry, &rest))
            return ERR_PROOF;
        if (i >= bundle->piece.first && i < end)
            e = log_copy_add_entry(copy, entry);
        if (e)
            return e == ERR_INPUT ? ERR_PROOF : e;
    }
    return rest.len == 0 ? OK : ERR_PROOF;
}

static enum err
take_window(struct reading *r, struct log_copy *copy)
{
    enum err e = OK;

    while (!e && r->count > 0 && r->window[r->first].bytes) {
        struct bundle *bundle = &r->window[r->first];

        e = take_bundle(bundle, copy);
        free(bundle->bytes);
        bundle->bytes = NULL;
        r->first = (r->first + 1) % WINDOW;
        r->count--;
    }
    if (r->s->options.progress)
        r->s->options.progress(r->s->options.context, log_copy_size(copy),
                               r->size);
    return e;
}

enum err
served_entries(struct served *s, struct log_copy *copy, uint64_t size)
{
    struct reading *r = calloc(1, sizeof *r);
    enum err e = OK;

    if (!r)
        return ERR_NOMEM;
    r->s = s;
    r->size = size;
    r->from = log_copy_size(copy);
    r->left = size > r->from ? size - r->from : 0;
    while (!e && log_copy_size(copy) < size) {
        e = fill_window(r);
        if (!e)
            e = fetch_turn(s->fetch, 1000);
        if (!e)
            e = r->error;
        if (!e)
            e = take_window(r, copy);
    }
    if (e)
        fetch_cancel(s->fetch);
    for (size_t i = 0; i < WINDOW; i++)
        free(r->window[i].bytes);
    free(r);
    return e;
}
