/*
 * Goal: proving takes the same time whatever the logarithm.
 */
#include "crypto/proof.h"
#include "tests/ctime/secret.h"
#include "tests/support/values.h"

int
main(void)
{
    struct scalar x = value_scalar("x");
    const struct point public_key = value_point("x");
    const struct point m = value_point("m");
    uint8_t statement[TRANSCRIPT_DIGEST_BYTES];
    struct proof_log log;
    struct proof_equal equal;
    struct point z;

    if (sodium_init() < 0)
        return 1;
    value_bytes(statement, sizeof statement, "statement");
    SECRET(x);
    proof_log_make(&log, "test", statement, &x);
    proof_equal_make(&equal, "test", statement, &x, &m);
    point_mul(&z, &x, &m);
    /* The proofs and what they are about are published. */
    PUBLIC(log);
    PUBLIC(equal);
    PUBLIC(z);
    must(proof_log_verify(&log, "test", statement, &public_key), "log");
    must(proof_equal_verify(&equal, "test", statement, &public_key, &m, &z),
         "equal");
    return 0;
}
