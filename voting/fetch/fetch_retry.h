/*
 * fetch_retry.h - whether and when a request is sent again. Private to fetch.
 */
#ifndef VOTING_FETCH_FETCH_RETRY_H
#define VOTING_FETCH_FETCH_RETRY_H

#include "voting/fetch/fetch.h"

/* Whether this answer is the last word. */
bool fetch_retry_is_final(const struct fetch_answer *a, unsigned attempts_max);

/*
 * Before it is sent again: doubled each time, and by chance up to half more, so
 * that many who were turned away do not come back together.
 */
int64_t fetch_retry_pause_ms(const struct fetch_answer *a);

#endif
