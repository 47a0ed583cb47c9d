/*
 * rule_verdict.h - what verdicts of all kinds of vote share.
 *
 * For the rule engine itself; everybody else calls rule_verdict_motion() and
 * its like in rule.h.
 */
#ifndef BALLOTS_RULE_VERDICT_H
#define BALLOTS_RULE_VERDICT_H

#include <stdbool.h>

#include "ballots/rule.h"

/*
 * Whether all clauses of the section hold; true if it has none.
 *
 * ERR_INPUT: as rule_clause_holds(), or the section ends after the clauses.
 */
MUST_USE enum err rule_section_holds(bool *holds, const struct rule *rule,
                                     struct rule_section section,
                                     const struct rule_row *row);

/*
 * What keeps a row from being judged at all: VERDICT_VOID, VERDICT_NO_QUORUM,
 * VERDICT_TOO_FEW, in this order, or VERDICT_NONE.
 *
 * ERR_INPUT: the rule does not fit the row, or the counts contradict
 * themselves.
 */
MUST_USE enum err rule_verdict_gate(enum verdict_outcome *stopped,
                                    const struct rule *rule,
                                    const struct rule_row *row);

#endif
