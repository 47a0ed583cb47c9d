/*
 * Goal: a proof that is read is written back to the same bytes, and holds only
 * if it is the one that was made.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/proof.h"
#include "tests/support/values.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
check_log(const uint8_t *data)
{
    const uint8_t statement[TRANSCRIPT_DIGEST_BYTES] = {1};
    const struct scalar x = value_scalar("x");
    const struct point public_key = value_point("x");
    uint8_t back[PROOF_LOG_BYTES];
    struct proof_log proof;

    if (proof_log_decode(&proof, data))
        return;
    proof_log_encode(back, &proof);
    if (memcmp(back, data, sizeof back) != 0)
        abort();
    if (proof_log_verify(&proof, "fuzz", statement, &public_key))
        return;
    proof_log_make(&proof, "fuzz", statement, &x);
    proof_log_encode(back, &proof);
    if (memcmp(back, data, sizeof back) != 0)
        abort();
}

static void
check_equal(const uint8_t *data)
{
    const uint8_t statement[TRANSCRIPT_DIGEST_BYTES] = {1};
    const struct scalar x = value_scalar("x");
    const struct point public_key = value_point("x");
    const struct point m = value_point("m");
    uint8_t back[PROOF_EQUAL_BYTES];
    struct proof_equal proof;
    struct point z;

    if (proof_equal_decode(&proof, data))
        return;
    proof_equal_encode(back, &proof);
    if (memcmp(back, data, sizeof back) != 0)
        abort();
    point_mul(&z, &x, &m);
    if (proof_equal_verify(&proof, "fuzz", statement, &public_key, &m, &z))
        return;
    proof_equal_make(&proof, "fuzz", statement, &x, &m);
    proof_equal_encode(back, &proof);
    if (memcmp(back, data, sizeof back) != 0)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (sodium_init() < 0)
        abort();
    if (size == PROOF_LOG_BYTES)
        check_log(data);
    if (size == PROOF_EQUAL_BYTES)
        check_equal(data);
    return 0;
}
