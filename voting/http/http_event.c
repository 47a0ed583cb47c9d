#include "voting/http/http_event.h"

#include <stdlib.h>
#include <string.h>

struct http_event {
    size_t count;
    uint64_t number;
    size_t len;
    char bytes[];
};

enum err
http_event_new(struct http_event **out, const struct http_event *before,
               struct span bytes)
{
    struct http_event *event = malloc(sizeof *event + bytes.len);

    *out = NULL;
    if (!event)
        return ERR_NOMEM;
    event->count = 1;
    event->number = before ? before->number + 1 : 1;
    event->len = bytes.len;
    if (bytes.len > 0)
        memcpy(event->bytes, bytes.ptr, bytes.len);
    *out = event;
    return OK;
}

struct http_event *
http_event_keep(struct http_event *event)
{
    event->count++;
    return event;
}

void
http_event_release(struct http_event *event)
{
    if (event && --event->count == 0)
        free(event);
}

struct span
http_event_bytes(const struct http_event *event)
{
    return span_of(event->bytes, event->len);
}

uint64_t
http_event_number(const struct http_event *event)
{
    return event->number;
}

bool
http_event_is_after(const struct http_event *event, uint64_t number)
{
    return event && event->number > number;
}
