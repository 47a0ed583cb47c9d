/*
 * canned_log.h - a log whose server says what a test tells it to.
 *
 * A true log makes checkpoints, entries, the receipt of one note and the
 * refusal of another; a canned server gives them out, and anything else
 * besides.
 */
#ifndef TESTS_SUPPORT_CANNED_LOG_H
#define TESTS_SUPPORT_CANNED_LOG_H

#include "tests/support/canned.h"
#include "tests/support/stored_hall.h"
#include "voting/log/log_remote.h"

/* A log that is known up to `before`, and the next note with its receipt. */
struct canned_log {
    struct stored_hall *hall;
    uint64_t before;
    struct span note;
    struct span receipt;
    struct span refusal; /* of another note */
    struct span refused; /* that note */
    struct canned_answer answers[8];
    char checkpoint_path[2][64];
    char *bytes; /* all of the above */
    size_t len;
    struct canned *canned;
    struct log *log;
};

/* Copies bytes to where they stay until the end of the test. */
struct span canned_log_keep(struct canned_log *r, const void *bytes,
                            size_t len);

/* The true receipt of an entry. */
struct span canned_log_receipt(struct canned_log *r, uint64_t index);

/* For cmocka: *state is a struct canned_log. */
int canned_log_set_up(void **state);
int canned_log_tear_down(void **state);

/* Serves what there was before, and this answer to the note. */
void canned_log_open(struct canned_log *r, struct span answer);
void canned_log_close(struct canned_log *r);

#endif
