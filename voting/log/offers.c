#include "voting/log/offers.h"

#include <stdlib.h>
#include <string.h>

#include "ballots/arena.h"
#include "voting/machine/process_memory.h"

void
offers_forget(struct offers *offers)
{
    const struct memory memory = process_memory();

    for (size_t i = 0; i < offers->text_count; i++)
        free(offers->texts[i]);
    array_free(&memory, &offers->texts, &offers->text_capacity,
               sizeof(struct offered_text *));
    array_free(&memory, &offers->names, &offers->name_capacity,
               sizeof *offers->names);
    *offers = (struct offers){0};
}

static bool
is_full(const struct offers *offers, size_t count, size_t more)
{
    return count == LOG_OFFERED_MAX || more > LOG_OFFERS_MAX - offers->bytes;
}

enum err
offers_text(struct offers *offers, const struct event_blob *blob,
            struct span bytes)
{
    size_t size = sizeof(struct offered_text) + bytes.len;
    const struct memory memory = process_memory();
    struct offered_text *text;
    enum err e;

    if (offers_find(offers, blob))
        return OK;
    if (is_full(offers, offers->text_count, size))
        return ERR_INPUT;
    e = array_reserve(&memory, &offers->texts, &offers->text_capacity,
                      offers->text_count + 1, sizeof(struct offered_text *));
    if (e)
        return e;
    text = malloc(size);
    if (!text)
        return ERR_NOMEM;
    text->blob = *blob;
    memcpy(text->bytes, bytes.ptr, bytes.len);
    offers->texts[offers->text_count++] = text;
    offers->bytes += size;
    return OK;
}

static bool
is_same_name(const struct log_name *a, const struct log_name *b)
{
    return post_eq(a->post, b->post) && a->len == b->len &&
           memcmp(a->salt, b->salt, sizeof a->salt) == 0 &&
           memcmp(a->record, b->record, a->len) == 0;
}

/*
 * Of a post of which there is no commitment yet anybody may offer a name, and
 * only the one that opens it is stored: none takes another's place.
 */
enum err
offers_name(struct offers *offers, const struct log_name *name)
{
    const struct memory memory = process_memory();
    enum err e;

    for (size_t i = 0; i < offers->name_count; i++)
        if (is_same_name(&offers->names[i], name))
            return OK;
    if (is_full(offers, offers->name_count, sizeof *name))
        return ERR_INPUT;
    e = array_reserve(&memory, &offers->names, &offers->name_capacity,
                      offers->name_count + 1, sizeof *name);
    if (e)
        return e;
    offers->names[offers->name_count++] = *name;
    offers->bytes += sizeof *name;
    return OK;
}

const struct offered_text *
offers_find(const struct offers *offers, const struct event_blob *blob)
{
    for (size_t i = 0; i < offers->text_count; i++) {
        const struct event_blob *have = &offers->texts[i]->blob;

        if (have->members == blob->members && have->length == blob->length &&
            hash_eq(&have->sha256, &blob->sha256))
            return offers->texts[i];
    }
    return NULL;
}

enum err
offers_describe(struct event_blob *out, struct span bytes, bool members)
{
    *out = (struct event_blob){0};
    if (bytes.len == 0 || bytes.len > LOG_BLOB_MAX)
        return ERR_INPUT;
    out->present = true;
    out->members = members;
    out->length = (uint32_t)bytes.len;
    hash_sha256(&out->sha256, bytes.ptr, bytes.len);
    return OK;
}

enum err
offers_put(const struct offers *offers, struct log *log)
{
    enum err e = OK;

    for (size_t i = 0; i < offers->text_count && !e; i++) {
        const struct offered_text *text = offers->texts[i];
        struct event_blob blob;

        e = log_put_blob(log, &blob, span_of(text->bytes, text->blob.length),
                         text->blob.members);
    }
    for (size_t i = 0; i < offers->name_count && !e; i += LOG_BATCH_MAX) {
        size_t count = offers->name_count - i;

        e = log_put_names(log, &offers->names[i],
                          count < LOG_BATCH_MAX ? count : LOG_BATCH_MAX);
    }
    return e;
}

