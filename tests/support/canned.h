/*
 * canned.h - a server for tests that says exactly what it was told to, right or
 * wrong, and counts what it was asked.
 */
#ifndef TESTS_SUPPORT_CANNED_H
#define TESTS_SUPPORT_CANNED_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/span.h"

enum { CANNED_ASKED_MAX = 65536 };

struct canned;

/*
 * What to do with a path. Without a raw answer: an answer 200 with the body.
 * The last answer of a path stays for further requests.
 */
struct canned_answer {
    const char *path;
    const char *raw;   /* head and body, verbatim */
    struct span body;  /* without raw: this */
    unsigned wait_ms;  /* before it is sent */
    unsigned at_least; /* other requests that must have come in before it */
};

/* Starts to listen on a loopback port. Answers are borrowed. */
struct canned *canned_start(const struct canned_answer *answers, size_t count);
void canned_stop(struct canned *canned);

/* "http://127.0.0.1:<port>", borrowed. */
const char *canned_address(const struct canned *canned);

/* How often this path was asked for; and what came last with any request. */
unsigned canned_count(struct canned *canned, const char *path);
struct span canned_last(struct canned *canned);

#endif
