/*
 * Goal: a server speaks TLS with the pair it was given, takes a new pair while
 * connections are open, and keeps the old one when the new one is not good.
 */
#include <errno.h>
#include <gnutls/gnutls.h>
#include <gnutls/x509.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include "tests/support/folder.h"
#include "tests/support/http_case.h"
#include "tests/test.h"
#include "voting/http/tls.h"

#define NOW "GET /now HTTP/1.1\r\nHost: hall.example\r\n\r\n"

enum { PEM_MAX = 8192, YEAR_S = 365 * 24 * 3600 };

static struct http_case hall;
static struct folder folder;
static char certificate_path[FOLDER_PATH_MAX];
static char key_path[FOLDER_PATH_MAX];

/* ---- Pairs --------------------------------------------------------------- */

struct made {
    char certificate[PEM_MAX];
    char key[PEM_MAX];
    unsigned serial;
};

static struct made first;
static struct made second;

#define assert_tls(expr) assert_int_equal(expr, GNUTLS_E_SUCCESS)

/* A certificate that vouches for itself, as one made for a school's LAN. */
static void
make_pair(struct made *made, unsigned serial)
{
    unsigned char number = (unsigned char)serial;
    gnutls_x509_crt_t certificate;
    gnutls_x509_privkey_t key;
    size_t len = PEM_MAX;
    char name[64];

    made->serial = serial;
    assert_tls(gnutls_x509_privkey_init(&key));
    assert_tls(gnutls_x509_privkey_generate(
        key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS(GNUTLS_ECC_CURVE_SECP256R1),
        0));
    assert_tls(gnutls_x509_crt_init(&certificate));
    assert_tls(gnutls_x509_crt_set_version(certificate, 3));
    assert_tls(gnutls_x509_crt_set_serial(certificate, &number, 1));
    assert_tls(gnutls_x509_crt_set_activation_time(certificate, time(NULL)));
    assert_tls(
        gnutls_x509_crt_set_expiration_time(certificate, time(NULL) + YEAR_S));
    (void)snprintf(name, sizeof name, "CN=hall-%u.example", serial);
    assert_tls(gnutls_x509_crt_set_dn(certificate, name, NULL));
    assert_tls(gnutls_x509_crt_set_key(certificate, key));
    assert_tls(gnutls_x509_crt_sign2(certificate, certificate, key,
                                     GNUTLS_DIG_SHA256, 0));
    assert_tls(gnutls_x509_crt_export(certificate, GNUTLS_X509_FMT_PEM,
                                      made->certificate, &len));
    made->certificate[len] = '\0';
    len = PEM_MAX;
    assert_tls(
        gnutls_x509_privkey_export(key, GNUTLS_X509_FMT_PEM, made->key, &len));
    made->key[len] = '\0';
    gnutls_x509_crt_deinit(certificate);
    gnutls_x509_privkey_deinit(key);
}

static void
write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
    assert_int_equal(fclose(file), 0);
}

static void
write_pair(const char *certificate, const char *key)
{
    write_file(certificate_path, certificate);
    write_file(key_path, key);
}

static int
make_pairs(void **state)
{
    (void)state;
    folder_make(&folder);
    folder_file(certificate_path, &folder, "chain.pem");
    folder_file(key_path, &folder, "key.pem");
    make_pair(&first, 1);
    make_pair(&second, 2);
    return 0;
}

static int
remove_pairs(void **state)
{
    (void)state;
    folder_remove(&folder);
    return 0;
}

/* ---- A client ------------------------------------------------------------ */

struct client {
    int fd;
    gnutls_session_t session;
    gnutls_certificate_credentials_t credentials;
};

/* Connects and shakes hands; whether that went well. */
static bool
client_open(struct client *client, const char *priorities)
{
    time_t begun = time(NULL);
    int code;

    client->fd = http_case_connect(&hall);
    assert_tls(gnutls_certificate_allocate_credentials(&client->credentials));
    assert_tls(gnutls_init(&client->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK));
    assert_tls(gnutls_priority_set_direct(client->session, priorities, NULL));
    assert_tls(gnutls_credentials_set(client->session, GNUTLS_CRD_CERTIFICATE,
                                      client->credentials));
    gnutls_transport_set_int(client->session, client->fd);
    do {
        code = gnutls_handshake(client->session);
        http_case_turn(&hall, 1);
        assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
    } while (code < 0 && !gnutls_error_is_fatal(code));
    return code == 0;
}

