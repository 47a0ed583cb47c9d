/*
 * command_line.h - splits a line of a batch into words.
 *
 * Words are parted by spaces and tabs; single quotes keep what is in them,
 * double quotes too but for \" and \\; a # where a word could begin starts a
 * comment. Nothing is expanded.
 */
#ifndef VOTING_CTL_COMMAND_LINE_H
#define VOTING_CTL_COMMAND_LINE_H

#include "crypto/err.h"
#include "crypto/span.h"

enum { COMMAND_LINE_WORDS_MAX = 256, COMMAND_LINE_BYTES = 8192 };

struct command_line {
    int count;
    char *words[COMMAND_LINE_WORDS_MAX + 1]; /* NULL behind the last */
    char bytes[COMMAND_LINE_BYTES];
};

/* ERR_INPUT: an open quote, a NUL, too many words or bytes. */
MUST_USE enum err command_line_split(struct command_line *out,
                                     struct span line);

#endif
