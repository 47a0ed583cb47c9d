/*
 * Goal: encrypting takes the same time whatever the mark, also for the mark 0,
 * and whatever the nonce.
 */
#include "crypto/elgamal.h"
#include "tests/ctime/secret.h"
#include "tests/support/values.h"

static void
encrypt(struct scalar mark)
{
    const struct point key = value_point("key");
    struct scalar r = value_scalar("r");
    struct elgamal_ct ct;
    uint8_t bytes[ELGAMAL_CT_BYTES];

    SECRET(mark);
    SECRET(r);
    elgamal_encrypt(&ct, &key, &mark, &r);
    PUBLIC(ct);
    elgamal_encode(bytes, &ct);
    must(elgamal_decode(&ct, bytes), "elgamal_decode");
}

int
main(void)
{
    struct scalar unit;

    if (sodium_init() < 0)
        return 1;
    scalar_power_of_two(&unit, 32);
    encrypt(value_number(0));
    encrypt(value_number(1));
    encrypt(unit);
    return 0;
}
