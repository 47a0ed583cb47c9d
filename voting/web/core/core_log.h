/*
 * core_log.h - a log in the module, replayed: followed entry by entry, or
 * audited as a whole.
 */
#ifndef VOTING_WEB_CORE_CORE_LOG_H
#define VOTING_WEB_CORE_CORE_LOG_H

#include "ballots/audit.h"
#include "voting/web/core/core_call.h"
#include "voting/web/core/core_texts.h"

/*
 * One of two ways to the same state. A followed log grows for as long as the
 * page is open and says at each checkpoint whether it agrees. An audited log
 * is read once, from a bundle, and ends with the verifier's eighteen checks.
 */
struct core_log {
    struct conference *followed; /* NULL: audited */
    struct audit *audit;         /* NULL: followed */
    /* Gives back what only audits have; so that a module without core_audit.c
     * needs nothing of audits. NULL: nothing. */
    void (*end_audit)(struct core_log *log);
    const struct conference *conference;
    struct event event; /* the last that was read, or is being drafted */
    struct admission admission;
    struct core_texts texts;
    struct bundle_reader reader;
    char *buffer; /* the reader's */
    struct audit_pin pin;
    bool finished;
    uint8_t seed[BATCH_SEED_BYTES]; /* of the weights of proofs; secret */
    uint32_t batches;
    enum audit_receipt receipt;
    uint32_t receipt_index;
};

/* NULL where the handle names none. */
struct core_log *core_log_of(uint32_t handle);

/* Takes the new log's handle as the call's number. ERR_NOMEM frees it. */
MUST_USE enum err core_log_keep(struct core_log *log);

CORE_EXPORT(web_log_open) uint32_t web_log_open(void);
CORE_EXPORT(web_log_close) uint32_t web_log_close(uint32_t handle);

/* An entry; its proofs too, unless prove is 0. Number: who caused a refusal. */
CORE_EXPORT(web_log_take)
uint32_t web_log_take(uint32_t handle, const char *entry, uint32_t len,
                      uint32_t prove);

/* A note as it would stand at this time: whether it would be taken in. */
CORE_EXPORT(web_log_try)
uint32_t web_log_try(uint32_t handle, const char *note, uint32_t len,
                     uint32_t time_s);

/* A text, or a name record, that entries name. Anything is taken; of a name the
 * answer is the post whose commitment it opens now, or empty. */
CORE_EXPORT(web_log_give_text)
uint32_t web_log_give_text(uint32_t handle, const char *text, uint32_t len);
CORE_EXPORT(web_log_give_name)
uint32_t web_log_give_name(uint32_t handle, const char *record, uint32_t len);
CORE_EXPORT(web_log_find_text)
uint32_t web_log_find_text(uint32_t handle, const uint8_t *hash, uint32_t len);

/*
 * A signed checkpoint against these entries. Number: its size. ERR_PROOF: not
 * signed by the log; ERR_STATE: it is newer; refusal `root`: another history.
 */
CORE_EXPORT(web_log_compare)
uint32_t web_log_compare(uint32_t handle, const char *bytes, uint32_t len);

/* Number of entries; answer: the root over them. */
CORE_EXPORT(web_log_root) uint32_t web_log_root(uint32_t handle);
CORE_EXPORT(web_log_leaf)
uint32_t web_log_leaf(uint32_t handle, uint32_t index);
/* Number: where an event that several sign stands, by the hash of its text; the
 * size, if it does not. */
CORE_EXPORT(web_log_entry_of)
uint32_t web_log_entry_of(uint32_t handle, const uint8_t *hash, uint32_t len);
CORE_EXPORT(web_log_origin) uint32_t web_log_origin(uint32_t handle);
CORE_EXPORT(web_log_key) uint32_t web_log_key(uint32_t handle);

#endif
