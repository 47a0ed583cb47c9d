/*
 * note_key.h - the keys of signed notes, and how they are named.
 *
 *     key id = SHA-256(name || LF || type || public key)[0:4]
 *     vkey   = name "+" lower-hex(key id) "+" base64(type || public key)
 *
 * A name is not empty and has no Unicode space, no "+" and no control
 * character. Source: C2SP signed-note. Nothing here is secret.
 */
#ifndef CRYPTO_NOTE_KEY_H
#define CRYPTO_NOTE_KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/ed25519.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define NOTE_KEY_NAME_MAX 255 /* bytes */
#define NOTE_KEY_ID_BYTES 4

/* name + 8 digits + base64 of 33 bytes, with two "+" between */
#define NOTE_KEY_VKEY_MAX (NOTE_KEY_NAME_MAX + 1 + 8 + 1 + 44)

enum note_key_type {
    NOTE_KEY_ED25519 = 1,    /* signs a note's text */
    NOTE_KEY_COSIGNATURE = 4 /* cosigns checkpoints, see cosignature.h */
};

struct note_key {
    struct span name; /* borrowed */
    enum note_key_type type;
    uint8_t id[NOTE_KEY_ID_BYTES];
    struct ed25519_public key;
};

/* ERR_INPUT: not a key name, or longer than NOTE_KEY_NAME_MAX. */
MUST_USE enum err note_key_check_name(struct span name);

/*
 * A key from its parts, with its id.
 *
 * ERR_INPUT: the name is none.
 */
MUST_USE enum err note_key_make(struct note_key *out, struct span name,
                                enum note_key_type type,
                                const struct ed25519_public *key);

/*
 * Reads a vkey. out->name points into it.
 *
 * ERR_INPUT: malformed, a type that is not ours, or an id that is not that of
 * this name and key.
 */
MUST_USE enum err note_key_parse(struct note_key *out, struct span vkey);

/* Writes the vkey. */
void note_key_write(struct text_writer *w, const struct note_key *key);

bool note_key_id_eq(const uint8_t a[NOTE_KEY_ID_BYTES],
                    const uint8_t b[NOTE_KEY_ID_BYTES]);

#endif
