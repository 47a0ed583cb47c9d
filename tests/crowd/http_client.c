#include "tests/crowd/http_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tests/crowd/clock.h"
#include "tests/crowd/http_answer.h"
#include "tests/test.h"

enum {
    EVENTS_MAX = 512,
    FIRST_ROOM = 4096,
    SWEEP_US = 50000, /* how often late requests are looked for */
};

struct connection {
    int fd;       /* -1: none */
    bool in_use;  /* a request waits on it */
    bool pushing; /* it is watched for room to send */
    struct span head;
    struct span body;
    size_t sent; /* of both */
    http_client_done *done;
    void *context;
    uint64_t deadline_us;
    size_t len; /* received */
    size_t room;
    char *bytes;
};

struct http_client {
    struct sockaddr_in address;
    int epoll;
    unsigned timeout_ms;
    unsigned count;
    struct connection *connections;
    unsigned free_count;
    unsigned *free_list; /* numbers of connections; the last is taken first */
    uint64_t swept_us;
};

/* ---- Connections ----------------------------------------------------------*/

static void
raise_limit(unsigned connections)
{
    struct rlimit limit;

    assert_int_equal(getrlimit(RLIMIT_NOFILE, &limit), 0);
    if (limit.rlim_cur < connections + 64) {
        limit.rlim_cur = limit.rlim_max;
        assert_int_equal(setrlimit(RLIMIT_NOFILE, &limit), 0);
    }
}

struct http_client *
http_client_new(const struct http_client_options *options)
{
    struct http_client *c = calloc(1, sizeof *c);

    assert_non_null(c);
    raise_limit(options->connections);
    c->address.sin_family = AF_INET;
    c->address.sin_port = htons(options->port);
    assert_int_equal(inet_pton(AF_INET, options->host, &c->address.sin_addr),
                     1);
    c->epoll = epoll_create1(EPOLL_CLOEXEC);
    assert_true(c->epoll >= 0);
    c->timeout_ms = options->timeout_ms;
    c->count = options->connections;
    c->connections = calloc(c->count, sizeof *c->connections);
    c->free_list = calloc(c->count, sizeof *c->free_list);
    assert_true(c->connections && c->free_list);
    for (unsigned i = 0; i < c->count; i++) {
        c->connections[i].fd = -1;
        c->free_list[c->free_count++] = c->count - 1 - i;
    }
    return c;
}

static void
hang_up(struct connection *k)
{
    if (k->fd >= 0)
        (void)close(k->fd);
    k->fd = -1;
    k->len = 0;
}

void
http_client_free(struct http_client *c)
{
    if (!c)
        return;
    for (unsigned i = 0; i < c->count; i++) {
        hang_up(&c->connections[i]);
        free(c->connections[i].bytes);
    }
    (void)close(c->epoll);
    free(c->connections);
    free(c->free_list);
    free(c);
}

static void
watch(struct http_client *c, struct connection *k, int operation, bool pushing)
{
    struct epoll_event event = {
        .events = EPOLLIN | (pushing ? (uint32_t)EPOLLOUT : 0),
        .data.ptr = k,
    };

    if (operation == EPOLL_CTL_MOD && k->pushing == pushing)
        return;
    k->pushing = pushing;
    assert_int_equal(epoll_ctl(c->epoll, operation, k->fd, &event), 0);
}

/* Starts to connect; whether it may succeed. */
static bool
dial(struct http_client *c, struct connection *k)
{
    const int one = 1;

    k->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (k->fd < 0)
        fail_msg("socket: %s", strerror(errno));
    (void)setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    k->pushing = true;
    if (connect(k->fd, (const struct sockaddr *)&c->address,
                sizeof c->address) &&
        errno != EINPROGRESS) {
        hang_up(k);
        return false;
    }
    watch(c, k, EPOLL_CTL_ADD, true);
    return true;
}

