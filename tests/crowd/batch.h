/*
 * batch.h - notes that go to the server together, until they are in its log.
 */
#ifndef TESTS_CROWD_BATCH_H
#define TESTS_CROWD_BATCH_H

#include "tests/crowd/assembly.h"

enum {
    BATCH_MAX = 256,       /* notes */
    BATCH_BYTES = 8 << 20, /* of a submission, and of its answer */
};

struct batch {
    size_t count;
    struct span notes[BATCH_MAX];
    const struct hall_person *named; /* count of them, or NULL */
    /* Out. */
    unsigned numbers[BATCH_MAX]; /* in the journal */
    struct reply replies[BATCH_MAX];
};

/* Sends them with the texts that the server has not seen, again and again
 * until each has its receipt; the test fails if one is refused. */
void batch_submit(struct assembly *a, struct batch *b, const char *who);

/* Asks until there is an answer that is not "later", whose body then lies in
 * a->answer; the test fails when it must give up. GET if nothing is sent. */
struct http_client_answer batch_ask(struct assembly *a, const char *path,
                                    struct span sent);

#endif
