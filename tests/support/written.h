/*
 * written.h - compares what a text writer wrote.
 */
#ifndef TESTS_SUPPORT_WRITTEN_H
#define TESTS_SUPPORT_WRITTEN_H

#include "crypto/text_writer.h"

/* Fails, with what it is about, unless the finished text is the wanted one. */
void written_check(const char *what, struct text_writer *w, const char *want);

#endif
