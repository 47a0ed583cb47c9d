#include "crypto/cosignature.h"

#include <string.h>

#include "crypto/base64.h"
#include "crypto/checkpoint.h"

#define HEADER "cosignature/v1\ntime "
#define MESSAGE_MAX (sizeof HEADER + 20 + 1 + CHECKPOINT_BODY_MAX)
#define TIME_BYTES 8

/* Writes what is signed into buffer; ERR_INPUT if body is none. */
static enum err
build_message(char buffer[MESSAGE_MAX], struct span *message, uint64_t time_s,
              struct span body)
{
    struct text_writer w;
    struct checkpoint checkpoint;
    enum err e = checkpoint_parse_body(&checkpoint, body);

    if (e)
        return e;
    text_writer_start(&w, buffer, MESSAGE_MAX);
    text_writer_text(&w, HEADER);
    text_writer_decimal(&w, time_s);
    text_writer_text(&w, "\n");
    text_writer_span(&w, body);
    return text_writer_finish(&w, message);
}

void
cosignature_sign_line(struct text_writer *w, struct span name,
                      const struct ed25519_secret *secret, uint64_t time_s,
                      struct span body)
{
    char buffer[MESSAGE_MAX];
    struct span message;
    struct ed25519_public public;
    struct ed25519_signature signature;
    struct note_key key;
    uint8_t blob[COSIGNATURE_BYTES];
    enum err e = time_s > COSIGNATURE_TIME_MAX ? ERR_INPUT : OK;

    ed25519_public(&public, secret);
    if (!e)
        e = note_key_make(&key, name, NOTE_KEY_COSIGNATURE, &public);
    if (!e)
        e = build_message(buffer, &message, time_s, body);
    if (e) {
        text_writer_fail(w, e);
        return;
    }
    ed25519_sign(&signature, message, secret);
    for (size_t i = 0; i < TIME_BYTES; i++)
        blob[i] = (uint8_t)(time_s >> (8 * (TIME_BYTES - 1 - i)));
    memcpy(blob + TIME_BYTES, signature.bytes, sizeof signature.bytes);
    note_write_line(w, &key, blob, sizeof blob);
}

enum err
cosignature_read_line(struct cosignature *out, const struct note_line *line)
{
    uint8_t blob[NOTE_KEY_ID_BYTES + COSIGNATURE_BYTES];
    const uint8_t *time_bytes = blob + NOTE_KEY_ID_BYTES;
    enum err e = base64_decode_exact(blob, sizeof blob, line->base64);

    *out = (struct cosignature){0};
    for (size_t i = 0; i < TIME_BYTES; i++)
        out->time_s = out->time_s << 8 | time_bytes[i];
    memcpy(out->signature.bytes, time_bytes + TIME_BYTES,
           sizeof out->signature.bytes);
    if (!e && out->time_s > COSIGNATURE_TIME_MAX)
        e = ERR_INPUT;
    if (e)
        *out = (struct cosignature){0};
    return e;
}

enum err
cosignature_verify_line(uint64_t *time_s, const struct note *note, size_t n,
                        const struct note_key *key)
{
    char buffer[MESSAGE_MAX];
    struct span message;
    struct cosignature cosignature;
    enum err e;

    *time_s = 0;
    if (key->type != NOTE_KEY_COSIGNATURE)
        return ERR_INPUT;
    if (n >= note->line_count || !note_line_is_by(&note->lines[n], key) ||
        cosignature_read_line(&cosignature, &note->lines[n]))
        return ERR_PROOF;
    e = build_message(buffer, &message, cosignature.time_s, note->text);
    if (!e)
        e = ed25519_verify(&cosignature.signature, message, &key->key);
    if (!e)
        *time_s = cosignature.time_s;
    return e;
}

enum err
cosignature_find(uint64_t *time_s, const struct note *note,
                 const struct note_key *key)
{
    enum err e = ERR_NOTFOUND;
    uint64_t latest = 0;

    *time_s = 0;
    if (key->type != NOTE_KEY_COSIGNATURE)
        return ERR_INPUT;
    for (size_t n = 0; n < note->line_count; n++) {
        uint64_t time;

        if (!note_line_is_by(&note->lines[n], key))
            continue;
        e = cosignature_verify_line(&time, note, n, key);
        if (e)
            return e;
        if (time > latest)
            latest = time;
    }
    if (!e)
        *time_s = latest;
    return e;
}
