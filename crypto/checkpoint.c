#include "crypto/checkpoint.h"

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/utf8.h"

/* An origin is one line of a note's text. */
static enum err
check_origin(struct span origin)
{
    uint32_t point;

    if (origin.len == 0 || origin.len > CHECKPOINT_ORIGIN_MAX)
        return ERR_INPUT;
    while (origin.len > 0) {
        enum err e = utf8_next(&point, &origin);

        if (e)
            return e;
        if (point < 0x20)
            return ERR_INPUT;
    }
    return OK;
}

enum err
checkpoint_parse_body(struct checkpoint *out, struct span body)
{
    struct span size;
    struct span root;
    enum err e;

    *out = (struct checkpoint){0};
    if (span_take_line(&out->origin, &body) || span_take_line(&size, &body) ||
        span_take_line(&root, &body) || body.len != 0)
        e = ERR_INPUT;
    else
        e = check_origin(out->origin);
    if (!e)
        e = decimal_parse(&out->size, size, CHECKPOINT_SIZE_MAX);
    if (!e)
        e = base64_decode_exact(out->root.bytes, sizeof out->root.bytes, root);
    if (e)
        *out = (struct checkpoint){0};
    return e;
}

void
checkpoint_write_body(struct text_writer *w,
                      const struct checkpoint *checkpoint)
{
    if (check_origin(checkpoint->origin) ||
        checkpoint->size > CHECKPOINT_SIZE_MAX)
        text_writer_fail(w, ERR_INPUT);
    text_writer_span(w, checkpoint->origin);
    text_writer_text(w, "\n");
    text_writer_decimal(w, checkpoint->size);
    text_writer_text(w, "\n");
    text_writer_base64(w, checkpoint->root.bytes,
                       sizeof checkpoint->root.bytes);
    text_writer_text(w, "\n");
}

void
checkpoint_sign(struct text_writer *w, const struct checkpoint *checkpoint,
                const struct ed25519_secret *secret)
{
    char buffer[CHECKPOINT_BODY_MAX];
    struct text_writer body_writer;
    struct span body;
    enum err e;

    text_writer_start(&body_writer, buffer, sizeof buffer);
    checkpoint_write_body(&body_writer, checkpoint);
    e = text_writer_finish(&body_writer, &body);
    if (e) {
        text_writer_fail(w, e);
        return;
    }
    note_write_text(w, body);
    note_sign_line(w, checkpoint->origin, secret, body);
}

enum err
checkpoint_open(struct checkpoint *out, struct note *note, struct span bytes,
                struct span origin, const struct note_key *key)
{
    enum err e;

    *out = (struct checkpoint){0};
    e = note_parse(note, bytes);
    if (!e)
        e = checkpoint_parse_body(out, note->text);
    if (!e && !span_eq(out->origin, origin))
        e = ERR_INPUT;
    if (!e)
        e = note_verify(NULL, note, key, 1);
    if (e) {
        *out = (struct checkpoint){0};
        *note = (struct note){0};
    }
    return e;
}
