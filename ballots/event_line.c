/*
 * event_line.c - lines that several event types share.
 */
#include "ballots/event.h"

void
event_blob_fields(struct field_io *io, struct event_blob *blob)
{
    static const char *const classes[] = {"public", "members"};
    unsigned members = blob->members;

    field_choice(io, &members, classes, 2);
    blob->members = members == 1;
    field_u32(io, &blob->length, EVENT_BLOB_MAX);
    field_hash(io, &blob->sha256);
    blob->present = true;
}

void
event_line_blob(struct field_io *io, const char *key, struct event_blob *blob)
{
    field_line(io, key);
    event_blob_fields(io, blob);
    field_end(io);
}

void
event_line_optional_blob(struct field_io *io, const char *key,
                         struct event_blob *blob)
{
    field_line(io, key);
    field_optional(io, &blob->present);
    if (blob->present)
        event_blob_fields(io, blob);
    field_end(io);
}

static void
ref_fields(struct field_io *io, struct event_ref *ref)
{
    field_u32(io, &ref->index, EVENT_INDEX_MAX);
    field_hash(io, &ref->leaf);
    ref->present = true;
}

void
event_line_ref(struct field_io *io, const char *key, struct event_ref *ref)
{
    field_line(io, key);
    ref_fields(io, ref);
    field_end(io);
}

void
event_line_optional_ref(struct field_io *io, const char *key,
                        struct event_ref *ref)
{
    field_line(io, key);
    field_optional(io, &ref->present);
    if (ref->present)
        ref_fields(io, ref);
    field_end(io);
}
