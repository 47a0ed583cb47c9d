#include "crypto/ballot_layout.h"

#include <assert.h>
#include <string.h>

enum { PAIR_BYTES = 2 * POINT_BYTES };

/* n pairs of commitments, n - 1 challenges, n responses. */
static size_t
proof_bytes(unsigned branches)
{
    return (size_t)branches * PAIR_BYTES +
           (size_t)(2 * branches - 1) * SCALAR_BYTES;
}

enum err
ballot_layout_init(struct ballot_layout *layout, unsigned options, unsigned cap,
                   unsigned rows)
{
    struct ballot_layout l = {.options = options, .cap = cap, .rows = rows};

    *layout = (struct ballot_layout){0};
    if (options < BALLOT_OPTIONS_MIN || options > BALLOT_OPTIONS_MAX ||
        rows < 1 || rows > BALLOT_ROWS_MAX || cap > rows)
        return ERR_INPUT;
    l.digits = cap ? 1 : 2;
    l.slots = ballot_slots(options, cap);
    l.proofs = rows + (cap ? 1 : 0);
    l.proof_bytes = proof_bytes(options);
    l.row_bytes = (size_t)l.slots * PAIR_BYTES + l.proof_bytes;
    l.bytes = rows * l.row_bytes + (cap ? proof_bytes(cap + 1) : 0);
    if (l.bytes > BALLOT_BYTES_MAX)
        return ERR_INPUT;
    *layout = l;
    return OK;
}

static enum err
check_voter(const struct ballot_voter *voter)
{
    size_t len = strnlen(voter->name, BALLOT_NAME_MAX + 1);

    if (len < 1 || len > BALLOT_NAME_MAX || voter->attempt < 1)
        return ERR_INPUT;
    return OK;
}

enum err
ballot_layout_check_numbers(struct ballot_layout *layout,
                            const struct ballot_form *form,
                            const struct ballot_voter *voter, size_t len)
{
    unsigned before = 0;
    enum err e;

    e = ballot_layout_init(layout, form->options, form->cap, form->rows);
    if (e)
        return e;
    if (len != layout->bytes)
        return ERR_INPUT;
    for (unsigned place = 0; place < layout->rows; place++) {
        if (form->row[place] <= before)
            return ERR_INPUT;
        before = form->row[place];
    }
    return check_voter(voter);
}

enum err
ballot_layout_check(struct ballot_layout *layout,
                    const struct ballot_form *form,
                    const struct ballot_voter *voter, size_t len)
{
    struct point key;
    enum err e = ballot_layout_check_numbers(layout, form, voter, len);

    return e ? e : point_decode(&key, form->key.bytes);
}

size_t
ballot_layout_ciphertext(const struct ballot_layout *layout, unsigned place,
                         unsigned slot)
{
    assert(place < layout->rows && slot < layout->slots);
    return place * layout->row_bytes + (size_t)slot * PAIR_BYTES;
}

struct ballot_proof
ballot_layout_proof(const struct ballot_layout *layout, unsigned place)
{
    struct ballot_proof p;

    assert(place < layout->proofs);
    p.commitments = place * layout->row_bytes;
    if (place < layout->rows) {
        p.branches = layout->options;
        p.commitments += (size_t)layout->slots * PAIR_BYTES;
    } else {
        p.branches = layout->cap + 1;
    }
    p.challenges = p.commitments + (size_t)p.branches * PAIR_BYTES;
    p.responses = p.challenges + (size_t)(p.branches - 1) * SCALAR_BYTES;
    return p;
}
