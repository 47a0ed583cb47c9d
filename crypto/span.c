#include "crypto/span.h"

#include <string.h>

struct span
span_of(const void *data, size_t len)
{
    return (struct span){.ptr = data, .len = len};
}

struct span
span_text(const char *text)
{
    return span_of(text, strlen(text));
}

struct span
span_from(struct span s, size_t offset)
{
    if (offset == 0 || s.len == 0)
        return s;
    return span_of(s.ptr + offset, s.len - offset);
}

struct span
span_head(struct span s, size_t len)
{
    return span_of(s.ptr, len);
}

bool
span_eq(struct span a, struct span b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (a.ptr[i] != b.ptr[i])
            return false;
    }
    return true;
}

bool
span_starts_with(struct span s, const char *prefix)
{
    size_t len = strlen(prefix);

    return s.len >= len && span_eq(span_head(s, len), span_of(prefix, len));
}

size_t
span_find(struct span s, char byte)
{
    const char *at = s.len ? memchr(s.ptr, byte, s.len) : NULL;

    return at ? (size_t)(at - s.ptr) : s.len;
}

enum err
span_take_line(struct span *line, struct span *rest)
{
    size_t end = span_find(*rest, '\n');

    *line = (struct span){0};
    if (end == rest->len)
        return ERR_INPUT;
    *line = span_head(*rest, end);
    *rest = span_from(*rest, end + 1);
    return OK;
}

enum err
span_take_prefix(struct span *rest, const char *prefix)
{
    if (!span_starts_with(*rest, prefix))
        return ERR_INPUT;
    *rest = span_from(*rest, strlen(prefix));
    return OK;
}
