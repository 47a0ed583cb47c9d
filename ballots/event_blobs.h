/*
 * event_blobs.h - the texts that an event names.
 */
#ifndef BALLOTS_EVENT_BLOBS_H
#define BALLOTS_EVENT_BLOBS_H

#include "ballots/event.h"

/* A paper's title and its rows' texts; no other event names as many. */
enum { EVENT_BLOBS_MAX = 1 + BALLOT_ROWS_MAX };

/*
 * Lists the texts in the order of the event's lines, those left out (`none`)
 * skipped, a text that is named twice listed twice. They point into the event.
 * Returns how many there are.
 */
size_t event_blobs(const struct event_blob *out[EVENT_BLOBS_MAX],
                   const struct event *event);

/* Whether this is the witness policy that the event puts in force. */
bool event_blob_is_policy(const struct event *event,
                          const struct event_blob *blob);

#endif
