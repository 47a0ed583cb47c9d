#include "voting/http/tls.h"

#include <gnutls/abstract.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "voting/http/http_wire.h"
#include "voting/machine/input_file.h"

enum {
    FILE_MAX = 256 * 1024,
    IDENTITY_BYTES = 64, /* of a public key, by whatever hash */
};

/* TLS 1.2 and 1.3, forward secrecy, no cipher that needs a MAC beside it. */
const char tls_priorities[] =
    "NORMAL:-VERS-ALL:+VERS-TLS1.3:+VERS-TLS1.2:-RSA:-DHE-RSA:"
    "-AES-128-CBC:-AES-256-CBC:-AES-128-CCM:-AES-256-CCM:"
    "%SERVER_PRECEDENCE";

struct pair {
    gnutls_x509_crt_t *chain;
    unsigned chain_len;
    gnutls_x509_privkey_t key; /* secret */
};

struct tls {
    char *certificate_path;
    char *key_path;
    struct pair pair;
};

static void
pair_free(struct pair *pair)
{
    for (unsigned i = 0; i < pair->chain_len; i++)
        gnutls_x509_crt_deinit(pair->chain[i]);
    gnutls_free(pair->chain);
    if (pair->key)
        gnutls_x509_privkey_deinit(pair->key);
    *pair = (struct pair){0};
}

static enum err
error_of(int code)
{
    if (code >= 0)
        return OK;
    return code == GNUTLS_E_MEMORY_ERROR ? ERR_NOMEM : ERR_INPUT;
}

static enum err
read_chain(struct pair *pair, const char *path)
{
    struct input_file file;
    enum err e = input_file_read(&file, path, FILE_MAX);

    if (!e) {
        gnutls_datum_t data = {(unsigned char *)file.bytes, (unsigned)file.len};

        e = error_of(gnutls_x509_crt_list_import2(
            &pair->chain, &pair->chain_len, &data, GNUTLS_X509_FMT_PEM,
            GNUTLS_X509_CRT_LIST_FAIL_IF_UNSORTED));
    }
    input_file_free(&file);
    return e;
}

static enum err
read_key(struct pair *pair, const char *path)
{
    struct input_file file;
    enum err e = input_file_read(&file, path, FILE_MAX);

    if (!e)
        e = error_of(gnutls_x509_privkey_init(&pair->key));
    if (!e) {
        gnutls_datum_t data = {(unsigned char *)file.bytes, (unsigned)file.len};

        e = error_of(gnutls_x509_privkey_import2(pair->key, &data,
                                                 GNUTLS_X509_FMT_PEM, NULL, 0));
    }
    input_file_free(&file);
    return e;
}

/* Whether the key is that of the first certificate. */
static bool
belong_together(const struct pair *pair)
{
    unsigned char of_key[IDENTITY_BYTES];
    unsigned char of_certificate[IDENTITY_BYTES];
    size_t key_len = sizeof of_key;
    size_t certificate_len = sizeof of_certificate;

    return pair->chain_len > 0 &&
           gnutls_x509_privkey_get_key_id(pair->key, GNUTLS_KEYID_USE_SHA256,
                                          of_key, &key_len) == 0 &&
           gnutls_x509_crt_get_key_id(pair->chain[0], GNUTLS_KEYID_USE_SHA256,
                                      of_certificate, &certificate_len) == 0 &&
           key_len == certificate_len &&
           memcmp(of_key, of_certificate, key_len) == 0;
}

enum err
tls_reload(struct tls *tls)
{
    struct pair pair = {0};
    enum err e = read_chain(&pair, tls->certificate_path);

    if (!e)
        e = read_key(&pair, tls->key_path);
    if (!e && !belong_together(&pair))
        e = ERR_INPUT;
    if (e) {
        pair_free(&pair);
        return e;
    }
    pair_free(&tls->pair);
    tls->pair = pair;
    return OK;
}

enum err
tls_open(struct tls **out, const char *certificate_path, const char *key_path)
{
    struct tls *tls = calloc(1, sizeof *tls);
    enum err e = ERR_NOMEM;

    *out = NULL;
    if (!tls)
        return ERR_NOMEM;
    tls->certificate_path = strdup(certificate_path);
    tls->key_path = strdup(key_path);
    if (tls->certificate_path && tls->key_path)
        e = tls_reload(tls);
    if (e) {
        tls_close(tls);
        return e;
    }
    *out = tls;
    return OK;
}

void
tls_close(struct tls *tls)
{
    if (!tls)
        return;
    pair_free(&tls->pair);
    free(tls->certificate_path);
    free(tls->key_path);
    free(tls);
}

uint64_t
tls_expires_at_s(const struct tls *tls)
{
    time_t at = gnutls_x509_crt_get_expiration_time(tls->pair.chain[0]);

    return at > 0 ? (uint64_t)at : 0;
}

/* ---- Handshakes ---------------------------------------------------------- */

static void
certificates_free(gnutls_pcert_st *certificates, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        gnutls_pcert_deinit(&certificates[i]);
    gnutls_free(certificates);
}

static gnutls_pcert_st *
copy_chain(const struct pair *pair)
{
    gnutls_pcert_st *copy = gnutls_calloc(pair->chain_len, sizeof *copy);

    if (!copy)
        return NULL;
    for (unsigned i = 0; i < pair->chain_len; i++)
        if (gnutls_pcert_import_x509(&copy[i], pair->chain[i], 0) < 0) {
            certificates_free(copy, i);
            return NULL;
        }
    return copy;
}

static gnutls_privkey_t
copy_key(const struct pair *pair)
{
    gnutls_privkey_t copy;

    if (gnutls_privkey_init(&copy) < 0)
        return NULL;
    if (gnutls_privkey_import_x509(copy, pair->key,
                                   GNUTLS_PRIVKEY_IMPORT_COPY) < 0) {
        gnutls_privkey_deinit(copy);
        return NULL;
    }
    return copy;
}

/* Gives a handshake a pair of its own, which the library frees after it. */
static int
retrieve(gnutls_session_t session, const struct gnutls_cert_retr_st *info,
         gnutls_pcert_st **certificates, unsigned *count,
         gnutls_ocsp_data_st **ocsp, unsigned *ocsp_count,
         gnutls_privkey_t *key, unsigned *flags)
{
    const struct tls *tls = http_wire_tls(gnutls_session_get_ptr(session));

    (void)info;
    if (!tls)
        return -1;
    *ocsp = NULL;
    *ocsp_count = 0;
    *certificates = copy_chain(&tls->pair);
    if (!*certificates)
        return -1;
    *key = copy_key(&tls->pair);
    if (!*key) {
        certificates_free(*certificates, tls->pair.chain_len);
        *certificates = NULL;
        return -1;
    }
    *count = tls->pair.chain_len;
    *flags = GNUTLS_CERT_RETR_DEINIT_ALL;
    return 0;
}

void *
tls_retriever(void)
{
    gnutls_certificate_retrieve_function3 *function = retrieve;
    void *pointer;

    _Static_assert(sizeof function == sizeof pointer, "as POSIX has it");
    memcpy(&pointer, &function, sizeof pointer);
    return pointer;
}
