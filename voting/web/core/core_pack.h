/*
 * core_pack.h - a paper pack in the page: what a phone verifies before it seals
 * (ballots/pack.h), and the ballot sealed from it.
 */
#ifndef VOTING_WEB_CORE_CORE_PACK_H
#define VOTING_WEB_CORE_CORE_PACK_H

#include "voting/web/core/core_call.h"

/*
 * Opens a pack; nothing is believed of it that it does not prove.
 *
 * genesis   leaf hash of the conference's genesis that was pinned; empty: none
 * open      the entry that opened the round
 * seat      the device's own post; empty: nobody's
 * old_...   size and root of the last checkpoint that was verified and the
 *           hashes from there to the pack's; size 0: there is none
 *
 * Number: the pack's handle; on a refusal the entry to blame.
 */
CORE_EXPORT(web_pack_open)
uint32_t web_pack_open(const char *pack, uint32_t pack_len,
                       const uint8_t *genesis, uint32_t genesis_len,
                       uint32_t open, const char *seat, uint32_t seat_len,
                       uint32_t old_size, const uint8_t *old_root,
                       uint32_t old_root_len, const uint8_t *hashes,
                       uint32_t hashes_len);
CORE_EXPORT(web_pack_close) uint32_t web_pack_close(uint32_t handle);

/* JSON: what it proves. */
CORE_EXPORT(web_pack_facts) uint32_t web_pack_facts(uint32_t handle);

/* The bytes of a public text: 0 the title, n the n-th row's. ERR_NOTFOUND. */
CORE_EXPORT(web_pack_text)
uint32_t web_pack_text(uint32_t handle, uint32_t number);

/*
 * Seals as web_ballot_seal(), for the pack's seat. attempt: from 1; previous
 * and its leaf: the entry of the attempt before, empty on the first; a pack
 * that does not reach it yet is refused with `seen-too-old`.
 */
CORE_EXPORT(web_pack_seal)
uint32_t web_pack_seal(uint32_t handle, uint32_t key, uint32_t attempt,
                       uint32_t previous, const uint8_t *leaf,
                       uint32_t leaf_len, const uint8_t *choices,
                       uint32_t choices_len, const uint8_t *secret,
                       uint32_t secret_len);

/* As web_test_ballot(), for a test ballot of the pack's seat. */
CORE_EXPORT(web_pack_test)
uint32_t web_pack_test(uint32_t handle, const char *bytes, uint32_t len);

#endif
