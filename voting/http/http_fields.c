#include "voting/http/http_fields.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "voting/http/http.h"

static const struct http_field always[] = {
    {"Content-Security-Policy",
     "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "
     "style-src 'self'; img-src 'self' data:; connect-src 'self'; "
     "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Permissions-Policy",
     "camera=(), display-capture=(), geolocation=(), microphone=(), "
     "midi=(), payment=(), usb=()"},
};

static const char *const caching[] = {
    [HTTP_NO_STORE] = "no-store",
    [HTTP_NO_CACHE] = "no-cache",
    [HTTP_IMMUTABLE] = "public, max-age=31536000, immutable",
};

static void
add(struct http_fields *fields, const char *name, const char *value)
{
    assert(fields->count < HTTP_FIELDS_MAX);
    fields->list[fields->count++] = (struct http_field){name, value};
}

/* Adds a copy, between two quotes if there are any. */
static void
add_copy(struct http_fields *fields, const char *name, const char *quote,
         const char *value)
{
    char *to = fields->text + fields->used;
    size_t room = sizeof fields->text - fields->used;
    int len = snprintf(to, room, "%s%s%s", quote, value, quote);

    /* Values are made by us and short. */
    assert(len >= 0 && (size_t)len < room);
    fields->used += (size_t)len + 1;
    add(fields, name, to);
}

const char *
http_coding_name(enum http_coding coding)
{
    static const char *const names[HTTP_CODINGS_] = {
        [HTTP_PLAIN] = "identity",
        [HTTP_GZIP] = "gzip",
        [HTTP_BROTLI] = "br",
    };

    return names[coding];
}

void
http_fields_make(struct http_fields *fields, const struct http_content *content)
{
    *fields = (struct http_fields){0};
    if (content->type)
        add_copy(fields, "Content-Type", "", content->type);
    if (content->coding)
        add(fields, "Content-Encoding", http_coding_name(content->coding));
    add(fields, "Vary", "Accept-Encoding");
    add(fields, "Cache-Control", caching[content->caching]);
    if (content->etag) {
        const char *quoted = fields->text + fields->used;

        add_copy(fields, "ETag", "\"", content->etag);
        fields->etag = span_of(quoted + 1, strlen(content->etag));
    }
    if (content->allow)
        add_copy(fields, "Allow", "", content->allow);
    if (content->retry_after_s > 0) {
        char seconds[16];

        (void)snprintf(seconds, sizeof seconds, "%u", content->retry_after_s);
        add_copy(fields, "Retry-After", "", seconds);
    }
    if (content->open)
        add(fields, "Access-Control-Allow-Origin", "*");
    add(fields, "Cross-Origin-Resource-Policy",
        content->open ? "cross-origin" : "same-origin");
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        add(fields, always[i].name, always[i].value);
}

void
http_fields_connection(struct http_fields *fields, bool close, bool tls)
{
    *fields = (struct http_fields){0};
    if (close)
        add(fields, "Connection", "close");
    if (tls)
        add(fields, "Strict-Transport-Security", "max-age=31536000");
}
