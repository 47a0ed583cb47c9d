#include "voting/machine/keyring.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "voting/machine/private_file.h"

enum {
    FOLDER_MAX = PRIVATE_FILE_PATH_MAX - 64,
    FILE_MAX = 512,
    BOX_BYTES = KEYRING_SEED_BYTES + crypto_secretbox_MACBYTES,
};

struct keyring {
    char folder[FOLDER_MAX];
    size_t passphrase_len;
    char passphrase[KEYRING_PASSPHRASE_MAX]; /* secret */
    /* The last passphrase hash, so that a batch hashes once; secret. */
    bool has_wrap;
    uint8_t wrap_salt[crypto_pwhash_SALTBYTES];
    uint8_t wrap[crypto_secretbox_KEYBYTES];
};

static enum err
check_folder(const char *folder)
{
    struct stat about;

    if (mkdir(folder, S_IRWXU) && errno != EEXIST)
        return ERR_IO;
    if (stat(folder, &about) || !S_ISDIR(about.st_mode))
        return ERR_IO;
    return (about.st_mode & (S_IRWXG | S_IRWXO)) || about.st_uid != geteuid()
               ? ERR_AUTH
               : OK;
}

enum err
keyring_open(struct keyring **out, const char *folder, struct span passphrase)
{
    struct keyring *k;
    enum err e;

    *out = NULL;
    if (strlen(folder) >= FOLDER_MAX || passphrase.len > KEYRING_PASSPHRASE_MAX)
        return ERR_INPUT;
    e = check_folder(folder);
    if (e)
        return e;
    k = calloc(1, sizeof *k);
    if (!k)
        return ERR_NOMEM;
    memcpy(k->folder, folder, strlen(folder));
    if (passphrase.len)
        memcpy(k->passphrase, passphrase.ptr, passphrase.len);
    k->passphrase_len = passphrase.len;
    *out = k;
    return OK;
}

void
keyring_close(struct keyring *keyring)
{
    if (!keyring)
        return;
    sodium_memzero(keyring, sizeof *keyring);
    free(keyring);
}

static void
path_of(char out[PRIVATE_FILE_PATH_MAX], const struct keyring *k,
        struct post post, enum keyring_kind kind, const char *more)
{
    char name[POST_TEXT_BYTES];

    post_format(name, post);
    for (char *at = name; *at; at++)
        if (*at == '/')
            *at = '-';
    (void)snprintf(out, PRIVATE_FILE_PATH_MAX, "%s/%s%s%s", k->folder, name,
                   kind == KEYRING_COUNTING ? ".seed" : ".key", more);
}

/* The key that seals the files, from the passphrase and a salt. */
static enum err
derive_wrap(struct keyring *k, const uint8_t salt[crypto_pwhash_SALTBYTES])
{
    if (k->has_wrap && memcmp(k->wrap_salt, salt, sizeof k->wrap_salt) == 0)
        return OK;
    k->has_wrap = false;
    if (crypto_pwhash(k->wrap, sizeof k->wrap, k->passphrase, k->passphrase_len,
                      salt, crypto_pwhash_OPSLIMIT_MODERATE,
                      crypto_pwhash_MEMLIMIT_MODERATE,
                      crypto_pwhash_ALG_ARGON2ID13))
        return ERR_NOMEM;
    memcpy(k->wrap_salt, salt, sizeof k->wrap_salt);
    k->has_wrap = true;
    return OK;
}

static enum err
write_sealed(struct text_writer *w, struct keyring *k, const uint8_t *seed)
{
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_secretbox_NONCEBYTES];
    uint8_t box[BOX_BYTES];
    enum err e;

    randombytes_buf(salt, sizeof salt);
    randombytes_buf(nonce, sizeof nonce);
    e = derive_wrap(k, k->has_wrap ? k->wrap_salt : salt);
    if (e)
        return e;
    crypto_secretbox_easy(box, seed, KEYRING_SEED_BYTES, nonce, k->wrap);
    text_writer_text(w, "sealed ");
    text_writer_base64(w, k->wrap_salt, sizeof k->wrap_salt);
    text_writer_text(w, " ");
    text_writer_base64(w, nonce, sizeof nonce);
    text_writer_text(w, " ");
    text_writer_base64(w, box, sizeof box);
    text_writer_text(w, "\n");
    return OK;
}

