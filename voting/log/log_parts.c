#include "voting/log/log_parts.h"

#include <stdlib.h>
#include <string.h>

#include "ballots/blob_text.h"
#include "ballots/event_blobs.h"
#include "ballots/seen_set.h"
#include "voting/machine/process_memory.h"

struct walk {
    struct log *log;
    bool members;
    const struct log_parts_visitor *visitor;
    struct event *event;
    struct seen_set texts; /* that have been visited */
};

static enum err
visit(const struct walk *walk, enum bundle_kind kind, struct span bytes)
{
    const struct bundle_part part = {kind, bytes};

    return walk->visitor->visit(walk->visitor->context, &part);
}

/* A text, unless it has come before, is not there, or is not for everybody. */
static enum err
visit_text(struct walk *walk, const struct event_blob *blob, uint32_t index)
{
    uint32_t before;
    char *bytes;
    enum err e;

    if ((blob->members && !walk->members) ||
        seen_set_find(&walk->texts, blob->sha256.bytes, &before))
        return OK;
    e = seen_set_reserve(&walk->texts, 1);
    if (e)
        return e;
    bytes = malloc(blob->length ? blob->length : 1);
    if (!bytes)
        return ERR_NOMEM;
    e = log_get_blob(walk->log, bytes, blob);
    if (!e) {
        seen_set_add(&walk->texts, blob->sha256.bytes, index);
        e = visit(walk, BUNDLE_BLOB, span_of(bytes, blob->length));
    } else if (e == ERR_NOTFOUND) {
        e = OK;
    }
    free(bytes);
    return e;
}

static enum err
visit_name(struct walk *walk)
{
    char text[LOG_NAME_MAX + 64];
    struct log_name name;
    struct text_writer w;
    struct span written;
    enum err e;

    if (!walk->members || walk->event->type != EVENT_POST)
        return OK;
    e = log_get_name(walk->log, &name, walk->event->post.post);
    if (e)
        return e == ERR_NOTFOUND ? OK : e;
    text_writer_start(&w, text, sizeof text);
    blob_text_write_salt(&w, name.salt);
    text_writer_span(&w, span_of(name.record, name.len));
    e = text_writer_finish(&w, &written);
    return e ? e : visit(walk, BUNDLE_NAME, written);
}

static enum err
visit_entry(void *context, uint64_t index, struct span entry)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    struct walk *walk = context;
    struct span note;
    uint64_t time_s;
    size_t count;
    enum err e = visit(walk, BUNDLE_ENTRY, entry);

    if (e)
        return e;
    if (event_split_entry(&time_s, &note, entry) ||
        event_decode(walk->event, note))
        return ERR_INPUT;
    count = event_blobs(blobs, walk->event);
    for (size_t i = 0; i < count && !e; i++)
        e = visit_text(walk, blobs[i], (uint32_t)index);
    return e ? e : visit_name(walk);
}

static enum err
visit_checkpoint(const struct walk *walk)
{
    char *bytes = malloc(LOG_CHECKPOINT_MAX);
    struct text_writer w;
    struct span written = {0};
    enum err e;

    if (!bytes)
        return ERR_NOMEM;
    text_writer_start(&w, bytes, LOG_CHECKPOINT_MAX);
    e = log_checkpoint(walk->log, &w);
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e)
        e = visit(walk, BUNDLE_CHECKPOINT, written);
    free(bytes);
    return e;
}

enum err
log_parts_each(struct log *log, bool members,
               const struct log_parts_visitor *visitor)
{
    struct walk walk = {.log = log, .members = members, .visitor = visitor};
    const struct log_visitor entries = {visit_entry, &walk};
    enum err e;

    walk.event = malloc(sizeof *walk.event);
    if (!walk.event)
        return ERR_NOMEM;
    seen_set_init(&walk.texts, process_memory());
    e = visit_checkpoint(&walk);
    if (!e)
        e = log_each(log, 0, log_size(log), &entries);
    seen_set_free(&walk.texts);
    free(walk.event);
    return e;
}
