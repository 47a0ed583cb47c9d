/*
 * store_verdict.h - what became of something that was to be written.
 */
#ifndef VOTING_LOG_STORE_VERDICT_H
#define VOTING_LOG_STORE_VERDICT_H

enum store_verdict {
    STORE_DONE = 0, /* it is on disk */
    STORE_NOT_DONE, /* nothing changed */
    STORE_UNKNOWN,  /* a commit failed: it may be there after reopening */
};

#endif
