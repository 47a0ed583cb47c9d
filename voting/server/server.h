/*
 * server.h - ballotd without its command line: a log, served.
 *
 * Threads: the loop (the caller's: HTTP, caches, limits), the committer (the
 * only one to touch the log and the conference), and workers (proofs). The
 * loop hands jobs to the committer and answers when they come back; requests
 * for what is published are answered from memory.
 *
 * A signal handler may call server_stop() and server_reload().
 */
#ifndef VOTING_SERVER_SERVER_H
#define VOTING_SERVER_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"

struct server;

struct server_options {
    const char *log_path;        /* the database */
    const char *key_path;        /* NULL: `<log_path>.key` */
    const char *address;         /* numeric */
    uint16_t port;               /* 0: any */
    const char *tls_certificate; /* PEM files; NULL: plain */
    const char *tls_key;
    bool behind_proxy;
    bool plain_open;  /* plain http beyond loopback: every page warns of it */
    unsigned workers; /* proof threads; 0: as many as cores */
    unsigned connections_max;
    unsigned address_connections_max;
    bool prove; /* replay with every signature and proof */
    /* Called once in a while by the loop, e.g. for a service's watchdog. */
    void (*tick)(void *context);
    void *context;
};

/*
 * Opens the log (an empty one is made if there is none; then a set-up code is
 * made, see server_setup_code()), starts the threads and listens.
 *
 * Errors as log_open_local() and http_open().
 */
MUST_USE enum err server_open(struct server **out,
                              const struct server_options *options);

/* What it listens on. */
uint16_t server_port(const struct server *server);

/* While the log is empty: what genesis must be sent with. Else NULL. Secret. */
const char *server_setup_code(const struct server *server);

/* Serves until server_stop(), then answers what was read, and returns. */
MUST_USE enum err server_run(struct server *server);

void server_stop(struct server *server);
void server_reload(struct server *server); /* certificate and key */

/* Accepts NULL. */
void server_close(struct server *server);

#endif
