/*
 * witness_options.h - the command line of `ballotd --witness`, and the file it
 * names: read as the server's are (config_form.h).
 */
#ifndef VOTING_SERVER_WITNESS_OPTIONS_H
#define VOTING_SERVER_WITNESS_OPTIONS_H

#include "voting/server/config.h"
#include "voting/witness/witness_server.h"

struct witness_settings {
    char address[CONFIG_ADDRESS_MAX]; /* numeric, without brackets */
    uint16_t port;                    /* 0: any */
    char name[NOTE_KEY_NAME_MAX + 1];
    char key[CONFIG_PATH_MAX]; /* "": not set, and so for each path */
    char state[CONFIG_PATH_MAX];
    char certificate[CONFIG_PATH_MAX];
    char certificate_key[CONFIG_PATH_MAX];
    size_t log_count;
    char logs[WITNESS_SERVER_LOGS_MAX][NOTE_KEY_VKEY_MAX + 1];
};

/* Large. */
struct witness_options {
    struct witness_settings settings;
    struct config_faults faults;
    const char *config_file; /* or NULL */
    const char *culprit;     /* an option that is none; else NULL */
    enum lang lang;
    bool help;
    bool unreadable; /* the file that --config names */
};

/*
 * Reads the command line, then the file. With --help nothing else matters.
 *
 * ERR_INPUT: witness_options_say() says what is wrong.
 */
MUST_USE enum err witness_options_read(struct witness_options *out, int argc,
                                       char **argv);

/* What was wrong, a line for each fault. */
void witness_options_say(FILE *out, const struct witness_options *options);

void witness_options_help(FILE *out, enum lang lang);

#endif
