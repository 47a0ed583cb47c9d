/*
 * Goal: an event that is read is written back to the same text, byte for byte,
 * whatever its type; nothing else happens to any input.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ballots/event.h"
#include "ballots/event_blobs.h"

/* The texts that it names are its own and have been read. */
static void
look_at_blobs(const struct event *event)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    size_t count = event_blobs(blobs, event);

    if (count > EVENT_BLOBS_MAX)
        abort();
    for (size_t i = 0; i < count; i++) {
        if (!blobs[i]->present || blobs[i]->length > EVENT_BLOB_MAX)
            abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct event event;
    static char text[EVENT_ENTRY_MAX];
    struct span note;
    uint64_t time_s;
    size_t len;

    /* An entry or a note alone. */
    if (event_split_entry(&time_s, &note, span_of(data, size)))
        note = span_of(data, size);
    if (event_decode(&event, note))
        return 0;
    if (event_encode(&event, text, sizeof text, &len) ||
        len != event.note.text.len ||
        memcmp(text, event.note.text.ptr, len) != 0)
        abort();
    look_at_blobs(&event);
    return 0;
}
