/*
 * input_file.h - a whole file, or standard input, read into memory.
 */
#ifndef VOTING_MACHINE_INPUT_FILE_H
#define VOTING_MACHINE_INPUT_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/err.h"
#include "crypto/span.h"

struct input_file {
    char *bytes; /* one NUL stands behind them */
    size_t len;
};

/*
 * Reads what path names; "-" is standard input.
 *
 * ERR_NOTFOUND: no such file. ERR_INPUT: longer than max, or a folder. ERR_IO.
 * ERR_NOMEM. On error *out is empty.
 */
MUST_USE enum err input_file_read(struct input_file *out, const char *path,
                                  size_t max);

/* Wipes and frees: such a file may have held a secret. */
void input_file_free(struct input_file *file);

struct span input_file_span(const struct input_file *file);

#endif
