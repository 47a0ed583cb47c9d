/*
 * recorded.h - the small conference of tests/vectors/protocol.bundle, with
 * everybody's secrets from protocol.secrets.json.
 *
 * The files are what anybody can work through by docs/protocol.md; they are
 * made once by tests/vectors/make_vectors.c and do not change with the tests
 * that play conferences.
 */
#ifndef TESTS_SUPPORT_RECORDED_H
#define TESTS_SUPPORT_RECORDED_H

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "ballots/audit.h"
#include "tests/support/heap.h"

enum { RECORDED_ENTRIES_MAX = 512 };

struct recorded {
    struct heap heap;
    struct audit *audit; /* of the whole bundle, finished */
    json_t *secrets;     /* protocol.secrets.json */
    char *checkpoint;    /* the signed checkpoint, with a zero at its end */
    char *name;          /* the first name record, likewise */
    size_t name_entry;   /* behind this post's entry */
    size_t entry_count;
    struct {
        char *bytes;
        size_t len;
    } entries[RECORDED_ENTRIES_MAX];
};

/* Reads both files; fails the test if the log does not pass. */
struct recorded *recorded_load(void);
void recorded_free(struct recorded *r);

/* The event of one entry; the caller frees it. Its spans point into r. */
struct event *recorded_event(const struct recorded *r, size_t index);

/* The index of the n-th entry (from 1) of a type; fails if there is none. */
size_t recorded_find(const struct recorded *r, enum event_type type, size_t n);

/* What protocol.secrets.json has for a post; borrowed. */
const json_t *recorded_post(const struct recorded *r, const char *post);

#endif
