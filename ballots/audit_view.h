/*
 * audit_view.h - what an audit has found, as JSON: the members that every
 * program writes alike. What a program adds (words, a receipt, results) it
 * writes itself, between the calls.
 */
#ifndef BALLOTS_AUDIT_VIEW_H
#define BALLOTS_AUDIT_VIEW_H

#include <stdint.h>

#include "ballots/audit.h"
#include "ballots/json.h"

/*
 * The log that was audited: `log` (its origin), `genesis` and `genesis_code`
 * where there is an entry, `size`, `root`, `record_code`, `time` of the last
 * entry, `history` (audit_history_code) and `pinned`, the entries that an
 * earlier audit vouches for.
 */
void audit_view_log(struct json_writer *w, const struct audit *audit);

/* `witnesses` and `texts`: what stands beside the log, and was looked at. */
void audit_view_beside(struct json_writer *w, const struct audit *audit);

/* An entry's index; null for CONFERENCE_NO_ENTRY. */
void audit_view_entry(struct json_writer *w, const char *key, uint32_t entry);

/* The record code of a root or leaf (ballots/record_code.h). */
void audit_view_code(struct json_writer *w, const char *key,
                     const struct hash32 *hash);

#endif
