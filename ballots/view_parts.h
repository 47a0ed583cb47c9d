/*
 * view_parts.h - the parts of which the views are made; private to view*.c.
 */
#ifndef BALLOTS_VIEW_PARTS_H
#define BALLOTS_VIEW_PARTS_H

#include "ballots/json.h"
#include "ballots/rule.h"
#include "ballots/state.h"

void view_post(struct json_writer *w, const char *key, struct post post);

/* {"class", "length", "sha256"}, or null. */
void view_blob(struct json_writer *w, const char *key,
               const struct event_blob *blob);

/* An entry or the number of a round; null for CONFERENCE_NO_ENTRY. */
void view_number_or_null(struct json_writer *w, const char *key,
                         uint32_t number);

/* Members of the object at hand: what the paper is. */
void view_paper_head(struct json_writer *w, const struct conference *c,
                     const struct paper *paper);

/* "ready", "open", "closed", "void", ... */
const char *view_paper_stage(const struct conference *c,
                             const struct paper *paper);

/* A rule in words, over a row's roll, as {"zh", "en"}. */
void view_rule(struct json_writer *w, const char *key, const struct rule *rule,
               uint32_t roll);

/*
 * How many of those in `counts` must be present by the rule; false if it does
 * not say.
 */
bool view_quorum_of(uint64_t *needed, const struct rule *rule,
                    const struct rule_row *row);

/* Members of the object at hand: where the round stands, and its rows. */
void view_round_body(struct json_writer *w, const struct conference *c,
                     const struct opening *op);

/* The keys of a post that are current: its own, and its unused card's. */
void view_holder_keys(struct json_writer *w, const struct holder *holder);

/*
 * The entries in which a device finds them: the one that made the post (none
 * of an officer's), its last card, and its last presence in this session.
 */
void view_holder_entries(struct json_writer *w, const struct conference *c,
                         const struct holder *holder);

#endif
