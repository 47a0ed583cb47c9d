/*
 * stored_hall.h - a log on disk, and the hall whose events go into it.
 *
 * The hall makes entries in memory; feeding puts the same notes, at the same
 * times, into a log of one's own, which must come to the same entries.
 */
#ifndef TESTS_SUPPORT_STORED_HALL_H
#define TESTS_SUPPORT_STORED_HALL_H

#include "tests/support/folder.h"
#include "tests/support/hall.h"
#include "voting/log/log.h"

struct stored_hall {
    struct folder folder;
    char path[FOLDER_PATH_MAX];
    char key_path[FOLDER_PATH_MAX];
    char copy_path[FOLDER_PATH_MAX];
    struct hall *hall;
    struct log *log;              /* NULL while it is closed */
    size_t fed;                   /* entries of the hall that are in it */
    struct log_outcome *outcomes; /* LOG_BATCH_MAX */
    struct span notes[LOG_BATCH_MAX];
};

/* A new log, open, and a hall with that log's key. */
struct stored_hall *stored_hall_new(unsigned seats);
void stored_hall_free(struct stored_hall *f);

void stored_hall_shut(struct stored_hall *f);

/* Opens it again, at the hall's time. */
void stored_hall_open(struct stored_hall *f);

/* Offers all texts of the hall. */
void stored_hall_put_texts(struct stored_hall *f);

/* The note of an entry of the hall. */
struct span stored_hall_note(const struct stored_hall *f, size_t index);

/* Submits what the hall has and the log has not; all must be taken in. */
void stored_hall_feed(struct stored_hall *f);

/* Submits one note. */
struct log_outcome *stored_hall_submit(struct stored_hall *f, struct span note);

/* The log has exactly the entries of the hall that were fed, and speaks. */
void stored_hall_assert_same(struct stored_hall *f);

/* It opens with this fault and takes nothing in, nor says anything. */
void stored_hall_assert_fault(struct stored_hall *f, enum log_fault want);

#endif
