/*
 * batch_gather.h - how the files batch_*.c put a statement into a batch.
 *
 * batch_reserve() first; then nothing fails until the next statement. Points
 * are numbered as they are put in, the statement's own from 0.
 */
#ifndef CRYPTO_BATCH_GATHER_H
#define CRYPTO_BATCH_GATHER_H

#include "crypto/batch.h"
#include "crypto/transcript.h"

enum { BATCH_BASE = 0 }; /* number of B among the shared points */

struct batch_term {
    struct scalar factor;
    uint32_t equation; /* of the batch */
    uint32_t point;    /* of the batch's own, or of the shared ones */
    bool shared;
};

struct batch_shared {
    struct point encoded;
    struct public_summand point;
};

/* Room for one more statement with so many equations, points and terms. */
MUST_USE enum err batch_reserve(struct batch *b, size_t points, size_t terms);

/*
 * The number of a shared point, which is decoded the first time it is named.
 * ERR_INPUT: not canonical, or the identity. ERR_NOMEM.
 */
MUST_USE enum err batch_share_point(struct batch *b, uint32_t *number,
                                    const struct point *encoded);

/*
 * Puts in the next own point. ERR_INPUT unless it is canonical; with identity
 * false, also if it is that.
 */
MUST_USE enum err batch_put_point(struct batch *b,
                                  const uint8_t encoded[POINT_BYTES],
                                  bool identity);

/* Begins an equation; its terms follow. */
void batch_put_equation(struct batch *b);

/* factor times the statement's own point, on the left side. NULL: 1. */
void batch_put_own(struct batch *b, uint32_t point,
                   const struct scalar *factor);

/* factor times a shared point, on the right side. */
void batch_put_shared(struct batch *b, uint32_t number,
                      const struct scalar *factor);

/*
 * Ends the statement. The transcript of tag "batch-statement" begins with
 * batch_begin_hash(), which adds the first part; the caller adds what is
 * particular, `parts` more.
 */
void batch_begin_hash(const struct batch *b, struct transcript *t,
                      uint32_t parts);
void batch_end_statement(struct batch *b, struct transcript *t);

#endif
