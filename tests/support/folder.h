/*
 * folder.h - a folder for a test's files, gone with the test.
 */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

#include <stddef.h>

enum { FOLDER_PATH_MAX = 256 };

struct folder {
    char path[FOLDER_PATH_MAX];
};

void folder_make(struct folder *folder);

/* Removes it with the files in it. */
void folder_remove(const struct folder *folder);

/* The path of a file in it. */
void folder_file(char out[FOLDER_PATH_MAX], const struct folder *folder,
                 const char *name);

/* Copies a file, as it is at this moment, with its permissions. Returns 0 if
 * there is none. */
int folder_copy_file(const char *from, const char *to);

#endif
