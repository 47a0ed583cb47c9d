/*
 * http_plain.h - whether a request is plain (docs/api.md, section 1).
 *
 * The library that reads the sockets is lenient: it takes a bare LF, a folded
 * line, a NUL, two lengths. What it hands out lies in the buffer that the
 * bytes came into, so whatever stands between the pieces can be told from
 * their addresses: a plain head is nothing but its pieces and one separator
 * between any two. The addresses are compared and never followed; a library
 * that copied the pieces would have every request refused.
 *
 * What cannot be told so: a NUL at a line's end, and an end of the head made of
 * four other bytes than CR LF CR LF, since the library takes a line that
 * begins with a NUL or a colon for the empty one. The grammar has neither, so a
 * proxy that writes heads anew, as nginx does, passes neither on.
 * tests/support/http_reader.c reads the same grammar from the bytes, and
 * tests/fuzz/fuzz_http.c compares.
 *
 * Pure: no I/O, no memory of its own.
 */
#ifndef VOTING_HTTP_HTTP_PLAIN_H
#define VOTING_HTTP_HTTP_PLAIN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/span.h"

/* A head while it is looked at. */
struct http_head {
    bool plain;           /* so far */
    unsigned hosts;       /* how many there were */
    unsigned lengths;     /* Content-Length */
    bool expects;         /* a word before it sends its body */
    uint64_t body_length; /* 0 without a Content-Length */
    uintptr_t begins;     /* address of the method */
    uintptr_t next;       /* where the next piece has to begin */
};

/* Whether a target is a path in the few characters that paths here have. */
bool http_plain_target(struct span target);

/* The request line. */
void http_head_start(struct http_head *head, struct span method,
                     struct span target, struct span version);

/* The next field, in the order in which they came. */
void http_head_field(struct http_head *head, struct span name,
                     struct span value);

/*
 * Ends the head, which had this many bytes with its empty line.
 *
 * Returns the status to refuse it with, or 0 if it is plain.
 */
unsigned http_head_end(struct http_head *head, size_t bytes);

#endif
