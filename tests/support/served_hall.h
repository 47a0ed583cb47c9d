/*
 * served_hall.h - a hall whose log is served by a real server, in a thread.
 *
 * What the hall did before is fed into the log at the hall's time; from then on
 * the server's clock is the machine's, and the hall is set to it. The hall does
 * not see what the server takes in: events that need no more than what was
 * there can be made, signed and sent in any order.
 */
#ifndef TESTS_SUPPORT_SERVED_HALL_H
#define TESTS_SUPPORT_SERVED_HALL_H

#include <pthread.h>

#include "tests/support/http_client.h"
#include "tests/support/stored_hall.h"
#include "voting/server/server.h"

enum { SERVED_HALL_NOTES_MAX = 1024 };

struct served_hall {
    struct stored_hall *stored;
    struct hall *hall; /* the stored one's */
    struct server *server;
    uint16_t port;
    const char *path; /* of the log that is served */
    char new_path[FOLDER_PATH_MAX];
    bool running;
    pthread_t thread;
    enum err ended; /* what the server's run returned */
    size_t note_count;
    char *notes[SERVED_HALL_NOTES_MAX]; /* all that were signed */
};

/* A hall with a log; nothing is served yet. */
struct served_hall *served_hall_new(unsigned seats);
void served_hall_free(struct served_hall *f);

/* Feeds what the hall has, and serves it. */
void served_hall_start(struct served_hall *f);

/* Serves the log as it is. */
void served_hall_serve(struct served_hall *f);

/* Serves a new, empty log instead, with a key of its own. */
void served_hall_serve_new(struct served_hall *f);

/* Stops it gracefully, and closes. Once more is nothing. */
void served_hall_stop(struct served_hall *f);

/* The machine's time, seconds since 1970. */
uint64_t served_hall_time_s(void);

/* A paper of one row, open since a minute, with its last call half a minute
 * ago: so it can be closed at once. Everybody is present. */
struct event_ref served_hall_open_paper(struct served_hall *f);

/* Signs the hall's draft. The note is there as long as the hall is. */
struct span served_hall_sign(struct served_hall *f,
                             const struct hall_signer *signers, size_t count);

/* Sends a note to /event; the caller frees reply->bytes. */
void served_hall_send(struct served_hall *f, struct http_client_reply *reply,
                      struct span note);

/* The reply is a receipt of this very note, which verifies; returns where the
 * entry is. */
uint64_t served_hall_assert_receipt(const struct served_hall *f,
                                    const struct http_client_reply *reply,
                                    struct span note);

/* The reply is the log's signed refusal of this very note, for this reason. */
void served_hall_assert_refused(const struct served_hall *f,
                                const struct http_client_reply *reply,
                                struct span note, enum refusal want);

/* GET, with this status. The caller frees reply->bytes. */
void served_hall_get(struct served_hall *f, struct http_client_reply *reply,
                     const char *path, unsigned want);

/* Lines of a head. */
#define SERVED_TEXT "Content-Type: text/plain; charset=utf-8"
#define SERVED_OCTETS "Content-Type: application/octet-stream"
#define SERVED_JSON "Content-Type: application/json"
#define SERVED_NO_STORE "Cache-Control: no-store"
#define SERVED_NO_CACHE "Cache-Control: no-cache"
#define SERVED_FOR_EVER "Cache-Control: public, max-age=31536000, immutable"

/* GET, 200, with these lines, and open to pages from elsewhere or not. */
void served_hall_get_with(struct served_hall *f,
                          struct http_client_reply *reply, const char *path,
                          const char *type, const char *caching, bool open);

#endif
