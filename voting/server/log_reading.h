/*
 * log_reading.h - what a server's readers get, written out of the log.
 *
 * For the thread that owns the log. Each function answers one kind of route
 * (route.h) for a log that is at just what is published.
 *
 * ERR_NOTFOUND, ERR_INPUT: there is no such thing. ERR_NOMEM: no memory, or no
 * room; with more of it, up to LOG_READING_MAX, there may be. Else as log.h.
 */
#ifndef VOTING_SERVER_LOG_READING_H
#define VOTING_SERVER_LOG_READING_H

#include "voting/log/log.h"
#include "voting/server/committer.h"
#include "voting/server/route.h"

enum { LOG_READING_MAX = 64 * 1024 * 1024 }; /* bytes */

MUST_USE enum err log_reading_witnessed(struct text_writer *w, struct log *log,
                                        const struct published *now,
                                        const struct route *route);
MUST_USE enum err log_reading_tile(struct text_writer *w, struct log *log,
                                   const struct published *now,
                                   const struct route *route);
MUST_USE enum err log_reading_proof(struct text_writer *w, struct log *log,
                                    const struct published *now,
                                    const struct route *route);
/* Verbatim, its server line first. */
MUST_USE enum err log_reading_entry(struct text_writer *w, struct log *log,
                                    const struct published *now,
                                    const struct route *route);
MUST_USE enum err log_reading_consistency(struct text_writer *w,
                                          struct log *log,
                                          const struct published *now,
                                          const struct route *route);
/* A public one. */
MUST_USE enum err log_reading_text(struct text_writer *w, struct log *log,
                                   const struct published *now,
                                   const struct route *route);
/* Of a round, for a seat if the route names one. */
MUST_USE enum err log_reading_pack(struct text_writer *w, struct log *log,
                                   const struct published *now,
                                   const struct route *route);
MUST_USE enum err log_reading_conference(struct text_writer *w, struct log *log,
                                         const struct published *now,
                                         const struct route *route);
MUST_USE enum err log_reading_wall(struct text_writer *w, struct log *log,
                                   const struct published *now,
                                   const struct route *route);
MUST_USE enum err log_reading_round(struct text_writer *w, struct log *log,
                                    const struct published *now,
                                    const struct route *route);
MUST_USE enum err log_reading_post(struct text_writer *w, struct log *log,
                                   const struct published *now,
                                   const struct route *route);
/* Of the post whose current key or unused card this is. */
MUST_USE enum err log_reading_key(struct text_writer *w, struct log *log,
                                  const struct published *now,
                                  const struct route *route);

#endif