static void
write_head(struct text_writer *w, const char *origin, struct post post)
{
    char name[POST_TEXT_BYTES];

    post_format(name, post);
    text_writer_text(w, "congress-key/v1 ");
    text_writer_text(w, origin);
    text_writer_text(w, "\n");
    text_writer_text(w, name);
    text_writer_text(w, "\n");
}

static enum err
write_file(struct text_writer *w, struct keyring *k, const char *origin,
           struct post post, const uint8_t *seed)
{
    write_head(w, origin, post);
    if (k->passphrase_len > 0)
        return write_sealed(w, k, seed);
    text_writer_text(w, "seed ");
    text_writer_base64(w, seed, KEYRING_SEED_BYTES);
    text_writer_text(w, "\n");
    return OK;
}

enum err
keyring_put(struct keyring *k, const char *origin, struct post post,
            enum keyring_kind kind, const uint8_t seed[KEYRING_SEED_BYTES],
            bool replace)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char old[PRIVATE_FILE_PATH_MAX];
    char text[FILE_MAX];
    struct text_writer w;
    struct span written = {0};
    enum err e;

    path_of(path, k, post, kind, "");
    path_of(old, k, post, kind, ".old");
    text_writer_start(&w, text, sizeof text);
    e = write_file(&w, k, origin, post, seed);
    if (!e)
        e = text_writer_finish(&w, &written);
    if (!e && keyring_has(k, post, kind)) {
        if (!replace)
            e = ERR_EXISTS;
        else if (rename(path, old))
            e = ERR_IO;
    }
    if (!e)
        e = private_file_create(path, written);
    sodium_memzero(text, sizeof text);
    return e;
}

static enum err
take_base64(struct span *rest, uint8_t *out, size_t len, char end)
{
    size_t n = span_find(*rest, end);
    enum err e = base64_decode_exact(out, len, span_head(*rest, n));

    if (!e && n == rest->len && end == ' ')
        e = ERR_INPUT;
    *rest = span_from(*rest, n + (n < rest->len));
    return e;
}

static enum err
read_sealed(uint8_t *seed, struct keyring *k, struct span rest)
{
    uint8_t salt[crypto_pwhash_SALTBYTES];
    uint8_t nonce[crypto_secretbox_NONCEBYTES];
    uint8_t box[BOX_BYTES];
    enum err e = take_base64(&rest, salt, sizeof salt, ' ');

    if (!e)
        e = take_base64(&rest, nonce, sizeof nonce, ' ');
    if (!e)
        e = base64_decode_exact(box, sizeof box, rest);
    if (e)
        return e;
    e = derive_wrap(k, salt);
    if (e)
        return e;
    return crypto_secretbox_open_easy(seed, box, sizeof box, nonce, k->wrap)
               ? ERR_AUTH
               : OK;
}

/* A file sealed by a passphrase is never read without one, and the other way
 * round: a folder is sealed or it is not. */
static enum err
read_file(uint8_t *seed, struct keyring *k, const char *origin,
          struct post post, struct span rest)
{
    char head[FILE_MAX];
    struct text_writer w;
    struct span want;
    struct span line;

    text_writer_start(&w, head, sizeof head);
    write_head(&w, origin, post);
    if (text_writer_finish(&w, &want) || rest.len < want.len ||
        !span_eq(span_head(rest, want.len), want))
        return ERR_INPUT;
    rest = span_from(rest, want.len);
    if (span_take_line(&line, &rest) || rest.len > 0)
        return ERR_INPUT;
    if (span_take_prefix(&line, "sealed ") == OK)
        return k->passphrase_len ? read_sealed(seed, k, line) : ERR_AUTH;
    if (span_take_prefix(&line, "seed "))
        return ERR_INPUT;
    if (k->passphrase_len)
        return ERR_AUTH;
    return base64_decode_exact(seed, KEYRING_SEED_BYTES, line);
}

enum err
keyring_get(uint8_t seed[KEYRING_SEED_BYTES], struct keyring *k,
            const char *origin, struct post post, enum keyring_kind kind)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char text[FILE_MAX];
    size_t len;
    enum err e;

    path_of(path, k, post, kind, "");
    e = private_file_read(text, sizeof text, &len, path);
    if (!e)
        e = read_file(seed, k, origin, post, span_of(text, len));
    sodium_memzero(text, sizeof text);
    if (e)
        sodium_memzero(seed, KEYRING_SEED_BYTES);
    return e;
}

