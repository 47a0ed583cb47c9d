#include "tests/support/http_case.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/test.h"

/* ---- The handler --------------------------------------------------------- */

static struct http_reply *
reply_of(unsigned status, const char *etag, struct span body)
{
    struct http_content content = {
        .status = status,
        .type = "text/plain; charset=utf-8",
        .caching = etag ? HTTP_NO_CACHE : HTTP_NO_STORE,
        .etag = etag,
        .body = body,
    };
    struct http_reply *reply;

    assert_ok(http_reply_new(&reply, &content));
    return reply;
}

static void
answer(struct http_request *request, unsigned status, struct span body)
{
    struct http_reply *reply = reply_of(status, NULL, body);

    http_answer(request, reply);
    http_reply_release(reply);
}

static size_t
body_max(void *context, enum http_method method, struct span path)
{
    (void)context;
    return method == HTTP_POST && span_eq(path, span_text("/echo"))
               ? HTTP_CASE_ECHO_MAX
               : 0;
}

static void
handle_get(struct http_case *c, struct http_request *request)
{
    char hex[2 * HTTP_ADDRESS_BYTES + 1];

    if (strcmp(c->path, "/now") == 0) {
        http_answer(request, c->now);
    } else if (strcmp(c->path, "/later") == 0) {
        assert_in_range(c->kept_count, 0, HTTP_CASE_KEPT_MAX - 1);
        c->kept[c->kept_count++] = request;
    } else if (strcmp(c->path, "/stream") == 0) {
        http_stream(request);
    } else if (strcmp(c->path, "/big") == 0) {
        http_answer(request, c->big);
    } else if (strcmp(c->path, "/from") == 0) {
        sodium_bin2hex(hex, sizeof hex, http_address(request),
                       HTTP_ADDRESS_BYTES);
        answer(request, 200, span_text(hex));
    } else {
        answer(request, 404, span_text("no\n"));
    }
}

static void
handle(void *context, struct http_request *request)
{
    struct http_case *c = context;
    struct span path = http_path(request);

    c->handled++;
    assert_in_range(path.len, 1, HTTP_PATH_MAX);
    memcpy(c->path, path.ptr, path.len);
    c->path[path.len] = '\0';
    switch (http_method(request)) {
    case HTTP_GET:
        handle_get(c, request);
        break;
    case HTTP_POST:
        answer(request, strcmp(c->path, "/echo") == 0 ? 200 : 404,
               http_body(request));
        break;
    case HTTP_OTHER:
        answer(request, 405, span_text("method\n"));
        break;
    }
}

/* A reply is borrowed by the server, so there is one for each status. */
static struct http_reply *
refuse(void *context, unsigned status)
{
    static struct http_reply *made[600];
    struct http_case *c = context;

    c->refused++;
    assert_in_range(status, 400, 599);
    if (!made[status])
        made[status] = reply_of(status, NULL, span_text("refused\n"));
    return made[status];
}

/* ---- The server ---------------------------------------------------------- */

struct http_options
http_case_options(struct http_case *c)
{
    return (struct http_options){
        .address = "127.0.0.1",
        .connections_max = 2000,
        .address_connections_max = 2000,
        .handler = {body_max, handle, refuse, c},
    };
}

void
http_case_open(struct http_case *c, const struct http_options *options)
{
    char *big = malloc(HTTP_CASE_BIG);

    assert_non_null(big);
    memset(big, 'b', HTTP_CASE_BIG);
    *c = (struct http_case){0};
    assert_ok(http_open(&c->server, options));
    c->now = reply_of(200, "tag", span_text("now\n"));
    c->big = reply_of(200, NULL, span_of(big, HTTP_CASE_BIG));
    free(big);
}

void
http_case_close(struct http_case *c)
{
    http_case_answer_kept(c, "closing\n");
    http_close(c->server);
    http_reply_release(c->now);
    http_reply_release(c->big);
}

void
http_case_answer_kept(struct http_case *c, const char *text)
{
    for (size_t i = 0; i < c->kept_count; i++)
        answer(c->kept[i], 200, span_text(text));
    c->kept_count = 0;
}

void
http_case_turn(struct http_case *c, unsigned turns)
{
    while (turns-- > 0)
        assert_ok(http_turn(c->server, 1));
}

/* ---- Clients ------------------------------------------------------------- */

int
http_case_connect(struct http_case *c)
{
    struct sockaddr_in to = {
        .sin_family = AF_INET,
        .sin_port = htons(http_port(c->server)),
        .sin_addr = {htonl(INADDR_LOOPBACK)},
    };
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    int yes = 1;

    assert_true(fd >= 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
    assert_int_equal(setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes),
                     0);
    assert_int_equal(fcntl(fd, F_SETFL, O_NONBLOCK), 0);
    return fd;
}

