/*
 * tamper.h - somebody with a shell and a file that is not theirs.
 */
#ifndef TESTS_SUPPORT_TAMPER_H
#define TESTS_SUPPORT_TAMPER_H

/* Runs SQL on a database that is closed; SQLite's code. */
int tamper(const char *path, const char *sql);

/* The same with all triggers off, which must succeed. */
void tamper_freely(const char *path, const char *sql);

#endif
