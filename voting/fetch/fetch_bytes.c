#include "voting/fetch/fetch_bytes.h"

#include <stdlib.h>
#include <string.h>

enum { ROOM_MIN = 4096 };

enum err
fetch_bytes_add(struct fetch_bytes *b, struct span more)
{
    size_t room = b->room ? b->room : ROOM_MIN;
    char *bytes;

    if (more.len > b->max - b->len) {
        b->too_long = true;
        return ERR_INPUT;
    }
    while (room < b->len + more.len)
        room *= 2;
    if (room != b->room) {
        bytes = realloc(b->bytes, room);
        if (!bytes)
            return ERR_NOMEM;
        b->bytes = bytes;
        b->room = room;
    }
    if (more.len > 0)
        memcpy(b->bytes + b->len, more.ptr, more.len);
    b->len += more.len;
    return OK;
}

void
fetch_bytes_clear(struct fetch_bytes *b)
{
    b->len = 0;
    b->too_long = false;
}

void
fetch_bytes_free(struct fetch_bytes *b)
{
    free(b->bytes);
    *b = (struct fetch_bytes){.max = b->max};
}
