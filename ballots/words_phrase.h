/*
 * words_phrase.h - parts of sentences, for words.h itself.
 *
 * Everything appends to the writer, in the language of the sentence.
 */
#ifndef BALLOTS_WORDS_PHRASE_H
#define BALLOTS_WORDS_PHRASE_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/rule.h"
#include "ballots/words.h"

/* The text of the language. */
void words_phrase_either(struct text_writer *out, enum lang lang,
                         const char *zh, const char *en);

/* Text, number, text. */
void words_phrase_number(struct text_writer *out, const char *before,
                         uint64_t n, const char *after);

/* English: "1 ballot", "2 ballots". */
void words_phrase_plural(struct text_writer *out, uint64_t n, const char *one,
                         const char *many);

/* The option's display name, or its id. */
void words_phrase_option(struct text_writer *out, enum lang lang,
                         const struct rule_word *id);

/* "票", or "人" for signatures. */
const char *words_phrase_unit(const struct rule_clause *clause);

/* Whether the clause counts just this option. */
bool words_phrase_is_only(const struct rule_clause *clause, const char *id);

/*
 * The options that a clause adds up: "赞成票", "优秀、称职票合计" / "excellent
 * or competent".
 */
void words_phrase_measure(struct text_writer *out, enum lang lang,
                          const struct rule_clause *clause);

/* "全体代表" / "all representatives". */
void words_phrase_base(struct text_writer *out, enum lang lang,
                       enum rule_base base);

/*
 * What the clause asks for: "超过全体代表的半数" / "more than half of all
 * representatives"; "达到全体代表的三分之二" / "two thirds or more of all
 * representatives". Says min and weight too. With capital the English begins
 * with one.
 */
void words_phrase_bound(struct text_writer *out, enum lang lang,
                        const struct rule_clause *clause, bool capital);

/* The same denied: "未超过全体代表的半数" / "not more than half of ...". */
void words_phrase_missed(struct text_writer *out, enum lang lang,
                         const struct rule_clause *clause);

/*
 * Those in the bound: "are in favour", "have signed", "say excellent or
 * competent"; with must "must be in favour" and so on. English only.
 */
void words_phrase_verb(struct text_writer *out,
                       const struct rule_clause *clause, bool must);

/* "；须21票" / "; 21 needed", to go behind counts; nothing if there is none. */
void words_phrase_needed(struct text_writer *out, enum lang lang,
                         enum rule_kind kind, const struct verdict *verdict);

/* What stops a vote of any kind: no quorum, void, too few. False: nothing. */
bool words_phrase_stopped(struct text_writer *out, enum lang lang,
                          const struct rule *rule, const struct rule_row *row,
                          enum verdict_outcome outcome);

/* What a quorum clause measures. */
struct words_measured {
    const char *zh; /* "到会代表" */
    const char *zh_unit;
    const char *en_one; /* "representative present" */
    const char *en_many;
};

const struct words_measured *words_phrase_measured(enum rule_base base);

#endif