bool
http_client_connect(struct http_client *c)
{
    bool all = true;

    for (unsigned i = 0; i < c->count; i++) {
        struct connection *k = &c->connections[i];
        int error = 0;
        socklen_t len = sizeof error;
        struct timeval patience = {.tv_sec = 5};
        fd_set set;

        if (k->fd >= 0)
            continue;
        if (!dial(c, k)) {
            all = false;
            continue;
        }
        if (k->fd < FD_SETSIZE) {
            FD_ZERO(&set);
            FD_SET(k->fd, &set);
            (void)select(k->fd + 1, NULL, &set, NULL, &patience);
        }
        if (getsockopt(k->fd, SOL_SOCKET, SO_ERROR, &error, &len) || error) {
            hang_up(k);
            all = false;
        }
    }
    return all;
}

/* ---- Ending a request -----------------------------------------------------*/

static void
finish(struct http_client *c, struct connection *k,
       const struct http_client_answer *answer)
{
    http_client_done *done = k->done;

    k->in_use = false;
    c->free_list[c->free_count++] = (unsigned)(k - c->connections);
    done(k->context, answer);
}

/* The answer's body lies in k->bytes, which the callback may send from. */
static void
lose(struct http_client *c, struct connection *k, enum http_client_lost how)
{
    const struct http_client_answer answer = {.lost = how};

    hang_up(k);
    if (k->in_use)
        finish(c, k, &answer);
}

/* ---- Sending --------------------------------------------------------------*/

static void
push(struct http_client *c, struct connection *k)
{
    const size_t total = k->head.len + k->body.len;
    struct iovec parts[2];
    struct msghdr message = {.msg_iov = parts, .msg_iovlen = 2};

    while (k->sent < total) {
        size_t in_body = k->sent > k->head.len ? k->sent - k->head.len : 0;
        size_t in_head = k->sent - in_body;
        ssize_t n;

        /* sendmsg takes no const, and writes nothing. */
        parts[0].iov_base = (void *)(uintptr_t)(k->head.ptr + in_head);
        parts[0].iov_len = k->head.len - in_head;
        parts[1].iov_base = (void *)(uintptr_t)(k->body.ptr + in_body);
        parts[1].iov_len = k->body.len - in_body;
        if (k->body.len == 0)
            message.msg_iovlen = 1;
        n = sendmsg(k->fd, &message, MSG_NOSIGNAL);
        if (n < 0 && (errno == EAGAIN || errno == ENOTCONN)) {
            watch(c, k, EPOLL_CTL_MOD, true);
            return;
        }
        if (n < 0) {
            lose(c, k,
                 errno == ECONNREFUSED ? HTTP_CLIENT_REFUSED
                                       : HTTP_CLIENT_CLOSED);
            return;
        }
        k->sent += (size_t)n;
    }
    watch(c, k, EPOLL_CTL_MOD, false);
}

bool
http_client_can_send(const struct http_client *c)
{
    return c->free_count > 0;
}

unsigned
http_client_waiting(const struct http_client *c)
{
    return c->count - c->free_count;
}

void
http_client_send(struct http_client *c, struct span head, struct span body,
                 http_client_done *done, void *context)
{
    struct connection *k;

    assert_true(c->free_count > 0);
    k = &c->connections[c->free_list[--c->free_count]];
    k->in_use = true;
    k->head = head;
    k->body = body;
    k->sent = 0;
    k->len = 0;
    k->done = done;
    k->context = context;
    k->deadline_us = clock_us() + UINT64_C(1000) * c->timeout_ms;
    if (k->fd < 0) {
        /* The event loop pushes, or finds that nobody listens. */
        if (!dial(c, k))
            k->deadline_us = 0;
        return;
    }
    push(c, k);
}

/* ---- Receiving ------------------------------------------------------------*/

static void
make_room(struct connection *k)
{
    if (k->len < k->room)
        return;
    k->room = k->room ? 2 * k->room : FIRST_ROOM;
    k->bytes = realloc(k->bytes, k->room);
    assert_non_null(k->bytes);
}

