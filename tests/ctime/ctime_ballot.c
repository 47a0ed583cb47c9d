/*
 * Goal: sealing a ballot takes the same time whatever the choices, the secret
 * and even the validity of the choices are.
 */
#include "crypto/ballot.h"
#include "tests/ctime/secret.h"
#include "tests/support/sample.h"

static uint8_t ballot[4096];

static void
seal(unsigned options, unsigned cap, const uint8_t public_choices[3],
     enum err want)
{
    const struct ballot_form form = sample_form(options, cap, 3);
    const struct ballot_voter voter = sample_voter();
    uint8_t choices[3] = {public_choices[0], public_choices[1],
                          public_choices[2]};
    uint8_t secret[BALLOT_SECRET_BYTES] = {7};
    enum err e;

    SECRET(choices);
    SECRET(secret);
    e = ballot_seal(ballot, sample_bytes(&form), &form, &voter, choices,
                    secret);
    /* The ballot is sent, and whether there is one is seen. */
    PUBLIC(ballot);
    PUBLIC(e);
    if (e != want)
        must(ERR_STATE, "ballot_seal");
    if (!e)
        must(ballot_verify(ballot, sample_bytes(&form), &form, &voter),
             "ballot_verify");
}

int
main(void)
{
    if (sodium_init() < 0)
        return 1;
    seal(3, 0, (const uint8_t[]){0, 1, 2}, OK);
    seal(8, 0, (const uint8_t[]){0, 5, 7}, OK);
    seal(3, 2, (const uint8_t[]){0, 2, 0}, OK);
    seal(3, 2, (const uint8_t[]){0, 0, 0}, ERR_INPUT);
    seal(3, 0, (const uint8_t[]){0, 3, 255}, ERR_INPUT);
    return 0;
}
