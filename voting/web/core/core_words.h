/*
 * core_words.h - what texts, name records and rules say.
 */
#ifndef VOTING_WEB_CORE_CORE_WORDS_H
#define VOTING_WEB_CORE_CORE_WORDS_H

#include "voting/web/core/core_call.h"

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

#endif
