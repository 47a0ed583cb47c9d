#include "crypto/ceremony_hash.h"

#include <string.h>

static void
begin_secret(struct transcript *t, uint32_t parts,
             const struct ceremony *ceremony, unsigned index,
             const uint8_t seed[CEREMONY_SEED_BYTES], const char *purpose)
{
    transcript_begin(t, "key-secret", parts);
    transcript_part(t, seed, CEREMONY_SEED_BYTES);
    transcript_part(t, ceremony->start, sizeof ceremony->start);
    transcript_u32(t, index);
    transcript_part(t, purpose, strlen(purpose));
}

void
ceremony_hash_ephemeral(struct scalar *out, const struct ceremony *ceremony,
                        unsigned index, const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct transcript t;

    begin_secret(&t, 4, ceremony, index, seed, "ephemeral");
    transcript_scalar(&t, out);
}

void
ceremony_hash_coefficient(struct scalar *out, const struct ceremony *ceremony,
                          unsigned index, unsigned k,
                          const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct transcript t;

    begin_secret(&t, 5, ceremony, index, seed, "coefficient");
    transcript_u32(&t, k);
    transcript_scalar(&t, out);
}

static void
begin_numbers(struct transcript *t, const char *tag, uint32_t parts,
              const struct ceremony *ceremony, unsigned index)
{
    transcript_begin(t, tag, parts);
    transcript_part(t, ceremony->start, sizeof ceremony->start);
    transcript_u32(t, index);
    transcript_u32(t, ceremony->trustees);
    transcript_u32(t, ceremony->threshold);
}

static void
add_coefficients(struct transcript *t, const struct ceremony *ceremony,
                 const struct point *coefficients)
{
    transcript_part_begin(t, (size_t)ceremony->threshold * POINT_BYTES);
    for (unsigned k = 0; k < ceremony->threshold; k++)
        transcript_more(t, coefficients[k].bytes, POINT_BYTES);
}

void
ceremony_hash_commitment(uint8_t out[CEREMONY_HASH_BYTES],
                         const struct ceremony *ceremony, unsigned index,
                         const struct point *coefficients)
{
    struct transcript t;

    begin_numbers(&t, "key-commitment", 5, ceremony, index);
    add_coefficients(&t, ceremony, coefficients);
    transcript_hash(&t, out);
}

void
ceremony_hash_ephemeral_statement(uint8_t out[TRANSCRIPT_DIGEST_BYTES],
                                  const struct ceremony *ceremony,
                                  unsigned index)
{
    struct transcript t;

    begin_numbers(&t, "key-ephemeral-statement", 4, ceremony, index);
    transcript_digest(&t, out);
}

void
ceremony_hash_constant_statement(uint8_t out[TRANSCRIPT_DIGEST_BYTES],
                                 const struct ceremony *ceremony,
                                 unsigned index,
                                 const struct point *coefficients)
{
    struct transcript t;

    begin_numbers(&t, "key-constant-statement", 5, ceremony, index);
    add_coefficients(&t, ceremony, coefficients);
    transcript_digest(&t, out);
}

void
ceremony_hash_complaint_statement(uint8_t out[TRANSCRIPT_DIGEST_BYTES],
                                  const struct ceremony *ceremony,
                                  unsigned index, unsigned dealer)
{
    struct transcript t;

    transcript_begin(&t, "key-complaint-statement", 3);
    transcript_part(&t, ceremony->start, sizeof ceremony->start);
    transcript_u32(&t, index);
    transcript_u32(&t, dealer);
    transcript_digest(&t, out);
}

void
ceremony_hash_mask(struct scalar *out, const struct ceremony *ceremony,
                   unsigned dealer, unsigned index,
                   const struct ceremony_commit *commits,
                   const struct point *shared)
{
    struct transcript t;

    transcript_begin(&t, "key-share", 6);
    transcript_part(&t, ceremony->start, sizeof ceremony->start);
    transcript_u32(&t, dealer);
    transcript_u32(&t, index);
    transcript_part(&t, commits[dealer - 1].ephemeral.bytes, POINT_BYTES);
    transcript_part(&t, commits[index - 1].ephemeral.bytes, POINT_BYTES);
    transcript_part(&t, shared->bytes, POINT_BYTES);
    transcript_scalar(&t, out);
}
