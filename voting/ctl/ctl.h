/*
 * ctl.h - what a command of ballotctl has to work with.
 *
 * One command line is one call of a command's run(). A batch runs many on one
 * struct ctl, so that the log is replayed once. Commands print by the functions
 * here and return an exit status; they never exit.
 */
#ifndef VOTING_CTL_CTL_H
#define VOTING_CTL_CTL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "ballots/event.h"
#include "ballots/json.h"
#include "voting/ctl/options.h"
#include "voting/log/log.h"
#include "voting/log/offers.h"
#include "voting/machine/keyring.h"
#include "voting/machine/messages.h"

/* Exit statuses, the same for every command. */
enum ctl_status {
    CTL_DONE = 0,
    CTL_REFUSED = 1,   /* by the log, by a rule, or a check did not hold */
    CTL_USAGE = 2,     /* the command line, or a file it names, is wrong */
    CTL_FAILED = 3,    /* disk, network, memory, a key that is not there */
    CTL_UNCERTAIN = 4, /* submitted, and no answer came */
};

/* What a command needs before it runs. */
enum ctl_needs {
    CTL_NOTHING = 0,
    CTL_LOG = 1,   /* an open log with a conference */
    CTL_KEYS = 2,  /* a folder of keys */
    CTL_EMPTY = 4, /* a log that is made now */
    /*
     * A log of which every signature and proof was checked on opening: for
     * commands that hide a secret by what the log says, a choice under its key
     * or a share under its trustees' keys. Whoever can write the file could
     * otherwise put keys of their own there.
     */
    CTL_PROVED = 8,
};

enum {
    CTL_SCRATCH_BYTES = 256 * 1024,
    CTL_JSON_BYTES = 4 * 1024 * 1024,
    CTL_PATH_BYTES = 4096,
};

struct ctl {
    struct options options;   /* of this command line */
    struct options *defaults; /* of the batch, or NULL */
    enum lang lang;
    bool json;
    FILE *out;
    FILE *err;
    struct log *log;
    struct keyring *keys;
    struct event *event;  /* to be filled; one for all commands */
    struct offers offers; /* texts and names that belong to it */
    char *scratch;        /* CTL_SCRATCH_BYTES, wiped after each command */
    char *json_bytes;     /* CTL_JSON_BYTES */
    struct text_writer json_text;
    struct span note; /* in it: the note that was last signed */

    /* Of a remote log: the set-up code it is founded with, which is secret, and
     * when progress was last shown. */
    char setup[SUBMISSION_SETUP_MAX + 1];
    size_t setup_len;
    int64_t progress_ms;

    /* What is open, so that the next line can go on with it. */
    bool log_proved;
    bool log_at;
    uint64_t log_at_s;
    char open_log[CTL_PATH_BYTES];
    char open_keys[CTL_PATH_BYTES];
};

struct command {
    struct usage usage;
    unsigned needs; /* enum ctl_needs, or'ed */
    enum ctl_status (*run)(struct ctl *ctl);
};

/* All commands, in the order of the help; the last is NULL. */
extern const struct command *const commands[];

/* ERR_NOMEM. The caller calls ctl_close() in any case. */
MUST_USE enum err ctl_start(struct ctl *ctl);
void ctl_close(struct ctl *ctl);

/* Reads the command line, opens what the command needs, runs it. */
enum ctl_status ctl_run(struct ctl *ctl, int argc, char **argv);

/*
 * Remembers in the folder of keys what it has seen of the log, and closes both.
 */
enum ctl_status ctl_leave(struct ctl *ctl);

/* The value of a common option, of this line or of the batch; or NULL. */
const char *ctl_common(const struct ctl *ctl, const char *name);

/* One argument. */
const char *ctl_argument(const struct ctl *ctl, int at);

/* Shorthand: log_conference(ctl->log). */
const struct conference *ctl_conference(const struct ctl *ctl);

/* ---- Saying ---------------------------------------------------------------*/

/* A sentence for people; nothing when JSON is asked for. */
void ctl_say(struct ctl *ctl, enum message message, const char *text_1,
             const char *text_2, const char *text_3);

/*
 * An error: the sentence to standard error or, as JSON, {"error": ...} to
 * standard output. Returns the status, so that a command can say `return`.
 */
enum ctl_status ctl_fail(struct ctl *ctl, enum ctl_status status,
                         enum message message, const char *text_1,
                         const char *text_2, const char *text_3);

/* The same for a refusal and the entry that causes it, if any. */
enum ctl_status ctl_refuse(struct ctl *ctl, enum refusal refusal,
                           uint32_t cause);

/* The options or a value were wrong: options.fault says how. */
enum ctl_status ctl_bad_options(struct ctl *ctl);

/* A value, which is no option, was wrong. */
enum ctl_status ctl_bad_value(struct ctl *ctl, const char *value);

/* An error code that has no better words. */
enum ctl_status ctl_fail_err(struct ctl *ctl, enum err e, const char *what);

/* One JSON value: begin, write it, end. Ends with a line feed. */
void ctl_json_begin(struct ctl *ctl, struct json_writer *w);
void ctl_json_end(struct ctl *ctl, struct json_writer *w);

/* A number as text, in the caller's buffer. */
enum { CTL_NUMBER_BYTES = 21 };
const char *ctl_number(char out[CTL_NUMBER_BYTES], uint64_t number);

#endif
