/*
 * rule_form.h - which rules the canonical text can say, and in which words.
 *
 * For the reader and the writer of rule_text.h, so that both hold to the same
 * demands.
 */
#ifndef BALLOTS_RULE_FORM_H
#define BALLOTS_RULE_FORM_H

#include "ballots/rule.h"

extern const char *const rule_kind_words[RULE_KIND_COUNT_];
extern const char *const rule_tie_words[RULE_TIE_COUNT_];
extern const char *const rule_shortfall_words[RULE_SHORTFALL_COUNT_];
extern const char *const rule_write_in_words[RULE_WRITE_IN_COUNT_];

/*
 * Everything that the grammar demands beyond the order of tokens: fractions in
 * lowest terms and within limits, no word twice or reserved, each section of
 * its kind, sections in their order without a gap, what the kind does not use
 * zero, a runoff just where the shortfall rule says so.
 *
 * ERR_INPUT: something else.
 */
MUST_USE enum err rule_check_form(const struct rule *rule);

#endif
