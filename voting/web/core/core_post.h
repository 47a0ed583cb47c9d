/*
 * core_post.h - for pages: whose key is this?
 */
#ifndef VOTING_WEB_CORE_CORE_POST_H
#define VOTING_WEB_CORE_CORE_POST_H

#include "voting/web/core/core_log.h"

/*
 * The post whose current card or current key has this public key. Answers with
 * the post; its number is 1 for a card that is not used yet, 2 for a key.
 *
 * key  32 bytes
 *
 * ERR_NOTFOUND: none has it now.
 */
CORE_EXPORT(web_post_of)
uint32_t web_post_of(uint32_t handle, const uint8_t *key, uint32_t key_len);

#endif
