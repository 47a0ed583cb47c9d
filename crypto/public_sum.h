/*
 * public_sum.h - many multiplications of points as one sum, for public data
 * only.
 *
 *     out = sum over i of scalars[i] * points[i]
 *
 * VARIABLE TIME, see crypto/public_field.h.
 *
 * Few points by interleaving their signed digits, so that all share one chain
 * of doublings (Straus, "Addition chains of vectors", American Mathematical
 * Monthly 1964; width-5 non-adjacent form). Many points by buckets: for each
 * digit position, each point is added to the bucket of its digit, and the
 * buckets to each other (Pippenger, "On the evaluation of powers and related
 * problems", FOCS 1976; signed digits).
 */
#ifndef CRYPTO_PUBLIC_SUM_H
#define CRYPTO_PUBLIC_SUM_H

#include <stddef.h>

#include "crypto/memory.h"
#include "crypto/public_point.h"
#include "crypto/scalar.h"

/*
 * points and scalars: count of each. A point whose scalar is short costs less:
 * all of them may be of different lengths. Takes scratch from memory, at most
 * 120,000 bytes and 170 a point, and gives it back.
 *
 * ERR_NOMEM: no memory; out is the identity.
 */
MUST_USE enum err public_sum(struct public_point *out,
                             const struct public_summand *points,
                             const struct scalar *scalars, size_t count,
                             struct memory memory);

#endif
