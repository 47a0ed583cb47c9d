#include "crypto/ceremony.h"

#include <sodium.h>

#include "crypto/ceremony_hash.h"
#include "crypto/ceremony_polynomial.h"

enum err
ceremony_check_numbers(unsigned trustees, unsigned threshold)
{
    if (trustees < CEREMONY_TRUSTEES_MIN || trustees > CEREMONY_TRUSTEES_MAX ||
        threshold < 2 || threshold >= trustees || 2 * threshold <= trustees)
        return ERR_INPUT;
    return OK;
}

enum err
ceremony_check_index(const struct ceremony *ceremony, unsigned index)
{
    if (index < 1 || index > ceremony->trustees)
        return ERR_INPUT;
    return ceremony_check_numbers(ceremony->trustees, ceremony->threshold);
}

/* F_ik = a_ik B */
static void
make_coefficients(struct point *out, const struct ceremony *ceremony,
                  unsigned index, const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct scalar a;

    for (unsigned k = 0; k < ceremony->threshold; k++) {
        ceremony_hash_coefficient(&a, ceremony, index, k, seed);
        point_mul_base(&out[k], &a);
    }
    sodium_memzero(&a, sizeof a);
}

enum err
ceremony_commit_make(struct ceremony_commit *out,
                     const struct ceremony *ceremony, unsigned index,
                     const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct point coefficients[CEREMONY_TRUSTEES_MAX];
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct scalar ephemeral;
    enum err e;

    *out = (struct ceremony_commit){0};
    e = ceremony_check_index(ceremony, index);
    if (e)
        return e;
    ceremony_hash_ephemeral(&ephemeral, ceremony, index, seed);
    point_mul_base(&out->ephemeral, &ephemeral);
    ceremony_hash_ephemeral_statement(statement, ceremony, index);
    proof_log_make(&out->possession, "key-ephemeral", statement, &ephemeral);
    make_coefficients(coefficients, ceremony, index, seed);
    ceremony_hash_commitment(out->commitment, ceremony, index, coefficients);
    sodium_memzero(&ephemeral, sizeof ephemeral);
    /* Shown to nobody before all have committed. */
    sodium_memzero(coefficients, sizeof coefficients);
    return OK;
}

enum err
ceremony_commit_statement(uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                          const struct ceremony_commit *commit,
                          const struct ceremony *ceremony, unsigned index)
{
    struct point ephemeral;
    enum err e = ceremony_check_index(ceremony, index);

    if (!e)
        e = point_decode(&ephemeral, commit->ephemeral.bytes);
    if (!e)
        ceremony_hash_ephemeral_statement(statement, ceremony, index);
    return e;
}

enum err
ceremony_commit_verify(const struct ceremony_commit *commit,
                       const struct ceremony *ceremony, unsigned index)
{
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    enum err e = ceremony_commit_statement(statement, commit, ceremony, index);

    if (e)
        return e;
    return proof_log_verify(&commit->possession, "key-ephemeral", statement,
                            &commit->ephemeral);
}

/* f_i(j) + Hs("key-share", ...), for every other trustee j. */
static void
make_masked(struct scalar *masked, const struct ceremony *ceremony,
            unsigned index, const struct ceremony_commit *commits,
            const uint8_t seed[CEREMONY_SEED_BYTES])
{
    struct scalar ephemeral;
    struct scalar share;
    struct scalar mask;
    struct point shared;

    ceremony_hash_ephemeral(&ephemeral, ceremony, index, seed);
    for (unsigned j = 1; j <= ceremony->trustees; j++) {
        if (j == index)
            continue;
        point_mul(&shared, &ephemeral, &commits[j - 1].ephemeral);
        ceremony_hash_mask(&mask, ceremony, index, j, commits, &shared);
        ceremony_polynomial_value(&share, ceremony, index, j, seed);
        scalar_add(&masked[j - 1], &share, &mask);
    }
    sodium_memzero(&ephemeral, sizeof ephemeral);
    sodium_memzero(&share, sizeof share);
    sodium_memzero(&mask, sizeof mask);
    sodium_memzero(&shared, sizeof shared);
}

