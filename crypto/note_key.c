#include "crypto/note_key.h"

#include <string.h>

#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/hash.h"
#include "crypto/utf8.h"

#define BLOB_BYTES (1 + ED25519_PUBLIC_BYTES) /* type || public key */

enum err
note_key_check_name(struct span name)
{
    uint32_t point;

    if (name.len == 0 || name.len > NOTE_KEY_NAME_MAX)
        return ERR_INPUT;
    while (name.len > 0) {
        enum err e = utf8_next(&point, &name);

        if (e)
            return e;
        if (point < 0x20 || point == '+' || utf8_is_space(point))
            return ERR_INPUT;
    }
    return OK;
}

static bool
is_type(uint8_t type)
{
    return type == NOTE_KEY_ED25519 || type == NOTE_KEY_COSIGNATURE;
}

static void
fill_blob(uint8_t blob[BLOB_BYTES], const struct note_key *key)
{
    blob[0] = (uint8_t)key->type;
    memcpy(blob + 1, key->key.bytes, ED25519_PUBLIC_BYTES);
}

static void
fill_id(struct note_key *key)
{
    uint8_t blob[BLOB_BYTES];
    struct hash32 hash;

    fill_blob(blob, key);
    hash_sha256_parts(&hash,
                      (const struct span[]){key->name, span_of("\n", 1),
                                            span_of(blob, sizeof blob)},
                      3);
    memcpy(key->id, hash.bytes, sizeof key->id);
}

enum err
note_key_make(struct note_key *out, struct span name, enum note_key_type type,
              const struct ed25519_public *key)
{
    enum err e = note_key_check_name(name);

    *out = (struct note_key){0};
    if (e)
        return e;
    *out = (struct note_key){.name = name, .type = type, .key = *key};
    fill_id(out);
    return OK;
}

/* The field up to the next "+", which must be there and is taken too. */
static enum err
take_field(struct span *field, struct span *rest)
{
    size_t end = span_find(*rest, '+');

    if (end == rest->len)
        return ERR_INPUT;
    *field = span_head(*rest, end);
    *rest = span_from(*rest, end + 1);
    return OK;
}

enum err
note_key_parse(struct note_key *out, struct span vkey)
{
    struct span name;
    struct span hex;
    uint8_t blob[BLOB_BYTES];
    char id[2 * NOTE_KEY_ID_BYTES + 1];
    struct ed25519_public key;
    enum err e;

    *out = (struct note_key){0};
    if (take_field(&name, &vkey) || take_field(&hex, &vkey) ||
        base64_decode_exact(blob, sizeof blob, vkey) || !is_type(blob[0]))
        return ERR_INPUT;
    memcpy(key.bytes, blob + 1, sizeof key.bytes);
    e = note_key_make(out, name, (enum note_key_type)blob[0], &key);
    if (e)
        return e;
    sodium_bin2hex(id, sizeof id, out->id, sizeof out->id);
    if (!span_eq(hex, span_text(id))) {
        *out = (struct note_key){0};
        return ERR_INPUT;
    }
    return OK;
}

void
note_key_write(struct text_writer *w, const struct note_key *key)
{
    uint8_t blob[BLOB_BYTES];

    fill_blob(blob, key);
    text_writer_span(w, key->name);
    text_writer_text(w, "+");
    text_writer_hex(w, key->id, sizeof key->id);
    text_writer_text(w, "+");
    text_writer_base64(w, blob, sizeof blob);
}

bool
note_key_id_eq(const uint8_t a[NOTE_KEY_ID_BYTES],
               const uint8_t b[NOTE_KEY_ID_BYTES])
{
    return sodium_memcmp(a, b, NOTE_KEY_ID_BYTES) == 0;
}