enum err
keyring_secret(struct ed25519_secret *out, struct keyring *k,
               const char *origin, struct post post)
{
    uint8_t seed[KEYRING_SEED_BYTES];
    enum err e = keyring_get(seed, k, origin, post, KEYRING_SIGNING);

    if (e)
        ed25519_wipe(out);
    else
        ed25519_from_seed(out, seed);
    sodium_memzero(seed, sizeof seed);
    return e;
}

bool
keyring_has(const struct keyring *k, struct post post, enum keyring_kind kind)
{
    char path[PRIVATE_FILE_PATH_MAX];

    path_of(path, k, post, kind, "");
    return access(path, F_OK) == 0;
}

static enum err
erase(const char *path)
{
    static const char zeros[FILE_MAX];
    int fd = open(path, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
    bool written;

    if (fd < 0)
        return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
    written = write(fd, zeros, sizeof zeros) == (ssize_t)sizeof zeros &&
              fsync(fd) == 0;
    close(fd);
    return unlink(path) || !written ? ERR_IO : OK;
}

enum err
keyring_undo(struct keyring *k, struct post post, enum keyring_kind kind)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char old[PRIVATE_FILE_PATH_MAX];
    enum err e;

    path_of(path, k, post, kind, "");
    path_of(old, k, post, kind, ".old");
    e = erase(path);
    if (rename(old, path) && errno != ENOENT)
        e = ERR_IO;
    return e;
}

enum err
keyring_erase(struct keyring *k, struct post post, enum keyring_kind kind)
{
    char path[PRIVATE_FILE_PATH_MAX];
    enum err e;

    path_of(path, k, post, kind, ".old");
    e = erase(path);
    if (e && e != ERR_NOTFOUND)
        return e;
    path_of(path, k, post, kind, "");
    return erase(path);
}

static enum err
mark_path(char out[PRIVATE_FILE_PATH_MAX], const struct keyring *k,
          enum keyring_mark which)
{
    return private_file_beside(out, k->folder,
                               which == KEYRING_SEEN ? "/seen" : "/verified");
}

/* `congress-mark/v1 <origin>`, `genesis <hash>`, `log <size> <root>`. */
enum err
keyring_set_mark(struct keyring *k, enum keyring_mark which,
                 const struct audit_pin *pin)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char text[FILE_MAX];
    struct text_writer w;
    struct span written = {0};
    enum err e = mark_path(path, k, which);

    text_writer_start(&w, text, sizeof text);
    text_writer_text(&w, "congress-mark/v1 ");
    text_writer_text(&w, pin->origin);
    text_writer_text(&w, "\ngenesis ");
    text_writer_base64(&w, pin->genesis.bytes, HASH_BYTES);
    text_writer_text(&w, "\nlog ");
    text_writer_decimal(&w, pin->size);
    text_writer_text(&w, " ");
    text_writer_base64(&w, pin->root.bytes, HASH_BYTES);
    text_writer_text(&w, "\n");
    if (!e)
        e = text_writer_finish(&w, &written);
    return e ? e : private_file_replace(path, written);
}

static enum err
parse_mark(struct audit_pin *out, struct span rest)
{
    struct span line;
    size_t n;

    if (span_take_prefix(&rest, "congress-mark/v1 ") ||
        span_take_line(&line, &rest) ||
        !post_origin_is_valid(line.ptr, line.len))
        return ERR_INPUT;
    memcpy(out->origin, line.ptr, line.len);
    if (span_take_prefix(&rest, "genesis ") || span_take_line(&line, &rest) ||
        base64_decode_exact(out->genesis.bytes, HASH_BYTES, line))
        return ERR_INPUT;
    if (span_take_prefix(&rest, "log ") || span_take_line(&line, &rest) ||
        rest.len > 0)
        return ERR_INPUT;
    n = span_find(line, ' ');
    if (n == line.len ||
        decimal_parse(&out->size, span_head(line, n), EVENT_INDEX_MAX) ||
        out->size == 0)
        return ERR_INPUT;
    return base64_decode_exact(out->root.bytes, HASH_BYTES,
                               span_from(line, n + 1));
}

enum err
keyring_mark(struct audit_pin *out, const struct keyring *k,
             enum keyring_mark which)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char text[FILE_MAX];
    size_t len;
    enum err e = mark_path(path, k, which);

    *out = (struct audit_pin){0};
    if (!e)
        e = private_file_read(text, sizeof text, &len, path);
    if (!e)
        e = parse_mark(out, span_of(text, len));
    if (e)
        *out = (struct audit_pin){0};
    return e;
}
