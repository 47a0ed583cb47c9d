/*
 * document.h - looks things up in a text file, for tests that compare what the
 * documents say with what the code does.
 *
 * Everything fails the test instead of returning an error. Tests run from the
 * top of the tree.
 */
#ifndef TESTS_SUPPORT_DOCUMENT_H
#define TESTS_SUPPORT_DOCUMENT_H

#include <stdbool.h>
#include <stddef.h>

/* The whole file with a zero at its end; the caller frees it. */
char *document_read(const char *path);

/*
 * A copy of one section: from the heading that begins so ("## 12.") to the next
 * of the same rank. The caller frees it.
 */
char *document_section(const char *text, const char *heading);

bool document_has(const char *text, const char *what);
size_t document_count(const char *text, const char *what);

#endif
