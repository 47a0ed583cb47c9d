#include "crypto/ballot_statement.h"

#include "crypto/ballot_hash.h"

void
ballot_statement_weights(struct scalar weights[BALLOT_SLOTS_MAX],
                         const struct ballot_layout *layout,
                         const uint8_t digest[TRANSCRIPT_DIGEST_BYTES],
                         unsigned row)
{
    for (unsigned slot = 0; slot < layout->slots; slot++)
        ballot_hash_weight(&weights[slot], digest, row, slot);
}

void
ballot_statement_unit(struct scalar *unit, const struct ballot_layout *layout,
                      unsigned option)
{
    scalar_power_of_two(unit, 32 * (option % layout->digits));
}

void
ballot_statement_row_values(struct scalar values[BALLOT_OPTIONS_MAX],
                            const struct ballot_layout *layout,
                            const struct scalar weights[BALLOT_SLOTS_MAX])
{
    unsigned none = layout->options - 1;

    for (unsigned k = 0; k < none; k++) {
        struct scalar unit;

        ballot_statement_unit(&unit, layout, k);
        scalar_mul(&values[k], &weights[k / layout->digits], &unit);
    }
    scalar_from_u64(&values[none], 0);
}

enum err
ballot_statement_row_sum(struct elgamal_ct *sum,
                         const struct ballot_layout *layout,
                         const uint8_t *ballot, unsigned place,
                         const struct scalar weights[BALLOT_SLOTS_MAX])
{
    enum err e = elgamal_decode(
        sum, ballot + ballot_layout_ciphertext(layout, place, 0));

    /* e_0 = 1: the first ciphertext is taken as it is. */
    for (unsigned slot = 1; slot < layout->slots && !e; slot++) {
        struct elgamal_ct ct;

        e = elgamal_decode(
            &ct, ballot + ballot_layout_ciphertext(layout, place, slot));
        if (e)
            break;
        point_mul(&ct.r, &weights[slot], &ct.r);
        point_mul(&ct.c, &weights[slot], &ct.c);
        elgamal_add(sum, sum, &ct);
    }
    return e;
}

enum err
ballot_statement_cap_sum(struct elgamal_ct *sum,
                         const struct ballot_layout *layout,
                         const uint8_t *ballot)
{
    enum err e = OK;

    elgamal_zero(sum);
    for (unsigned place = 0; place < layout->rows && !e; place++) {
        struct elgamal_ct ct;

        e = elgamal_decode(&ct,
                           ballot + ballot_layout_ciphertext(layout, place, 0));
        if (!e)
            elgamal_add(sum, sum, &ct);
    }
    return e;
}
