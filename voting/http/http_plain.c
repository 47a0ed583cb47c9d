#include "voting/http/http_plain.h"

#include <string.h>
#include <strings.h>

#include "voting/http/http.h"

enum {
    METHOD_MAX = 16,
    HOST_MAX = 255,
    LENGTH_DIGITS_MAX = 15, /* far beyond any body, far below 2^64 */
    LINE_END = 2,           /* CR LF */
};

static bool
is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

static bool
is_one_of(char c, const char *set)
{
    return c != '\0' && strchr(set, c);
}

/* All bytes are letters, digits or in the set, and there is one at least. */
static bool
holds_only(struct span text, const char *set)
{
    for (size_t i = 0; i < text.len; i++)
        if (!is_alphanumeric(text.ptr[i]) && !is_one_of(text.ptr[i], set))
            return false;
    return text.len > 0;
}

/* A token of RFC 9110, section 5.6.2. */
static bool
is_token(struct span text)
{
    return holds_only(text, "!#$%&'*+-.^_`|~");
}

/* What a field may hold: no control character but a tab. */
static bool
is_field_value(struct span value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];

        if ((c < 0x20 && c != '\t') || c == 0x7f)
            return false;
    }
    return true;
}

/* The same text but for capitals. */
static bool
reads(struct span text, const char *want)
{
    return text.len == strlen(want) &&
           strncasecmp(text.ptr, want, text.len) == 0;
}

bool
http_plain_target(struct span target)
{
    struct span rest = target;

    if (target.len == 0 || target.len > HTTP_PATH_MAX || target.ptr[0] != '/' ||
        !holds_only(target, "/._-"))
        return false;
    while (rest.len > 0) {
        struct span part;

        rest = span_from(rest, 1);
        part = span_head(rest, span_find(rest, '/'));
        rest = span_from(rest, part.len);
        if ((part.len == 0 && rest.len > 0) || span_eq(part, span_text(".")) ||
            span_eq(part, span_text("..")))
            return false;
    }
    return true;
}

static bool
is_version(struct span version)
{
    return span_eq(version, span_text("HTTP/1.1")) ||
           span_eq(version, span_text("HTTP/1.0"));
}

/* The piece begins where the one before it and a separator ended. */
static void
follow(struct http_head *head, struct span piece, size_t separator)
{
    if ((uintptr_t)piece.ptr != head->next)
        head->plain = false;
    head->next = (uintptr_t)piece.ptr + piece.len + separator;
}

void
http_head_start(struct http_head *head, struct span method, struct span target,
                struct span version)
{
    *head = (struct http_head){
        .plain = is_token(method) && method.len <= METHOD_MAX &&
                 is_version(version) && http_plain_target(target),
        .begins = (uintptr_t)method.ptr,
        .next = (uintptr_t)method.ptr,
    };
    follow(head, method, 1);
    follow(head, target, 1);
    follow(head, version, LINE_END);
}

static void
take_length(struct http_head *head, struct span value)
{
    head->lengths++;
    if (value.len == 0 || value.len > LENGTH_DIGITS_MAX)
        head->plain = false;
    for (size_t i = 0; head->plain && i < value.len; i++) {
        if (value.ptr[i] < '0' || value.ptr[i] > '9')
            head->plain = false;
        else
            head->body_length =
                head->body_length * 10 + (unsigned)(value.ptr[i] - '0');
    }
}

void
http_head_field(struct http_head *head, struct span name, struct span value)
{
    /* What the library skips before a value is spaces and tabs alone. */
    if ((uintptr_t)value.ptr <= (uintptr_t)name.ptr + name.len)
        head->plain = false;
    follow(head, name, 0);
    head->next = (uintptr_t)value.ptr;
    follow(head, value, LINE_END);
    if (!is_token(name) || !is_field_value(value))
        head->plain = false;
    if (reads(name, "Transfer-Encoding"))
        head->plain = false;
    if (reads(name, "Content-Length"))
        take_length(head, value);
    if (reads(name, "Expect")) {
        head->expects = true;
        if (!reads(value, "100-continue"))
            head->plain = false;
    }
    if (reads(name, "Host")) {
        head->hosts++;
        if (value.len > HOST_MAX || !holds_only(value, ".-:[]_"))
            head->plain = false;
    }
}

unsigned
http_head_end(struct http_head *head, size_t bytes)
{
    if (bytes > HTTP_HEAD_MAX)
        return 431;
    if (head->next + LINE_END - head->begins != bytes)
        head->plain = false;
    if (head->hosts != 1 || head->lengths > 1)
        head->plain = false;
    /* Who has nothing to send must not ask first, and the library, which
     * takes what follows for a body of nothing, could not be answered. */
    if (head->expects && head->body_length == 0)
        head->plain = false;
    return head->plain ? 0 : 400;
}
