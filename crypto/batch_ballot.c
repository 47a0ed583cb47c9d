/*
 * A ballot in a batch: the equations of ballot_verify.c, in which the weighted
 * sums (R, C) of a row or of the cap are not computed but written out,
 *
 *     A_i + c_i sum e_k R_k = s_i B
 *     D_i + c_i sum e_k C_k = s_i Y + c_i u_i B
 *
 * so that every point of the ballot is decoded once and multiplied once.
 */
#include <string.h>

#include "crypto/ballot_check.h"
#include "crypto/ballot_hash.h"
#include "crypto/ballot_statement.h"
#include "crypto/batch_gather.h"

/* A ballot that is being put in. */
struct gathered {
    struct batch *batch;
    const uint8_t *ballot;
    const struct ballot_layout *layout;
    const struct ballot_form *form;
    uint32_t key; /* number of Y among the shared points */
    struct scalar challenge;
};

/* Own points are numbered as they lie on the wire, ciphertexts first. */
static uint32_t
number_of_r(const struct ballot_layout *layout, unsigned place, unsigned slot)
{
    return 2 * (place * layout->slots + slot);
}

static uint32_t
number_of_a(const struct ballot_layout *layout, unsigned place, unsigned branch)
{
    return 2 *
           (layout->rows * layout->slots + place * layout->options + branch);
}

static enum err
put_points(struct batch *b, const uint8_t *bytes, size_t count)
{
    enum err e = OK;

    for (size_t i = 0; i < count && !e; i++)
        e = batch_put_point(b, bytes + i * POINT_BYTES, false);
    return e;
}

static enum err
put_all_points(struct batch *b, const struct ballot_layout *layout,
               const uint8_t *ballot)
{
    enum err e = OK;

    for (unsigned place = 0; place < layout->rows && !e; place++)
        e = put_points(b, ballot + ballot_layout_ciphertext(layout, place, 0),
                       2 * (size_t)layout->slots);
    for (unsigned place = 0; place < layout->proofs && !e; place++) {
        const struct ballot_proof p = ballot_layout_proof(layout, place);

        e = put_points(b, ballot + p.commitments, 2 * (size_t)p.branches);
    }
    return e;
}

/*
 * c times the sum of a row's ciphertexts or of the cap's: component 0 is R, 1
 * is C. weights: NULL for the cap.
 */
static void
put_sum(const struct gathered *g, unsigned place, const struct scalar *c,
        const struct scalar *weights, unsigned component)
{
    const struct ballot_layout *layout = g->layout;

    if (!weights) {
        for (unsigned row = 0; row < layout->rows; row++)
            batch_put_own(g->batch, number_of_r(layout, row, 0) + component, c);
        return;
    }
    batch_put_own(g->batch, number_of_r(layout, place, 0) + component, c);
    for (unsigned slot = 1; slot < layout->slots; slot++) {
        struct scalar factor;

        scalar_mul(&factor, c, &weights[slot]);
        batch_put_own(g->batch, number_of_r(layout, place, slot) + component,
                      &factor);
    }
}

/* One proof; the last c is what the others leave of the challenge. */
static void
put_proof(const struct gathered *g, unsigned place,
          const struct scalar *weights, const struct scalar *values)
{
    const struct ballot_proof p = ballot_layout_proof(g->layout, place);
    struct scalar rest = g->challenge;

    for (unsigned i = 0; i < p.branches; i++) {
        const uint32_t a = number_of_a(g->layout, place, i);
        struct scalar c = rest;
        struct scalar s;
        struct scalar cu;

        /* Canonical: ballot_check_values() has read them all. */
        memcpy(s.bytes, g->ballot + p.responses + (size_t)i * SCALAR_BYTES,
               SCALAR_BYTES);
        if (i < p.branches - 1)
            memcpy(c.bytes, g->ballot + p.challenges + (size_t)i * SCALAR_BYTES,
                   SCALAR_BYTES);
        scalar_sub(&rest, &rest, &c);

        batch_put_equation(g->batch);
        batch_put_own(g->batch, a, NULL);
        put_sum(g, place, &c, weights, 0);
        batch_put_shared(g->batch, BATCH_BASE, &s);

        batch_put_equation(g->batch);
        batch_put_own(g->batch, a + 1, NULL);
        put_sum(g, place, &c, weights, 1);
        batch_put_shared(g->batch, g->key, &s);
        scalar_mul(&cu, &c, &values[i]);
        batch_put_shared(g->batch, BATCH_BASE, &cu);
    }
}

static void
put_rows(const struct gathered *g,
         const uint8_t digest[TRANSCRIPT_DIGEST_BYTES])
{
    struct scalar weights[BALLOT_SLOTS_MAX];
    struct scalar values[BALLOT_BRANCHES_MAX];

    for (unsigned place = 0; place < g->layout->rows; place++) {
        ballot_statement_weights(weights, g->layout, digest,
                                 g->form->row[place]);
        ballot_statement_row_values(values, g->layout, weights);
        put_proof(g, place, weights, values);
    }
    if (!g->layout->cap)
        return;
    for (unsigned i = 0; i <= g->layout->cap; i++)
        scalar_from_u64(&values[i], i);
    put_proof(g, g->layout->rows, NULL, values);
}

/* Two equations a branch; of a row with a sum of S, of the cap of all rows. */
static enum err
reserve(struct batch *b, const struct ballot_layout *l)
{
    const size_t branches = (size_t)l->rows * l->options;
    const size_t last = l->cap ? l->cap + 1 : 0;

    return batch_reserve(b, 2 * ((size_t)l->rows * l->slots + branches + last),
                         branches * (5 + 2 * (size_t)l->slots) +
                             last * (5 + 2 * (size_t)l->rows));
}

enum err
batch_add_ballot(struct batch *b, const uint8_t *ballot, size_t len,
                 const struct ballot_form *form,
                 const struct ballot_voter *voter)
{
    const struct batch_extent before = *batch_used(b);
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    struct ballot_layout layout;
    struct gathered g = {b, ballot, &layout, form, 0, {{0}}};
    struct transcript t;
    enum err e = ballot_layout_check_numbers(&layout, form, voter, len);

    if (!e)
        e = batch_share_point(b, &g.key, &form->key);
    if (!e)
        e = ballot_check_values(&layout, ballot);
    if (!e)
        e = reserve(b, &layout);
    if (!e)
        e = put_all_points(b, &layout, ballot);
    if (e) {
        batch_cut(b, &before);
        return e;
    }
    ballot_hash_ciphertexts(digest, &layout, form, ballot);
    ballot_hash_challenge(&g.challenge, &layout, form, voter, digest, ballot);
    put_rows(&g, digest);
    /* The challenge covers form and voter, and fixes the last c of a proof. */
    batch_begin_hash(b, &t, 2);
    transcript_part(&t, g.challenge.bytes, SCALAR_BYTES);
    transcript_part(&t, ballot, len);
    batch_end_statement(b, &t);
    return OK;
}
