#include "crypto/note.h"

#include <string.h>

#include "crypto/base64.h"
#include "crypto/utf8.h"

#define DASH "\xE2\x80\x94 " /* U+2014 and a space begin each line */

/* Base64 characters that hold a key id: eight give six bytes. */
#define ID_CHARACTERS 8
#define ID_CHARACTERS_BYTES 6

/* Key id and signature of the largest kind that we write, a cosignature. */
#define BLOB_WRITTEN_MAX 76

/* Valid UTF-8, and no control character below U+0020 but LF. */
static enum err
check_characters(struct span bytes)
{
    uint32_t point;

    while (bytes.len > 0) {
        enum err e = utf8_next(&point, &bytes);

        if (e)
            return e;
        if (point < 0x20 && point != '\n')
            return ERR_INPUT;
    }
    return OK;
}

/* Cuts at the last empty line, which belongs to neither half. */
static enum err
split(struct span *text, struct span *lines, struct span bytes)
{
    for (size_t i = bytes.len; i >= 2; i--) {
        if (bytes.ptr[i - 1] == '\n' && bytes.ptr[i - 2] == '\n') {
            *text = span_head(bytes, i - 1);
            *lines = span_from(bytes, i);
            return lines->len ? OK : ERR_INPUT;
        }
    }
    return ERR_INPUT;
}

/* The first bytes of what the base64 says, of which there must be more. */
static enum err
read_key_id(uint8_t id[NOTE_KEY_ID_BYTES], struct span base64)
{
    char head[ID_CHARACTERS];
    uint8_t bytes[ID_CHARACTERS_BYTES];
    enum err e;

    if (base64.len < sizeof head)
        return ERR_INPUT;
    memcpy(head, base64.ptr, sizeof head);
    /* The shortest signature of one byte ends here, with one pad. */
    if (head[ID_CHARACTERS - 1] == '=')
        head[ID_CHARACTERS - 1] = 'A';
    e = base64_decode_exact(bytes, sizeof bytes, span_of(head, sizeof head));
    memcpy(id, bytes, NOTE_KEY_ID_BYTES);
    return e;
}

/*
 * The base64 of a key that nobody here knows may have unused bits set: it is
 * carried, never read. That of a known key is decoded, and then must be
 * canonical.
 */
static enum err
parse_line(struct note_line *out, struct span line)
{
    size_t space;
    enum err e = span_take_prefix(&line, DASH);

    if (e)
        return e;
    space = span_find(line, ' ');
    if (space == line.len)
        return ERR_INPUT;
    out->name = span_head(line, space);
    out->base64 = span_from(line, space + 1);
    e = note_key_check_name(out->name);
    if (e)
        return e;
    e = base64_check_loose(out->base64);
    if (e)
        return e;
    return read_key_id(out->key_id, out->base64);
}

enum err
note_take_line(struct note_line *out, struct span *rest)
{
    struct span after = *rest;
    struct span line;
    enum err e = span_take_line(&line, &after);

    *out = (struct note_line){0};
    if (!e)
        e = parse_line(out, line);
    if (e)
        *out = (struct note_line){0};
    else
        *rest = after;
    return e;
}

static enum err
parse_lines(struct note *out, struct span lines)
{
    while (lines.len > 0) {
        enum err e;

        if (out->line_count == NOTE_LINES_MAX)
            return ERR_INPUT;
        e = note_take_line(&out->lines[out->line_count], &lines);
        if (e)
            return e;
        out->line_count++;
    }
    return OK;
}

enum err
note_parse(struct note *out, struct span bytes)
{
    struct span lines;
    enum err e;

    *out = (struct note){0};
    if (bytes.len > NOTE_MAX)
        return ERR_INPUT;
    e = check_characters(bytes);
    if (!e)
        e = split(&out->text, &lines, bytes);
    if (!e)
        e = parse_lines(out, lines);
    if (e)
        *out = (struct note){0};
    return e;
}

