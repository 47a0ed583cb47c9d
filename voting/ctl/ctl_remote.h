/*
 * ctl_remote.h - opening a log that is not on this machine's disk as a
 * database: a server's, or a mirror's folder. Private to ctl.
 */
#ifndef VOTING_CTL_CTL_REMOTE_H
#define VOTING_CTL_CTL_REMOTE_H

#include "voting/ctl/ctl.h"

/* Whether such a path is an address or a mirror's folder. */
bool ctl_remote_is_one(const char *path);

/*
 * Opens it into ctl->log; says what is wrong. The copy of what was fetched is
 * kept in the folder of keys, if one is named.
 */
enum ctl_status ctl_remote_open(struct ctl *ctl, const char *path,
                                const char *folder,
                                const struct log_options *options);

/*
 * Opens the log at an address into ctl->log, its copy being the mirror in this
 * folder, which is made if there is none. Troubles of the network are said.
 *
 * ERR_INPUT: no address, or the mirror is damaged. Else as log_mirror_size()
 * and log_open_remote().
 */
MUST_USE enum err ctl_remote_follow(struct ctl *ctl, const char *address,
                                    const char *folder);

/*
 * On a server with a witness policy, waits some seconds until the witnesses
 * have cosigned the last checkpoint: the server asks them by itself, a little
 * after each entry. What is still missing then is for others to say.
 */
void ctl_remote_await_witnesses(struct ctl *ctl);

#endif
