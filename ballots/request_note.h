/*
 * request_note.h - a member's request to the server, signed.
 *
 * A signed note with exactly one line, by the key of a post or by that of an
 * invitation, and its text is
 *
 *     congress-request/v1
 *     log <origin>
 *     at <seconds since 1970>
 *     nonce <base64 of 16 random bytes>
 *     want <what>
 *
 * with one of
 *
 *     name <post>                          who holds this post
 *     names                                who holds which post, all of them
 *     text <base64 of SHA-256> <length>    a members' text
 *     here                                 nothing: a heartbeat
 *     phones                               which posts were here lately
 *     drafts                               events that wait for a signature
 *     decline <base64 of SHA-256>          not to sign the event of this text
 *
 * It changes nothing of legal effect and stands in no log; no event can be
 * taken for one, since an event's first line is another. Whether the key is
 * current, the time near and the nonce new is for the server to judge.
 *
 * Source: docs/api.md, section 6. Pure; time and nonce are arguments. Only the
 * key is secret.
 */
#ifndef BALLOTS_REQUEST_NOTE_H
#define BALLOTS_REQUEST_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/post.h"
#include "crypto/ed25519.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    REQUEST_NOTE_MAX = 512, /* bytes of the note */
    REQUEST_NOTE_NONCE_BYTES = 16,
    REQUEST_NOTE_APART_S = 300, /* from the server's time, either way */
};

enum request_want {
    REQUEST_NAME,
    REQUEST_NAMES,
    REQUEST_TEXT,
    REQUEST_HERE,
    REQUEST_PHONES,
    REQUEST_DRAFTS,
    REQUEST_DECLINE,
    REQUEST_WANTS_ /* number of wants; not a want */
};

/* Whose key signs: the post's own or its invitation's. */
struct request_signer {
    struct post post;
    bool invitation;
};

struct request_note {
    char origin[POST_ORIGIN_MAX + 1];
    uint64_t at_s;
    uint8_t nonce[REQUEST_NOTE_NONCE_BYTES];
    enum request_want want;
    struct post post; /* REQUEST_NAME */
    struct hash32
        sha256;      /* REQUEST_TEXT; REQUEST_DECLINE: of an event's text */
    uint32_t length; /* REQUEST_TEXT: bytes, at least 1 */
};

/* The word behind `want`. Never NULL. */
const char *request_want_word(enum request_want want);

/*
 * Writes the signed note, at most REQUEST_NOTE_MAX bytes.
 *
 * secret  in: the signer's key, secret
 *
 * Fails the writer with ERR_INPUT if a field is out of range.
 */
void request_note_sign(struct text_writer *w, const struct request_note *note,
                       const struct request_signer *signer,
                       const struct ed25519_secret *secret);

/*
 * Reads a request and who says to have signed it; the signature is not checked.
 * Both are zero on error.
 *
 * origin  in: the log's, which the request must name
 *
 * ERR_INPUT: malformed, another log's, or not of exactly one line by a post or
 * invitation of this log.
 */
MUST_USE enum err request_note_read(struct request_note *out,
                                    struct request_signer *signer,
                                    struct span bytes, struct span origin);

/*
 * Checks the signature of a request that was read.
 *
 * key  in: the signer's current key, or its current invitation's
 *
 * ERR_PROOF: not signed by this key of this signer in exactly one line.
 * ERR_INPUT: not a note.
 */
MUST_USE enum err request_note_verify(struct span bytes,
                                      const struct request_note *note,
                                      const struct request_signer *signer,
                                      const struct ed25519_public *key);

/* Whether whoever holds such a key may ask for this. */
bool request_note_is_allowed(const struct request_note *note,
                             const struct request_signer *signer);

#endif
