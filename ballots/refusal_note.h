/*
 * refusal_note.h - a refusal, signed by the log.
 *
 * Whoever is refused gets the log's word on it, which can be quoted in a
 * complaint. It is a signed note under the log's key, with exactly one line,
 * and its text is
 *
 *     congress-refusal/v1
 *     log <origin>
 *     submitted <base64 of SHA-256 of the bytes as submitted>
 *     refused <code>
 *     tree <size> <base64 of the root>     the log at that moment
 *     cause <index> <base64 of the leaf hash>    or: cause none
 *
 * The cause is the entry for which it is refused, below the size. No
 * checkpoint can be taken for a refusal nor the reverse: a checkpoint's body
 * has three lines.
 *
 * Pure. Only the log's key is secret.
 */
#ifndef BALLOTS_REFUSAL_NOTE_H
#define BALLOTS_REFUSAL_NOTE_H

#include <stdint.h>

#include "ballots/event.h"
#include "ballots/post.h"
#include "ballots/refusal.h"
#include "crypto/ed25519.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    REFUSAL_NOTE_CODE_MAX = 32, /* bytes of a code */
    REFUSAL_NOTE_MAX = 640,     /* bytes of the note */
};

struct refusal_note {
    char origin[POST_ORIGIN_MAX + 1];
    struct hash32 submitted;
    enum refusal refusal; /* never REFUSED_NOTHING */
    uint64_t size;
    struct hash32 root;
    struct event_ref cause; /* present: index and leaf hash */
};

/*
 * Writes the signed note, at most REFUSAL_NOTE_MAX bytes.
 *
 * secret  in: the log's key, secret
 *
 * Fails the writer with ERR_INPUT if a field is out of range.
 */
void refusal_note_sign(struct text_writer *w, const struct refusal_note *note,
                       const struct ed25519_secret *secret);

/*
 * Reads a refusal and checks the log's signature. *out is zero on error.
 *
 * origin  in: the log's, which the note must name; key: its key
 *
 * ERR_INPUT: malformed, a code that is not in the table, or another log's.
 * ERR_PROOF: not signed by the key, or not by it alone.
 */
MUST_USE enum err refusal_note_open(struct refusal_note *out, struct span bytes,
                                    struct span origin,
                                    const struct ed25519_public *key);

#endif