enum err
ceremony_deal_make(struct ceremony_deal *out, const struct ceremony *ceremony,
                   unsigned index, const struct ceremony_commit *commits,
                   const uint8_t seed[CEREMONY_SEED_BYTES])
{
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct scalar constant;
    enum err e;

    *out = (struct ceremony_deal){0};
    e = ceremony_check_index(ceremony, index);
    for (unsigned j = 0; !e && j < ceremony->trustees; j++)
        e = ceremony_commit_verify(&commits[j], ceremony, j + 1);
    if (e)
        return e;
    make_coefficients(out->coefficients, ceremony, index, seed);
    ceremony_hash_constant_statement(statement, ceremony, index,
                                     out->coefficients);
    ceremony_hash_coefficient(&constant, ceremony, index, 0, seed);
    proof_log_make(&out->possession, "key-constant", statement, &constant);
    make_masked(out->masked, ceremony, index, commits, seed);
    sodium_memzero(&constant, sizeof constant);
    return OK;
}

/* Canonical numbers, and zero where the dealer would deal to itself. */
static enum err
check_masked(const struct ceremony_deal *deal, const struct ceremony *ceremony,
             unsigned index)
{
    struct scalar masked;
    enum err e = OK;

    for (unsigned j = 1; j <= ceremony->trustees && !e; j++)
        e = scalar_decode(&masked, deal->masked[j - 1].bytes);
    if (!e && !scalar_is_zero(&deal->masked[index - 1]))
        e = ERR_INPUT;
    return e;
}

enum err
ceremony_deal_statement(uint8_t statement[TRANSCRIPT_DIGEST_BYTES],
                        const struct ceremony_deal *deal,
                        const struct ceremony *ceremony, unsigned index,
                        const struct ceremony_commit *commit)
{
    uint8_t commitment[CEREMONY_HASH_BYTES];
    enum err e = ceremony_check_index(ceremony, index);

    if (!e)
        e = ceremony_polynomial_check(ceremony, deal->coefficients);
    if (!e)
        e = check_masked(deal, ceremony, index);
    if (e)
        return e;
    ceremony_hash_commitment(commitment, ceremony, index, deal->coefficients);
    if (sodium_memcmp(commitment, commit->commitment, sizeof commitment) != 0)
        return ERR_PROOF;
    ceremony_hash_constant_statement(statement, ceremony, index,
                                     deal->coefficients);
    return OK;
}

enum err
ceremony_deal_verify(const struct ceremony_deal *deal,
                     const struct ceremony *ceremony, unsigned index,
                     const struct ceremony_commit *commit)
{
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    enum err e =
        ceremony_deal_statement(statement, deal, ceremony, index, commit);

    if (e)
        return e;
    return proof_log_verify(&deal->possession, "key-constant", statement,
                            &deal->coefficients[0]);
}

/* sum_i F_ik for each k: the polynomial whose value at 0 is the key. */
static enum err
sum_coefficients(struct point *sums, const struct ceremony *ceremony,
                 const struct ceremony_deal *deals)
{
    enum err e =
        ceremony_check_numbers(ceremony->trustees, ceremony->threshold);

    for (unsigned i = 0; !e && i < ceremony->trustees; i++)
        e = ceremony_polynomial_check(ceremony, deals[i].coefficients);
    if (e)
        return e;
    for (unsigned k = 0; k < ceremony->threshold; k++) {
        point_identity(&sums[k]);
        for (unsigned i = 0; i < ceremony->trustees; i++)
            point_add(&sums[k], &sums[k], &deals[i].coefficients[k]);
    }
    return OK;
}

/* The value at index: 0 for the key, j for the public half of j's share. */
static enum err
key_at(struct point *key, const struct ceremony *ceremony, unsigned index,
       const struct ceremony_deal *deals)
{
    struct point sums[CEREMONY_TRUSTEES_MAX];
    enum err e = sum_coefficients(sums, ceremony, deals);

    point_identity(key);
    if (e)
        return e;
    ceremony_polynomial_point(key, ceremony, sums, index);
    return point_is_identity(key) ? ERR_INPUT : OK;
}

enum err
ceremony_key(struct point *key, const struct ceremony *ceremony,
             const struct ceremony_deal *deals)
{
    return key_at(key, ceremony, 0, deals);
}

enum err
ceremony_share_key(struct point *key, const struct ceremony *ceremony,
                   unsigned index, const struct ceremony_deal *deals)
{
    enum err e = ceremony_check_index(ceremony, index);

    if (e) {
        point_identity(key);
        return e;
    }
    return key_at(key, ceremony, index, deals);
}