bool
note_line_is_by(const struct note_line *line, const struct note_key *key)
{
    return span_eq(line->name, key->name) &&
           note_key_id_eq(line->key_id, key->id);
}

enum err
note_verify_line(const struct note *note, size_t n, const struct note_key *key)
{
    uint8_t blob[NOTE_SIGNATURE_BLOB_BYTES];
    struct ed25519_signature signature;

    if (key->type != NOTE_KEY_ED25519)
        return ERR_INPUT;
    if (n >= note->line_count || !note_line_is_by(&note->lines[n], key))
        return ERR_PROOF;
    if (base64_decode_exact(blob, sizeof blob, note->lines[n].base64))
        return ERR_PROOF;
    memcpy(signature.bytes, blob + NOTE_KEY_ID_BYTES, sizeof signature.bytes);
    return ed25519_verify(&signature, note->text, &key->key);
}

/* All lines of one key. */
static enum err
verify_key(bool *signed_by, const struct note *note, const struct note_key *key)
{
    *signed_by = false;
    for (size_t n = 0; n < note->line_count; n++) {
        enum err e;

        if (!note_line_is_by(&note->lines[n], key))
            continue;
        e = note_verify_line(note, n, key);
        if (e)
            return e;
        *signed_by = true;
    }
    return OK;
}

static enum err
check_types(const struct note_key *keys, size_t key_count)
{
    for (size_t k = 0; k < key_count; k++) {
        if (keys[k].type != NOTE_KEY_ED25519)
            return ERR_INPUT;
    }
    return OK;
}

enum err
note_verify(bool *verified, const struct note *note,
            const struct note_key *keys, size_t key_count)
{
    bool any = false;
    enum err e = check_types(keys, key_count);

    for (size_t k = 0; !e && k < key_count; k++) {
        bool signed_by;

        e = verify_key(&signed_by, note, &keys[k]);
        if (verified)
            verified[k] = signed_by;
        any = any || signed_by;
    }
    if (!e && !any)
        e = ERR_PROOF;
    for (size_t k = 0; e && verified && k < key_count; k++)
        verified[k] = false;
    return e;
}

enum err
note_verify_exact(const struct note *note, const struct note_key *keys,
                  size_t key_count)
{
    /* No keys would make any text pass; a note always has a line. */
    if (key_count == 0 || note->line_count != key_count)
        return ERR_PROOF;
    for (size_t n = 0; n < key_count; n++) {
        enum err e = note_verify_line(note, n, &keys[n]);

        if (e)
            return e;
    }
    return OK;
}

void
note_write_text(struct text_writer *w, struct span text)
{
    if (text.len == 0 || text.ptr[text.len - 1] != '\n' ||
        check_characters(text))
        text_writer_fail(w, ERR_INPUT);
    text_writer_span(w, text);
    text_writer_text(w, "\n");
}

void
note_write_line(struct text_writer *w, const struct note_key *key,
                const uint8_t *signature, size_t len)
{
    uint8_t blob[BLOB_WRITTEN_MAX];

    if (len == 0 || len > sizeof blob - NOTE_KEY_ID_BYTES) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    memcpy(blob, key->id, NOTE_KEY_ID_BYTES);
    memcpy(blob + NOTE_KEY_ID_BYTES, signature, len);
    text_writer_text(w, DASH);
    text_writer_span(w, key->name);
    text_writer_text(w, " ");
    text_writer_base64(w, blob, NOTE_KEY_ID_BYTES + len);
    text_writer_text(w, "\n");
}

void
note_sign_line(struct text_writer *w, struct span name,
               const struct ed25519_secret *secret, struct span text)
{
    struct ed25519_public public;
    struct ed25519_signature signature;
    struct note_key key;
    enum err e;

    ed25519_public(&public, secret);
    e = note_key_make(&key, name, NOTE_KEY_ED25519, &public);
    if (e) {
        text_writer_fail(w, e);
        return;
    }
    ed25519_sign(&signature, text, secret);
    note_write_line(w, &key, signature.bytes, sizeof signature.bytes);
}
