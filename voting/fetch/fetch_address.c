/*
 * fetch_address.c - what an address of a server looks like.
 */
#include <arpa/inet.h>
#include <string.h>

#include "crypto/decimal.h"
#include "crypto/text_writer.h"
#include "voting/fetch/fetch.h"

enum { HOST_MAX = 256 }; /* bytes of a host, with NUL */

static const char tls[] = "https://";
static const char plain[] = "http://";

static bool
is_letter_or_digit(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9');
}

static bool
are_all(struct span s, const char *others)
{
    for (size_t i = 0; i < s.len; i++)
        if (!is_letter_or_digit(s.ptr[i]) &&
            (!s.ptr[i] || !strchr(others, s.ptr[i])))
            return false;
    return true;
}

static bool
copy_host(char out[HOST_MAX], struct span host)
{
    if (host.len == 0 || host.len >= HOST_MAX)
        return false;
    memcpy(out, host.ptr, host.len);
    out[host.len] = '\0';
    return true;
}

static bool
is_loopback(const char *host)
{
    struct in_addr four;

    return strcmp(host, "localhost") == 0 ||
           (inet_pton(AF_INET, host, &four) == 1 &&
            ntohl(four.s_addr) >> 24 == 127);
}

/* Takes the host off *rest, which begins with it. */
static bool
take_host(struct span *rest, bool *loopback)
{
    struct in6_addr six;
    char host[HOST_MAX];
    size_t len = 0;

    if (rest->len > 0 && rest->ptr[0] == '[') {
        *rest = span_from(*rest, 1);
        len = span_find(*rest, ']');
        if (len == rest->len || !copy_host(host, span_head(*rest, len)) ||
            inet_pton(AF_INET6, host, &six) != 1)
            return false;
        *rest = span_from(*rest, len + 1);
        *loopback = memcmp(&six, &in6addr_loopback, sizeof six) == 0;
        return true;
    }
    while (len < rest->len && rest->ptr[len] != ':' && rest->ptr[len] != '/')
        len++;
    if (!are_all(span_head(*rest, len), "-.") ||
        !copy_host(host, span_head(*rest, len)))
        return false;
    *rest = span_from(*rest, len);
    *loopback = is_loopback(host);
    return true;
}

static bool
take_port(struct span *rest)
{
    uint64_t port;
    size_t len;

    if (rest->len == 0 || rest->ptr[0] != ':')
        return true;
    *rest = span_from(*rest, 1);
    len = span_find(*rest, '/');
    if (decimal_parse(&port, span_head(*rest, len), UINT16_MAX) || port == 0)
        return false;
    *rest = span_from(*rest, len);
    return true;
}

/* No part may be empty, "." or "..": a server may read those in its own way.
 * A slash at the end is fine. */
static bool
is_path(struct span rest)
{
    if (!are_all(rest, "/.-_~"))
        return false;
    while (rest.len > 0) {
        size_t len;

        rest = span_from(rest, 1); /* the slash */
        len = span_find(rest, '/');
        if ((len == 0 && rest.len > 0) ||
            span_eq(span_head(rest, len), span_text(".")) ||
            span_eq(span_head(rest, len), span_text("..")))
            return false;
        rest = span_from(rest, len);
    }
    return true;
}

bool
fetch_is_address(const char *text)
{
    return strncmp(text, plain, strlen(plain)) == 0 ||
           strncmp(text, tls, strlen(tls)) == 0;
}

enum fetch_address
fetch_address_kind(const char *address)
{
    struct span rest = span_text(address);
    bool is_tls = span_take_prefix(&rest, tls) == OK;
    bool loopback;

    if (strlen(address) >= FETCH_ADDRESS_MAX ||
        (!is_tls && span_take_prefix(&rest, plain)) ||
        !take_host(&rest, &loopback) || !take_port(&rest) ||
        (rest.len > 0 && rest.ptr[0] != '/') || !is_path(rest))
        return FETCH_ADDRESS_NONE;
    if (is_tls)
        return FETCH_ADDRESS_TLS;
    return loopback ? FETCH_ADDRESS_LOOPBACK : FETCH_ADDRESS_PLAIN;
}

bool
fetch_address_is_here(const char *address)
{
    struct span rest = span_text(address);
    bool loopback = false;

    if (span_take_prefix(&rest, tls) && span_take_prefix(&rest, plain))
        return false;
    return take_host(&rest, &loopback) && loopback;
}

enum err
fetch_join(char out[FETCH_ADDRESS_MAX], const char *base, const char *path)
{
    struct span head = span_text(base);
    struct text_writer w;

    while (head.len > 0 && head.ptr[head.len - 1] == '/')
        head.len--;
    while (*path == '/')
        path++;
    text_writer_start(&w, out, FETCH_ADDRESS_MAX);
    text_writer_span(&w, head);
    text_writer_text(&w, "/");
    text_writer_text(&w, path);
    text_writer_span(&w, span_of("", 1)); /* the NUL */
    return w.error ? ERR_INPUT : OK;
}
