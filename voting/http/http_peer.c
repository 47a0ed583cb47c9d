#include "voting/http/http_peer.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BACKLOG = 4096 }; /* the system cuts it to what it allows */

static const uint8_t mapped[12] = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};

static void
map_ipv4(uint8_t out[HTTP_ADDRESS_BYTES], const struct in_addr *address)
{
    memcpy(out, mapped, sizeof mapped);
    memcpy(out + sizeof mapped, address, 4);
}

void
http_peer_of(uint8_t out[HTTP_ADDRESS_BYTES], const struct sockaddr *address)
{
    memset(out, 0, HTTP_ADDRESS_BYTES);
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;

        memcpy(&in, address, sizeof in);
        map_ipv4(out, &in.sin_addr);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in;

        memcpy(&in, address, sizeof in);
        memcpy(out, &in.sin6_addr, HTTP_ADDRESS_BYTES);
    }
}

enum err
http_peer_parse(uint8_t out[HTTP_ADDRESS_BYTES], struct span text)
{
    char name[INET6_ADDRSTRLEN];
    struct in_addr four;
    struct in6_addr six;

    if (text.len == 0 || text.len >= sizeof name ||
        memchr(text.ptr, '\0', text.len))
        return ERR_INPUT;
    memcpy(name, text.ptr, text.len);
    name[text.len] = '\0';
    if (inet_pton(AF_INET, name, &four) == 1)
        map_ipv4(out, &four);
    else if (inet_pton(AF_INET6, name, &six) == 1)
        memcpy(out, &six, HTTP_ADDRESS_BYTES);
    else
        return ERR_INPUT;
    return OK;
}

enum err
http_peer_forwarded(uint8_t out[HTTP_ADDRESS_BYTES], struct span value)
{
    size_t from;

    while (value.len > 0 && value.ptr[value.len - 1] == ' ')
        value.len--;
    for (from = value.len; from > 0; from--)
        if (value.ptr[from - 1] == ',' || value.ptr[from - 1] == ' ')
            break;
    return http_peer_parse(out, span_from(value, from));
}

bool
http_peer_is_loopback(const uint8_t address[HTTP_ADDRESS_BYTES])
{
    static const uint8_t six[HTTP_ADDRESS_BYTES] = {[15] = 1};

    if (memcmp(address, mapped, sizeof mapped) == 0)
        return address[sizeof mapped] == 127;
    return memcmp(address, six, sizeof six) == 0;
}

/* The address in the form that bind() takes; its length, or 0 if it is none. */
static socklen_t
socket_address(struct sockaddr_storage *out, const char *address, uint16_t port)
{
    struct sockaddr_in four = {.sin_family = AF_INET};
    struct sockaddr_in6 six = {.sin6_family = AF_INET6};

    memset(out, 0, sizeof *out);
    if (inet_pton(AF_INET, address, &four.sin_addr) == 1) {
        four.sin_port = htons(port);
        memcpy(out, &four, sizeof four);
        return sizeof four;
    }
    if (inet_pton(AF_INET6, address, &six.sin6_addr) == 1) {
        six.sin6_port = htons(port);
        memcpy(out, &six, sizeof six);
        return sizeof six;
    }
    return 0;
}

static enum err
bind_error(void)
{
    switch (errno) {
    case EADDRINUSE:
        return ERR_EXISTS;
    case EADDRNOTAVAIL:
    case EAFNOSUPPORT:
        return ERR_INPUT;
    default:
        return ERR_IO;
    }
}

static enum err
listen_on(int fd, uint16_t *port, const struct sockaddr_storage *address,
          socklen_t length)
{
    struct sockaddr_storage bound;
    struct sockaddr_in in;
    socklen_t bound_length = sizeof bound;
    int yes = 1;
    int no = 0;

    if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes))
        return ERR_IO;
    /* "::" takes IPv4 too, whatever the machine's default is. */
    if (address->ss_family == AF_INET6 &&
        setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &no, sizeof no))
        return ERR_IO;
    if (bind(fd, (const struct sockaddr *)address, length))
        return bind_error();
    if (listen(fd, BACKLOG))
        return bind_error();
    if (getsockname(fd, (struct sockaddr *)&bound, &bound_length))
        return ERR_IO;
    /* The port stands at the same place in both families. */
    memcpy(&in, &bound, sizeof in);
    *port = ntohs(in.sin_port);
    return OK;
}

enum err
http_peer_listen(int *out, uint16_t *port, const char *address)
{
    struct sockaddr_storage storage;
    socklen_t length = socket_address(&storage, address, *port);
    enum err e;
    int fd;

    *out = -1;
    if (length == 0)
        return ERR_INPUT;
    fd = socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC,
                0);
    if (fd < 0)
        return bind_error();
    e = listen_on(fd, port, &storage, length);
    if (e) {
        close(fd);
        return e;
    }
    *out = fd;
    return OK;
}
