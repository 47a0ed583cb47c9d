#include "crypto/ballot.h"

#include "crypto/ballot_check.h"
#include "crypto/ballot_hash.h"
#include "crypto/ballot_layout.h"
#include "crypto/ballot_statement.h"
#include "crypto/proof.h"

static enum err
check_points(const uint8_t *bytes, size_t count)
{
    struct point p;
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        e = point_decode(&p, bytes + i * POINT_BYTES);
    return e;
}

/* Every point canonical, and no identity. */
static enum err
check_all_points(const struct ballot_layout *layout, const uint8_t *ballot)
{
    enum err e = OK;

    for (unsigned place = 0; place < layout->rows && !e; place++)
        e = check_points(ballot + ballot_layout_ciphertext(layout, place, 0),
                         2 * (size_t)layout->slots);
    for (unsigned place = 0; place < layout->proofs && !e; place++) {
        const struct ballot_proof p = ballot_layout_proof(layout, place);

        e = check_points(ballot + p.commitments, 2 * (size_t)p.branches);
    }
    return e;
}

/* s_i B = A_i + c_i R and s_i Y = D_i + c_i (C - u_i B). */
static enum err
check_branch(const struct elgamal_ct *commitment, const struct scalar *c,
             const struct scalar *s, const struct point *key,
             const struct elgamal_ct *sum, const struct scalar *value)
{
    struct point left;
    struct point shifted;

    point_mul_base(&left, s);
    if (!proof_equation_holds(&left, &commitment->r, c, &sum->r))
        return ERR_PROOF;
    point_mul_base(&shifted, value);
    point_sub(&shifted, &sum->c, &shifted);
    point_mul(&left, s, key);
    if (!proof_equation_holds(&left, &commitment->c, c, &shifted))
        return ERR_PROOF;
    return OK;
}

/* One proof; the last c is what the others leave of the challenge. */
static enum err
check_proof(const uint8_t *ballot, const struct ballot_proof *p,
            const struct scalar *challenge, const struct point *key,
            const struct elgamal_ct *sum, const struct scalar *values)
{
    const uint8_t *commitments = ballot + p->commitments;
    const uint8_t *challenges = ballot + p->challenges;
    const uint8_t *responses = ballot + p->responses;
    struct scalar rest = *challenge;
    enum err e = OK;

    for (unsigned i = 0; i < p->branches && !e; i++) {
        struct elgamal_ct commitment;
        struct scalar c = rest;
        struct scalar s;

        e = elgamal_decode(&commitment,
                           commitments + (size_t)i * ELGAMAL_CT_BYTES);
        if (!e && i < p->branches - 1)
            e = scalar_decode(&c, challenges + (size_t)i * SCALAR_BYTES);
        if (!e)
            e = scalar_decode(&s, responses + (size_t)i * SCALAR_BYTES);
        if (e)
            return e;
        scalar_sub(&rest, &rest, &c);
        e = check_branch(&commitment, &c, &s, key, sum, &values[i]);
    }
    return e;
}

static enum err
check_row(const uint8_t *ballot, const struct ballot_layout *layout,
          const struct ballot_form *form, unsigned place,
          const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
          const struct scalar *challenge)
{
    const struct ballot_proof p = ballot_layout_proof(layout, place);
    struct scalar weights[BALLOT_SLOTS_MAX];
    struct scalar values[BALLOT_OPTIONS_MAX];
    struct elgamal_ct sum;
    enum err e;

    ballot_statement_weights(weights, layout, digest, form->row[place]);
    ballot_statement_row_values(values, layout, weights);
    e = ballot_statement_row_sum(&sum, layout, ballot, place, weights);
    if (!e)
        e = check_proof(ballot, &p, challenge, &form->key, &sum, values);
    return e;
}

static enum err
check_cap(const uint8_t *ballot, const struct ballot_layout *layout,
          const struct ballot_form *form, const struct scalar *challenge)
{
    const struct ballot_proof p = ballot_layout_proof(layout, layout->rows);
    struct scalar values[BALLOT_BRANCHES_MAX];
    struct elgamal_ct sum;
    enum err e;

    for (unsigned i = 0; i < p.branches; i++)
        scalar_from_u64(&values[i], i);
    e = ballot_statement_cap_sum(&sum, layout, ballot);
    if (!e)
        e = check_proof(ballot, &p, challenge, &form->key, &sum, values);
    return e;
}

enum err
ballot_verify(const uint8_t *ballot, size_t len, const struct ballot_form *form,
              const struct ballot_voter *voter)
{
    struct ballot_layout layout;
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct scalar challenge;
    enum err e;

    e = ballot_layout_check(&layout, form, voter, len);
    if (!e)
        e = check_all_points(&layout, ballot);
    if (!e)
        e = ballot_check_values(&layout, ballot);
    if (e)
        return e;

    ballot_hash_ciphertexts(digest, &layout, form, ballot);
    ballot_hash_challenge(&challenge, &layout, form, voter, digest, ballot);
    for (unsigned place = 0; place < layout.rows && !e; place++)
        e = check_row(ballot, &layout, form, place, digest, &challenge);
    if (!e && layout.cap)
        e = check_cap(ballot, &layout, form, &challenge);
    return e;
}