static void
client_close(struct client *client)
{
    gnutls_deinit(client->session);
    gnutls_certificate_free_credentials(client->credentials);
    close(client->fd);
}

/* The number of the certificate that the server showed. */
static unsigned
client_serial(const struct client *client)
{
    unsigned count = 0;
    const gnutls_datum_t *chain =
        gnutls_certificate_get_peers(client->session, &count);
    gnutls_x509_crt_t certificate;
    unsigned char serial[32];
    size_t len = sizeof serial;

    assert_int_equal(count, 1);
    assert_tls(gnutls_x509_crt_init(&certificate));
    assert_tls(gnutls_x509_crt_import(certificate, chain, GNUTLS_X509_FMT_DER));
    assert_tls(gnutls_x509_crt_get_serial(certificate, serial, &len));
    gnutls_x509_crt_deinit(certificate);
    return serial[len - 1];
}

/* Asks, and gets "now" in an answer that insists on TLS. */
static void
client_asks(const struct client *client)
{
    time_t begun = time(NULL);
    char answer[4096];
    size_t len = 0;

    assert_int_equal(gnutls_record_send(client->session, NOW, sizeof NOW - 1),
                     sizeof NOW - 1);
    while (!memmem(answer, len, "\r\n\r\nnow\n", 8)) {
        ssize_t n = gnutls_record_recv(client->session, answer + len,
                                       sizeof answer - len);

        assert_true(n > 0 || n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED);
        len += n > 0 ? (size_t)n : 0;
        http_case_turn(&hall, 1);
        assert_true(time(NULL) - begun < HTTP_CASE_PATIENCE_MS / 1000);
    }
    assert_non_null(memmem(answer, len, "Strict-Transport-Security: max-age=",
                           strlen("Strict-Transport-Security: max-age=")));
}

/* ---- The server ---------------------------------------------------------- */

static struct tls *
open_hall(const struct made *made)
{
    struct http_options options = http_case_options(&hall);
    struct tls *tls;

    write_pair(made->certificate, made->key);
    assert_ok(tls_open(&tls, certificate_path, key_path));
    options.tls = tls;
    options.head_deadline_ms = 2000;
    http_case_open(&hall, &options);
    return tls;
}

static void
close_hall(struct tls *tls)
{
    http_case_close(&hall);
    tls_close(tls);
}

static void
a_request_is_answered_over_tls(void **state)
{
    struct tls *tls = open_hall(&first);
    struct client client;

    (void)state;
    assert_true(client_open(&client, "NORMAL"));
    assert_int_equal(client_serial(&client), 1);
    assert_int_equal(gnutls_protocol_get_version(client.session),
                     GNUTLS_TLS1_3);
    client_asks(&client);
    client_asks(&client);
    assert_int_equal(hall.handled, 2);
    client_close(&client);
    assert_in_range(tls_expires_at_s(tls), time(NULL) + YEAR_S - 600,
                    time(NULL) + YEAR_S);
    close_hall(tls);
}

static void
only_the_versions_of_today_are_spoken(void **state)
{
    static const struct {
        const char *what;
        const char *priorities;
        bool want;
    } cases[] = {
        {"1.3", "NORMAL:-VERS-ALL:+VERS-TLS1.3", true},
        {"1.2", "NORMAL:-VERS-ALL:+VERS-TLS1.2", true},
        {"1.1", "NORMAL:-VERS-ALL:+VERS-TLS1.1:%VERIFY_ALLOW_SIGN_WITH_SHA1",
         false},
        {"1.0", "NORMAL:-VERS-ALL:+VERS-TLS1.0:%VERIFY_ALLOW_SIGN_WITH_SHA1",
         false},
        {"1.2 with a cipher of old",
         "NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+AES-128-CBC", false},
    };
    struct tls *tls = open_hall(&first);

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client client;

        if (client_open(&client, cases[i].priorities) != cases[i].want)
            fail_msg("%s", cases[i].what);
        if (cases[i].want)
            client_asks(&client);
        client_close(&client);
    }
    close_hall(tls);
}

