#include "voting/machine/key_file.h"

#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/text_writer.h"
#include "voting/machine/private_file.h"

static const char first_line[] = "congress-key/v1\n";

enum { FILE_MAX = 128 };

enum err
key_file_create(const char *path)
{
    uint8_t seed[ED25519_SEED_BYTES];
    char text[FILE_MAX];
    struct text_writer w;
    struct span bytes;
    enum err e;

    randombytes_buf(seed, sizeof seed);
    text_writer_start(&w, text, sizeof text);
    text_writer_text(&w, first_line);
    text_writer_text(&w, "seed ");
    text_writer_base64(&w, seed, sizeof seed);
    text_writer_text(&w, "\n");
    e = text_writer_finish(&w, &bytes);
    if (!e)
        e = private_file_create(path, bytes);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(text, sizeof text);
    return e;
}

static enum err
parse(uint8_t seed[ED25519_SEED_BYTES], struct span text)
{
    struct span line = span_text("");
    enum err e = span_take_prefix(&text, first_line);

    if (!e)
        e = span_take_prefix(&text, "seed ");
    if (!e)
        e = span_take_line(&line, &text);
    if (!e && text.len != 0)
        e = ERR_INPUT;
    if (!e)
        e = base64_decode_exact(seed, ED25519_SEED_BYTES, line);
    return e;
}

enum err
key_file_read(struct ed25519_secret *out, const char *path)
{
    uint8_t seed[ED25519_SEED_BYTES] = {0};
    char text[FILE_MAX];
    size_t len;
    enum err e = private_file_read(text, sizeof text, &len, path);

    if (!e)
        e = parse(seed, span_of(text, len));
    if (e)
        ed25519_wipe(out);
    else
        ed25519_from_seed(out, seed);
    sodium_memzero(seed, sizeof seed);
    sodium_memzero(text, sizeof text);
    return e;
}
