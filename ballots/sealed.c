#include "ballots/sealed.h"

#include <string.h>

/* Where the R of a row's slot lies; a row is 2S + 4K - 1 values of 32 bytes. */
static const uint8_t *
r_of(const uint8_t *ballot, const struct ballot_form *form, unsigned place,
     unsigned slot)
{
    size_t slots = ballot_slots(form->options, form->cap);
    size_t row = POINT_BYTES * (2 * slots + 4 * (size_t)form->options - 1);

    return ballot + place * row + slot * (size_t)ELGAMAL_CT_BYTES;
}

bool
sealed_is_copy(const struct opening *op, const uint8_t *ballot,
               const struct ballot_form *form, uint32_t *entry)
{
    unsigned slots = ballot_slots(form->options, form->cap);

    for (unsigned place = 0; place < form->rows; place++)
        for (unsigned slot = 0; slot < slots; slot++)
            if (seen_set_find(&op->points, r_of(ballot, form, place, slot),
                              entry))
                return true;
    return false;
}

/* The n-th R of count ballots, in order of ballots, rows, slots. */
static const uint8_t *
nth_r(const uint8_t *ballots, size_t len, const struct ballot_form *form,
      size_t n)
{
    size_t slots = ballot_slots(form->options, form->cap);
    size_t each = form->rows * slots;
    size_t within = n % each;

    return r_of(ballots + n / each * len, form, (unsigned)(within / slots),
                (unsigned)(within % slots));
}

/* Quadratic, but all the ballots of an entry have a few hundred points. */
bool
sealed_are_distinct(const uint8_t *ballots, size_t count, size_t len,
                    const struct ballot_form *form)
{
    size_t all = count * form->rows * ballot_slots(form->options, form->cap);

    for (size_t i = 1; i < all; i++)
        for (size_t j = 0; j < i; j++)
            if (memcmp(nth_r(ballots, len, form, i),
                       nth_r(ballots, len, form, j), POINT_BYTES) == 0)
                return false;
    return true;
}

enum err
sealed_reserve(struct opening *op, const struct ballot_form *form,
               size_t ballots)
{
    return seen_set_reserve(&op->points,
                            ballots * form->rows *
                                ballot_slots(form->options, form->cap));
}

/*
 * Reads both points of a ciphertext. In an unproved replay there may be one
 * that no proof would have let pass: that counts as nothing.
 */
static void
read_ciphertext(struct public_summand out[2], struct elgamal_ct *ct)
{
    struct public_point r;
    struct public_point c;

    if (public_point_decode(&r, ct->r.bytes) ||
        public_point_decode(&c, ct->c.bytes) || point_is_identity(&ct->r) ||
        point_is_identity(&ct->c)) {
        elgamal_zero(ct);
        r = c = public_point_identity;
    }
    public_summand_make(&out[0], &r); /* both have Z = 1 */
    public_summand_make(&out[1], &c);
}

void
sealed_add(struct opening *op, const struct paper *paper, const uint8_t *ballot,
           const struct ballot_form *form, const struct public_summand *decoded,
           uint32_t entry, struct elgamal_ct *kept)
{
    for (unsigned place = 0; place < form->rows; place++) {
        uint32_t row = form->row[place] - 1u;

        for (unsigned slot = 0; slot < paper->slots; slot++) {
            const size_t n = (size_t)place * paper->slots + slot;
            const uint32_t at = row * paper->slots + slot;
            struct sealed_sum *sum = &op->sums[at];
            struct public_summand own[2];
            const struct public_summand *points = own;
            const uint8_t *bytes = r_of(ballot, form, place, slot);
            struct elgamal_ct ct;

            memcpy(ct.r.bytes, bytes, POINT_BYTES);
            memcpy(ct.c.bytes, bytes + POINT_BYTES, POINT_BYTES);
            if (decoded)
                points = decoded + 2 * n;
            else
                read_ciphertext(own, &ct);
            public_summand_add(&sum->r, &sum->r, &points[0]);
            public_summand_add(&sum->c, &sum->c, &points[1]);
            seen_set_add(&op->points, ct.r.bytes, entry);
            if (kept)
                kept[at] = ct;
        }
        op->row_returned[row]++;
    }
}

void
sealed_take_back(struct opening *op, const struct paper *paper,
                 const struct ballot_form *form, const struct elgamal_ct *kept)
{
    for (unsigned place = 0; place < form->rows; place++) {
        uint32_t row = form->row[place] - 1u;

        for (unsigned slot = 0; slot < paper->slots; slot++) {
            uint32_t at = row * paper->slots + slot;
            struct sealed_sum *sum = &op->sums[at];
            struct public_point p;
            /* Read before, when it was added. */
            enum err e = public_point_decode(&p, kept[at].r.bytes);

            public_point_sub(&sum->r, &sum->r, &p);
            if (!e)
                e = public_point_decode(&p, kept[at].c.bytes);
            public_point_sub(&sum->c, &sum->c, &p);
            (void)e;
        }
        op->row_returned[row]--;
    }
}

void
sealed_sum_clear(struct sealed_sum *sum)
{
    sum->r = public_point_identity;
    sum->c = public_point_identity;
}

void
sealed_sum_encode(struct elgamal_ct *out, const struct sealed_sum *sum)
{
    public_point_encode(out->r.bytes, &sum->r);
    public_point_encode(out->c.bytes, &sum->c);
}
