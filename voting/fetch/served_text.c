/*
 * served_text.c - fetching texts, one or all that are missing.
 */
#include <stdlib.h>
#include <string.h>

#include "ballots/event_blobs.h"
#include "voting/fetch/served_parts.h"

enum {
    WINDOW = 2 * FETCH_PARALLEL,
    PATH_MAX_BYTES = 5 + 64 + 1, /* "text/", the hash, NUL */
    /* A text of the largest size over a slow line. */
    TEXT_TIME_MS = 120000,
};

static void
path_of(char out[PATH_MAX_BYTES], const struct hash32 *sha256)
{
    struct text_writer w;

    text_writer_start(&w, out, PATH_MAX_BYTES - 1);
    text_writer_text(&w, "text/");
    text_writer_hex(&w, sha256->bytes, sizeof sha256->bytes);
    out[w.len] = '\0';
}

/* Also for the words of an error. */
static size_t
room_for(const struct event_blob *blob)
{
    return blob->length > SERVED_ERROR_MAX ? blob->length : SERVED_ERROR_MAX;
}

static bool
is_the_text(struct span bytes, const struct event_blob *which)
{
    struct hash32 hash;

    hash_sha256(&hash, bytes.ptr, bytes.len);
    return bytes.len == which->length && hash_eq(&hash, &which->sha256);
}

enum err
served_text(struct served *s, char *bytes, const struct event_blob *which)
{
    char path[PATH_MAX_BYTES];
    const struct served_request request = {
        .path = path,
        .answer_max = room_for(which),
        .attempts = SERVED_ATTEMPTS,
        .time_ms = TEXT_TIME_MS,
    };
    struct fetch_answer answer;
    enum err e;

    path_of(path, &which->sha256);
    e = served_ask(s, &answer, &request);
    if (e)
        return e;
    if (answer.status != 200) {
        e = served_unwanted(s, &answer, path);
        return answer.status == 404 ? ERR_NOTFOUND : e;
    }
    if (!is_the_text(answer.body, which))
        return ERR_PROOF;
    memcpy(bytes, answer.body.ptr, answer.body.len);
    return OK;
}

/* ---- All that are missing -------------------------------------------------*/

/* A text on its way. */
struct wanted {
    struct collection *collection;
    bool under_way;
    struct event_blob blob;
};

struct collection {
    struct served *s;
    struct log_copy *copy;
    struct event *event;
    struct wanted window[WINDOW];
    enum err error;
};

static void
text_came(void *context, const struct fetch_answer *answer)
{
    struct wanted *wanted = context;
    struct collection *all = wanted->collection;
    char path[PATH_MAX_BYTES];

    wanted->under_way = false;
    if (all->error)
        return;
    path_of(path, &wanted->blob.sha256);
    if (answer->fault != FETCH_ANSWERED)
        all->error = served_unwanted(all->s, answer, path);
    else if (answer->status != 200)
        (void)served_unwanted(all->s, answer, path);
    else if (is_the_text(answer->body, &wanted->blob))
        all->error = log_copy_add_text(all->copy, answer->body);
}

static bool
is_under_way(const struct collection *all, const struct event_blob *blob)
{
    for (size_t i = 0; i < WINDOW; i++)
        if (all->window[i].under_way &&
            hash_eq(&all->window[i].blob.sha256, &blob->sha256))
            return true;
    return false;
}

/* A place in the window, waiting for one. NULL: something failed. */
static struct wanted *
free_place(struct collection *all)
{
    for (;;) {
        for (size_t i = 0; i < WINDOW; i++)
            if (!all->window[i].under_way)
                return &all->window[i];
        if (!all->error)
            all->error = fetch_turn(all->s->fetch, 1000);
        if (all->error)
            return NULL;
    }
}

static enum err
want(struct collection *all, const struct event_blob *blob)
{
    char address[FETCH_ADDRESS_MAX];
    char path[PATH_MAX_BYTES];
    struct fetch_request request = {
        .address = address,
        .answer_max = room_for(blob),
        .attempts = SERVED_ATTEMPTS,
        .time_ms = TEXT_TIME_MS,
        .done = text_came,
    };
    struct wanted *place;
    enum err e;

    if (blob->members || log_copy_has_text(all->copy, &blob->sha256) ||
        is_under_way(all, blob))
        return OK;
    place = free_place(all);
    if (!place)
        return all->error;
    path_of(path, &blob->sha256);
    e = fetch_join(address, all->s->address, path);
    if (e)
        return e;
    *place = (struct wanted){.collection = all, .blob = *blob};
    request.context = place;
    e = fetch_start(all->s->fetch, &request);
    place->under_way = !e;
    return e;
}

/* An entry that is no event names nothing; it is for others to say so. */
static enum err
want_all_of(struct collection *all, struct span entry)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    struct span note;
    uint64_t time_s;
    size_t count;
    enum err e = OK;

    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(all->event, note))
        return OK;
    count = event_blobs(blobs, all->event);
    for (size_t i = 0; i < count && !e; i++)
        e = want(all, blobs[i]);
    return e;
}

enum err
served_texts(struct served *s, struct log_copy *copy, uint64_t first)
{
    struct collection *all = calloc(1, sizeof *all);
    enum err e = OK;

    if (!all)
        return ERR_NOMEM;
    *all = (struct collection){
        .s = s, .copy = copy, .event = malloc(sizeof *all->event)};
    if (!all->event)
        e = ERR_NOMEM;
    for (uint64_t i = first; i < log_copy_size(copy) && !e; i++) {
        struct span entry;

        e = log_copy_entry(copy, &entry, i);
        if (!e)
            e = want_all_of(all, entry);
    }
    while (!e && fetch_pending(s->fetch) > 0) {
        e = fetch_turn(s->fetch, 1000);
        if (!e)
            e = all->error;
    }
    if (!e)
        e = all->error;
    if (e)
        fetch_cancel(s->fetch);
    free(all->event);
    free(all);
    return e;
}
