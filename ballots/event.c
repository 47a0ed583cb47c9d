#include "ballots/event.h"

#include <stdio.h>
#include <string.h>

#include "ballots/handler.h"
#include "crypto/decimal.h"

static const char entry_word[] = "congress-entry/v1 ";

const char *
event_type_name(enum event_type type)
{
    return (unsigned)type < EVENT_TYPES_ ? handler_of(type)->name : "?";
}

enum err
event_type_find(enum event_type *out, struct span name)
{
    for (unsigned i = 0; i < EVENT_TYPES_; i++) {
        if (span_eq(span_text(handler_of((enum event_type)i)->name), name)) {
            *out = (enum event_type)i;
            return OK;
        }
    }
    *out = EVENT_GENESIS;
    return ERR_NOTFOUND;
}

bool
event_is_dated(enum event_type type)
{
    return handler_of(type)->dated;
}

/* Everything after the first line; the type is known. */
static void
fields(struct field_io *io, struct event *event)
{
    const struct handler *handler = handler_of(event->type);

    field_line(io, "log");
    field_text(io, event->origin, sizeof event->origin);
    field_end(io);
    if (!post_origin_is_valid(event->origin, strlen(event->origin)))
        io->bad = true;
    field_line(io, "seen");
    field_u64(io, &event->seen_size, CHECKPOINT_SIZE_MAX);
    field_hash(io, &event->seen_root);
    field_end(io);
    if (handler->dated)
        field_line_u64(io, "at", &event->at_s, EVENT_TIME_MAX);
    handler->fields(io, event);
}

static enum refusal
read_signers(struct event *event)
{
    event->signer_count = event->note.line_count;
    if (event->signer_count > EVENT_SIGNERS_MAX)
        return REFUSED_SIGNERS;
    for (size_t i = 0; i < event->signer_count; i++) {
        struct span name = event->note.lines[i].name;

        if (post_from_key_name(&event->signers[i].post,
                               &event->signers[i].invitation, event->origin,
                               name.ptr, name.len))
            return REFUSED_SIGNERS;
    }
    return REFUSED_NOTHING;
}

/* The texts of these do not say whose they are: two seats that mark a named
 * ballot alike have one text. */
static void
hash_act(struct event *event)
{
    const struct span parts[] = {
        event->note.text, event->note.lines[0].name, {"\n", 1}};

    if (event->type == EVENT_CAST || event->type == EVENT_SIGN_OFF)
        hash_sha256_parts(&event->act_hash, parts, 3);
    else
        event->act_hash = event->text_hash;
}

enum refusal
event_decode(struct event *out, struct span note)
{
    static const char first[] = "congress/v1 ";
    struct field_io io;
    struct span rest;
    struct span line;

    memset(out, 0, sizeof *out);
    if (note.len > EVENT_ENTRY_MAX - EVENT_SERVER_LINE_MAX)
        return REFUSED_TOO_LARGE;
    if (note_parse(&out->note, note))
        return REFUSED_FORM;
    rest = out->note.text;
    if (span_take_prefix(&rest, first) || span_take_line(&line, &rest))
        return REFUSED_FORM;
    if (event_type_find(&out->type, line))
        return REFUSED_TYPE;
    field_reader(&io, rest.ptr, rest.len);
    fields(&io, out);
    if (!field_is_done(&io))
        return REFUSED_FORM;
    hash_sha256(&out->text_hash, out->note.text.ptr, out->note.text.len);
    hash_act(out);
    return read_signers(out);
}

enum err
event_encode(struct event *event, char *out, size_t room, size_t *len)
{
    struct field_io io;
    char type[EVENT_ID_BYTES];

    *len = 0;
    if ((unsigned)event->type >= EVENT_TYPES_)
        return ERR_INPUT;
    snprintf(type, sizeof type, "%s", handler_of(event->type)->name);
    field_writer(&io, out, room);
    field_line_id(&io, "congress/v1", type, sizeof type);
    fields(&io, event);
    if (io.bad)
        return io.full ? ERR_NOMEM : ERR_INPUT;
    *len = io.at;
    return OK;
}

size_t
event_server_line(char out[EVENT_SERVER_LINE_MAX], uint64_t time_s)
{
    size_t len = sizeof entry_word - 1;

    memcpy(out, entry_word, len);
    len += decimal_format(out + len, time_s);
    out[len++] = '\n';
    return len;
}

enum err
event_split_entry(uint64_t *time_s, struct span *note, struct span entry)
{
    struct span digits = {NULL, 0};
    struct span rest = entry;
    enum err e;

    *time_s = 0;
    *note = span_of(NULL, 0);
    if (entry.len > EVENT_ENTRY_MAX)
        return ERR_INPUT;
    e = span_take_prefix(&rest, entry_word);
    if (!e)
        e = span_take_line(&digits, &rest);
    if (!e)
        e = decimal_parse(time_s, digits, EVENT_TIME_MAX);
    if (!e)
        *note = rest;
    return e;
}
