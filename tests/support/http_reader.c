#include "tests/support/http_reader.h"

#include <string.h>
#include <strings.h>

bool
http_reader_is_token(struct span s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] == 0x7f || (s.ptr[i] & 0x80) ||
            strchr("()<>@,;:\\\"/[]?={}", s.ptr[i]))
            return false;
    return s.len > 0;
}

static bool
is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') ||
           (c >= 'a' && c <= 'z');
}

static bool
is_target(struct span s)
{
    if (s.len < 1 || s.len > 256 || s.ptr[0] != '/')
        return false;
    for (size_t i = 0; i < s.len; i++) {
        struct span rest = span_from(s, i);

        if (!is_letter_or_digit(s.ptr[i]) && !strchr("/._-", s.ptr[i]))
            return false;
        if (span_starts_with(rest, "//") || span_starts_with(rest, "/./") ||
            span_starts_with(rest, "/../") || span_eq(rest, span_text("/.")) ||
            span_eq(rest, span_text("/..")))
            return false;
    }
    return true;
}

bool
http_reader_line(struct span *line, struct span *rest)
{
    size_t at = span_find(*rest, '\n');

    if (at == rest->len)
        return false;
    *line = span_head(*rest, at + 1);
    *rest = span_from(*rest, at + 1);
    return true;
}

/* Takes CR LF off; whether it was there. */
bool
http_reader_end(struct span *line)
{
    bool ended = line->len >= 2 && line->ptr[line->len - 2] == '\r';

    line->len -= ended ? 2 : 1;
    return ended;
}

/*
 * Two things cannot be told from a line's end when the library has read them:
 * a NUL there, and a line that begins with a colon, which it takes for an
 * empty one. A head with either may be refused, or be taken as though it ended
 * there; no reader of this grammar finds more in it.
 */
struct reading {
    bool plain;
    bool ended; /* all lines by CR LF */
    bool doubtful;
    unsigned hosts;
    unsigned lengths;
    bool expects;
    size_t length;
};

static struct span
trim_left(struct span s)
{
    while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
        s = span_from(s, 1);
    return s;
}

bool
http_reader_is_called(struct span name, const char *what)
{
    return name.len == strlen(what) &&
           strncasecmp(name.ptr, what, name.len) == 0;
}

static void
read_length(struct reading *reading, struct span value)
{
    reading->lengths++;
    if (value.len < 1 || value.len > 15)
        reading->plain = false;
    for (size_t i = 0; i < value.len && reading->plain; i++) {
        reading->plain = value.ptr[i] >= '0' && value.ptr[i] <= '9';
        reading->length = reading->length * 10 + (size_t)(value.ptr[i] - '0');
    }
}

static bool
is_value(struct span value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];

        if (c == 0x7f || (c < ' ' && c != '\t'))
            return false;
    }
    return true;
}

static bool
is_host(struct span value)
{
    for (size_t i = 0; i < value.len; i++)
        if (!is_letter_or_digit(value.ptr[i]) &&
            !strchr(".-:[]_", value.ptr[i]))
            return false;
    return value.len >= 1 && value.len <= 255;
}

static void
read_field(struct reading *reading, struct span line)
{
    size_t colon = span_find(line, ':');
    struct span name = span_head(line, colon);
    struct span value;

    if (colon == line.len || !http_reader_is_token(name)) {
        reading->plain = false;
        return;
    }
    value = trim_left(span_from(line, colon + 1));
    if (!is_value(value) || http_reader_is_called(name, "transfer-encoding"))
        reading->plain = false;
    if (http_reader_is_called(name, "host")) {
        reading->hosts++;
        reading->plain = reading->plain && is_host(value);
    }
    if (http_reader_is_called(name, "expect")) {
        reading->expects = true;
        reading->plain =
            reading->plain && http_reader_is_called(value, "100-continue");
    }
    if (http_reader_is_called(name, "content-length"))
        read_length(reading, value);
}

static void
read_request_line(struct reading *reading, struct http_read *want,
                  struct span line)
{
    want->method = span_head(line, span_find(line, ' '));
    line = span_from(line, want->method.len);
    line = span_from(line, line.len > 0);
    want->target = span_head(line, span_find(line, ' '));
    line = span_from(line, want->target.len);
    reading->plain = http_reader_is_token(want->method) &&
                     want->method.len <= 16 && is_target(want->target) &&
                     (span_eq(line, span_text(" HTTP/1.1")) ||
                      span_eq(line, span_text(" HTTP/1.0")));
}

/* What the library takes for an empty line: of a NUL first, the rest too. */
static bool
is_empty(struct span line)
{
    return span_eq(line, span_text("\r\n")) || span_eq(line, span_text("\n")) ||
           line.ptr[0] == '\0';
}

static struct span
read_line(struct reading *reading, struct span line)
{
    if (!http_reader_end(&line))
        reading->ended = false;
    if (memchr(line.ptr, '\0', line.len))
        reading->doubtful = true;
    return span_head(line, span_find(line, '\0'));
}

/* Whether the head ends here; with a colon it does so from the second on. */
static bool
ends_head(struct reading *reading, struct span line, size_t number)
{
    if (is_empty(line))
        return true;
    if (number == 0 || line.ptr[0] != ':')
        return false;
    reading->doubtful = true;
    return true;
}

/* The lines of a head; false when it is not whole. */
static bool
read_head(struct reading *reading, struct http_read *want, struct span *rest)
{
    struct span line;

    do {
        if (!http_reader_line(&line, rest))
            return false;
    } while (is_empty(line));
    read_request_line(reading, want, read_line(reading, line));
    for (size_t i = 0; http_reader_line(&line, rest); i++) {
        bool last = ends_head(reading, line, i);

        line = read_line(reading, line);
        if (last) {
            reading->plain =
                reading->plain && (reading->ended || reading->doubtful);
            return true;
        }
        read_field(reading, line);
    }
    return false;
}

enum http_found
http_reader_take(struct http_read *out, struct span *rest, size_t body_max)
{
    struct reading reading = {.ended = true};
    struct span from = *rest;
    bool posts;

    *out = (struct http_read){0};
    if (!read_head(&reading, out, &from))
        return HTTP_FOUND_NONE;
    posts = span_eq(out->method, span_text("POST"));
    if (!reading.plain || reading.hosts != 1 || reading.lengths > 1 ||
        reading.length > (posts ? body_max : 0) ||
        (reading.expects && reading.length == 0))
        return HTTP_FOUND_BAD;
    if (from.len < reading.length)
        return HTTP_FOUND_NONE;
    out->body = span_head(from, reading.length);
    *rest = span_from(from, reading.length);
    return HTTP_FOUND_ONE;
}
