/*
 * core_audit.h - the verifier's list in the page: a log recounted from a
 * bundle, piece by piece.
 */
#ifndef VOTING_WEB_CORE_CORE_AUDIT_H
#define VOTING_WEB_CORE_CORE_AUDIT_H

#include "voting/web/core/core_log.h"

/*
 * seed: 32 fresh random bytes, from which the weights are drawn under which
 * many proofs are checked as one sum; whoever made the log must not know them.
 */
CORE_EXPORT(web_audit_open)
uint32_t web_audit_open(const uint8_t *seed, uint32_t seed_len);

/* Before the first piece: what an earlier run found good. */
CORE_EXPORT(web_audit_pin)
uint32_t web_audit_pin(uint32_t handle, const char *origin, uint32_t origin_len,
                       const uint8_t *genesis, uint32_t genesis_len,
                       uint32_t size, const uint8_t *root, uint32_t root_len);

/* Bytes of the bundle, which may end anywhere. */
CORE_EXPORT(web_audit_take)
uint32_t web_audit_take(uint32_t handle, const char *bytes, uint32_t len);

/* One part that came another way: `enum bundle_kind`. */
CORE_EXPORT(web_audit_part)
uint32_t web_audit_part(uint32_t handle, uint32_t kind, const char *bytes,
                        uint32_t len);

/*
 * Proves what waits, however little it is, and replays it; the weights from
 * here on come of these fresh random bytes, too. For who verifies ahead.
 */
CORE_EXPORT(web_audit_prove)
uint32_t web_audit_prove(uint32_t handle, const uint8_t *seed,
                         uint32_t seed_len);

/* Number: entries so far. */
CORE_EXPORT(web_audit_progress) uint32_t web_audit_progress(uint32_t handle);

/* Number: entries that the checkpoint speaks of; 0 before it. */
CORE_EXPORT(web_audit_total) uint32_t web_audit_total(uint32_t handle);

/* After the last. ERR_INPUT: the bundle is cut short. */
CORE_EXPORT(web_audit_finish) uint32_t web_audit_finish(uint32_t handle);

/* Number: `enum audit_receipt`; the report says it in words. */
CORE_EXPORT(web_audit_receipt)
uint32_t web_audit_receipt(uint32_t handle, const char *receipt, uint32_t len);

/* JSON: everything that was found. */
CORE_EXPORT(web_audit_report) uint32_t web_audit_report(uint32_t handle);

/* JSON: for the next run. ERR_STATE unless all is good. */
CORE_EXPORT(web_audit_make_pin) uint32_t web_audit_make_pin(uint32_t handle);

#endif
