#include "ballots/field.h"

#include <string.h>

#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"

enum { BASE64 = sodium_base64_VARIANT_ORIGINAL };

void
field_reader(struct field_io *io, const char *text, size_t len)
{
    *io = (struct field_io){.in = text, .size = len};
}

void
field_writer(struct field_io *io, char *out, size_t room)
{
    *io = (struct field_io){.writing = true, .out = out, .size = room};
}

bool
field_is_done(const struct field_io *io)
{
    return !io->bad && !io->in_line && io->at == io->size;
}

static void
put(struct field_io *io, const char *bytes, size_t len)
{
    if (io->bad)
        return;
    if (len > io->size - io->at) {
        io->bad = true;
        io->full = true;
        return;
    }
    memcpy(io->out + io->at, bytes, len);
    io->at += len;
}

/* Reads exactly these bytes. */
static void
expect(struct field_io *io, const char *bytes, size_t len)
{
    if (io->bad || len > io->size - io->at ||
        memcmp(io->in + io->at, bytes, len) != 0) {
        io->bad = true;
        return;
    }
    io->at += len;
}

static void
literal(struct field_io *io, const char *bytes, size_t len)
{
    if (io->writing)
        put(io, bytes, len);
    else
        expect(io, bytes, len);
}

/* Takes the separating space and the token behind it. */
static void
token(struct field_io *io, const char **start, size_t *len)
{
    *start = NULL;
    *len = 0;
    expect(io, " ", 1);
    if (io->bad)
        return;
    *start = io->in + io->at;
    while (io->at < io->size && io->in[io->at] != ' ' &&
           io->in[io->at] != '\n') {
        io->at++;
        ++*len;
    }
    if (*len == 0)
        io->bad = true;
}

void
field_line(struct field_io *io, const char *key)
{
    if (io->in_line)
        io->bad = true;
    literal(io, key, strlen(key));
    io->in_line = true;
}

void
field_end(struct field_io *io)
{
    literal(io, "\n", 1);
    io->in_line = false;
}

static void
put_u64(struct field_io *io, uint64_t n)
{
    char digits[DECIMAL_DIGITS_MAX];
    size_t len = decimal_format(digits, n);

    put(io, " ", 1);
    put(io, digits, len);
}

void
field_u64(struct field_io *io, uint64_t *n, uint64_t max)
{
    const char *digits;
    size_t len;

    if (io->writing) {
        if (*n > max)
            io->bad = true;
        put_u64(io, *n);
        return;
    }
    *n = 0;
    token(io, &digits, &len);
    if (!io->bad && decimal_parse(n, span_of(digits, len), max))
        io->bad = true;
}

void
field_u32(struct field_io *io, uint32_t *n, uint32_t max)
{
    uint64_t wide = *n;

    field_u64(io, &wide, max);
    *n = (uint32_t)wide;
}

void
field_count(struct field_io *io, size_t *n, size_t max)
{
    uint64_t wide = *n;

    field_u64(io, &wide, max);
    *n = io->bad ? 0 : (size_t)wide;
}

/* Encodes in runs of 48 bytes, 64 characters, so that no buffer is needed. */
static void
put_base64(struct field_io *io, const uint8_t *bytes, size_t len)
{
    enum { RUN = 48 };
    char text[sodium_base64_ENCODED_LEN(RUN, BASE64)];

    put(io, " ", 1);
    for (size_t at = 0; at < len; at += RUN) {
        size_t run = len - at < RUN ? len - at : RUN;

        sodium_bin2base64(text, sizeof text, bytes + at, run, BASE64);
        put(io, text, strlen(text));
    }
}

void
field_blob(struct field_io *io, uint8_t *bytes, size_t *len, size_t max)
{
    const char *text;
    size_t text_len;

    if (io->writing) {
        if (*len == 0 || *len > max)
            io->bad = true;
        else
            put_base64(io, bytes, *len);
        return;
    }
    *len = 0;
    token(io, &text, &text_len);
    if (io->bad)
        return;
    if (base64_decode(bytes, max, len, span_of(text, text_len)))
        io->bad = true;
}

void
field_bytes(struct field_io *io, uint8_t *bytes, size_t len)
{
    size_t got = len;

    field_blob(io, bytes, &got, len);
    if (got != len || io->bad) {
        io->bad = true;
        if (!io->writing)
            memset(bytes, 0, len);
    }
}

void
field_hash(struct field_io *io, struct hash32 *hash)
{
    field_bytes(io, hash->bytes, sizeof hash->bytes);
}

void
field_post(struct field_io *io, struct post *post)
{
    const char *text;
    size_t len;

    if (io->writing) {
        char out[POST_TEXT_BYTES];

        post_format(out, *post);
        put(io, " ", 1);
        put(io, out, strlen(out));
        return;
    }
    *post = (struct post){POST_CHAIR, 0};
    token(io, &text, &len);
    if (!io->bad && post_parse(post, text, len))
        io->bad = true;
}

