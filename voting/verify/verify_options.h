/*
 * verify_options.h - the command line of ballotverify.
 */
#ifndef VOTING_VERIFY_VERIFY_OPTIONS_H
#define VOTING_VERIFY_VERIFY_OPTIONS_H

#include <stdbool.h>
#include <stdio.h>

#include "ballots/words.h"
#include "crypto/err.h"

/* Strings are borrowed from argv; NULL where an option was not given. */
struct verify_options {
    const char *bundle; /* or an address; "-": standard input */
    enum lang lang;
    bool help;
    bool json;
    bool progress;
    const char *report;
    const char *receipt;
    const char *state;
    const char *genesis; /* record code or base64 hash of the first entry */
    const char *vkey;    /* of the log */
    const char *ca;      /* certificates, in place of the system's */
};

/* ERR_INPUT: it was said on standard error what is wrong. */
MUST_USE enum err verify_options_read(struct verify_options *out, int argc,
                                      char **argv);

/* How it is used. */
void verify_options_help(FILE *out, enum lang lang);

#endif
