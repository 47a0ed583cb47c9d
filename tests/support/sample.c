#include "tests/support/sample.h"

#include "tests/support/values.h"
#include "tests/test.h"

struct scalar
sample_secret_key(void)
{
    return value_scalar("election key");
}

struct ballot_form
sample_form(unsigned options, unsigned cap, unsigned rows)
{
    struct ballot_form form = {
        .key = value_point("election key"),
        .options = (uint16_t)options,
        .cap = (uint16_t)cap,
        .rows = (uint16_t)rows,
    };

    value_bytes(form.context, sizeof form.context, "open");
    for (unsigned place = 0; place < rows; place++)
        form.row[place] = (uint16_t)(2 * place + 3);
    return form;
}

struct ballot_voter
sample_voter(void)
{
    struct ballot_voter voter = {.name = "hall.example/seat/017", .attempt = 2};

    value_bytes(voter.key, sizeof voter.key, "seat 17");
    value_bytes(voter.previous, sizeof voter.previous, "first attempt");
    return voter;
}

size_t
sample_bytes(const struct ballot_form *form)
{
    return ballot_bytes(form->options, form->cap, form->rows);
}

void
sample_seal(uint8_t *out, const struct ballot_form *form,
            const struct ballot_voter *voter, const uint8_t *choices)
{
    uint8_t secret[BALLOT_SECRET_BYTES];

    value_bytes(secret, sizeof secret, "sealing");
    assert_ok(
        ballot_seal(out, sample_bytes(form), form, voter, choices, secret));
}