/* Hands over the answer once it is whole. */
static void
look(struct http_client *c, struct connection *k)
{
    struct http_answer parsed;
    struct http_client_answer answer = {.lost = HTTP_CLIENT_ANSWERED};
    char *body;
    size_t room;

    switch (http_answer_parse(&parsed, span_of(k->bytes, k->len))) {
    case HTTP_ANSWER_MORE:
        return;
    case HTTP_ANSWER_ODD:
        lose(c, k, HTTP_CLIENT_ODD);
        return;
    case HTTP_ANSWER_WHOLE:
        break;
    }
    answer.status = parsed.status;
    answer.retry_after_s = parsed.retry_after_s;
    answer.body = parsed.body;
    /* The callback may reuse the connection, so its bytes go along. */
    body = k->bytes;
    room = k->room;
    k->bytes = NULL;
    k->room = 0;
    k->len = 0;
    if (parsed.close)
        hang_up(k);
    finish(c, k, &answer);
    if (!k->bytes) {
        k->bytes = body;
        k->room = room;
    } else {
        free(body);
    }
}

static void
pull(struct http_client *c, struct connection *k)
{
    for (;;) {
        ssize_t n;

        make_room(k);
        n = recv(k->fd, k->bytes + k->len, k->room - k->len, 0);
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            lose(c, k,
                 n < 0 && errno == ECONNREFUSED ? HTTP_CLIENT_REFUSED
                                                : HTTP_CLIENT_CLOSED);
            return;
        }
        k->len += (size_t)n;
        if (!k->in_use) { /* said without being asked */
            hang_up(k);
            return;
        }
        look(c, k);
        if (k->fd < 0 || !k->in_use || k->len == 0)
            return;
    }
}

static void
sweep(struct http_client *c)
{
    uint64_t now_us = clock_us();

    if (now_us - c->swept_us < SWEEP_US)
        return;
    c->swept_us = now_us;
    for (unsigned i = 0; i < c->count; i++) {
        struct connection *k = &c->connections[i];

        if (k->in_use && k->deadline_us < now_us)
            lose(c, k, k->fd < 0 ? HTTP_CLIENT_REFUSED : HTTP_CLIENT_LATE);
    }
}

void
http_client_turn(struct http_client *c, unsigned wait_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int n = epoll_wait(c->epoll, events, EVENTS_MAX, (int)wait_ms);

    for (int i = 0; i < n; i++) {
        struct connection *k = events[i].data.ptr;

        if (k->fd < 0)
            continue;
        if (events[i].events & EPOLLOUT && k->in_use)
            push(c, k);
        else if (events[i].events & EPOLLOUT)
            watch(c, k, EPOLL_CTL_MOD, false);
        if (k->fd >= 0 && events[i].events & (EPOLLIN | EPOLLERR | EPOLLHUP))
            pull(c, k);
    }
    sweep(c);
}

/* ---- One at a time --------------------------------------------------------*/

struct span
http_client_head(char head[HTTP_CLIENT_HEAD_MAX], const char *path,
                 size_t body_len)
{
    int len =
        body_len > 0
            ? snprintf(head, HTTP_CLIENT_HEAD_MAX,
                       "POST %s HTTP/1.1\r\nHost: localhost\r\n"
                       "Content-Length: %zu\r\n\r\n",
                       path, body_len)
            : snprintf(head, HTTP_CLIENT_HEAD_MAX,
                       "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);

    assert_in_range(len, 1, HTTP_CLIENT_HEAD_MAX - 1);
    return span_of(head, (size_t)len);
}

struct asked {
    bool done;
    struct http_client_answer answer;
    char *body;
    size_t room;
};

static void
take_answer(void *context, const struct http_client_answer *answer)
{
    struct asked *asked = context;

    asked->done = true;
    asked->answer = *answer;
    assert_true(answer->body.len <= asked->room);
    if (answer->body.len > 0)
        memcpy(asked->body, answer->body.ptr, answer->body.len);
    asked->answer.body = span_of(asked->body, answer->body.len);
}

struct http_client_answer
http_client_ask(struct http_client *c, const char *path, struct span sent,
                char *body, size_t room)
{
    char head[HTTP_CLIENT_HEAD_MAX];
    struct asked asked = {.body = body, .room = room};

    http_client_send(c, http_client_head(head, path, sent.len), sent,
                     take_answer, &asked);
    while (!asked.done)
        http_client_turn(c, 50);
    return asked.answer;
}
