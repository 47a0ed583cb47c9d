/*
 * assembly.h - a conference that is held on a server, over HTTP.
 *
 * A hall plays everybody; what it makes goes to the server, and what the
 * server makes of it, index and time of each entry, goes back into the hall,
 * so that both hold the same log. Everybody sends again until the log has
 * signed an answer, so a server may be killed at any moment of it.
 */
#ifndef TESTS_CROWD_ASSEMBLY_H
#define TESTS_CROWD_ASSEMBLY_H

#include <stdbool.h>

#include "tests/crowd/http_client.h"
#include "tests/crowd/journal.h"
#include "tests/crowd/phones.h"
#include "tests/crowd/reply.h"
#include "tests/support/hall.h"

struct assembly {
    struct hall *hall;
    struct http_client *client;
    struct journal *journal;
    struct reply_log log;
    const char *setup_code;
    unsigned give_up_ms;
    size_t texts_sent; /* of the hall */
    unsigned rounds;   /* opened so far */
    char *sent;        /* a submission */
    char *answer;
};

struct assembly_options {
    struct http_client *client; /* one connection is enough */
    struct journal *journal;
    const char *setup_code;
    unsigned seats;
    unsigned give_up_ms;
};

/* From genesis to the ballot box locked: all seats are present. */
struct assembly *assembly_found(const struct assembly_options *options);
void assembly_free(struct assembly *a);

/* The hall's clock is the machine's. To be called after any wait. */
void assembly_look_at_clock(struct assembly *a);

/* A secret paper, and its round. */
struct event_ref assembly_open(struct assembly *a, unsigned rows,
                               bool last_counts);

/*
 * Adds a phone with a sealed ballot for each seat first..end-1, that is for
 * its next attempt. A ballot says one thing or another by seat and row.
 */
void assembly_seal(struct assembly *a, struct phones *p, struct event_ref open,
                   unsigned rows, unsigned first, unsigned end);

/* A ballot that is another one for the same attempt of this seat. */
struct phone *assembly_seal_other(struct assembly *a, struct phones *p,
                                  struct event_ref open, unsigned rows,
                                  unsigned seat);

/* The announcement of the end; and the end, as a phone's note. */
void assembly_last_call(struct assembly *a, struct event_ref open);
struct phone *assembly_draft_close(struct assembly *a, struct phones *p,
                                   struct event_ref open);

/* Takes what the phones got into the log into the hall. */
void assembly_follow(struct assembly *a, struct phones *p);

/* The end, when all present have voted. */
void assembly_close(struct assembly *a, struct event_ref open);

/* Shares, result, sign-offs, declaration and publication. */
void assembly_count(struct assembly *a, struct event_ref open);

/* Ends a round without a count. */
void assembly_void(struct assembly *a, struct event_ref open);

#endif
