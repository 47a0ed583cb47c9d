/*
 * wave.h - one round of voting by many phones, as a test or a figure.
 */
#ifndef TESTS_CROWD_WAVE_H
#define TESTS_CROWD_WAVE_H

#include "tests/crowd/assembly.h"

struct wave {
    const char *host;
    uint16_t port;
    unsigned server; /* process id, whose time is looked at; 0: unknown */
    unsigned phones; /* the first so many seats */
    unsigned within_ms;
    unsigned connections;
    unsigned rows;
    unsigned slow; /* connections that never finish their request, beside it */
    bool last_counts;
    bool again;      /* some send what they have a receipt for once more */
    bool others;     /* some send another ballot for the same attempt too */
    bool race_close; /* the end comes in the middle */
    struct phones_options options;
};

/*
 * Opens a round, lets them vote, and ends it: with a count, or by voiding it
 * where not everybody has voted or nobody asked.
 */
struct phones_count wave_vote(struct assembly *a, const struct wave *wave);

/* The same for a figure: prints it under this name, and voids the round.
 * Ballots that were taken in a second. */
double wave_measure(struct assembly *a, const struct wave *wave,
                    const char *name);

#endif
