/*
 * rule_text.h - a rule as one line of text.
 *
 * The line travels inside the signed paper event, so a rule has one spelling
 * only: what rule_decode() accepts, rule_encode() gives back byte for byte.
 * ASCII, tokens apart by exactly one space, no space at either end:
 *
 *     rule      = motion / election / appraisal / petition
 *     motion    = "motion" [quorum] pass days
 *     petition  = "petition" [quorum] pass days
 *     election  = "election seats" SP number SP "tie" SP tie
 *                 SP "shortfall" SP ("vacant" / "runoff")
 *                 SP "write-in" SP ("none" / "when_against" / "any")
 *                 [SP "margin" SP fraction]
 *                 [quorum] pass [runoff] days
 *     appraisal = "appraisal" [quorum] 1*8outcome days
 *     tie       = "revote" / "fewer_against_then_revote" / "both_out"
 *     quorum    = SP "quorum" 1*(SP clause)    ; each measures a base
 *     pass      = SP "pass" 1*(SP clause)      ; each measures options
 *     runoff    = SP "runoff" 1*(SP clause)    ; just where shortfall is runoff
 *     outcome   = SP "outcome" SP word (1*(SP clause) / SP "always")
 *                                              ; "always" only in the last
 *     days      = SP "notice" SP number SP "publish" SP number
 *                 SP "post" SP number
 *     clause    = measure "/" base (">" / ">=") fraction
 *                 [",weight=" word] [",min=" number]
 *     measure   = base / word *6("+" word)     ; no word twice, none reserved
 *     base      = "roll" / "present" / "issued" / "returned" / "valid"
 *               / "expressed" / "ronr_cast" / "roll_less_abstain"
 *     fraction  = number "/" number            ; lowest terms, 0/1 to 1/1
 *     word      = lower *31(lower / digit / "_")
 *     number    = "0" / nonzero *digit         ; limits in rule.h
 *
 * For example, on one line:
 *
 *     motion quorum present/roll>=2/3 pass for/roll>1/2
 *     notice 7 publish 3 post 15
 *
 * A margin is more than 0/1, a min is at least 1, and a clause is not ">1/1",
 * which nothing passes. Reserved words: rule_word_is_reserved().
 */
#ifndef BALLOTS_RULE_TEXT_H
#define BALLOTS_RULE_TEXT_H

#include "ballots/rule.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define RULE_TEXT_MAX 1024 /* bytes of the line */

/*
 * Reads a rule.
 *
 * ERR_INPUT, and *rule is all zero: not the one spelling of a rule, or longer
 * than RULE_TEXT_MAX.
 */
MUST_USE enum err rule_decode(struct rule *rule, struct span text);

/*
 * Writes a rule. The writer fails with ERR_INPUT if the rule is not one that
 * the grammar can say: a fraction not in lowest terms, a section that does not
 * follow the one before, a line of more than RULE_TEXT_MAX bytes.
 */
void rule_encode(struct text_writer *out, const struct rule *rule);

#endif
