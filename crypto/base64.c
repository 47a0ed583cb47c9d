#include "crypto/base64.h"

#include <stdbool.h>
#include <string.h>

#include <sodium.h>

#define QUANTUM 4 /* characters, which stand for QUANTUM_BYTES bytes */
#define QUANTUM_BYTES 3
#define CHUNK_CHARACTERS 64 /* decoded at a time; whole quanta */
#define CHUNK_BYTES (CHUNK_CHARACTERS / QUANTUM * QUANTUM_BYTES)

/*
 * libsodium 1.0.18 takes AB and AF, which are "+" and "/" with the top bit set,
 * for these characters where char is signed.
 */
static bool
is_ascii(struct span text)
{
    for (size_t i = 0; i < text.len; i++) {
        if ((uint8_t)text.ptr[i] > 0x7F)
            return false;
    }
    return true;
}

enum err
base64_decode(uint8_t *out, size_t cap, size_t *len, struct span text)
{
    int failed;

    *len = 0;
    sodium_memzero(out, cap);
    if (!is_ascii(text))
        return ERR_INPUT;
    failed = sodium_base642bin(out, cap, text.ptr, text.len, NULL, len, NULL,
                               sodium_base64_VARIANT_ORIGINAL);
    if (failed) {
        sodium_memzero(out, cap);
        *len = 0;
        return ERR_INPUT;
    }
    return OK;
}

enum err
base64_decode_exact(uint8_t *out, size_t len, struct span text)
{
    size_t got;
    enum err e = base64_decode(out, len, &got, text);

    if (!e && got != len) {
        sodium_memzero(out, len);
        e = ERR_INPUT;
    }
    return e;
}

/* Whole quanta without padding. */
static enum err
check_unpadded(struct span text)
{
    uint8_t bytes[CHUNK_BYTES];

    while (text.len > 0) {
        size_t len = text.len < CHUNK_CHARACTERS ? text.len : CHUNK_CHARACTERS;
        enum err e = base64_decode_exact(bytes, len / QUANTUM * QUANTUM_BYTES,
                                         span_head(text, len));

        if (e)
            return e;
        text = span_from(text, len);
    }
    return OK;
}

/* Checks all but the last quantum, which is copied to last. */
static enum err
check_beginning(char last[QUANTUM], struct span text)
{
    size_t beginning;

    if (text.len == 0 || text.len % QUANTUM != 0)
        return ERR_INPUT;
    beginning = text.len - QUANTUM;
    memcpy(last, text.ptr + beginning, QUANTUM);
    return check_unpadded(span_head(text, beginning));
}

enum err
base64_check(struct span text)
{
    char last[QUANTUM];
    uint8_t bytes[QUANTUM_BYTES];
    size_t len;
    enum err e;

    if (text.len == 0)
        return OK;
    e = check_beginning(last, text);
    if (e)
        return e;
    return base64_decode(bytes, sizeof bytes, &len, span_of(last, QUANTUM));
}

enum err
base64_check_loose(struct span text)
{
    char last[QUANTUM];
    uint8_t bytes[QUANTUM_BYTES];
    enum err e;

    if (text.len == 0)
        return OK;
    e = check_beginning(last, text);
    if (e)
        return e;
    /* Read as if full, the last quantum has no unused bits to be wrong. */
    if (last[3] == '=') {
        last[3] = 'A';
        if (last[2] == '=')
            last[2] = 'A';
    }
    return base64_decode_exact(bytes, sizeof bytes, span_of(last, QUANTUM));
}
