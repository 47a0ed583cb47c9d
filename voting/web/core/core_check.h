/*
 * core_check.h - what a device verifies by itself, without a log: receipts,
 * refusals, checkpoints and that one continues another.
 *
 * origin and key are the log's, which the device has pinned: from its card and
 * the genesis that this opened.
 */
#ifndef VOTING_WEB_CORE_CORE_CHECK_H
#define VOTING_WEB_CORE_CORE_CHECK_H

#include "voting/web/core/core_call.h"

/*
 * A receipt of this note. JSON: {index, size, root, time}. ERR_INPUT: it is
 * none, or another log's; ERR_PROOF: it does not hold.
 */
CORE_EXPORT(web_check_receipt)
uint32_t web_check_receipt(const char *origin, uint32_t origin_len,
                           const uint8_t *key, uint32_t key_len,
                           const char *receipt, uint32_t receipt_len,
                           const char *note, uint32_t note_len);

/*
 * A refusal of these bytes. JSON: {code, size, root, cause}. ERR_PROOF: not
 * signed by the log, or of other bytes.
 */
CORE_EXPORT(web_check_refusal)
uint32_t web_check_refusal(const char *origin, uint32_t origin_len,
                           const uint8_t *key, uint32_t key_len,
                           const char *refusal, uint32_t refusal_len,
                           const char *submitted, uint32_t submitted_len);

/* A signed checkpoint. JSON: {size, root, code}. */
CORE_EXPORT(web_check_checkpoint)
uint32_t web_check_checkpoint(const char *origin, uint32_t origin_len,
                              const uint8_t *key, uint32_t key_len,
                              const char *checkpoint, uint32_t checkpoint_len);

/*
 * Whether the larger tree continues the smaller. hashes: 32 bytes each, in
 * order. ERR_PROOF: it does not.
 */
CORE_EXPORT(web_check_consistency)
uint32_t web_check_consistency(uint32_t old_size, const uint8_t *old_root,
                               uint32_t old_root_len, uint32_t size,
                               const uint8_t *root, uint32_t root_len,
                               const uint8_t *hashes, uint32_t hashes_len);

/* Answer: SHA-256. */
CORE_EXPORT(web_sha256)
uint32_t web_sha256(const uint8_t *bytes, uint32_t len);

/* Answer: the leaf hash of an entry. */
CORE_EXPORT(web_leaf_hash)
uint32_t web_leaf_hash(const uint8_t *entry, uint32_t len);

/* Answer: the code of a sealed ballot (protocol.md 6.7). ERR_INPUT: no ballot
 * has this length. */
CORE_EXPORT(web_ballot_code)
uint32_t web_ballot_code(const uint8_t *ballot, uint32_t len);

/* Answer: the record code of a root. */
CORE_EXPORT(web_record_code)
uint32_t web_record_code(const uint8_t *root, uint32_t len);

/* Number: 1 if this code, as typed, is the root's. */
CORE_EXPORT(web_record_code_is)
uint32_t web_record_code_is(const uint8_t *root, uint32_t len,
                            const char *typed, uint32_t typed_len);

/*
 * Answer: code, check, Chinese, English, a line each, of a status that a call
 * returned. ERR_NOTFOUND beyond the last.
 */
CORE_EXPORT(web_status_words) uint32_t web_status_words(uint32_t status);

/* Number: the status of a refusal's code. */
CORE_EXPORT(web_status_of)
uint32_t web_status_of(const char *code, uint32_t len);

#endif
