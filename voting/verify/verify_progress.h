/*
 * verify_progress.h - how far a long verification has come, on standard error.
 */
#ifndef VOTING_VERIFY_VERIFY_PROGRESS_H
#define VOTING_VERIFY_VERIFY_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "voting/verify/verify_options.h"

struct verify_progress {
    enum lang lang;
    bool wanted;
    bool terminal;  /* one line, written again and again */
    bool shown;     /* anything yet */
    int64_t due_ms; /* when to say something next */
};

/*
 * Unless it is asked for, nothing is shown in the first half second, nor where
 * standard error is not a terminal.
 */
void verify_progress_start(struct verify_progress *p,
                           const struct verify_options *options);
void verify_progress_show(struct verify_progress *p, uint64_t done,
                          uint64_t of);
/* The same while entries are fetched, before they are verified. */
void verify_progress_fetched(struct verify_progress *p, uint64_t done,
                             uint64_t of);
void verify_progress_end(struct verify_progress *p);

#endif
