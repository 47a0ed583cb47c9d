/*
 * values.h - made-up scalars, points and bytes for tests, the same for the
 * same label in every run.
 */
#ifndef TESTS_SUPPORT_VALUES_H
#define TESTS_SUPPORT_VALUES_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/point.h"
#include "crypto/scalar.h"

struct scalar value_number(uint64_t n);
struct scalar value_scalar(const char *label);

/* A point whose logarithm is value_scalar(label). */
struct point value_point(const char *label);

/* Another valid point, another scalar: p + B and s + 1. */
void value_change_point(struct point *p);
void value_change_scalar(struct scalar *s);

/* len at most 64 */
void value_bytes(uint8_t *out, size_t len, const char *label);

#endif
