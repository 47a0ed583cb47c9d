#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/test.h"

enum { HEAD_ROOM = 1024, FIRST_ROOM = 16384, PATIENCE_S = 60 };

int
http_client_connect(uint16_t port)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons(port),
        .sin_addr.s_addr = htonl(INADDR_LOOPBACK),
    };
    struct timeval patience = {.tv_sec = PATIENCE_S};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    assert_true(fd >= 0);
    assert_int_equal(
        setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience), 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    return fd;
}

/* What the server does not take any more is no error here. */
static void
send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);

        if (n <= 0)
            return;
        bytes += n;
        len -= (size_t)n;
    }
}

static size_t
receive_all(char **bytes, int fd)
{
    size_t room = FIRST_ROOM;
    size_t len = 0;
    ssize_t n;

    *bytes = malloc(room);
    assert_non_null(*bytes);
    while ((n = recv(fd, *bytes + len, room - len - 1, 0)) > 0) {
        len += (size_t)n;
        if (len + 1 == room) {
            room *= 2;
            *bytes = realloc(*bytes, room);
            assert_non_null(*bytes);
        }
    }
    (*bytes)[len] = '\0';
    return len;
}

static void
take_apart(struct http_client_reply *out, size_t len)
{
    char *end = strstr(out->bytes, "\r\n\r\n");
    size_t head = end ? (size_t)(end - out->bytes) + strlen("\r\n") : 0;

    if (!end || strncmp(out->bytes, "HTTP/1.1 ", 9) != 0)
        return;
    out->status = (unsigned)strtoul(out->bytes + strlen("HTTP/1.1 "), NULL, 10);
    out->head = span_of(out->bytes, head);
    out->body = span_of(out->bytes + head + strlen("\r\n"),
                        len - head - strlen("\r\n"));
}

void
http_client_ask_as(struct http_client_reply *out, uint16_t port,
                   const char *method, const char *path, struct span body)
{
    char head[HEAD_ROOM];
    int fd = http_client_connect(port);
    int len = snprintf(head, sizeof head,
                       "%s %s HTTP/1.1\r\nHost: localhost\r\n"
                       "Connection: close\r\n",
                       method, path);

    *out = (struct http_client_reply){0};
    assert_true(len > 0 && (size_t)len < sizeof head);
    send_all(fd, head, (size_t)len);
    if (body.ptr) {
        len = snprintf(head, sizeof head, "Content-Length: %zu\r\n", body.len);
        send_all(fd, head, (size_t)len);
    }
    send_all(fd, "\r\n", 2);
    if (body.ptr)
        send_all(fd, body.ptr, body.len);
    take_apart(out, receive_all(&out->bytes, fd));
    close(fd);
}

void
http_client_send(struct http_client_reply *out, uint16_t port,
                 struct span bytes)
{
    int fd = http_client_connect(port);

    *out = (struct http_client_reply){0};
    send_all(fd, bytes.ptr, bytes.len);
    take_apart(out, receive_all(&out->bytes, fd));
    close(fd);
}

void
http_client_ask(struct http_client_reply *out, uint16_t port, const char *path,
                struct span body)
{
    http_client_ask_as(out, port, body.ptr ? "POST" : "GET", path, body);
}

bool
http_client_has(const struct http_client_reply *reply, const char *line)
{
    struct span rest = reply->head;
    struct span found;
    size_t len = strlen(line);

    while (!span_take_line(&found, &rest))
        if (found.len == len + 1 && found.ptr[len] == '\r' &&
            memcmp(found.ptr, line, len) == 0)
            return true;
    return false;
}
