/*
 * ctl_open.h - opening the log and the folder of keys that a command line
 * names. Private to ctl.
 */
#ifndef VOTING_CTL_CTL_OPEN_H
#define VOTING_CTL_CTL_OPEN_H

#include "voting/ctl/ctl.h"

/*
 * Opens what the command needs, or goes on with what a batch has open. The log
 * must be sound, hold a conference (unless it is made now), and go on from what
 * this folder of keys saw before.
 */
enum ctl_status ctl_open_needs(struct ctl *ctl, unsigned needs);

/* Whether ctl->log goes on from what the folder of keys, which is open, has
 * seen. If not it says so and closes the log, so that no mark is moved. */
enum ctl_status ctl_open_check_history(struct ctl *ctl);

#endif
