#include "tests/crowd/http_answer.h"

#include <string.h>
#include <strings.h>

/* The value of a header line of this name; NULL if it is another. */
static const char *
value_of(struct span line, const char *name)
{
    size_t len = strlen(name);

    if (line.len <= len || strncasecmp(line.ptr, name, len) != 0 ||
        line.ptr[len] != ':')
        return NULL;
    len++;
    while (len < line.len && line.ptr[len] == ' ')
        len++;
    return line.ptr + len;
}

/* A number that ends where its digits do; the head ends in CR LF. */
static size_t
number(const char *digits)
{
    size_t n = 0;

    while (*digits >= '0' && *digits <= '9' && n < 100000000)
        n = 10 * n + (size_t)(*digits++ - '0');
    return n;
}

static void
read_line(struct http_answer *out, size_t *body_len, struct span line)
{
    const char *value = value_of(line, "Content-Length");

    if (value)
        *body_len = number(value);
    value = value_of(line, "Retry-After");
    if (value)
        out->retry_after_s = (unsigned)number(value);
    value = value_of(line, "Connection");
    if (value && strncasecmp(value, "close", 5) == 0)
        out->close = true;
}

enum http_answer_state
http_answer_parse(struct http_answer *out, struct span bytes)
{
    const char *end = memmem(bytes.ptr, bytes.len, "\r\n\r\n", 4);
    struct span rest;
    size_t head_len;
    size_t body_len = 0;

    memset(out, 0, sizeof *out);
    if (!end)
        return bytes.len > 65536 ? HTTP_ANSWER_ODD : HTTP_ANSWER_MORE;
    head_len = (size_t)(end - bytes.ptr) + 4;
    if (head_len < 16 || memcmp(bytes.ptr, "HTTP/1.1 ", 9) != 0)
        return HTTP_ANSWER_ODD;
    out->status = (unsigned)number(bytes.ptr + 9);
    rest = span_head(bytes, head_len - 2);
    while (rest.len > 0) {
        struct span line = span_head(rest, span_find(rest, '\n'));

        read_line(out, &body_len, line);
        rest = span_from(rest, line.len + 1);
    }
    out->whole = head_len + body_len;
    if (bytes.len < out->whole)
        return HTTP_ANSWER_MORE;
    out->body = span_of(bytes.ptr + head_len, body_len);
    return bytes.len == out->whole ? HTTP_ANSWER_WHOLE : HTTP_ANSWER_ODD;
}