void
field_choice(struct field_io *io, unsigned *value, const char *const *words,
             unsigned count)
{
    const char *text;
    size_t len;

    if (io->writing) {
        if (*value >= count) {
            io->bad = true;
            return;
        }
        put(io, " ", 1);
        put(io, words[*value], strlen(words[*value]));
        return;
    }
    *value = 0;
    token(io, &text, &len);
    if (io->bad)
        return;
    for (unsigned i = 0; i < count; i++) {
        if (strlen(words[i]) == len && memcmp(words[i], text, len) == 0) {
            *value = i;
            return;
        }
    }
    io->bad = true;
}

void
field_bool(struct field_io *io, bool *value)
{
    static const char *const words[] = {"no", "yes"};
    unsigned n = *value;

    field_choice(io, &n, words, 2);
    *value = n == 1;
}

static bool
is_word(const char *text, size_t len, bool any_first)
{
    for (size_t i = 0; i < len; i++) {
        char c = text[i];
        bool lower = c >= 'a' && c <= 'z';
        bool upper = c >= 'A' && c <= 'Z';
        bool digit = c >= '0' && c <= '9';
        bool mark = c == '-' || c == '_' || c == '.';

        if (i == 0 && !lower && !(any_first && (upper || digit)))
            return false;
        if (!lower && !digit && !mark && !(any_first && upper))
            return false;
    }
    return len > 0;
}

static void
word(struct field_io *io, char *out, size_t size, bool any_first)
{
    const char *text;
    size_t len;

    if (io->writing) {
        len = strnlen(out, size);
        if (len == size || !is_word(out, len, any_first))
            io->bad = true;
        put(io, " ", 1);
        put(io, out, len);
        return;
    }
    out[0] = '\0';
    token(io, &text, &len);
    if (io->bad)
        return;
    if (len >= size || !is_word(text, len, any_first)) {
        io->bad = true;
        return;
    }
    memcpy(out, text, len);
    out[len] = '\0';
}

void
field_word(struct field_io *io, char *out, size_t size)
{
    word(io, out, size, false);
}

void
field_id(struct field_io *io, char *out, size_t size)
{
    word(io, out, size, true);
}

static bool
is_date(const char *text)
{
    static const unsigned char days[] = {31, 29, 31, 30, 31, 30,
                                         31, 31, 30, 31, 30, 31};
    unsigned n[FIELD_DATE_BYTES - 1];
    unsigned year, month, day;
    bool leap;

    for (unsigned i = 0; i < FIELD_DATE_BYTES - 1; i++) {
        bool dash = i == 4 || i == 7;

        if (dash ? text[i] != '-' : text[i] < '0' || text[i] > '9')
            return false;
        n[i] = (unsigned)(text[i] - '0');
    }
    year = n[0] * 1000 + n[1] * 100 + n[2] * 10 + n[3];
    month = n[5] * 10 + n[6];
    day = n[8] * 10 + n[9];
    leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    if (month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day <= 28 || leap;
}

void
field_date(struct field_io *io, char date[FIELD_DATE_BYTES])
{
    const char *text;
    size_t len;

    if (io->writing) {
        if (strnlen(date, FIELD_DATE_BYTES) != FIELD_DATE_BYTES - 1 ||
            !is_date(date))
            io->bad = true;
        put(io, " ", 1);
        put(io, date, FIELD_DATE_BYTES - 1);
        return;
    }
    date[0] = '\0';
    token(io, &text, &len);
    if (io->bad)
        return;
    if (len != FIELD_DATE_BYTES - 1 || !is_date(text)) {
        io->bad = true;
        return;
    }
    memcpy(date, text, len);
    date[len] = '\0';
}

static bool
is_printable(const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] < ' ' || text[i] > '~')
            return false;
    return len > 0;
}

void
field_text(struct field_io *io, char *text, size_t size)
{
    size_t len = 0;

    if (io->writing) {
        len = strnlen(text, size);
        if (len == size || !is_printable(text, len))
            io->bad = true;
        put(io, " ", 1);
        put(io, text, len);
        return;
    }
    text[0] = '\0';
    expect(io, " ", 1);
    if (io->bad)
        return;
    while (io->at + len < io->size && io->in[io->at + len] != '\n')
        len++;
    if (len >= size || !is_printable(io->in + io->at, len)) {
        io->bad = true;
        return;
    }
    memcpy(text, io->in + io->at, len);
    text[len] = '\0';
    io->at += len;
}

void
field_optional(struct field_io *io, bool *present)
{
    static const char none[] = " none";
    size_t len = sizeof none - 1;
    size_t left = io->size - io->at;

    if (io->writing) {
        if (!*present)
            put(io, none, len);
        return;
    }
    *present = true;
    if (io->bad || left <= len || memcmp(io->in + io->at, none, len) != 0)
        return;
    if (io->in[io->at + len] != '\n' && io->in[io->at + len] != ' ')
        return;
    io->at += len;
    *present = false;
}
