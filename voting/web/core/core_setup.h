/*
 * core_setup.h - for whoever prepares a conference: rules to choose from, and
 * the roll's file.
 */
#ifndef VOTING_WEB_CORE_CORE_SETUP_H
#define VOTING_WEB_CORE_CORE_SETUP_H

#include "voting/web/core/core_call.h"

/*
 * Why a paper with these options, by space, and this many rows may not have the
 * rule: JSON {code, zh, en}, or the JSON null where nothing stands against it.
 */
CORE_EXPORT(web_rule_fault)
uint32_t web_rule_fault(const char *text, uint32_t len,
                        const char *options_text, uint32_t options_len,
                        uint32_t rows);

/* JSON: the rules that are ready to choose, for this many seats. */
CORE_EXPORT(web_presets) uint32_t web_presets(uint32_t seats);

/* JSON {rows, faults, summary} of a roll's CSV (ballots/roll_csv.h). */
CORE_EXPORT(web_roll)
uint32_t web_roll(const char *csv, uint32_t len);

#endif
