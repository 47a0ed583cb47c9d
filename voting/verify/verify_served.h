/*
 * verify_served.h - a run of ballotverify over a log on a server.
 *
 * Checkpoint, entries and public texts are fetched, several at once, into a
 * copy, and then handed to the audit in the order of a bundle. With a state
 * file the copy lies beside it, as `<state>.copy`, so that the next run fetches
 * only what is new; what is in it is trusted no more than what a server says.
 */
#ifndef VOTING_VERIFY_VERIFY_SERVED_H
#define VOTING_VERIFY_VERIFY_SERVED_H

#include "voting/verify/verify_run.h"

/* Reads the log at run->options->bundle, which is an address. */
enum verify_status verify_served_read(struct verify_run *run);

#endif
