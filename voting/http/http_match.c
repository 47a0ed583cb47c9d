#include "voting/http/http_match.h"

#include <stddef.h>
#include <string.h>
#include <strings.h>

static struct span
trim(struct span text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
        text = span_from(text, 1);
    while (text.len > 0 &&
           (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text = span_head(text, text.len - 1);
    return text;
}

/* Cuts the part before the byte off *rest, and the byte with it. */
static struct span
take_part(struct span *rest, char byte)
{
    struct span part = span_head(*rest, span_find(*rest, byte));

    *rest = span_from(*rest, part.len < rest->len ? part.len + 1 : part.len);
    return trim(part);
}

bool
http_match_etag(struct span if_none_match, struct span etag)
{
    while (if_none_match.len > 0) {
        struct span tag = take_part(&if_none_match, ',');

        if (span_eq(tag, span_text("*")))
            return true;
        if (span_starts_with(tag, "W/"))
            tag = span_from(tag, 2);
        if (tag.len == etag.len + 2 && tag.ptr[0] == '"' &&
            tag.ptr[tag.len - 1] == '"' &&
            span_eq(span_head(span_from(tag, 1), etag.len), etag))
            return true;
    }
    return false;
}

/* A weight of nothing but zeros means: not acceptable. */
static bool
is_zero_weight(struct span weight)
{
    if (!span_starts_with(weight, "q=0"))
        return false;
    for (size_t i = 3; i < weight.len; i++)
        if (weight.ptr[i] != '0' && weight.ptr[i] != '.')
            return false;
    return true;
}

bool
http_match_coding(struct span accept_encoding, const char *coding)
{
    while (accept_encoding.len > 0) {
        struct span item = take_part(&accept_encoding, ',');
        struct span name = take_part(&item, ';');

        if (name.len == strlen(coding) &&
            strncasecmp(name.ptr, coding, name.len) == 0)
            return !is_zero_weight(trim(item));
    }
    return false;
}
