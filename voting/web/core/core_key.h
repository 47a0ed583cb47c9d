/*
 * core_key.h - secrets of 32 bytes in the module: signing keys and counting
 * seeds. They leave it only where web_key_seed() is asked for one.
 */
#ifndef VOTING_WEB_CORE_CORE_KEY_H
#define VOTING_WEB_CORE_CORE_KEY_H

#include "ballots/post.h"
#include "crypto/ed25519.h"
#include "voting/web/core/core_call.h"

struct core_key {
    uint8_t seed[ED25519_SEED_BYTES]; /* secret */
    struct ed25519_secret secret;     /* of this seed */
};

/* NULL where the handle names none. */
const struct core_key *core_key_of(uint32_t handle);

/*
 * Writes an event's text as a note with one signature line, and reads it back
 * as an event: nothing that is not an event's text is ever signed.
 *
 * ERR_INPUT: it is not, or names another post or log than it should.
 */
MUST_USE enum err core_key_sign(struct text_writer *w, struct span *line,
                                const struct core_key *key, struct post post,
                                bool invitation, struct span text);

CORE_EXPORT(web_key_make)
uint32_t web_key_make(const uint8_t *seed, uint32_t seed_len);
CORE_EXPORT(web_key_of_card)
uint32_t web_key_of_card(const uint8_t *genesis, uint32_t genesis_len,
                         const uint8_t *token, uint32_t token_len);
CORE_EXPORT(web_key_public) uint32_t web_key_public(uint32_t handle);
CORE_EXPORT(web_key_seed) uint32_t web_key_seed(uint32_t handle);
CORE_EXPORT(web_key_close) uint32_t web_key_close(uint32_t handle);
CORE_EXPORT(web_sign_event)
uint32_t web_sign_event(uint32_t handle, const char *post_text,
                        uint32_t post_len, uint32_t invitation,
                        const char *text, uint32_t text_len);

/*
 * A member's request: `enum request_want`; about: the post whose name is asked
 * for; hash and length: of the text. Those that are not asked are empty.
 */
CORE_EXPORT(web_sign_request)
uint32_t web_sign_request(uint32_t handle, const char *origin,
                          uint32_t origin_len, const char *post,
                          uint32_t post_len, uint32_t invitation, uint32_t at_s,
                          const uint8_t *nonce, uint32_t nonce_len,
                          uint32_t want, const char *about, uint32_t about_len,
                          const uint8_t *hash, uint32_t hash_len,
                          uint32_t length);

#endif