static long
elapsed_ms(const struct timespec *since)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (now.tv_sec - since->tv_sec) * 1000 +
           (now.tv_nsec - since->tv_nsec) / 1000000;
}

/* One turn of the server; fails when the test has waited too long. */
static void
wait_more(struct http_case *c, const struct timespec *since)
{
    if (elapsed_ms(since) > HTTP_CASE_PATIENCE_MS)
        fail_msg("waited too long");
    assert_ok(http_turn(c->server, 1));
}

void
http_case_send(struct http_case *c, int fd, const void *bytes, size_t len)
{
    struct timespec since;
    const char *at = bytes;

    (void)clock_gettime(CLOCK_MONOTONIC, &since);
    while (len > 0) {
        ssize_t n = send(fd, at, len, MSG_NOSIGNAL);

        if (n > 0) {
            at += n;
            len -= (size_t)n;
        } else if (errno == EAGAIN) {
            wait_more(c, &since);
        } else {
            return; /* the server has closed; what it said can be read */
        }
    }
}

void
http_case_text(struct http_case *c, int fd, const char *text)
{
    http_case_send(c, fd, text, strlen(text));
}

/* Reads so many bytes, or fewer if the server closes: how many. */
static size_t
read_bytes(struct http_case *c, int fd, char *to, size_t want)
{
    struct timespec since;
    size_t len = 0;

    (void)clock_gettime(CLOCK_MONOTONIC, &since);
    while (len < want) {
        ssize_t n = recv(fd, to + len, want - len, 0);

        if (n > 0)
            len += (size_t)n;
        else if (n < 0 && errno == EAGAIN)
            wait_more(c, &since);
        else
            break;
    }
    return len;
}

const char *
http_got_field(const struct http_got *got, const char *name)
{
    static char value[1024];
    const char *line = strstr(got->head, "\r\n");

    for (; line; line = strstr(line, "\r\n")) {
        size_t len = strlen(name);

        line += 2;
        if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
            size_t n;

            line += len + 2;
            n = strcspn(line, "\r");
            assert_in_range(n, 0, sizeof value - 1);
            memcpy(value, line, n);
            value[n] = '\0';
            return value;
        }
    }
    return NULL;
}

/* The head of what was read; false while it is not whole. */
static bool
take_head(struct http_got *got, const char *bytes, size_t len)
{
    const char *ends = memmem(bytes, len, "\r\n\r\n", 4);
    size_t head_len;

    if (!ends)
        return false;
    head_len = (size_t)(ends - bytes) + 4;
    got->head = malloc(head_len + 1);
    assert_non_null(got->head);
    memcpy(got->head, bytes, head_len);
    got->head[head_len] = '\0';
    assert_int_equal(strlen(got->head), head_len);
    assert_int_equal(strncmp(got->head, "HTTP/1.1 ", 9), 0);
    got->status = (int)strtol(got->head + 9, NULL, 10);
    assert_in_range(got->status, 100, 599);
    return true;
}

static size_t
announced(const struct http_got *got, bool head_only)
{
    const char *length = http_got_field(got, "Content-Length");

    if (head_only || got->status == 304 || got->status == 204 ||
        got->status == 100)
        return 0;
    assert_non_null(length);
    return strtoul(length, NULL, 10);
}

struct http_got
http_case_read(struct http_case *c, int fd, bool head_only)
{
    struct http_got got = {0};
    char bytes[HTTP_HEAD_MAX];
    size_t len = 0;

    /* A byte at a time, so that nothing of a next answer is taken. */
    while (!take_head(&got, bytes, len)) {
        assert_in_range(len, 0, sizeof bytes - 1);
        if (read_bytes(c, fd, bytes + len, 1) == 0)
            break;
        len++;
    }
    if (!got.head) {
        assert_int_equal(len, 0); /* else a head was cut off */
        return got;
    }
    got.body_len = announced(&got, head_only);
    got.body = malloc(got.body_len + 1);
    assert_non_null(got.body);
    assert_int_equal(read_bytes(c, fd, got.body, got.body_len), got.body_len);
    got.body[got.body_len] = '\0';
    return got;
}

size_t
http_case_drain(struct http_case *c, int fd)
{
    char bytes[4096];
    size_t total = 0;
    size_t len;

    do {
        len = read_bytes(c, fd, bytes, sizeof bytes);
        total += len;
    } while (len == sizeof bytes);
    return total;
}

void
http_got_free(struct http_got *got)
{
    free(got->head);
    free(got->body);
    *got = (struct http_got){0};
}

int
http_case_status(struct http_case *c, const char *request)
{
    int fd = http_case_connect(c);
    struct http_got got;
    int status;

    http_case_text(c, fd, request);
    got = http_case_read(c, fd, strncmp(request, "HEAD ", 5) == 0);
    status = got.status;
    http_got_free(&got);
    close(fd);
    return status;
}
