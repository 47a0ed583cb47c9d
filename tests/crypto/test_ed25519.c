/* Goal: we sign as RFC 8032 and accept exactly what ed25519.h says. */
#include <sodium.h>

#include "crypto/ed25519.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define SCALAR_BYTES 32
#define POINT_BYTES 32

/* A key whose secret scalar the test knows, which libsodium would hide. */
struct open_key {
    uint8_t scalar[SCALAR_BYTES]; /* a, reduced mod L */
    struct ed25519_secret secret;
    struct ed25519_public public;
};

static void
open_key_make(struct open_key *out, uint8_t fill)
{
    uint8_t seed[ED25519_SEED_BYTES];
    uint8_t hash[64];
    uint8_t wide[64] = {0};

    memset(seed, fill, sizeof seed);
    ed25519_from_seed(&out->secret, seed);
    ed25519_public(&out->public, &out->secret);
    crypto_hash_sha512(hash, seed, sizeof seed);
    memcpy(wide, hash, SCALAR_BYTES);
    wide[0] &= 248;
    wide[31] &= 127;
    wide[31] |= 64;
    crypto_core_ed25519_scalar_reduce(out->scalar, wide);
}

/* h = SHA-512(R || A || message) mod L */
static void
challenge(uint8_t h[SCALAR_BYTES], const uint8_t r[POINT_BYTES],
          const struct ed25519_public *key, struct span message)
{
    crypto_hash_sha512_state state;
    uint8_t hash[64];

    crypto_hash_sha512_init(&state);
    crypto_hash_sha512_update(&state, r, POINT_BYTES);
    crypto_hash_sha512_update(&state, key->bytes, sizeof key->bytes);
    crypto_hash_sha512_update(&state, (const unsigned char *)message.ptr,
                              message.len);
    crypto_hash_sha512_final(&state, hash);
    crypto_core_ed25519_scalar_reduce(h, hash);
}

/* The signature (R, nonce + h*scalar), R given as bytes. */
static void
sign_with(struct ed25519_signature *out, const uint8_t r[POINT_BYTES],
          const uint8_t nonce[SCALAR_BYTES], const uint8_t scalar[SCALAR_BYTES],
          const struct ed25519_public *key, struct span message)
{
    uint8_t h[SCALAR_BYTES];
    uint8_t s[SCALAR_BYTES];

    challenge(h, r, key, message);
    crypto_core_ed25519_scalar_mul(s, h, scalar);
    crypto_core_ed25519_scalar_add(s, s, nonce);
    memcpy(out->bytes, r, POINT_BYTES);
    memcpy(out->bytes + POINT_BYTES, s, SCALAR_BYTES);
}

/* Encodings of the points of order 1, 2, 4, 8 and their non-canonical forms. */
static const char *const small_order[] = {
    "0100000000000000000000000000000000000000000000000000000000000000",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "0000000000000000000000000000000000000000000000000000000000000000",
    "0000000000000000000000000000000000000000000000000000000000000080",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
    "0100000000000000000000000000000000000000000000000000000000000080",
    "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
};
#define SMALL_ORDER_COUNT (sizeof small_order / sizeof *small_order)

