#include "crypto/ballot.h"

#include <string.h>

#include <sodium.h>

#include "crypto/ballot_hash.h"
#include "crypto/ballot_layout.h"
#include "crypto/ballot_statement.h"

/*
 * Nothing here branches on a choice: what depends on one is selected by mask.
 * That includes whether the choices are valid at all; an invalid ballot is
 * sealed like any other and wiped at the end.
 */

/* What all proofs of one sealing share. */
struct sealing {
    struct ballot_layout layout;
    const struct ballot_form *form;
    const uint8_t *choices;                /* secret */
    uint8_t seed[TRANSCRIPT_DIGEST_BYTES]; /* of all nonces; secret */
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
};

/* One proof as its prover sees it. */
struct claim {
    unsigned row;                              /* its number; 0 for the cap */
    struct scalar values[BALLOT_BRANCHES_MAX]; /* u_i */
    uint32_t real;                             /* the true branch t; secret */
    struct scalar plaintext;                   /* v = u_t; secret */
    struct scalar r;                           /* of the summed ct; secret */
};

/* 1 if a = b, else 0; both below 2^31. */
static uint8_t
equal(uint32_t a, uint32_t b)
{
    return (uint8_t)(((a ^ b) - 1u) >> 31);
}

/* 1 if a < b, else 0; both below 2^31. */
static uint8_t
less(uint32_t a, uint32_t b)
{
    return (uint8_t)((a - b) >> 31);
}

/* How many rows mark the first option. */
static uint32_t
count_first(const struct sealing *s)
{
    uint32_t count = 0;

    for (unsigned place = 0; place < s->layout.rows; place++)
        count += equal(s->choices[place], 0);
    return count;
}

/* 1 if each row marks an option and no more rows than the cap the first. */
static uint8_t
choices_valid(const struct sealing *s)
{
    uint8_t valid = 1;

    for (unsigned place = 0; place < s->layout.rows; place++)
        valid &= less(s->choices[place], s->layout.options);
    if (s->layout.cap)
        valid &= less(count_first(s), s->layout.cap + 1);
    return valid;
}

/* The unit of the chosen option if it is counted in this slot, else 0. */
static void
choose_mark(struct scalar *mark, const struct sealing *s, unsigned place,
            unsigned slot)
{
    unsigned first = slot * s->layout.digits;
    unsigned none = s->layout.options - 1;
    struct scalar unit;

    scalar_from_u64(mark, 0);
    for (unsigned k = first; k < first + s->layout.digits && k < none; k++) {
        ballot_statement_unit(&unit, &s->layout, k);
        scalar_select(mark, &unit, mark, equal(s->choices[place], k));
    }
}

static void
encrypt_row(const struct sealing *s, uint8_t *ballot, unsigned place)
{
    for (unsigned slot = 0; slot < s->layout.slots; slot++) {
        size_t at = ballot_layout_ciphertext(&s->layout, place, slot);
        struct scalar mark;
        struct scalar r;
        struct elgamal_ct ct;

        choose_mark(&mark, s, place, slot);
        ballot_hash_nonce(&r, s->seed, s->form->row[place], slot, 'r');
        elgamal_encrypt(&ct, &s->form->key, &mark, &r);
        elgamal_encode(ballot + at, &ct);
        sodium_memzero(&mark, sizeof mark);
        sodium_memzero(&r, sizeof r);
    }
}

/* r' = sum e_i r_i, and the row's values. */
static void
claim_row(struct claim *claim, const struct sealing *s, unsigned place)
{
    struct scalar weights[BALLOT_SLOTS_MAX];
    struct scalar r;

    claim->row = s->form->row[place];
    claim->real = s->choices[place];
    ballot_statement_weights(weights, &s->layout, s->digest, claim->row);
    ballot_statement_row_values(claim->values, &s->layout, weights);
    scalar_from_u64(&claim->r, 0);
    for (unsigned slot = 0; slot < s->layout.slots; slot++) {
        ballot_hash_nonce(&r, s->seed, claim->row, slot, 'r');
        scalar_mul(&r, &r, &weights[slot]);
        scalar_add(&claim->r, &claim->r, &r);
    }
    sodium_memzero(&r, sizeof r);
}

static void
claim_cap(struct claim *claim, const struct sealing *s)
{
    struct scalar r;

    claim->row = 0;
    claim->real = count_first(s);
    for (unsigned i = 0; i <= s->layout.cap; i++)
        scalar_from_u64(&claim->values[i], i);
    scalar_from_u64(&claim->r, 0);
    for (unsigned place = 0; place < s->layout.rows; place++) {
        ballot_hash_nonce(&r, s->seed, s->form->row[place], 0, 'r');
        scalar_add(&claim->r, &claim->r, &r);
    }
    sodium_memzero(&r, sizeof r);
}

