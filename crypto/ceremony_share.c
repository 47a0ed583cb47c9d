#include "crypto/ceremony.h"

#include <sodium.h>

#include "crypto/ceremony_hash.h"
#include "crypto/ceremony_polynomial.h"

/*
 * Whether a share is good is public in the end, but it is computed from
 * secrets; so it is returned without a branch, and the caller makes it public.
 */
static enum err
proof_error_unless(bool good)
{
    return (enum err)(ERR_PROOF * !good);
}

static enum err
check_pair(const struct ceremony *ceremony, unsigned index, unsigned dealer,
           const struct ceremony_commit *commits)
{
    struct point p;
    enum err e = ceremony_check_index(ceremony, index);

    if (!e)
        e = ceremony_check_index(ceremony, dealer);
    if (!e)
        e = point_decode(&p, commits[index - 1].ephemeral.bytes);
    if (!e)
        e = point_decode(&p, commits[dealer - 1].ephemeral.bytes);
    return e;
}

/* masked - Hs("key-share", ..., shared) */
static void
unmask(struct scalar *share, const struct ceremony *ceremony, unsigned index,
       unsigned dealer, const struct ceremony_commit *commits,
       const struct ceremony_deal *deal, const struct point *shared)
{
    struct scalar mask;

    ceremony_hash_mask(&mask, ceremony, dealer, index, commits, shared);
    scalar_sub(share, &deal->masked[index - 1], &mask);
    sodium_memzero(&mask, sizeof mask);
}

/* The share that dealer dealt to index, as index's own seed opens it. */
static void
open_share(struct scalar *share, const struct ceremony *ceremony,
           unsigned index, unsigned dealer,
           const struct ceremony_commit *commits,
           const struct ceremony_deal *deal,
           const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct scalar ephemeral;
    struct point shared;

    if (dealer == index) {
        ceremony_polynomial_value(share, ceremony, index, index, seed);
        return;
    }
    ceremony_hash_ephemeral(&ephemeral, ceremony, index, seed);
    point_mul(&shared, &ephemeral, &commits[dealer - 1].ephemeral);
    unmask(share, ceremony, index, dealer, commits, deal, &shared);
    sodium_memzero(&ephemeral, sizeof ephemeral);
    sodium_memzero(&shared, sizeof shared);
}

/* f_i(j) B = sum_k j^k F_ik */
static bool
share_fits(const struct scalar *share, const struct ceremony *ceremony,
           unsigned index, const struct ceremony_deal *deal)
{
    struct point want;
    struct point got;

    ceremony_polynomial_point(&want, ceremony, deal->coefficients, index);
    point_mul_base(&got, share);
    return point_eq(&got, &want);
}

static enum err
check_deal(const struct ceremony_deal *deal, const struct ceremony *ceremony,
           unsigned index)
{
    struct scalar masked;
    enum err e = ceremony_polynomial_check(ceremony, deal->coefficients);

    if (!e)
        e = scalar_decode(&masked, deal->masked[index - 1].bytes);
    return e;
}

enum err
ceremony_share_check(const struct ceremony *ceremony, unsigned index,
                     unsigned dealer, const struct ceremony_commit *commits,
                     const struct ceremony_deal *deal,
                     const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct scalar share;
    bool good;
    enum err e = check_pair(ceremony, index, dealer, commits);

    if (!e)
        e = check_deal(deal, ceremony, index);
    if (e)
        return e;
    open_share(&share, ceremony, index, dealer, commits, deal, seed);
    good = share_fits(&share, ceremony, index, deal);
    sodium_memzero(&share, sizeof share);
    return proof_error_unless(good);
}

enum err
ceremony_complaint_make(struct ceremony_complaint *out,
                        const struct ceremony *ceremony, unsigned index,
                        unsigned dealer, const struct ceremony_commit *commits,
                        const uint8_t seed[CEREMONY_SEED_BYTES])
{
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct scalar ephemeral;
    enum err e;

    *out = (struct ceremony_complaint){0};
    e = check_pair(ceremony, index, dealer, commits);
    if (!e && index == dealer)
        e = ERR_INPUT;
    if (e)
        return e;
    ceremony_hash_ephemeral(&ephemeral, ceremony, index, seed);
    point_mul(&out->shared, &ephemeral, &commits[dealer - 1].ephemeral);
    ceremony_hash_complaint_statement(statement, ceremony, index, dealer);
    proof_equal_make(&out->proof, "key-complaint", statement, &ephemeral,
                     &commits[dealer - 1].ephemeral);
    sodium_memzero(&ephemeral, sizeof ephemeral);
    return OK;
}

enum err
ceremony_complaint_verify(const struct ceremony_complaint *complaint,
                          const struct ceremony *ceremony, unsigned index,
                          unsigned dealer,
                          const struct ceremony_commit *commits,
                          const struct ceremony_deal *deal)
{
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct scalar share;
    enum err e = check_pair(ceremony, index, dealer, commits);

    if (!e && index == dealer)
        e = ERR_INPUT;
    if (!e)
        e = check_deal(deal, ceremony, index);
    if (e)
        return e;
    ceremony_hash_complaint_statement(statement, ceremony, index, dealer);
    e = proof_equal_verify(&complaint->proof, "key-complaint", statement,
                           &commits[index - 1].ephemeral,
                           &commits[dealer - 1].ephemeral, &complaint->shared);
    if (e)
        return e;
    unmask(&share, ceremony, index, dealer, commits, deal, &complaint->shared);
    return share_fits(&share, ceremony, index, deal) ? ERR_PROOF : OK;
}

enum err
ceremony_share_secret(struct scalar *share, const struct ceremony *ceremony,
                      unsigned index, const struct ceremony_commit *commits,
                      const struct ceremony_deal *deals,
                      const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct scalar sum = {{0}};
    struct scalar dealt;
    struct point want;
    struct point got;
    bool good;
    enum err e;

    *share = (struct scalar){{0}};
    e = ceremony_share_key(&want, ceremony, index, deals);
    for (unsigned i = 1; !e && i <= ceremony->trustees; i++) {
        e = check_pair(ceremony, index, i, commits);
        if (!e)
            e = check_deal(&deals[i - 1], ceremony, index);
    }
    if (e)
        return e;
    for (unsigned i = 1; i <= ceremony->trustees; i++) {
        open_share(&dealt, ceremony, index, i, commits, &deals[i - 1], seed);
        scalar_add(&sum, &sum, &dealt);
    }
    point_mul_base(&got, &sum);
    good = point_eq(&got, &want);
    scalar_select(share, &sum, share, good);
    sodium_memzero(&sum, sizeof sum);
    sodium_memzero(&dealt, sizeof dealt);
    return proof_error_unless(good);
}