static void
the_vectors_of_the_standard_are_signed_and_accepted(void **state)
{
    json_t *root = vectors_load("ed25519_rfc8032.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "vectors"), i, item)
    {
        uint8_t seed[ED25519_SEED_BYTES];
        uint8_t bytes[1024];
        struct span message;
        struct ed25519_secret secret;
        struct ed25519_public public;
        struct ed25519_public want_public;
        struct ed25519_signature signature;
        struct ed25519_signature want;

        vectors_hex_exact(seed, sizeof seed, item, "seed_hex");
        vectors_hex_exact(want_public.bytes, sizeof want_public.bytes, item,
                          "public_hex");
        vectors_hex_exact(want.bytes, sizeof want.bytes, item, "signature_hex");
        message =
            span_of(bytes, vectors_hex(bytes, sizeof bytes,
                                       vectors_span(item, "message_hex")));
        ed25519_from_seed(&secret, seed);
        ed25519_public(&public, &secret);
        assert_true(ed25519_public_eq(&public, &want_public));
        ed25519_sign(&signature, message, &secret);
        assert_memory_equal(signature.bytes, want.bytes, sizeof want.bytes);
        assert_ok(ed25519_verify(&want, message, &public));
    }
    assert_int_equal(i, 5);
    json_decref(root);
}

static void
a_change_of_any_bit_is_refused(void **state)
{
    struct open_key key;
    struct ed25519_signature signature;
    char text[] = "the ballot is closed";
    struct span message = span_text(text);

    (void)state;
    open_key_make(&key, 7);
    ed25519_sign(&signature, message, &key.secret);
    assert_ok(ed25519_verify(&signature, message, &key.public));
    for (size_t bit = 0; bit < 8 * sizeof signature.bytes; bit++) {
        signature.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_err(ed25519_verify(&signature, message, &key.public), ERR_PROOF);
        signature.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    for (size_t bit = 0; bit < 8 * sizeof key.public.bytes; bit++) {
        key.public.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
        assert_err(ed25519_verify(&signature, message, &key.public), ERR_PROOF);
        key.public.bytes[bit / 8] ^= (uint8_t)(1U << bit % 8);
    }
    text[4] ^= 1;
    assert_err(ed25519_verify(&signature, message, &key.public), ERR_PROOF);
    text[4] ^= 1;
    assert_err(ed25519_verify(&signature, span_head(message, 3), &key.public),
               ERR_PROOF);
    assert_ok(ed25519_verify(&signature, message, &key.public));
}

static void
s_above_the_group_order_is_refused(void **state)
{
    /* L, little-endian. */
    static const uint8_t order[SCALAR_BYTES] = {
        0xED, 0xD3, 0xF5, 0x5C, 0x1A, 0x63, 0x12, 0x58, 0xD6, 0x9C, 0xF7,
        0xA2, 0xDE, 0xF9, 0xDE, 0x14, 0,    0,    0,    0,    0,    0,
        0,    0,    0,    0,    0,    0,    0,    0,    0,    0x10};
    struct open_key key;
    struct ed25519_signature signature;
    struct span message = span_text("message");

    (void)state;
    open_key_make(&key, 7);
    ed25519_sign(&signature, message, &key.secret);
    /* S + kL says the same S mod L; k = 1..14 fits in 32 bytes. */
    for (int k = 1; k <= 14; k++) {
        sodium_add(signature.bytes + POINT_BYTES, order, sizeof order);
        assert_err(ed25519_verify(&signature, message, &key.public), ERR_PROOF);
    }
}

static void
a_public_key_of_small_order_is_refused(void **state)
{
    static const uint8_t one[SCALAR_BYTES] = {1};
    static const uint8_t zero[SCALAR_BYTES] = {0};

    (void)state;
    for (size_t i = 0; i < SMALL_ORDER_COUNT; i++) {
        struct ed25519_public key;
        size_t refused = 0;

        vectors_hex(key.bytes, sizeof key.bytes, span_text(small_order[i]));
        /* R = B, S = 1: holds wherever h*A is the identity, one in 8 or more.
         */
        for (uint8_t n = 0; n < 64; n++) {
            struct ed25519_signature signature;
            uint8_t r[POINT_BYTES];

            assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(r, one), 0);
            sign_with(&signature, r, one, zero, &key, span_of(&n, 1));
            refused +=
                ed25519_verify(&signature, span_of(&n, 1), &key) == ERR_PROOF;
        }
        assert_int_equal(refused, 64);
    }
}

static void
an_r_of_small_order_is_refused(void **state)
{
    static const uint8_t zero[SCALAR_BYTES] = {0};
    struct open_key key;
    struct span message = span_text("message");

    (void)state;
    open_key_make(&key, 9);
    /* With R the identity and S = h*a, S*B - h*A equals R byte for byte. */
    for (size_t i = 0; i < SMALL_ORDER_COUNT; i++) {
        struct ed25519_signature signature;
        uint8_t r[POINT_BYTES];

        vectors_hex(r, sizeof r, span_text(small_order[i]));
        sign_with(&signature, r, zero, key.scalar, &key.public, message);
        assert_err(ed25519_verify(&signature, message, &key.public), ERR_PROOF);
    }
}

static void
a_signature_made_by_hand_is_accepted(void **state)
{
    /* So that the refusals above are not of a mistake in sign_with(). */
    uint8_t nonce[SCALAR_BYTES] = {5};
    uint8_t r[POINT_BYTES];
    struct open_key key;
    struct ed25519_signature signature;
    struct span message = span_text("message");

    (void)state;
    open_key_make(&key, 9);
    assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(r, nonce), 0);
    sign_with(&signature, r, nonce, key.scalar, &key.public, message);
    assert_ok(ed25519_verify(&signature, message, &key.public));
}

