/*
 * tls.h - the certificate and the key of the server. The owner of GnuTLS.
 *
 * A pair is read from two PEM files, the server's own certificate first and
 * those that vouch for it after it. It may be read anew while connections are
 * open: those keep what they began with, and each handshake has a copy.
 *
 * One thread, which is that of http_turn(). The key is secret; it is never
 * written anywhere, and is wiped when it is let go.
 */
#ifndef VOTING_HTTP_TLS_H
#define VOTING_HTTP_TLS_H

#include <stdint.h>

#include "crypto/err.h"

struct tls;

/*
 * Reads the pair. The paths are copied; the caller owns *out.
 *
 * ERR_NOTFOUND: a file is not there. ERR_INPUT: a file is not PEM, the
 * certificates are not in order, or the key is not that of the first.
 * ERR_IO, ERR_NOMEM.
 */
MUST_USE enum err tls_open(struct tls **out, const char *certificate_path,
                           const char *key_path);

/* Reads the pair anew. Errors as tls_open(); the old pair then stays. */
MUST_USE enum err tls_reload(struct tls *tls);

/* Seconds since 1970 from which on the certificate is no longer good. */
uint64_t tls_expires_at_s(const struct tls *tls);

/* After the server that uses it. Accepts NULL. */
void tls_close(struct tls *tls);

/* ---- For http_wire.c ----------------------------------------------------- */

/* The versions and ciphers that are offered. */
extern const char tls_priorities[];

/* What the library asks for a pair with, as it wants to be given it; it finds
 * the tls by http_wire_tls(). */
void *tls_retriever(void);

#endif
