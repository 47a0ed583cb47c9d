/*
 * log_parts.h - a log in the order of a bundle: checkpoint, then each entry
 * with the texts and the name that belong behind it.
 */
#ifndef VOTING_LOG_LOG_PARTS_H
#define VOTING_LOG_LOG_PARTS_H

#include "ballots/bundle.h"
#include "voting/log/log.h"

/* An error ends the visit. The part's bytes are valid during the call. */
struct log_parts_visitor {
    enum err (*visit)(void *context, const struct bundle_part *part);
    void *context;
};

/*
 * Visits the whole log, without an end mark.
 *
 * members  in: with members' texts and the names of posts, as far as they are
 *              there; public texts always, as far as they are there
 *
 * ERR_INPUT: an entry that is none. Errors of the visitor and of the log.
 */
MUST_USE enum err log_parts_each(struct log *log, bool members,
                                 const struct log_parts_visitor *visitor);

#endif
