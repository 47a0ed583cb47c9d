/*
 * cosignature.h - what a witness signs about a checkpoint.
 *
 *     message   = "cosignature/v1" LF "time" SP decimal(t) LF || body
 *     signature = u64(t) || Ed25519(message)       in a line of a type 04 key
 *
 * Meaning: at t, the largest consistent tree that the witness has seen for
 * this origin is this one. The message does not name the witness, so one key
 * belongs to one witness.
 *
 * Source: C2SP tlog-cosignature v1.0.
 */
#ifndef CRYPTO_COSIGNATURE_H
#define CRYPTO_COSIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/ed25519.h"
#include "crypto/err.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define COSIGNATURE_BYTES (8 + ED25519_SIGNATURE_BYTES)
#define COSIGNATURE_TIME_MAX ((UINT64_C(1) << 63) - 1)

/* The longest line, with its LF: 76 bytes in base64. */
#define COSIGNATURE_LINE_MAX (3 + 1 + NOTE_KEY_NAME_MAX + 1 + 104 + 1)

/* What a line says, verified or not. */
struct cosignature {
    uint64_t time_s; /* at most COSIGNATURE_TIME_MAX */
    struct ed25519_signature signature;
};

/*
 * Reads the form of a cosigner's line, without verifying it.
 *
 * ERR_INPUT: not 76 canonical bytes, or a time out of range.
 */
MUST_USE enum err cosignature_read_line(struct cosignature *out,
                                        const struct note_line *line);

/*
 * Writes a witness's line for a checkpoint body.
 *
 * name    in: the witness's key name
 * secret  in: the witness's key, secret
 * time_s  in: now, in seconds since 1970, at most COSIGNATURE_TIME_MAX
 * body    in: the body of a checkpoint, see checkpoint.h
 *
 * Fails the writer with ERR_INPUT if name, time or body is none.
 */
void cosignature_sign_line(struct text_writer *w, struct span name,
                           const struct ed25519_secret *secret, uint64_t time_s,
                           struct span body);

/*
 * The n-th line is a valid cosignature of this key over the note's text.
 *
 * time_s  out: when it was made; 0 on error
 *
 * ERR_PROOF: it is not. ERR_INPUT: the key is not of type cosignature, or the
 * text is no checkpoint body.
 */
MUST_USE enum err cosignature_verify_line(uint64_t *time_s,
                                          const struct note *note, size_t n,
                                          const struct note_key *key);

/*
 * Looks for this witness among the lines of a checkpoint.
 *
 * time_s  out: the latest of its times; 0 when it has not cosigned
 *
 * ERR_NOTFOUND: no line of this key. ERR_PROOF: one of its lines is not valid,
 * which by the rules of notes rejects the whole note. ERR_INPUT: as above.
 */
MUST_USE enum err cosignature_find(uint64_t *time_s, const struct note *note,
                                   const struct note_key *key);

#endif
