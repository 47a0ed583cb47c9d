/*
 * words.h - the sentences of a result, in Chinese and English.
 *
 * Pages, programs and print say what these functions say. A result leads with
 * counts and the number needed, never with a percentage of the votes cast.
 * Every function appends UTF-8 without a line break; text_writer_finish()
 * tells whether all of it fitted (ERR_NOMEM), and that the verdict was one of
 * the rule's kind (ERR_INPUT). Titles and names are the caller's strings,
 * each in the language of the sentence.
 */
#ifndef BALLOTS_WORDS_H
#define BALLOTS_WORDS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/rule.h"
#include "crypto/text_writer.h"

enum lang { LANG_ZH, LANG_EN, LANG_COUNT_ };

/*
 * The display name of an option, label or bucket ("for" 赞成, "invalid"
 * 无效), or NULL if it is not one that we know: show the id then. English names
 * are in small letters, as they stand within a sentence.
 */
const char *words_option(enum lang lang, const char *id);

/* "表决", "选举", "民主评议", "联名"; NULL for a value out of range. */
const char *words_kind(enum lang lang, enum rule_kind kind);

/* "应到代表40名，实到38名，符合法定人数。" */
void words_quorum(struct text_writer *out, enum lang lang, uint64_t due,
                  uint64_t present, bool quorate);

/*
 * "发出表决票38张，收回38张，本次表决有效。" The kind chooses the word for a
 * ballot; more returned than issued is said to void the vote.
 */
void words_returned(struct text_writer *out, enum lang lang,
                    enum rule_kind kind, uint64_t issued, uint64_t returned);

/*
 * "赞成29票，反对6票，弃权3票": every option, then invalid, sealed and
 * unreturned ballots if there are any. No full stop.
 */
void words_counts(struct text_writer *out, enum lang lang,
                  const struct rule_row *row);

/* "40名中须21票" / "21 needed of 40"; nothing where there is no number. */
void words_needed(struct text_writer *out, enum lang lang,
                  const struct rule *rule, uint64_t roll);

/*
 * The rule before the vote, with its number where the size of the roll alone
 * gives it: "全体代表40名，须赞成票不少于21票（超过全体代表的半数）。" Quorum
 * first; for an election seats, ties and shortfall; for an appraisal every
 * outcome.
 */
void words_rule(struct text_writer *out, enum lang lang,
                const struct rule *rule, uint64_t roll);

/*
 * The verdict on a motion, petition or appraisal in short:
 * "赞成29票，反对6票，弃权3票。赞成票超过全体代表的半数，通过。"
 * "赞成20票，未超过全体代表的半数，未通过。"
 * Also says no quorum, void and too few.
 */
void words_verdict(struct text_writer *out, enum lang lang,
                   const struct rule *rule, const struct rule_row *row,
                   const struct verdict *verdict);

/*
 * The same in full, with all counts and the number needed:
 * "赞成20票，反对12票，弃权6票；须21票。赞成票未超过全体代表的半数，未通过。"
 */
void words_result(struct text_writer *out, enum lang lang,
                  const struct rule *rule, const struct rule_row *row,
                  const struct verdict *verdict);

/*
 * The verdict on an election: who is elected, who is tied, how many seats are
 * open and what follows; or no quorum, void, too few.
 *
 * rows   in: as judged, one for each candidate
 * names  in: the candidates' names, one for each row
 */
void words_election(struct text_writer *out, enum lang lang,
                    const struct rule *rule, const struct rule_row *rows,
                    size_t count, const struct election_verdict *verdict,
                    const char *const *names);

/* One candidate: "王书茵：赞成33票，反对3票，弃权2票；须21票。当选。" */
void words_candidate(struct text_writer *out, enum lang lang,
                     const struct rule *rule, const struct rule_row *rows,
                     const struct election_verdict *verdict, size_t candidate,
                     const char *name);

/* "本项应到39名（1名回避）。"; nothing if nobody is recused. */
void words_recusal(struct text_writer *out, enum lang lang, uint64_t due,
                   uint64_t recused);

/* "这是练习表决，结果没有效力。" */
void words_practice(struct text_writer *out, enum lang lang);

/* Why a rule is refused, with the way out; NULL for RULE_FAULT_NONE. */
const char *words_rule_fault(enum lang lang, enum rule_fault fault);

#endif
