/*
 * heartbeats.h - which posts' phones were heard of lately.
 *
 * A hint for chair and desk, from signed requests of members; it stands in no
 * log and is forgotten with the process. Times are those of a monotonic clock.
 */
#ifndef VOTING_SERVER_HEARTBEATS_H
#define VOTING_SERVER_HEARTBEATS_H

#include <stddef.h>
#include <stdint.h>

#include "ballots/post.h"
#include "crypto/err.h"
#include "crypto/text_writer.h"

enum { HEARTBEATS_LATELY_S = 60 };

struct heartbeats;

/* ERR_NOMEM. */
MUST_USE enum err heartbeats_new(struct heartbeats **out);

/* Accepts NULL. */
void heartbeats_free(struct heartbeats *heartbeats);

/* ERR_NOMEM: it is not noted. */
MUST_USE enum err heartbeats_note(struct heartbeats *heartbeats,
                                  struct post post, uint64_t now_s);

/* How many posts were heard of in the last HEARTBEATS_LATELY_S. */
size_t heartbeats_count(const struct heartbeats *heartbeats, uint64_t now_s);

/* The same posts, one a line, by kind and number. */
void heartbeats_write(const struct heartbeats *heartbeats,
                      struct text_writer *w, uint64_t now_s);

#endif
