/*
 * without_pages.h - for tests of what only a build with the pages can do.
 */
#ifndef TESTS_SUPPORT_WITHOUT_PAGES_H
#define TESTS_SUPPORT_WITHOUT_PAGES_H

/* Skips the test where the build goes without (WEB=0), and only there. */
void without_pages_skip(void);

#endif
