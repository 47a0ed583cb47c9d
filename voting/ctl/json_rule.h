/*
 * json_rule.h - a row's rule, as a set-up file gives it.
 *
 * Private to the readers of set-up files.
 */
#ifndef VOTING_CTL_JSON_RULE_H
#define VOTING_CTL_JSON_RULE_H

#include "ballots/event.h"
#include "voting/ctl/json_read.h"

/*
 * Puts the rule on the paper, unless an equal one is there: a string, either a
 * preset's id or a rule's canonical text; or an object {"preset": id, "seats":
 * n, "write_in": "none", "notice_days": n, "publish_days": n, "post_days": n},
 * all but the first optional, which changes the preset.
 *
 * number  out: of its rule line, from 1
 */
MUST_USE enum err json_rule_add(struct event_paper *paper, uint32_t *number,
                                struct json_fault *fault,
                                const struct json_t *rule);

#endif
