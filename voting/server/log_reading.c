#include "voting/server/log_reading.h"

#include <stdlib.h>

#include "ballots/pack.h"
#include "ballots/view.h"

enum err
log_reading_witnessed(struct text_writer *w, struct log *log,
                      const struct published *now, const struct route *route)
{
    (void)now;
    (void)route;
    return log_witnessed(log, w);
}

/* ---- Tiles ----------------------------------------------------------------*/

static enum err
write_entry(void *context, uint64_t index, struct span entry)
{
    struct text_writer *w = context;

    (void)index;
    tile_write_entry(w, &entry, 1);
    return w->error;
}

static enum err
write_hashes(struct text_writer *w, const struct log *log,
             const struct published *now, const struct tile *tile)
{
    struct hash32 hashes[TILE_WIDTH];
    enum err e = tile_hashes(hashes, tile, conference_tree(log_conference(log)),
                             now->size);

    for (unsigned i = 0; i < tile->width && !e; i++)
        text_writer_span(w, span_of(hashes[i].bytes, sizeof hashes[i].bytes));
    return e;
}

enum err
log_reading_tile(struct text_writer *w, struct log *log,
                 const struct published *now, const struct route *route)
{
    const struct tile *tile = &route->tile;
    struct log_visitor visitor = {write_entry, w};
    uint64_t first = tile->index * TILE_WIDTH;

    if (tile->kind == TILE_HASHES)
        return write_hashes(w, log, now, tile);
    return log_each(log, first, first + tile->width, &visitor);
}

/* ---- Proofs ---------------------------------------------------------------*/

enum err
log_reading_proof(struct text_writer *w, struct log *log,
                  const struct published *now, const struct route *route)
{
    (void)now;
    return log_receipt(log, w, route->number);
}

enum err
log_reading_entry(struct text_writer *w, struct log *log,
                  const struct published *now, const struct route *route)
{
    size_t room = w->capacity - w->len;
    size_t len = 0;
    enum err e;

    (void)now;
    if (room < EVENT_ENTRY_MAX)
        return ERR_NOMEM;
    e = log_entry(log, route->number, w->bytes + w->len, room, &len);
    w->len += len;
    return e;
}

enum err
log_reading_consistency(struct text_writer *w, struct log *log,
                        const struct published *now, const struct route *route)
{
    struct merkle_proof proof;
    enum err e = log_consistency(log, &proof, route->number, route->size);

    (void)now;
    for (size_t i = 0; i < proof.count && !e; i++) {
        text_writer_base64(w, proof.hashes[i].bytes, HASH_BYTES);
        text_writer_text(w, "\n");
    }
    return e;
}

/* ---- Texts ----------------------------------------------------------------*/

enum err
log_reading_text(struct text_writer *w, struct log *log,
                 const struct published *now, const struct route *route)
{
    struct event_blob blob;
    enum err e = log_find_blob(log, &blob, &route->sha256, false);

    (void)now;
    if (e)
        return e;
    if (blob.length > w->capacity - w->len)
        return ERR_NOMEM;
    e = log_get_blob(log, w->bytes + w->len, &blob);
    if (!e)
        w->len += blob.length;
    return e;
}

/* ---- Packs ----------------------------------------------------------------*/

/* Where a pack's bytes come from and go to. */
struct pack_desk {
    struct log *log;
    struct text_writer *w;
    char *entry; /* EVENT_ENTRY_MAX bytes */
    char *text;  /* the last one */
};

static enum err
pack_entry(void *context, struct span *bytes, uint32_t index)
{
    struct pack_desk *desk = context;
    size_t len;
    enum err e =
        log_entry(desk->log, index, desk->entry, EVENT_ENTRY_MAX, &len);

    *bytes = span_of(desk->entry, len);
    return e;
}

static enum err
pack_text(void *context, struct span *bytes, const struct event_blob *blob)
{
    struct pack_desk *desk = context;

    free(desk->text);
    desk->text = NULL;
    /* Before it is read: the caller tries with more room until there is enough,
     * and a text may be long. */
    if (blob->length > desk->w->capacity - desk->w->len)
        return ERR_NOMEM;
    desk->text = malloc(blob->length);
    *bytes = span_of(desk->text, blob->length);
    return desk->text ? log_get_blob(desk->log, desk->text, blob) : ERR_NOMEM;
}

static enum err
pack_put(void *context, struct span bytes)
{
    struct pack_desk *desk = context;

    text_writer_span(desk->w, bytes);
    return desk->w->error;
}

enum err
log_reading_pack(struct text_writer *w, struct log *log,
                 const struct published *now, const struct route *route)
{
    struct pack_desk desk = {
        .log = log,
        .w = w,
        .entry = malloc(EVENT_ENTRY_MAX),
    };
    const struct pack_source source = {pack_entry, pack_text, pack_put, &desk};
    bool seat = route->kind == ROUTE_PACK_SEAT;
    enum err e = ERR_NOMEM;

    if (desk.entry)
        e = pack_write(&source, log_conference(log), (uint32_t)route->number,
                       seat ? &route->who : NULL,
                       span_of(now->checkpoint, now->checkpoint_len));
    free(desk.text);
    free(desk.entry);
    return e;
}

/* ---- Views ----------------------------------------------------------------*/

enum err
log_reading_conference(struct text_writer *w, struct log *log,
                       const struct published *now, const struct route *route)
{
    struct json_writer json;

    (void)now;
    (void)route;
    json_put_start(&json, w);
    view_conference(&json, log_conference(log));
    return w->error;
}

enum err
log_reading_wall(struct text_writer *w, struct log *log,
                 const struct published *now, const struct route *route)
{
    struct json_writer json;

    (void)now;
    (void)route;
    json_put_start(&json, w);
    view_wall(&json, log_conference(log));
    return w->error;
}

enum err
log_reading_round(struct text_writer *w, struct log *log,
                  const struct published *now, const struct route *route)
{
    struct json_writer json;

    (void)now;
    json_put_start(&json, w);
    return view_round(&json, log_conference(log), route->number);
}

enum err
log_reading_post(struct text_writer *w, struct log *log,
                 const struct published *now, const struct route *route)
{
    struct json_writer json;

    (void)now;
    json_put_start(&json, w);
    return view_seat(&json, log_conference(log), route->who);
}

enum err
log_reading_key(struct text_writer *w, struct log *log,
                const struct published *now, const struct route *route)
{
    struct json_writer json;

    (void)now;
    json_put_start(&json, w);
    return view_key_owner(&json, log_conference(log), route->sha256.bytes);
}
