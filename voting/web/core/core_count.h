/*
 * core_count.h - locking the ballot box and opening it: what a scrutineer's
 * seed is used for.
 */
#ifndef VOTING_WEB_CORE_CORE_COUNT_H
#define VOTING_WEB_CORE_CORE_COUNT_H

#include "voting/web/core/core_log.h"

/*
 * Answer: the text of key-commit, key-deal, key-accept or key-complain. seed: a
 * handle of core_key.h. Number: after key-accept the dealer whose share is bad,
 * where the refusal is `ceremony-proof`.
 */
CORE_EXPORT(web_draft_key)
uint32_t web_draft_key(uint32_t handle, const char *type_name,
                       uint32_t type_len, const char *post_text,
                       uint32_t post_len, uint32_t seed_handle,
                       uint32_t against);

/* Number: 1 if a ceremony of this log has a commitment from this seed. */
CORE_EXPORT(web_key_is_of)
uint32_t web_key_is_of(uint32_t handle, const char *post_text,
                       uint32_t post_len, uint32_t seed_handle);

/* Answer: the text of result, from the shares that are logged. */
CORE_EXPORT(web_draft_result)
uint32_t web_draft_result(uint32_t handle, const char *paper,
                          uint32_t paper_len);

/*
 * Answer: the text of share. Only from a log that was audited whole and passed
 * (ERR_STATE). checkpoint: where a witness policy is in force, one that covers
 * the close, with its cosignatures; else empty.
 */
CORE_EXPORT(web_draft_share)
uint32_t web_draft_share(uint32_t handle, const char *paper, uint32_t paper_len,
                         const char *post_text, uint32_t post_len,
                         uint32_t seed_handle, const char *checkpoint,
                         uint32_t checkpoint_len);

#endif
