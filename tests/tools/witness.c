/*
 * Goal: a witness for shell tests, whose key comes from its name alone.
 *
 *     witness key NAME               prints its vkey, for a policy
 *     witness cosign NAME TIME_S     reads a checkpoint, prints it with its
 * line
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/decimal.h"
#include "crypto/hash.h"
#include "crypto/note_key.h"

enum { NOTE_ROOM = 65536 };

static void
make_key(struct ed25519_secret *secret, const char *name)
{
    struct hash32 seed;

    hash_sha256(&seed, name, strlen(name));
    ed25519_from_seed(secret, seed.bytes);
}

static enum err
write_key(struct text_writer *w, const char *name)
{
    struct ed25519_secret secret;
    struct ed25519_public key;
    struct note_key vkey;
    enum err e;

    make_key(&secret, name);
    ed25519_public(&key, &secret);
    e = note_key_make(&vkey, span_text(name), NOTE_KEY_COSIGNATURE, &key);
    if (e)
        return e;
    note_key_write(w, &vkey);
    text_writer_text(w, "\n");
    return OK;
}

static enum err
cosign(struct text_writer *w, const char *name, const char *time)
{
    static char bytes[NOTE_ROOM];
    static struct note note;
    size_t len = fread(bytes, 1, sizeof bytes, stdin);
    struct ed25519_secret secret;
    uint64_t time_s;
    enum err e = decimal_parse(&time_s, span_text(time), COSIGNATURE_TIME_MAX);

    if (!e)
        e = note_parse(&note, span_of(bytes, len));
    if (e)
        return e;
    make_key(&secret, name);
    text_writer_span(w, span_of(bytes, len));
    cosignature_sign_line(w, span_text(name), &secret, time_s, note.text);
    return OK;
}

int
main(int argc, char **argv)
{
    static char out[2 * NOTE_ROOM];
    struct text_writer w;
    struct span written;
    enum err e = ERR_INPUT;

    if (sodium_init() < 0)
        return 1;
    text_writer_start(&w, out, sizeof out);
    if (argc == 3 && strcmp(argv[1], "key") == 0)
        e = write_key(&w, argv[2]);
    else if (argc == 4 && strcmp(argv[1], "cosign") == 0)
        e = cosign(&w, argv[2], argv[3]);
    if (!e)
        e = text_writer_finish(&w, &written);
    if (e) {
        fprintf(stderr, "witness: %s\n", err_name(e));
        return 2;
    }
    return fwrite(written.ptr, 1, written.len, stdout) != written.len;
}
