/*
 * ballotd_options.h - the command line of ballotd, and the file it names.
 */
#ifndef VOTING_SERVER_BALLOTD_OPTIONS_H
#define VOTING_SERVER_BALLOTD_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "ballots/words.h"
#include "crypto/err.h"
#include "voting/server/config.h"

struct ballotd_options {
    struct config config;
    struct config_faults faults;
    const char *config_file; /* or NULL */
    const char *culprit;     /* an option that is none; else NULL */
    enum lang lang;
    bool help;
    bool version;
    bool check;
    bool unreadable; /* the file that --config names */
};

/*
 * Reads the command line, then the file. With --help or --version nothing else
 * matters.
 *
 * ERR_INPUT: ballotd_options_say() says what is wrong.
 */
MUST_USE enum err ballotd_options_read(struct ballotd_options *out, int argc,
                                       char **argv);

/* What was wrong, a line for each fault. */
void ballotd_options_say(FILE *out, const struct ballotd_options *options);

void ballotd_options_help(FILE *out, enum lang lang);

#endif
