/*
 * Goal: signing events, checkpoints and cosignatures takes the same time
 * whatever the key.
 */
#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/ed25519.h"
#include "tests/ctime/secret.h"

int
main(void)
{
    uint8_t seed[ED25519_SEED_BYTES] = {2, 3, 5, 7, 11, 13};
    struct ed25519_secret secret;
    struct ed25519_public public;
    struct ed25519_signature signature;
    struct checkpoint checkpoint = {.origin = span_text("log.example"),
                                    .size = 7};
    struct text_writer w;
    char buffer[1024];
    char body[CHECKPOINT_BODY_MAX];
    struct span text;

    if (sodium_init() < 0)
        return 1;
    text_writer_start(&w, body, sizeof body);
    checkpoint_write_body(&w, &checkpoint);
    must(text_writer_finish(&w, &text), "checkpoint_write_body");

    SECRET(seed);
    ed25519_from_seed(&secret, seed);
    ed25519_public(&public, &secret);
    /* The public half is published, and is hashed into every key id. */
    PUBLIC(public);
    VALGRIND_MAKE_MEM_DEFINED(secret.bytes + ED25519_SEED_BYTES,
                              ED25519_PUBLIC_BYTES);
    ed25519_sign(&signature, text, &secret);
    PUBLIC(signature); /* signatures are published */
    must(ed25519_verify(&signature, text, &public), "ed25519_verify");

    text_writer_start(&w, buffer, sizeof buffer);
    checkpoint_sign(&w, &checkpoint, &secret);
    cosignature_sign_line(&w, span_text("w.example"), &secret, 1, text);
    PUBLIC(buffer);
    must(text_writer_finish(&w, &text), "checkpoint_sign");
    ed25519_wipe(&secret);
    return 0;
}
