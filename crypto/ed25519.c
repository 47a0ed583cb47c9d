#include "crypto/ed25519.h"

#include <string.h>

#include <sodium.h>

void
ed25519_from_seed(struct ed25519_secret *out,
                  const uint8_t seed[ED25519_SEED_BYTES])
{
    uint8_t public[ED25519_PUBLIC_BYTES];

    crypto_sign_seed_keypair(public, out->bytes, seed);
}

void
ed25519_public(struct ed25519_public *out, const struct ed25519_secret *secret)
{
    memcpy(out->bytes, secret->bytes + ED25519_SEED_BYTES, sizeof out->bytes);
}

bool
ed25519_public_eq(const struct ed25519_public *a,
                  const struct ed25519_public *b)
{
    return sodium_memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

/* libsodium takes no NULL, not even with a length of 0. */
static const unsigned char *
bytes_of(struct span message)
{
    return (const unsigned char *)(message.len ? message.ptr : "");
}

void
ed25519_sign(struct ed25519_signature *out, struct span message,
             const struct ed25519_secret *secret)
{
    crypto_sign_detached(out->bytes, NULL, bytes_of(message), message.len,
                         secret->bytes);
}

enum err
ed25519_verify(const struct ed25519_signature *signature, struct span message,
               const struct ed25519_public *key)
{
    if (crypto_sign_verify_detached(signature->bytes, bytes_of(message),
                                    message.len, key->bytes))
        return ERR_PROOF;
    return OK;
}

void
ed25519_wipe(struct ed25519_secret *secret)
{
    sodium_memzero(secret, sizeof *secret);
}
