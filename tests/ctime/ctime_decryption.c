/*
 * Goal: making a share of the count takes the same time whatever the trustee's
 * share of the key.
 */
#include "crypto/decryption.h"
#include "tests/ctime/secret.h"
#include "tests/support/values.h"

int
main(void)
{
    struct scalar x = value_scalar("x");
    struct elgamal_ct sums[2];
    const struct decryption_statement st = {
        .index = 1,
        .share_key = value_point("x"),
        .sums = sums,
        .count = 2,
    };
    struct point partials[2];
    struct proof_equal proof;
    enum err e;

    if (sodium_init() < 0)
        return 1;
    sums[0].r = value_point("r");
    sums[0].c = value_point("c");
    elgamal_zero(&sums[1]);
    SECRET(x);
    e = decryption_share_make(partials, &proof, &st, &x);
    /* Both are published. */
    PUBLIC(partials);
    PUBLIC(proof);
    must(e, "decryption_share_make");
    must(decryption_share_verify(partials, &proof, &st),
         "decryption_share_verify");
    return 0;
}
