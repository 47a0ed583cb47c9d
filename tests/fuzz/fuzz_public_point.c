/*
 * Goal: public_point.h and public_sum.h say of all bytes what libsodium and
 * libdecaf say: which are elements, and what a sum of their multiples is.
 *
 * Input: for each term 32 bytes for a point, 32 for a scalar. What is no point
 * is hashed to one, so that every input makes a sum.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <decaf/point_255.h>
#include <sodium.h>

#include "crypto/public_sum.h"
#include "tests/support/heap.h"

enum { TERM_BYTES = PUBLIC_POINT_BYTES + SCALAR_BYTES, TERMS_MAX = 80 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(int holds)
{
    if (!holds)
        abort();
}

static void
read_point(struct public_point *out, uint8_t bytes[PUBLIC_POINT_BYTES],
           const uint8_t *data)
{
    decaf_255_point_t decaf;
    uint8_t hash[64];
    int ours;

    memcpy(bytes, data, PUBLIC_POINT_BYTES);
    ours = !public_point_decode(out, bytes);
    require(ours == (!(bytes[31] & 0x80) &&
                     crypto_core_ristretto255_is_valid_point(bytes)));
    require(ours == (decaf_255_point_decode(decaf, bytes, DECAF_TRUE) ==
                     DECAF_SUCCESS));
    if (ours)
        return;
    crypto_hash_sha512(hash, data, PUBLIC_POINT_BYTES);
    crypto_core_ristretto255_from_hash(bytes, hash);
    require(!public_point_decode(out, bytes));
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct public_summand summands[TERMS_MAX];
    static struct scalar scalars[TERMS_MAX];
    struct heap heap = {0};
    struct public_point p;
    uint8_t want[PUBLIC_POINT_BYTES] = {0};
    uint8_t got[PUBLIC_POINT_BYTES];
    size_t count = size / TERM_BYTES;

    if (sodium_init() < 0 || count > TERMS_MAX)
        return 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t wide[2 * SCALAR_BYTES] = {0};
        uint8_t product[PUBLIC_POINT_BYTES] = {0};
        uint8_t bytes[PUBLIC_POINT_BYTES];
        int is_identity;

        read_point(&p, bytes, data + i * TERM_BYTES);
        public_summand_make(&summands[i], &p);
        memcpy(wide, data + i * TERM_BYTES + PUBLIC_POINT_BYTES, SCALAR_BYTES);
        scalar_reduce(&scalars[i], wide);
        is_identity =
            crypto_scalarmult_ristretto255(product, scalars[i].bytes, bytes);
        (void)is_identity;
        require(crypto_core_ristretto255_add(want, want, product) == 0);
    }
    require(!public_sum(&p, summands, scalars, count, heap_memory(&heap)));
    public_point_encode(got, &p);
    require(memcmp(got, want, sizeof got) == 0);
    require(heap.in_use == 0);
    return 0;
}
