#include "ballots/json.h"

#include "crypto/utf8.h"

void
json_put_start(struct json_writer *w, struct text_writer *out)
{
    *w = (struct json_writer){.out = out};
}

static void
put_escape(struct json_writer *w, unsigned char byte)
{
    static const char hex[] = "0123456789abcdef";
    char text[] = "\\u0000";

    text[4] = hex[byte >> 4];
    text[5] = hex[byte & 15];
    text_writer_text(w->out, text);
}

/* One valid code point: escaped if JSON or an HTML page could trip on it. */
static void
put_point(struct json_writer *w, struct span bytes)
{
    unsigned char c = (unsigned char)bytes.ptr[0];

    if (bytes.len == 1 && (c == '"' || c == '\\')) {
        text_writer_text(w->out, c == '"' ? "\\\"" : "\\\\");
        return;
    }
    if (bytes.len == 1 && (c < 0x20 || c == '<' || c == '>' || c == '&'))
        put_escape(w, c);
    else
        text_writer_span(w->out, bytes);
}

static void
put_string(struct json_writer *w, struct span text)
{
    text_writer_text(w->out, "\"");
    while (text.len > 0) {
        struct span rest = text;
        uint32_t point;

        if (utf8_next(&point, &rest)) {
            text_writer_text(w->out, "\xEF\xBF\xBD");
            text = span_from(text, 1);
            continue;
        }
        put_point(w, span_head(text, text.len - rest.len));
        text = rest;
    }
    text_writer_text(w->out, "\"");
}

/* The comma before an item, and its key. */
static void
item(struct json_writer *w, const char *key)
{
    if (w->has_items)
        text_writer_text(w->out, ",");
    w->has_items = true;
    if (!key)
        return;
    put_string(w, span_text(key));
    text_writer_text(w->out, ":");
}

void
json_put_object(struct json_writer *w, const char *key)
{
    item(w, key);
    text_writer_text(w->out, "{");
    w->has_items = false;
}

void
json_put_object_end(struct json_writer *w)
{
    text_writer_text(w->out, "}");
    w->has_items = true;
}

void
json_put_list(struct json_writer *w, const char *key)
{
    item(w, key);
    text_writer_text(w->out, "[");
    w->has_items = false;
}

void
json_put_list_end(struct json_writer *w)
{
    text_writer_text(w->out, "]");
    w->has_items = true;
}

void
json_put_text(struct json_writer *w, const char *key, const char *text)
{
    json_put_span(w, key, span_text(text));
}

void
json_put_span(struct json_writer *w, const char *key, struct span text)
{
    item(w, key);
    put_string(w, text);
}

void
json_put_number(struct json_writer *w, const char *key, uint64_t number)
{
    item(w, key);
    text_writer_decimal(w->out, number);
}

void
json_put_bool(struct json_writer *w, const char *key, bool value)
{
    item(w, key);
    text_writer_text(w->out, value ? "true" : "false");
}

void
json_put_null(struct json_writer *w, const char *key)
{
    item(w, key);
    text_writer_text(w->out, "null");
}

void
json_put_hash(struct json_writer *w, const char *key, const struct hash32 *hash)
{
    item(w, key);
    text_writer_text(w->out, "\"");
    text_writer_base64(w->out, hash->bytes, sizeof hash->bytes);
    text_writer_text(w->out, "\"");
}

void
json_put_end(struct json_writer *w)
{
    text_writer_text(w->out, "\n");
}
