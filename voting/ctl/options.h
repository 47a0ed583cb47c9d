/*
 * options.h - reading one command's line.
 *
 * A command describes its options in a table; from it come the parser, the
 * page of `--help` and the refusal of anything else. Every command also has
 * the common options of options_common(). An option is given at most once;
 * passwords, tokens and keys are never options, since other users of the
 * machine can read a command line: an option names the file they are in.
 */
#ifndef VOTING_CTL_OPTIONS_H
#define VOTING_CTL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/post.h"
#include "ballots/words.h"
#include "crypto/err.h"

enum {
    OPTIONS_MAX = 32,      /* of one command, the common ones included */
    OPTIONS_POSTS_MAX = 18 /* posts in one list */
};

struct option_line {
    const char *name;  /* without the dashes */
    const char *value; /* what its value is, in the help; NULL: a flag */
    bool required;
    const char *zh;
    const char *en;
};

/* How a command is called. */
struct usage {
    const char *name;      /* "open" */
    const char *arguments; /* "PAPER [ROW...]", or "" */
    int arguments_least;
    int arguments_most;
    const struct option_line *options; /* its own; ends with a NULL name */
    const char *zh;                    /* what it does, one sentence */
    const char *en;
    const char *more_zh; /* what else to know; may be NULL */
    const char *more_en;
};

enum options_fault {
    OPTIONS_FINE,
    OPTIONS_UNKNOWN,  /* no such option */
    OPTIONS_NO_VALUE, /* value missing, or given to a flag */
    OPTIONS_TWICE,
    OPTIONS_REQUIRED, /* not given */
    OPTIONS_FEW,      /* arguments */
    OPTIONS_MANY,
    OPTIONS_VALUE, /* found later: the value is not of its kind */
};

/* A line that was read. Borrows argv and the usage. */
struct options {
    const struct usage *usage;
    const char *values[OPTIONS_MAX]; /* in the order of the two tables */
    int argument_count;
    char **arguments;
    enum options_fault fault;
    const char *culprit; /* the option or value at fault, or "" */
};

/* The options that every command has; ends with a NULL name. */
const struct option_line *options_common(void);

/*
 * Reads argv[1...]; argv[0] is the command's name. Reorders argv so that the
 * arguments stand last. With --help nothing else is asked for.
 *
 * ERR_INPUT: out->fault and out->culprit say why.
 */
MUST_USE enum err options_read(struct options *out, const struct usage *usage,
                               int argc, char **argv);

/* The option's value, or NULL when it was not given; "" for a flag. */
const char *options_text(const struct options *options, const char *name);
bool options_flag(const struct options *options, const char *name);

/*
 * The same as a number, a list of posts by comma in the order given. Not given:
 * *number stays as it was, *count is 0.
 *
 * ERR_INPUT: not of that kind; fault and culprit are set.
 */
MUST_USE enum err options_number(struct options *options, const char *name,
                                 uint64_t *number, uint64_t max);
MUST_USE enum err options_posts(struct options *options, const char *name,
                                struct post *posts, size_t *count);

/*
 * A time: seconds since 1970, or "2026-03-13 09:00" or "2026-03-13T09:00:30",
 * local time, or with Z at the end UTC.
 */
MUST_USE enum err options_time(struct options *options, const char *name,
                               uint64_t *time_s);

/* An argument that must be a post. */
MUST_USE enum err options_post_argument(struct options *options, int at,
                                        struct post *post);

#endif
