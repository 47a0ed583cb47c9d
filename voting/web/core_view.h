/*
 * core_view.h - what a page shows: the state, texts, rules, the roll's file,
 * the count sheet. The same words and numbers as every program prints.
 */
#ifndef VOTING_WEB_CORE_VIEW_H
#define VOTING_WEB_CORE_VIEW_H

#include "voting/web/core_log.h"

enum core_view {
    CORE_VIEW_CONFERENCE,
    CORE_VIEW_ROUND, /* by number */
    CORE_VIEW_SEAT,  /* by post */
    CORE_VIEW_WALL,
    CORE_VIEWS_
};

/* JSON (ballots/view.h). ERR_NOTFOUND: no such round or post. */
CORE_EXPORT(web_view)
uint32_t web_view(uint32_t handle, uint32_t view, uint32_t number,
                  const char *post, uint32_t post_len);

/*
 * The count sheet of a round, as text in `enum count_sheet_language`; titles
 * from the texts that were handed in, else ids. ERR_STATE: not counted.
 */
CORE_EXPORT(web_count_sheet)
uint32_t web_count_sheet(uint32_t handle, uint32_t round, uint32_t language);

/* JSON of a text (ballots/blob_text.h): {zh: [line], en: [line]}. */
CORE_EXPORT(web_text_read)
uint32_t web_text_read(const char *bytes, uint32_t len);

/* Answer: a text, of lines in either language; salt: 16 fresh bytes. */
CORE_EXPORT(web_text_write)
uint32_t web_text_write(const uint8_t *salt, uint32_t salt_len, const char *zh,
                        uint32_t zh_len, const char *en, uint32_t en_len);

/* Answer: the commitment of a name record with its salt line. */
CORE_EXPORT(web_name_commit)
uint32_t web_name_commit(const char *record, uint32_t len);

/*
 * JSON {zh, en, kind}: a rule in a sentence, for a roll of this size.
 * ERR_INPUT: the text is no rule.
 */
CORE_EXPORT(web_rule_words)
uint32_t web_rule_words(const char *text, uint32_t len, uint32_t roll);

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
