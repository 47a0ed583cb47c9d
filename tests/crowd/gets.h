/*
 * gets.h - how fast a path is served.
 */
#ifndef TESTS_CROWD_GETS_H
#define TESTS_CROWD_GETS_H

#include <stdint.h>

/* Asks for it so many times, over so many connections, and prints the rate
 * under this name. Every answer must be 200. */
void gets_measure(const char *host, uint16_t port, const char *path,
                  unsigned connections, unsigned requests, const char *name);

#endif