static void
a_new_pair_is_taken_while_connections_are_open(void **state)
{
    struct tls *tls = open_hall(&first);
    struct client before;
    struct client after;

    (void)state;
    assert_true(client_open(&before, "NORMAL"));
    client_asks(&before);
    write_pair(second.certificate, second.key);
    assert_ok(tls_reload(tls));
    client_asks(&before);
    assert_int_equal(client_serial(&before), 1);
    assert_true(client_open(&after, "NORMAL"));
    assert_int_equal(client_serial(&after), 2);
    client_asks(&after);
    client_asks(&before);
    client_close(&before);
    client_close(&after);
    close_hall(tls);
}

/* The bytes of a text but for its last so many. */
static const char *
cut(const char *text, size_t less)
{
    static char shorter[PEM_MAX];

    assert_in_range(strlen(text), less, PEM_MAX - 1);
    memcpy(shorter, text, strlen(text) - less);
    shorter[strlen(text) - less] = '\0';
    return shorter;
}

static void
a_bad_pair_is_refused_and_the_old_one_stays(void **state)
{
    struct tls *tls = open_hall(&first);
    struct tls *another = NULL;
    const struct {
        const char *what;
        const char *certificate;
        const char *key;
    } cases[] = {
        {"another's key", first.certificate, second.key},
        {"another's certificate", second.certificate, first.key},
        {"no certificate", "", second.key},
        {"no key", second.certificate, ""},
        {"each for the other", second.key, second.certificate},
        {"half a certificate", cut(second.certificate, 100), second.key},
        {"no PEM", "certificate\n", "key\n"},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct client client;

        write_pair(cases[i].certificate, cases[i].key);
        if (tls_reload(tls) != ERR_INPUT)
            fail_msg("%s was taken", cases[i].what);
        assert_err(tls_open(&another, certificate_path, key_path), ERR_INPUT);
        assert_null(another);
        assert_true(client_open(&client, "NORMAL"));
        assert_int_equal(client_serial(&client), 1);
        client_asks(&client);
        client_close(&client);
    }
    assert_int_equal(unlink(key_path), 0);
    write_file(certificate_path, second.certificate);
    assert_err(tls_reload(tls), ERR_NOTFOUND);
    assert_err(tls_open(&another, certificate_path, key_path), ERR_NOTFOUND);
    close_hall(tls);
}

static void
certificates_out_of_order_are_refused(void **state)
{
    static char two[2 * PEM_MAX];
    struct tls *tls = NULL;

    (void)state;
    (void)snprintf(two, sizeof two, "%s%s", first.certificate,
                   second.certificate);
    write_pair(two, first.key);
    assert_err(tls_open(&tls, certificate_path, key_path), ERR_INPUT);
    assert_null(tls);
}

static void
who_does_not_speak_tls_is_ended(void **state)
{
    struct tls *tls = open_hall(&first);
    static const char *const texts[] = {NOW, "", "\x16\x03\x01\x02"};

    (void)state;
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int fd = http_case_connect(&hall);

        http_case_text(&hall, fd, texts[i]);
        /* At most an alert comes, and nothing of ours. */
        assert_in_range(http_case_drain(&hall, fd), 0, 16);
        close(fd);
    }
    assert_int_equal(hall.handled, 0);
    close_hall(tls);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_request_is_answered_over_tls),
        cmocka_unit_test(only_the_versions_of_today_are_spoken),
        cmocka_unit_test(a_new_pair_is_taken_while_connections_are_open),
        cmocka_unit_test(a_bad_pair_is_refused_and_the_old_one_stays),
        cmocka_unit_test(certificates_out_of_order_are_refused),
        cmocka_unit_test(who_does_not_speak_tls_is_ended),
    };

    return cmocka_run_group_tests(tests, make_pairs, remove_pairs);
}
