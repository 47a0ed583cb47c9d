#include "tests/support/cheat.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "crypto/ballot_hash.h"
#include "crypto/ballot_layout.h"
#include "crypto/ballot_statement.h"
#include "tests/support/values.h"

struct attempt {
    struct ballot_layout layout;
    const struct ballot_form *form;
    const struct cheat *cheat;
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    uint8_t *ballot;
};

/* One OR proof: a ciphertext, its nonce, the values, the claimed branch. */
struct lie {
    struct elgamal_ct sum;
    struct scalar r;
    struct scalar values[BALLOT_BRANCHES_MAX];
    unsigned branch;
};

static struct scalar
number_for(unsigned place, unsigned index, const char *kind)
{
    char label[64];

    (void)snprintf(label, sizeof label, "cheat %u %u %s", place, index, kind);
    return value_scalar(label);
}

static struct scalar
nonce_of(const struct attempt *a, unsigned place, unsigned slot)
{
    if (a->cheat->zero_nonce && place == 0 && slot == 0)
        return value_number(0);
    if (a->cheat->repeat_nonce)
        return number_for(0, 0, "r");
    return number_for(place, slot, "r");
}

static struct scalar
commitment_nonce(const struct attempt *a, unsigned place, unsigned branch)
{
    if (a->cheat->zero_commitment)
        return value_number(0);
    return number_for(place, branch, "w");
}

struct cheat
cheat_honest(const struct ballot_form *form, const uint8_t *choices)
{
    struct cheat cheat = {.cap_branch = 0};
    unsigned digits = form->cap ? 1 : 2;

    assert(form->rows <= CHEAT_ROWS_MAX);
    for (unsigned place = 0; place < form->rows; place++) {
        unsigned k = choices[place];

        cheat.branch[place] = k;
        if (k == 0)
            cheat.cap_branch++;
        if (k + 1u < form->options)
            scalar_power_of_two(&cheat.plaintext[place][k / digits],
                                32 * (k % digits));
    }
    return cheat;
}

static struct elgamal_ct
encrypt_slot(const struct attempt *a, unsigned place, unsigned slot)
{
    const struct scalar r = nonce_of(a, place, slot);
    const struct scalar other = number_for(place, slot, "other r");
    struct elgamal_ct ct;

    elgamal_encrypt(&ct, &a->form->key, &a->cheat->plaintext[place][slot], &r);
    if (a->cheat->split_nonce)
        point_mul_base(&ct.r, &other);
    return ct;
}

static void
encrypt(struct attempt *a)
{
    for (unsigned place = 0; place < a->layout.rows; place++) {
        for (unsigned slot = 0; slot < a->layout.slots; slot++) {
            const struct elgamal_ct ct = encrypt_slot(a, place, slot);

            elgamal_encode(
                a->ballot + ballot_layout_ciphertext(&a->layout, place, slot),
                &ct);
        }
    }
}

/* sum += weight * (R, C) and r += weight * r of one ciphertext. */
static void
lie_add(struct lie *lie, const struct attempt *a, unsigned place, unsigned slot,
        const struct scalar *weight)
{
    struct scalar r = nonce_of(a, place, slot);
    struct elgamal_ct ct = encrypt_slot(a, place, slot);

    point_mul(&ct.r, weight, &ct.r);
    point_mul(&ct.c, weight, &ct.c);
    elgamal_add(&lie->sum, &lie->sum, &ct);
    scalar_mul(&r, &r, weight);
    scalar_add(&lie->r, &lie->r, &r);
}

static struct lie
make_lie(const struct attempt *a, unsigned place)
{
    struct lie lie = {.r = value_number(0)};
    struct scalar weights[BALLOT_SLOTS_MAX];

    elgamal_zero(&lie.sum);
    if (place == a->layout.rows) {
        for (unsigned i = 0; i <= a->layout.cap; i++)
            lie.values[i] = value_number(i);
        for (unsigned row = 0; row < a->layout.rows; row++)
            lie_add(&lie, a, row, 0, &lie.values[1]);
        lie.branch = a->cheat->cap_branch;
        return lie;
    }
    ballot_statement_weights(weights, &a->layout, a->digest,
                             a->form->row[place]);
    for (unsigned slot = 0; slot < a->layout.slots; slot++) {
        if (a->cheat->unweighted)
            weights[slot] = value_number(1);
        lie_add(&lie, a, place, slot, &weights[slot]);
    }
    ballot_statement_row_values(lie.values, &a->layout, weights);
    lie.branch = a->cheat->branch[place];
    return lie;
}

/* A = wB, D = wY in the claimed branch; s, c first in the simulated ones. */
static void
commit(const struct attempt *a, unsigned place)
{
    const struct ballot_proof p = ballot_layout_proof(&a->layout, place);
    const struct lie lie = make_lie(a, place);

    for (unsigned i = 0; i < p.branches; i++) {
        struct scalar s = number_for(place, i, "s");
        const struct scalar c = number_for(place, i, "c");
        struct elgamal_ct pair;
        struct point back;

        if (i == lie.branch)
            s = commitment_nonce(a, place, i);
        point_mul_base(&pair.r, &s);
        point_mul(&pair.c, &s, &a->form->key);
        if (i != lie.branch) {
            point_mul(&back, &c, &lie.sum.r);
            point_sub(&pair.r, &pair.r, &back);
            point_mul_base(&back, &lie.values[i]);
            point_sub(&back, &lie.sum.c, &back);
            point_mul(&back, &c, &back);
            point_sub(&pair.c, &pair.c, &back);
        }
        elgamal_encode(a->ballot + p.commitments + i * ELGAMAL_CT_BYTES, &pair);
    }
}

static void
respond(const struct attempt *a, unsigned place, const struct scalar *challenge)
{
    const struct ballot_proof p = ballot_layout_proof(&a->layout, place);
    const struct lie lie = make_lie(a, place);
    struct scalar real = *challenge;

    for (unsigned i = 0; i < p.branches; i++) {
        const struct scalar c = number_for(place, i, "c");

        if (i != lie.branch)
            scalar_sub(&real, &real, &c);
    }
    for (unsigned i = 0; i < p.branches; i++) {
        struct scalar c = number_for(place, i, "c");
        struct scalar s = number_for(place, i, "s");

        if (i == lie.branch) {
            const struct scalar w = commitment_nonce(a, place, i);

            c = real;
            scalar_mul(&s, &c, &lie.r);
            scalar_add(&s, &s, &w);
        }
        if (i < p.branches - 1)
            memcpy(a->ballot + p.challenges + i * SCALAR_BYTES, c.bytes,
                   SCALAR_BYTES);
        memcpy(a->ballot + p.responses + i * SCALAR_BYTES, s.bytes,
               SCALAR_BYTES);
    }
}

void
cheat_seal(uint8_t *out, const struct ballot_form *form,
           const struct ballot_voter *voter, const struct cheat *cheat)
{
    struct attempt a = {.form = form, .cheat = cheat, .ballot = out};
    struct scalar challenge;
    enum err e =
        ballot_layout_init(&a.layout, form->options, form->cap, form->rows);

    assert(!e && form->rows <= CHEAT_ROWS_MAX);
    (void)e;
    encrypt(&a);
    ballot_hash_ciphertexts(a.digest, &a.layout, form, out);
    for (unsigned place = 0; place < a.layout.proofs; place++)
        commit(&a, place);
    ballot_hash_challenge(&challenge, &a.layout, form, voter, a.digest, out);
    for (unsigned place = 0; place < a.layout.proofs; place++)
        respond(&a, place, &challenge);
}
