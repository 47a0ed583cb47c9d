/*
 * paper_check.h - whether a paper may be made: its form, its rules, its place.
 *
 * What can be wrong with a paper is found when it is made, days before the
 * session, and not when it is opened.
 */
#ifndef BALLOTS_PAPER_CHECK_H
#define BALLOTS_PAPER_CHECK_H

#include "ballots/state.h"

/* Options, rules, rows, cap and recusals, which do not depend on the log. */
enum refusal paper_check_form(const struct event_paper *p);

/* Id, version, session, recused seats, and the round that it follows. */
enum refusal paper_check_place(const struct conference *c,
                               const struct event *event,
                               struct admission *adm);

/* The options in the form the rules know. REFUSED_PAPER_OPTIONS. */
enum refusal paper_check_options(struct rule_options *out,
                                 const struct event_paper *p);

/* The paper of this id that is not replaced, or NULL. */
struct paper *paper_check_find(const struct conference *c, const char *id);

#endif
