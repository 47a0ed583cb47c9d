#include "crypto/text_writer.h"

#include <string.h>

#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"

void
text_writer_start(struct text_writer *w, char *buffer, size_t capacity)
{
    *w = (struct text_writer){.bytes = buffer, .capacity = capacity};
}

void
text_writer_fail(struct text_writer *w, enum err error)
{
    if (!w->error)
        w->error = error;
}

/* Room for len more bytes, or NULL when the writer has failed. */
static char *
claim(struct text_writer *w, size_t len)
{
    char *room;

    if (!w->error && len > w->capacity - w->len)
        w->error = ERR_NOMEM;
    if (w->error)
        return NULL;
    room = w->bytes + w->len;
    w->len += len;
    return room;
}

void
text_writer_span(struct text_writer *w, struct span bytes)
{
    char *room = claim(w, bytes.len);

    /* The bytes may stand earlier in this buffer, but never overlap room. */
    if (room && bytes.len)
        memcpy(room, bytes.ptr, bytes.len);
}

void
text_writer_text(struct text_writer *w, const char *text)
{
    text_writer_span(w, span_text(text));
}

void
text_writer_decimal(struct text_writer *w, uint64_t value)
{
    char digits[DECIMAL_DIGITS_MAX];

    text_writer_span(w, span_of(digits, decimal_format(digits, value)));
}

void
text_writer_hex(struct text_writer *w, const uint8_t *bytes, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        char pair[3]; /* two digits and the NUL that libsodium adds */

        sodium_bin2hex(pair, sizeof pair, bytes + i, 1);
        text_writer_span(w, span_of(pair, 2));
    }
}

void
text_writer_base64(struct text_writer *w, const uint8_t *bytes, size_t len)
{
    /* By quanta of three bytes, since libsodium would add a NUL at the end. */
    for (size_t i = 0; i < len; i += 3) {
        char quantum[5];
        size_t part = len - i < 3 ? len - i : 3;

        sodium_bin2base64(quantum, sizeof quantum, bytes + i, part,
                          sodium_base64_VARIANT_ORIGINAL);
        text_writer_span(w, span_of(quantum, 4));
    }
}

struct span
text_writer_written(const struct text_writer *w)
{
    return span_of(w->bytes, w->error ? 0 : w->len);
}

enum err
text_writer_finish(struct text_writer *w, struct span *out)
{
    *out = text_writer_written(w);
    if (w->error && w->capacity)
        sodium_memzero(w->bytes, w->capacity);
    return w->error;
}
