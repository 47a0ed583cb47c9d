/*
 * witness_server.h - a small standard witness: `ballotd --witness`.
 *
 * It knows some logs by their keys and cosigns what goes on from the largest
 * tree of each that it has seen (crypto/witness.h). What it has seen lies in a
 * folder, a file for each log, named by the SHA-256 of its origin: the last
 * checkpoint that it cosigned, with its own line. The file is on disk before
 * the answer is sent, so that it never cosigns two histories, also not across a
 * crash; at start each must bear a line of its own key.
 *
 *     POST /add-checkpoint           C2SP tlog-witness
 *     GET /<sha256>/checkpoint       what it has cosigned last; 404: nothing
 *     GET /vkey                      its key
 *
 * One thread, one request at a time: a checkpoint of each log every few seconds
 * is all there is.
 */
#ifndef VOTING_WITNESS_WITNESS_SERVER_H
#define VOTING_WITNESS_WITNESS_SERVER_H

#include <stdint.h>

#include "crypto/err.h"
#include "crypto/note_key.h"

enum { WITNESS_SERVER_LOGS_MAX = 64 };

struct witness_server;
struct tls;

struct witness_server_options {
    const char *name;         /* a key name, e.g. witness.example.edu */
    const char *key_path;     /* made if there is none */
    const char *state_folder; /* made if there is none */
    const char *logs[WITNESS_SERVER_LOGS_MAX]; /* vkeys; their names are the
                                                  origins */
    size_t log_count;
    const char *address; /* numeric */
    uint16_t port;       /* 0: any */
    struct tls *tls;     /* NULL: plain */
};

/*
 * Errors: ERR_INPUT name or a vkey is none, or one log twice; ERR_AUTH the key
 * or a file of the folder may be read or written by others; ERR_PROOF a file of
 * the folder is not what this key has cosigned; else as http_open() and
 * key_file_read(). Options are borrowed until it is closed.
 */
MUST_USE enum err
witness_server_open(struct witness_server **out,
                    const struct witness_server_options *options);

/* Its vkey, NUL-terminated; borrowed. */
const char *witness_server_vkey(const struct witness_server *server);
uint16_t witness_server_port(const struct witness_server *server);

/* Serves until witness_server_stop(), which a signal may call. ERR_IO. */
MUST_USE enum err witness_server_run(struct witness_server *server);
void witness_server_stop(struct witness_server *server);

/* Accepts NULL. */
void witness_server_close(struct witness_server *server);

#endif