/* ---- As a submission ------------------------------------------------------*/

size_t
offers_room(const struct offers *offers, const struct span *notes, size_t count)
{
    size_t room = SUBMISSION_FRAME_BYTES;

    for (size_t i = 0; i < offers->text_count; i++)
        room += offers->texts[i]->blob.length + PART_FRAME_MAX;
    room += offers->name_count * (NAME_OPENING_MAX + PART_FRAME_MAX);
    for (size_t i = 0; i < count; i++)
        room += notes[i].len + PART_FRAME_MAX;
    return room;
}

static void
write_name(struct submission_writer *writer, const struct log_name *name)
{
    struct name_opening opening = {
        .record = span_of(name->record, name->len),
    };
    struct submission_part part = {
        .kind = SUBMISSION_NAME,
        .post = name->post,
    };
    char bytes[NAME_OPENING_MAX];
    struct text_writer w;

    memcpy(opening.salt, name->salt, sizeof opening.salt);
    text_writer_start(&w, bytes, sizeof bytes);
    name_opening_write(&w, &opening);
    part.bytes = text_writer_written(&w);
    submission_write(writer, &part);
}

void
offers_write_with(const struct offers *offers, struct text_writer *w,
                  struct span setup, const struct span *notes, size_t count)
{
    struct submission_writer writer;

    submission_writer_start(&writer, w);
    if (setup.len > 0)
        submission_write(
            &writer, &(const struct submission_part){.kind = SUBMISSION_SETUP,
                                                     .bytes = setup});
    for (size_t i = 0; i < offers->text_count; i++) {
        const struct offered_text *text = offers->texts[i];
        const struct submission_part part = {
            .kind = text->blob.members ? SUBMISSION_MEMBERS : SUBMISSION_PUBLIC,
            .bytes = span_of(text->bytes, text->blob.length),
        };

        submission_write(&writer, &part);
    }
    for (size_t i = 0; i < offers->name_count; i++)
        write_name(&writer, &offers->names[i]);
    for (size_t i = 0; i < count; i++) {
        const struct submission_part part = {
            .kind = SUBMISSION_NOTE,
            .bytes = notes[i],
        };

        submission_write(&writer, &part);
    }
    submission_write(&writer,
                     &(const struct submission_part){.kind = SUBMISSION_END});
}

void
offers_write(const struct offers *offers, struct text_writer *w,
             const struct span *notes, size_t count)
{
    offers_write_with(offers, w, (struct span){0}, notes, count);
}

static enum err
take_name(struct offers *offers, const struct submission_part *part)
{
    struct log_name name = {.post = part->post};
    struct name_opening opening;

    if (name_opening_read(&opening, part->bytes) || opening.record.len == 0 ||
        opening.record.len > sizeof name.record)
        return ERR_INPUT;
    memcpy(name.salt, opening.salt, sizeof name.salt);
    memcpy(name.record, opening.record.ptr, opening.record.len);
    name.len = opening.record.len;
    return offers_name(offers, &name);
}

static enum err
take_part(struct offers *offers, struct span *note,
          const struct submission_part *part)
{
    struct event_blob blob;
    enum err e;

    switch (part->kind) {
    case SUBMISSION_PUBLIC:
    case SUBMISSION_MEMBERS:
        e = offers_describe(&blob, part->bytes,
                            part->kind == SUBMISSION_MEMBERS);
        return e ? e : offers_text(offers, &blob, part->bytes);
    case SUBMISSION_NAME:
        return take_name(offers, part);
    case SUBMISSION_NOTE:
        if (note->len > 0)
            return ERR_INPUT;
        *note = part->bytes;
        return OK;
    case SUBMISSION_END:
        return OK;
    default:
        return ERR_INPUT;
    }
}

enum err
offers_read(struct offers *offers, struct span *note, struct span body)
{
    struct submission_reader reader;
    struct submission_part part;
    enum err e;

    *offers = (struct offers){0};
    *note = (struct span){0};
    submission_reader_start(&reader, body);
    do {
        e = submission_read(&reader, &part);
        if (!e)
            e = take_part(offers, note, &part);
    } while (!e && part.kind != SUBMISSION_END);
    return e;
}
