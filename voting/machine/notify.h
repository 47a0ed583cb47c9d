/*
 * notify.h - tells systemd how the service is, by its datagram protocol.
 *
 * sd_notify(3): a datagram of `NAME=value` lines to the socket that
 * $NOTIFY_SOCKET names. Where there is no such variable, as in a terminal,
 * every call does nothing and is OK.
 */
#ifndef VOTING_MACHINE_NOTIFY_H
#define VOTING_MACHINE_NOTIFY_H

#include <stdint.h>

#include "crypto/err.h"

enum { NOTIFY_STATUS_MAX = 512 }; /* bytes of a status sentence */

struct notify {
    int descriptor;             /* -1: nobody listens */
    uint64_t watchdog_every_ms; /* 0: no watchdog waits for us */
    uint64_t watchdog_last_ms;
};

/*
 * Reads $NOTIFY_SOCKET, $WATCHDOG_USEC and $WATCHDOG_PID, and takes them out
 * of the environment. *out is usable after an error too; it then says nothing.
 *
 * ERR_INPUT: the address is too long or not one. ERR_IO.
 */
MUST_USE enum err notify_open(struct notify *out);

/* ERR_IO: the datagram was not taken. */
MUST_USE enum err notify_ready(const struct notify *notify);
MUST_USE enum err notify_reloading(const struct notify *notify);
MUST_USE enum err notify_stopping(const struct notify *notify);

/*
 * A sentence for `systemctl status`. ERR_INPUT: it is longer than
 * NOTIFY_STATUS_MAX or has a line feed.
 */
MUST_USE enum err notify_status(const struct notify *notify,
                                const char *sentence);

/*
 * Says that the service is alive, if half of the watchdog's time has passed
 * since it last did so. To be called often, by the loop that must not stall.
 */
MUST_USE enum err notify_alive(struct notify *notify);

void notify_close(struct notify *notify);

#endif
