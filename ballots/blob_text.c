#include "ballots/blob_text.h"

#include "crypto/base64.h"
#include "crypto/utf8.h"

static const char *const prefixes[LANG_COUNT_] = {"zh", "en"};

/* Plain text, in which TAB parts the cells of a table. */
static enum err
check_line(struct span line)
{
    while (line.len > 0) {
        size_t cell = span_find(line, '\t');

        if (utf8_check_plain(span_head(line, cell)))
            return ERR_INPUT;
        line = span_from(line, cell < line.len ? cell + 1 : cell);
    }
    return OK;
}

/* A line's text: "zh" alone is an empty line, "zh " is not a line. */
static enum err
strip(struct span *line, enum lang lang)
{
    if (span_take_prefix(line, prefixes[lang]))
        return ERR_INPUT;
    if (line->len == 0)
        return OK;
    return span_take_prefix(line, " ") || line->len == 0 ? ERR_INPUT : OK;
}

/* Takes the lines of one language, if any. */
static enum err
take_lines(struct span *lines, struct span *rest, enum lang lang)
{
    struct span all = *rest;
    bool first = true;

    while (span_starts_with(*rest, prefixes[lang])) {
        struct span line;

        if (span_take_line(&line, rest) || strip(&line, lang) ||
            check_line(line) || (first && line.len == 0))
            return ERR_INPUT;
        first = false;
    }
    *lines = span_head(all, all.len - rest->len);
    return OK;
}

enum err
blob_text_take_salt(uint8_t salt[BLOB_TEXT_SALT_BYTES], struct span *rest)
{
    struct span bytes = *rest;
    struct span line;

    if (span_take_prefix(&bytes, "salt ") || span_take_line(&line, &bytes) ||
        base64_decode_exact(salt, BLOB_TEXT_SALT_BYTES, line))
        return ERR_INPUT;
    *rest = bytes;
    return OK;
}

enum err
blob_text_read(struct blob_text *out, struct span bytes)
{
    uint8_t salt[BLOB_TEXT_SALT_BYTES];

    *out = (struct blob_text){0};
    if (blob_text_take_salt(salt, &bytes))
        return ERR_INPUT;
    if (take_lines(&out->lines[LANG_ZH], &bytes, LANG_ZH) ||
        take_lines(&out->lines[LANG_EN], &bytes, LANG_EN) || bytes.len > 0 ||
        (!blob_text_has(out, LANG_ZH) && !blob_text_has(out, LANG_EN))) {
        *out = (struct blob_text){0};
        return ERR_INPUT;
    }
    return OK;
}

bool
blob_text_has(const struct blob_text *text, enum lang lang)
{
    return text->lines[lang].len > 0;
}

enum err
blob_text_line(struct span *line, struct span *rest)
{
    enum err e = span_take_line(line, rest);

    if (e)
        return e;
    return strip(line, span_starts_with(*line, prefixes[LANG_ZH]) ? LANG_ZH
                                                                  : LANG_EN);
}

struct span
blob_text_title(const struct blob_text *text, enum lang lang)
{
    enum lang other = lang == LANG_ZH ? LANG_EN : LANG_ZH;
    struct span rest = text->lines[blob_text_has(text, lang) ? lang : other];
    struct span line;

    if (blob_text_line(&line, &rest))
        return span_of(NULL, 0);
    return line;
}

void
blob_text_write_salt(struct text_writer *w,
                     const uint8_t salt[BLOB_TEXT_SALT_BYTES])
{
    text_writer_text(w, "salt ");
    text_writer_base64(w, salt, BLOB_TEXT_SALT_BYTES);
    text_writer_text(w, "\n");
}

void
blob_text_write_line(struct text_writer *w, enum lang lang, struct span line)
{
    if (check_line(line))
        text_writer_fail(w, ERR_INPUT);
    text_writer_text(w, prefixes[lang]);
    if (line.len > 0)
        text_writer_text(w, " ");
    text_writer_span(w, line);
    text_writer_text(w, "\n");
}
