/*
 * verify_say.h - what ballotverify found, in sentences.
 */
#ifndef VOTING_VERIFY_VERIFY_SAY_H
#define VOTING_VERIFY_VERIFY_SAY_H

#include <stdio.h>

#include "voting/verify/verify_run.h"

/* Which log this is, its record code, and whether it goes on from before. */
void verify_say_log(FILE *out, const struct verify_run *run);

/* Each check: passed, failed (where and why) or not reached. */
void verify_say_checks(FILE *out, const struct verify_run *run);

/* Each round of voting and what came of it. */
void verify_say_results(FILE *out, const struct verify_run *run);

/* Whether everything holds, in one sentence. */
void verify_say_verdict(FILE *out, const struct verify_run *run);

/* "2026-03-21 01:40:00 UTC" */
enum { VERIFY_SAY_TIME_BYTES = 32 };
void verify_say_time(char out[VERIFY_SAY_TIME_BYTES], uint64_t time_s);

#endif
