/*
 * committer.h - the one thread that touches a log.
 *
 * Others hand it jobs: intakes (notes to submit, with their texts and names)
 * and readings. It takes all intakes that wait, up to a batch, submits them in
 * one step, publishes what the log is then, and only then calls them done; so
 * an answer never says more than what is on disk and published. There is no
 * window of time: under load the batches grow by themselves. Readings have
 * their turn between steps, for a bounded time while notes wait, so that
 * neither starves the other.
 *
 * Both queues are bounded: that of intakes by the work that they seem to be,
 * by what a byte of notes has cost lately, so that nobody waits for long in
 * vain. Past it a job is refused, and nothing has happened.
 *
 * While the log has stopped because the disk failed (LOG_FAULT_STORE) and
 * nothing waits, it tries again by itself every few seconds, by the path of the
 * start: what is found then is in the log. Other faults stay.
 *
 * One other thread, the loop, calls everything here.
 */
#ifndef VOTING_SERVER_COMMITTER_H
#define VOTING_SERVER_COMMITTER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/hash.h"
#include "voting/log/log.h"

enum {
    COMMITTER_NOTES_MAX = 16384,   /* notes that wait */
    COMMITTER_WORK_US = 2000000,   /* and what they may seem to cost */
    COMMITTER_READINGS_MAX = 4096, /* readings that wait */
    COMMITTER_READING_US = 4000,   /* readings between two steps */
};

struct committer;

/* What the log is, as the last signed checkpoint says; and what it is not. */
struct published {
    uint64_t version; /* one more whenever anything here changes */
    uint64_t size;
    uint64_t stage; /* the size after the last entry that is not of a crowd */
    struct hash32 root;
    enum log_fault fault;
    size_t checkpoint_len; /* 0: the log is empty */
    char checkpoint[LOG_CHECKPOINT_MAX];
};

/* ---- Jobs -----------------------------------------------------------------*/

/* The beginning of each job. Who made it frees it, in done(). */
struct committer_job {
    void (*done)(struct committer_job *job); /* on the loop */
    struct committer_job *next;              /* the committer's own */
};

struct intake_text {
    struct span bytes;
    bool members;
};

/* What became of a note. */
struct intake_result {
    enum refusal refusal;
    struct span bytes; /* receipt or signed refusal; empty: it cannot sign */
};

/* Notes to submit. What is borrowed stays until it is done. */
struct intake {
    struct committer_job job;
    const struct span *notes; /* borrowed */
    size_t count;             /* at most LOG_BATCH_MAX; may be 0 */
    const struct intake_text *texts;
    size_t text_count;
    const struct log_name *names;
    size_t name_count;
    struct intake_result *results; /* out: count of them; borrowed */
    /*
     * out: OK, and there are results. ERR_IO: unknown. ERR_STATE: the log
     * takes nothing in. ERR_INPUT: a text or name is none. ERR_NOMEM.
     */
    enum err error;
    enum log_fault fault; /* out: of the log, then */
    char *bytes;          /* out: what results point into; for free() */
};

/*
 * A reading. now is what is published, and the log is at just that; it is NULL
 * while it is not, and then there is nothing to read.
 */
struct reading {
    struct committer_job job;
    void (*read)(struct reading *reading, struct log *log,
                 const struct published *now);
    bool cosigns; /* the checkpoint may have more lines afterwards */
};

/* ---- The thread -----------------------------------------------------------*/

struct committer_options {
    struct log *log; /* the committer's, from open to close */
    /* Something is done or published; called on the committer's thread. */
    void (*wake)(void *context);
    void *context;
};

/* Publishes what the log is, and starts the thread. ERR_NOMEM. ERR_IO. */
MUST_USE enum err committer_open(struct committer **out,
                                 const struct committer_options *options);

/* Waits until all jobs are done, and ends the thread; call collect again. */
void committer_stop(struct committer *committer);

/* Stops. Jobs that were not collected are not done. Accepts NULL. */
void committer_close(struct committer *committer);

/* ERR_STATE: the queue is full, or it has stopped. */
MUST_USE enum err committer_submit(struct committer *committer,
                                   struct intake *intake);
MUST_USE enum err committer_read(struct committer *committer,
                                 struct reading *reading);

/* Calls the jobs done that are; returns how many they were. */
size_t committer_collect(struct committer *committer);

/* Copies what is published, if its version is another than here. */
bool committer_published(struct committer *committer, struct published *out);

/* What waits. */
struct committer_load {
    size_t notes;
    size_t readings;
    uint64_t work_us; /* what the notes seem to cost */
};
void committer_load(struct committer *committer, struct committer_load *out);

#endif
