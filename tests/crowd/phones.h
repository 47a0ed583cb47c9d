/*
 * phones.h - many phones, each with one note to get into the log.
 *
 * A phone sends its note when it is due, and sends the same bytes again until
 * the log has signed that they are in, or why they are not. What it keeps of
 * all this stands in the journal.
 */
#ifndef TESTS_CROWD_PHONES_H
#define TESTS_CROWD_PHONES_H

#include <stdbool.h>
#include <stdint.h>

#include "tests/crowd/http_client.h"
#include "tests/crowd/journal.h"
#include "tests/crowd/reply.h"

struct phones;

struct phone {
    char *note; /* owned by the phones */
    size_t note_len;
    unsigned number; /* in the journal */
    uint64_t due_us; /* from the start; when to send first */
    bool in_turn;    /* is due when there is a connection for it */
    bool again;      /* sends once more after its receipt */
    /* How it went. */
    unsigned tries;
    uint64_t sent_us; /* first; from the start */
    uint64_t done_us;
    struct reply reply;
    bool done;
    /* Private. */
    struct phones *all;
    uint64_t next_us;
    uint64_t try_us; /* when the last try was sent */
    char head[HTTP_CLIENT_HEAD_MAX];
    size_t head_len;
};

struct phones_options {
    bool once;             /* told to come later, it does not */
    unsigned retry_max_ms; /* waits no longer; 0: as the server asks */
    unsigned give_up_ms;   /* a phone that knows nothing by then fails */
    unsigned watch_ms;     /* how often /checkpoint is fetched, with
                            * other paths in between; 0: never */
};

struct phones_count {
    unsigned receipts;
    unsigned refused;
    unsigned later; /* answers, not phones */
    unsigned lost;
    unsigned wrong;
    unsigned given_up;
    unsigned unsaid;         /* of those, without a word on when */
    uint64_t later_worst_us; /* the slowest "later" */
    uint64_t took_us;        /* from the first sent to the last done */
};

struct phones *phones_new(unsigned room);
void phones_free(struct phones *p);

/* Adds a phone with a copy of the note; the phone stays where it is. */
struct phone *phones_add(struct phones *p, struct span note, unsigned number);

unsigned phones_total(const struct phones *p);
struct phone *phones_get(struct phones *p, unsigned i);

/* Lets them all go until each is done. */
struct phones_count phones_run(struct phones *p, struct http_client *client,
                               struct reply_log *log, struct journal *j,
                               const struct phones_options *options);

/* The numbers of the accepted, in the log's order; *count of them. The caller
 * frees them. */
unsigned *phones_accepted(struct phones *p, size_t *count);

/* From when it was due to its receipt, of this share of the accepted, in
 * milliseconds. */
double phones_quantile_ms(struct phones *p, double share);

#endif
