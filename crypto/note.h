/*
 * note.h - C2SP signed notes.
 *
 *     note    = text LF 1*line          text ends in LF
 *     line    = EMDASH SP name SP base64(key id || signature) LF
 *
 * The text ends at the LAST empty line. A note is valid UTF-8 without a byte
 * below 20 other than LF. An Ed25519 signature covers the text with its final
 * LF, without the empty line.
 *
 * Two readings. The one of C2SP, for checkpoints: note_parse, then note_verify
 * with the keys one knows; lines of other keys are carried along. The exact
 * one, for events: note_verify_exact demands the lines one expects and no
 * other, so that nobody can change a note's bytes and keep it valid.
 *
 * Source: C2SP signed-note v1.0.0. Only seeds and secret keys are secret.
 */
#ifndef CRYPTO_NOTE_H
#define CRYPTO_NOTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/ed25519.h"
#include "crypto/err.h"
#include "crypto/note_key.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define NOTE_MAX 1000000 /* bytes; names in it: NOTE_KEY_NAME_MAX */
#define NOTE_LINES_MAX 100
#define NOTE_SIGNATURE_BLOB_BYTES (NOTE_KEY_ID_BYTES + ED25519_SIGNATURE_BYTES)

/* The longest line that an Ed25519 key of ours makes, with its LF. */
#define NOTE_LINE_MAX (3 + 1 + NOTE_KEY_NAME_MAX + 1 + 92 + 1)

struct note_line {
    struct span name;
    uint8_t key_id[NOTE_KEY_ID_BYTES];
    struct span base64; /* of key id and signature */
};

/* A parsed note; every span points into the bytes it was parsed from. */
struct note {
    struct span text; /* with its final LF */
    size_t line_count;
    struct note_line lines[NOTE_LINES_MAX];
};

/*
 * Reads a note's form; no signature is checked, so nothing it says is true yet.
 *
 * ERR_INPUT: not a note, or beyond NOTE_MAX or NOTE_LINES_MAX.
 */
MUST_USE enum err note_parse(struct note *out, struct span bytes);

/*
 * Takes one signature line, with its LF, off *rest.
 *
 * ERR_INPUT: *rest does not begin with one; it then stays as it was.
 */
MUST_USE enum err note_take_line(struct note_line *out, struct span *rest);

/* Whether this line names this key, by name and id. */
bool note_line_is_by(const struct note_line *line, const struct note_key *key);

/*
 * The n-th line is a valid Ed25519 signature of this key over the text, in
 * canonical form.
 *
 * ERR_PROOF: it is not. ERR_INPUT: the key is not of type Ed25519.
 */
MUST_USE enum err note_verify_line(const struct note *note, size_t n,
                                   const struct note_key *key);

/*
 * C2SP's reading: lines of unknown keys are ignored, a known key's line that
 * does not verify rejects the whole note, and so does a note without any line
 * of a known key.
 *
 * verified  out: for each key whether it signed; key_count flags, may be NULL
 *
 * ERR_PROOF: rejected. ERR_INPUT: a key is not of type Ed25519.
 */
MUST_USE enum err note_verify(bool *verified, const struct note *note,
                              const struct note_key *keys, size_t key_count);

/*
 * The exact reading: the note has exactly key_count lines, the n-th of them by
 * the n-th key, each canonical and valid.
 *
 * ERR_PROOF: any of this does not hold. ERR_INPUT: a key is not of type
 * Ed25519.
 */
MUST_USE enum err note_verify_exact(const struct note *note,
                                    const struct note_key *keys,
                                    size_t key_count);

/*
 * Writes a note's text and the empty line after it; signature lines follow.
 *
 * Fails the writer with ERR_INPUT if no note could have this text.
 */
void note_write_text(struct text_writer *w, struct span text);

/*
 * Writes one signature line over text, which may stand in the same buffer.
 *
 * secret  in: the key, secret
 *
 * Fails the writer with ERR_INPUT if name is no key name.
 */
void note_sign_line(struct text_writer *w, struct span name,
                    const struct ed25519_secret *secret, struct span text);

/*
 * Writes one line of any key: base64(key id || signature).
 *
 * Fails the writer with ERR_INPUT if the signature is empty or longer than the
 * 72 bytes of a cosignature.
 */
void note_write_line(struct text_writer *w, const struct note_key *key,
                     const uint8_t *signature, size_t len);

#endif
