/*
 * view_parts.h - the parts of which the views are made; private to view*.c.
 */
#ifndef BALLOTS_VIEW_PARTS_H
#define BALLOTS_VIEW_PARTS_H

#include "ballots/json.h"
#include "ballots/state.h"

void view_post(struct json_writer *w, const char *key, struct post post);

/* {"class", "length", "sha256"}, or null. */
void view_blob(struct json_writer *w, const char *key,
               const struct event_blob *blob);

/* Members of the object at hand: what the paper is. */
void view_paper_head(struct json_writer *w, const struct conference *c,
                     const struct paper *paper);

/* "ready", "open", "closed", "void", ... */
const char *view_paper_stage(const struct conference *c,
                             const struct paper *paper);

/* Members of the object at hand: where the round stands, and its rows. */
void view_round_body(struct json_writer *w, const struct conference *c,
                     const struct opening *op);

#endif
