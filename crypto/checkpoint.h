/*
 * checkpoint.h - what the log signs: its name, its size, its root.
 *
 *     body = origin LF size LF base64(root) LF
 *
 * and nothing more: extension lines, which C2SP allows, are refused, since
 * some witnesses refuse them and some cosignatures do not cover them. The
 * checkpoint is a note over this body, signed by the log under the key name
 * that equals the origin.
 *
 * Source: C2SP tlog-checkpoint v1.0.0.
 */
#ifndef CRYPTO_CHECKPOINT_H
#define CRYPTO_CHECKPOINT_H

#include <stdint.h>

#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define CHECKPOINT_ORIGIN_MAX NOTE_KEY_NAME_MAX /* bytes */
#define CHECKPOINT_SIZE_MAX ((UINT64_C(1) << 63) - 1)
#define CHECKPOINT_BODY_MAX (CHECKPOINT_ORIGIN_MAX + 1 + 19 + 1 + 44 + 1)

/* A body, the empty line and the log's signature line. */
#define CHECKPOINT_SIGNED_MAX (CHECKPOINT_BODY_MAX + 1 + NOTE_LINE_MAX)

struct checkpoint {
    struct span origin; /* borrowed */
    uint64_t size;      /* entries, at most CHECKPOINT_SIZE_MAX */
    struct hash32 root;
};

/*
 * Reads a body. out->origin points into it.
 *
 * ERR_INPUT: not exactly of the form above.
 */
MUST_USE enum err checkpoint_parse_body(struct checkpoint *out,
                                        struct span body);

/*
 * Writes a body.
 *
 * Fails the writer with ERR_INPUT if no checkpoint could say this.
 */
void checkpoint_write_body(struct text_writer *w,
                           const struct checkpoint *checkpoint);

/*
 * Writes the signed checkpoint: always the same bytes for the same arguments.
 *
 * secret  in: the log's key, secret; its name is the origin
 *
 * Fails the writer with ERR_INPUT if the origin is no key name.
 */
void checkpoint_sign(struct text_writer *w, const struct checkpoint *checkpoint,
                     const struct ed25519_secret *secret);

/*
 * Reads a signed checkpoint of one log, by C2SP's reading: further lines, such
 * as cosignatures, are carried along in *note.
 *
 * origin  in: the origin that the first line must be
 * key     in: the log's key; a log of ours has key->name equal to origin
 *
 * ERR_INPUT: malformed, or another origin. ERR_PROOF: not signed by the key.
 */
MUST_USE enum err checkpoint_open(struct checkpoint *out, struct note *note,
                                  struct span bytes, struct span origin,
                                  const struct note_key *key);

#endif