static void
make_claim(struct claim *claim, const struct sealing *s, unsigned place)
{
    const struct ballot_proof p = ballot_layout_proof(&s->layout, place);

    if (place < s->layout.rows)
        claim_row(claim, s, place);
    else
        claim_cap(claim, s);
    scalar_from_u64(&claim->plaintext, 0);
    for (unsigned i = 0; i < p.branches; i++)
        scalar_select(&claim->plaintext, &claim->values[i], &claim->plaintext,
                      equal(claim->real, i));
}

/*
 * A_i = w_i B, D_i = w_i Y - c_i (v - u_i) B for every branch alike. A false
 * one so answers its chosen c_i with s_i = w_i + c_i r; in the true one the
 * term with c_i is zero, so its c_i may be replaced when the challenge is
 * known.
 */
static void
commit(const struct sealing *s, const struct claim *claim,
       const struct ballot_proof *p, uint8_t *ballot)
{
    for (unsigned i = 0; i < p->branches; i++) {
        struct scalar w;
        struct scalar shift; /* c_i (u_i - v) */
        struct scalar c;
        struct elgamal_ct pair;

        ballot_hash_nonce(&w, s->seed, claim->row, i, 'w');
        ballot_hash_nonce(&c, s->seed, claim->row, i, 'c');
        scalar_sub(&shift, &claim->values[i], &claim->plaintext);
        scalar_mul(&shift, &shift, &c);
        /* An encryption is (rB, mB + rY): the same two equations. */
        elgamal_encrypt(&pair, &s->form->key, &shift, &w);
        elgamal_encode(ballot + p->commitments + (size_t)i * ELGAMAL_CT_BYTES,
                       &pair);
        sodium_memzero(&w, sizeof w);
        sodium_memzero(&c, sizeof c);
        sodium_memzero(&shift, sizeof shift);
    }
}

/* c_t becomes the challenge less all others; s_i = w_i + c_i r. */
static void
respond(const struct sealing *s, const struct claim *claim,
        const struct ballot_proof *p, const struct scalar *challenge,
        uint8_t *ballot)
{
    struct scalar rest = *challenge; /* less every chosen c_i, c_t too */
    struct scalar c;
    struct scalar w;
    struct scalar answer;

    for (unsigned i = 0; i < p->branches; i++) {
        ballot_hash_nonce(&c, s->seed, claim->row, i, 'c');
        scalar_sub(&rest, &rest, &c);
    }
    for (unsigned i = 0; i < p->branches; i++) {
        ballot_hash_nonce(&c, s->seed, claim->row, i, 'c');
        ballot_hash_nonce(&w, s->seed, claim->row, i, 'w');
        scalar_add(&answer, &c, &rest);
        scalar_select(&c, &answer, &c, equal(claim->real, i));
        scalar_mul(&answer, &c, &claim->r);
        scalar_add(&answer, &answer, &w);
        if (i < p->branches - 1)
            memcpy(ballot + p->challenges + (size_t)i * SCALAR_BYTES, c.bytes,
                   SCALAR_BYTES);
        memcpy(ballot + p->responses + (size_t)i * SCALAR_BYTES, answer.bytes,
               SCALAR_BYTES);
    }
    sodium_memzero(&rest, sizeof rest);
    sodium_memzero(&c, sizeof c);
    sodium_memzero(&w, sizeof w);
}

enum err
ballot_seal(uint8_t *out, size_t len, const struct ballot_form *form,
            const struct ballot_voter *voter, const uint8_t *choices,
            const uint8_t secret[BALLOT_SECRET_BYTES])
{
    struct sealing s = {.form = form, .choices = choices};
    struct claim claim;
    struct scalar challenge;
    uint8_t valid;
    enum err e;

    sodium_memzero(out, len);
    e = ballot_layout_check(&s.layout, form, voter, len);
    if (e)
        return e;

    ballot_hash_seed(s.seed, &s.layout, form, voter, choices, secret);
    for (unsigned place = 0; place < s.layout.rows; place++)
        encrypt_row(&s, out, place);
    ballot_hash_ciphertexts(s.digest, &s.layout, form, out);
    for (unsigned place = 0; place < s.layout.proofs; place++) {
        const struct ballot_proof p = ballot_layout_proof(&s.layout, place);

        make_claim(&claim, &s, place);
        commit(&s, &claim, &p, out);
    }
    ballot_hash_challenge(&challenge, &s.layout, form, voter, s.digest, out);
    for (unsigned place = 0; place < s.layout.proofs; place++) {
        const struct ballot_proof p = ballot_layout_proof(&s.layout, place);

        make_claim(&claim, &s, place);
        respond(&s, &claim, &p, &challenge, out);
    }

    valid = choices_valid(&s);
    for (size_t i = 0; i < len; i++)
        out[i] &= (uint8_t)(0u - valid);
    sodium_memzero(&s, sizeof s);
    sodium_memzero(&claim, sizeof claim);
    return (enum err)(ERR_INPUT * (1 - valid));
}
