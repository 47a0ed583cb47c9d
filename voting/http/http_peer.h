/*
 * http_peer.h - addresses of the other side, and the socket they come to.
 *
 * An address is 16 bytes; one of IPv4 is mapped into IPv6 (RFC 4291, section
 * 2.5.5.2), so that it is the same whatever the socket is.
 */
#ifndef VOTING_HTTP_HTTP_PEER_H
#define VOTING_HTTP_HTTP_PEER_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/span.h"
#include "voting/http/http.h"

struct sockaddr;

/* The address of a socket's other end; all zero for other families. */
void http_peer_of(uint8_t out[HTTP_ADDRESS_BYTES],
                  const struct sockaddr *address);

/* ERR_INPUT: not a numeric address. */
MUST_USE enum err http_peer_parse(uint8_t out[HTTP_ADDRESS_BYTES],
                                  struct span text);

/*
 * The last address of an X-Forwarded-For: the one that the proxy itself saw.
 *
 * ERR_INPUT: there is none; *out is then left as it was.
 */
MUST_USE enum err http_peer_forwarded(uint8_t out[HTTP_ADDRESS_BYTES],
                                      struct span value);

bool http_peer_is_loopback(const uint8_t address[HTTP_ADDRESS_BYTES]);

/*
 * Listens. `*port` in: 0 for any; out: which it is. The caller owns *out.
 *
 * ERR_EXISTS: taken. ERR_INPUT: no such address here. ERR_IO.
 */
MUST_USE enum err http_peer_listen(int *out, uint16_t *port,
                                   const char *address);

#endif
