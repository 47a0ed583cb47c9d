/*
 * intake_step.h - one step of the committer: intakes go into the log together,
 * what the log is then is published, and each note gets its answer.
 *
 * Without thread or queue of its own. One thread at a time.
 */
#ifndef VOTING_SERVER_INTAKE_STEP_H
#define VOTING_SERVER_INTAKE_STEP_H

#include "voting/server/committer.h"

struct intake_step;

/* log  borrowed. ERR_NOMEM. */
MUST_USE enum err intake_step_new(struct intake_step **out, struct log *log);

/* Accepts NULL. */
void intake_step_free(struct intake_step *step);

/* What is to be published now, borrowed. Looks at the log if it has changed. */
const struct published *intake_step_look(struct intake_step *step);

/* The log may have changed other than by a step: it is looked at again. */
void intake_step_unsettle(struct intake_step *step);

/* Whether what is published is all that there is in the log. */
bool intake_step_is_current(const struct intake_step *step);

/*
 * Submits all notes of these intakes, of which there are at most
 * LOG_BATCH_MAX, looks, and fills in what became of them. Without any it only
 * goes on after a fault of the disk, if it can; intakes may be NULL then.
 */
void intake_step_run(struct intake_step *step, struct intake *const *intakes,
                     size_t count);

#endif
