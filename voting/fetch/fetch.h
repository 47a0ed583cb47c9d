/*
 * fetch.h - asking servers over HTTP. The owner of libcurl.
 *
 * A fetcher holds connections open and carries on several requests at once.
 * fetch_start() queues a request; fetch_turn() moves all of them on and calls
 * back for each that has finished, on the caller's thread; a callback may start
 * others. fetch_wait() does it for one request alone. A fetcher belongs to one
 * thread at a time; two threads take two.
 *
 * What is asked for is never trusted for having come: an answer has a limit in
 * bytes and in time, redirects are not followed, nothing but http and https is
 * spoken, and certificates are verified, always. No cookie and no password is
 * ever sent. To a loopback address no proxy is used; else the environment's.
 *
 * Nothing here is secret; whoever sends a secret wipes what they gave.
 */
#ifndef VOTING_FETCH_FETCH_H
#define VOTING_FETCH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/words.h"
#include "crypto/err.h"
#include "crypto/span.h"

enum {
    FETCH_ADDRESS_MAX = 1024, /* bytes of an address, with NUL */
    FETCH_TYPE_MAX = 128,     /* bytes of a content type, with NUL */
    FETCH_PARALLEL = 8,       /* connections to one server by default */
    FETCH_RETRY_AFTER_MAX_S = 60,
    FETCH_WHY_MAX = 256, /* bytes, with NUL */
};

/* ---- Addresses ------------------------------------------------------------*/

enum fetch_address {
    FETCH_ADDRESS_NONE,     /* not an address of a server */
    FETCH_ADDRESS_TLS,      /* https */
    FETCH_ADDRESS_LOOPBACK, /* http to this machine */
    FETCH_ADDRESS_PLAIN,    /* http to another: say that anybody can listen */
};

/*
 * What kind of address: "http://" or "https://", a host, perhaps a port and a
 * path; no user, query or fragment. Does not ask any server.
 */
enum fetch_address fetch_address_kind(const char *address);

/* Whether its host is this machine itself, by https or http. */
bool fetch_address_is_here(const char *address);

/* Whether it looks like an address and not like a file's name. */
bool fetch_is_address(const char *text);

/*
 * Writes base and then path, with exactly one "/" between.
 * ERR_INPUT: longer than FETCH_ADDRESS_MAX.
 */
MUST_USE enum err fetch_join(char out[FETCH_ADDRESS_MAX], const char *base,
                             const char *path);

/* ---- A fetcher ------------------------------------------------------------*/

struct fetch;

struct fetch_options {
    const char *ca_file; /* PEM, in place of the system's; NULL: the system's */
    unsigned parallel;   /* connections; 0: FETCH_PARALLEL */
};

/*
 * options  in: NULL: none of them
 *
 * ERR_IO: the library cannot be started. ERR_NOTFOUND: ca_file cannot be read.
 * ERR_NOMEM. The caller closes it.
 */
MUST_USE enum err fetch_open(struct fetch **out,
                             const struct fetch_options *options);

/* Drops what is under way without calling back. Accepts NULL. */
void fetch_close(struct fetch *f);

/* Why there is no answer. */
enum fetch_fault {
    FETCH_ANSWERED,          /* there is one, whatever its status */
    FETCH_FAULT_ADDRESS,     /* not an address, or its host has no name */
    FETCH_FAULT_CONNECT,     /* nobody listens there, or cannot be reached */
    FETCH_FAULT_CERTIFICATE, /* it is not who it says, or nobody vouches */
    FETCH_FAULT_TIME,        /* too slow */
    FETCH_FAULT_LENGTH,      /* longer than what was asked for may be */
    FETCH_FAULT_CUT,         /* the connection broke in the middle */
    FETCH_FAULT_OTHER,
    FETCH_FAULT_COUNT_ /* number of faults; not a fault */
};

/* The sentence. Never NULL. */
const char *fetch_fault_words(enum fetch_fault fault, enum lang lang);

/* Borrowed until the callback returns, or until the next call on the fetcher.*/
struct fetch_answer {
    enum fetch_fault fault;
    unsigned status;         /* if answered: 200, ... */
    struct span body;        /* empty if not answered */
    const char *type;        /* Content-Type, "" if there is none */
    unsigned retry_after_s;  /* of Retry-After in seconds; else 0 */
    unsigned attempts;       /* requests that were sent */
    char why[FETCH_WHY_MAX]; /* if not answered: the library's words */
};

struct fetch_request {
    const char *address; /* copied */
    bool post;           /* POST, with this body; else GET */
    struct span body;    /* copied */
    const char *type;    /* of the body; NULL: application/octet-stream */
    size_t answer_max;   /* bytes of its body */
    unsigned time_ms;    /* for all of one attempt; 0: 30 s */
    /*
     * How often it may be sent: 0 and 1 once. More only for requests that
     * mean the same when they come twice. It is sent again, after a pause that
     * doubles and has chance in it, when there was no answer, or 429 or 503:
     * then not before Retry-After. A certificate that does not hold, an answer
     * too long and an address that is none are final.
     */
    unsigned attempts;
    void (*done)(void *context, const struct fetch_answer *answer);
    void *context;
};

/*
 * Queues a request. ERR_INPUT: its address is none. ERR_NOMEM. On error done is
 * not called.
 */
MUST_USE enum err fetch_start(struct fetch *f,
                              const struct fetch_request *request);

/*
 * Moves all requests on, waiting at most max_wait_ms for something to happen.
 * ERR_IO: the library failed.
 */
MUST_USE enum err fetch_turn(struct fetch *f, unsigned max_wait_ms);

/* Requests that have not been answered yet. */
size_t fetch_pending(const struct fetch *f);

/* Turns until none is left. ERR_IO. */
MUST_USE enum err fetch_finish(struct fetch *f);

/* Drops what is under way without calling back. */
void fetch_cancel(struct fetch *f);

/*
 * One request from beginning to end; `done` is not used. No other may be under
 * way.
 *
 * answer  out: what came, or why nothing did; its body is borrowed until the
 *              next call
 *
 * ERR_INPUT, ERR_NOMEM, ERR_IO: as above; that nothing came is no error here.
 */
MUST_USE enum err fetch_wait(struct fetch *f, struct fetch_answer *answer,
                             const struct fetch_request *request);

#endif
