/*
 * web_file.h - the pages' files, built into the server.
 *
 * What voting/web/ holds is compressed and linked into the program when it is
 * built, so that server and pages are one version and nothing is read from a
 * disk. All lie under /app/<version>/, where the version is a hash over all of
 * them: such an address never changes what it means. A page's own address
 * (`/`, `/wall`, ...) is answered with the one document, which names the
 * version. voting/web/embed writes the table.
 */
#ifndef VOTING_SERVER_WEB_FILE_H
#define VOTING_SERVER_WEB_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "crypto/span.h"

struct web_file {
    const char *path; /* /app/<version>/...; "/" for the document */
    const char *type; /* Content-Type */
    struct span plain;
    struct span gzip;
    struct span brotli; /* which browsers take over TLS alone */
};

extern const struct web_file web_files[];
extern const size_t web_file_count;

/* Hexadecimal; names all files as they were when this was built. */
extern const char web_version[];

/* The file at this path, in the table, or NULL. */
const struct web_file *web_file_find(struct span path);

/* Whether it may be kept for ever: all but the document. */
bool web_file_is_immutable(const struct web_file *file);

#endif
