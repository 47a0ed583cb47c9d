/*
 * clock.h - the time since some moment, which no clock that is set changes.
 */
#ifndef TESTS_CROWD_CLOCK_H
#define TESTS_CROWD_CLOCK_H

#include <stdint.h>

uint64_t clock_us(void);

#endif
