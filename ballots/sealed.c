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

void
sealed_add(struct opening *op, const struct paper *paper, const uint8_t *ballot,
           size_t len, const struct ballot_form *form, uint32_t entry,
           struct elgamal_ct *kept)
{
    for (unsigned place = 0; place < form->rows; place++) {
        uint32_t row = form->row[place] - 1u;

        for (unsigned slot = 0; slot < paper->slots; slot++) {
            struct elgamal_ct *sum = &op->sums[row * paper->slots + slot];
            struct elgamal_ct ct;

            if (ballot_ciphertext(&ct, ballot, len, form, place, slot))
                elgamal_zero(&ct); /* unproved replay only */
            elgamal_add(sum, sum, &ct);
            seen_set_add(&op->points, ct.r.bytes, entry);
            if (kept)
                kept[row * paper->slots + slot] = ct;
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

            elgamal_sub(&op->sums[at], &op->sums[at], &kept[at]);
        }
        op->row_returned[row]--;
    }
}