static void
a_key_with_a_small_component_passes_without_the_cofactor(void **state)
{
    uint8_t nonce[SCALAR_BYTES] = {5};
    uint8_t torsion[POINT_BYTES];
    uint8_t r[POINT_BYTES];
    struct open_key key;
    struct ed25519_public mixed;
    size_t accepted = 0;

    (void)state;
    open_key_make(&key, 9);
    vectors_hex(torsion, sizeof torsion, span_text(small_order[4]));
    assert_int_equal(
        crypto_core_ed25519_add(mixed.bytes, key.public.bytes, torsion), 0);
    assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(r, nonce), 0);
    /* S*B - h*A = R - h*T, and T has order 8: equal to R iff 8 divides h. */
    for (uint8_t n = 0; n < 64; n++) {
        struct ed25519_signature signature;
        uint8_t h[SCALAR_BYTES];
        enum err want;

        sign_with(&signature, r, nonce, key.scalar, &mixed, span_of(&n, 1));
        challenge(h, r, &mixed, span_of(&n, 1));
        want = (h[0] & 7) == 0 ? OK : ERR_PROOF;
        assert_err(ed25519_verify(&signature, span_of(&n, 1), &mixed), want);
        accepted += want == OK;
    }
    assert_in_range(accepted, 1, 63);
}

static void
a_public_key_that_is_not_canonical_is_refused(void **state)
{
    static const uint8_t one[SCALAR_BYTES] = {1};
    static const uint8_t zero[SCALAR_BYTES] = {0};
    uint8_t r[POINT_BYTES];

    (void)state;
    assert_int_equal(crypto_scalarmult_ed25519_base_noclamp(r, one), 0);
    /* y = p to p + 18, with either sign of x. */
    for (unsigned low = 0xED; low <= 0xFF; low++) {
        for (unsigned high = 0x7F; high <= 0xFF; high += 0x80) {
            struct ed25519_public key;
            struct ed25519_signature signature;

            memset(key.bytes, 0xFF, sizeof key.bytes);
            key.bytes[0] = (uint8_t)low;
            key.bytes[31] = (uint8_t)high;
            sign_with(&signature, r, one, zero, &key, span_text("m"));
            assert_err(ed25519_verify(&signature, span_text("m"), &key),
                       ERR_PROOF);
        }
    }
}

static void
a_wiped_key_is_zero(void **state)
{
    struct open_key key;

    (void)state;
    open_key_make(&key, 1);
    ed25519_wipe(&key.secret);
    assert_true(sodium_is_zero(key.secret.bytes, sizeof key.secret.bytes));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_vectors_of_the_standard_are_signed_and_accepted),
        cmocka_unit_test(a_change_of_any_bit_is_refused),
        cmocka_unit_test(s_above_the_group_order_is_refused),
        cmocka_unit_test(a_public_key_of_small_order_is_refused),
        cmocka_unit_test(an_r_of_small_order_is_refused),
        cmocka_unit_test(a_signature_made_by_hand_is_accepted),
        cmocka_unit_test(
            a_key_with_a_small_component_passes_without_the_cofactor),
        cmocka_unit_test(a_public_key_that_is_not_canonical_is_refused),
        cmocka_unit_test(a_wiped_key_is_zero),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
