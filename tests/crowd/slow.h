/*
 * slow.h - clients that send a request a byte at a time and never end it.
 *
 * They live in a process of their own, so that they cost the phones nothing.
 */
#ifndef TESTS_CROWD_SLOW_H
#define TESTS_CROWD_SLOW_H

#include <stdint.h>

struct slow;

/* Returns when all have tried to connect. */
struct slow *slow_start(const char *host, uint16_t port, unsigned count);

/* Ends them; how many had been taken. */
unsigned slow_end(struct slow *slow);

#endif
