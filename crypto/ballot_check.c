#include "crypto/ballot_check.h"

#include <sodium.h>

static enum err
check_scalars(const struct ballot_layout *layout, const uint8_t *ballot)
{
    struct scalar s;
    enum err e = OK;

    for (unsigned place = 0; place < layout->proofs && !e; place++) {
        const struct ballot_proof p = ballot_layout_proof(layout, place);
        const unsigned count = 2 * p.branches - 1;

        for (unsigned i = 0; i < count && !e; i++)
            e = scalar_decode(&s,
                              ballot + p.challenges + (size_t)i * SCALAR_BYTES);
    }
    return e;
}

static const uint8_t *
nth_r(const struct ballot_layout *layout, const uint8_t *ballot, unsigned n)
{
    return ballot + ballot_layout_ciphertext(layout, n / layout->slots,
                                             n % layout->slots);
}

/* A repeated R would be a copied or related ciphertext. */
static enum err
check_distinct(const struct ballot_layout *layout, const uint8_t *ballot)
{
    unsigned count = layout->rows * layout->slots;

    for (unsigned i = 1; i < count; i++)
        for (unsigned j = 0; j < i; j++)
            if (sodium_memcmp(nth_r(layout, ballot, i),
                              nth_r(layout, ballot, j), POINT_BYTES) == 0)
                return ERR_INPUT;
    return OK;
}

enum err
ballot_check_values(const struct ballot_layout *layout, const uint8_t *ballot)
{
    enum err e = check_scalars(layout, ballot);

    return e ? e : check_distinct(layout, ballot);
}
