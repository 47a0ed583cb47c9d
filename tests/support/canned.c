#include "tests/support/canned.h"

#include <arpa/inet.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tests/test.h"

enum { PATHS_MAX = 256, CONNECTIONS_MAX = 64 };

struct canned {
    const struct canned_answer *answers;
    size_t count;
    int listening;
    char address[64];
    pthread_t thread;
    pthread_t workers[CONNECTIONS_MAX];
    size_t worker_count;
    pthread_mutex_t lock;
    unsigned requests;
    unsigned asked[PATHS_MAX]; /* of answers with this index */
    size_t last_len;
    char last[CANNED_ASKED_MAX];
};

struct connection {
    struct canned *canned;
    int fd;
};

static void
pause_ms(unsigned ms)
{
    const struct timespec t = {ms / 1000, (long)(ms % 1000) * 1000000};

    nanosleep(&t, NULL);
}

static size_t
body_length(const char *head)
{
    const char *at = strstr(head, "Content-Length: ");

    return at ? strtoul(at + strlen("Content-Length: "), NULL, 10) : 0;
}

/* Reads head and body. Returns the length, 0 if nothing came. */
static size_t
read_request(int fd, char *bytes)
{
    size_t len = 0;
    size_t want = CANNED_ASKED_MAX - 1;

    while (len < want) {
        ssize_t n = recv(fd, bytes + len, want - len, 0);
        char *end;

        if (n <= 0)
            return 0;
        len += (size_t)n;
        bytes[len] = '\0';
        end = strstr(bytes, "\r\n\r\n");
        if (end)
            want = (size_t)(end - bytes) + 4 + body_length(bytes);
    }
    return len;
}

/* The answer for the path: the n-th entry for the n-th request, then the last.
 */
static const struct canned_answer *
choose(struct canned *c, const char *request, size_t len)
{
    const char *path = strchr(request, ' ');
    size_t path_len = path ? strcspn(path + 1, " ") : 0;
    const struct canned_answer *found = NULL;

    pthread_mutex_lock(&c->lock);
    c->requests++;
    memcpy(c->last, request, len);
    c->last_len = len;
    for (size_t i = 0; i < c->count; i++) {
        if (!path || strlen(c->answers[i].path) != path_len ||
            strncmp(c->answers[i].path, path + 1, path_len) != 0)
            continue;
        found = &c->answers[i];
        if (c->asked[i] == 0 || i + 1 == c->count ||
            strcmp(c->answers[i + 1].path, found->path) != 0) {
            c->asked[i]++;
            break;
        }
    }
    pthread_mutex_unlock(&c->lock);
    return found;
}

static void
send_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t n = send(fd, bytes.ptr, bytes.len, MSG_NOSIGNAL);

        if (n <= 0)
            return;
        bytes = span_from(bytes, (size_t)n);
    }
}

static void
wait_for_others(struct canned *c, unsigned at_least)
{
    for (unsigned i = 0; i < 500; i++) {
        bool enough;

        pthread_mutex_lock(&c->lock);
        enough = c->requests > at_least;
        pthread_mutex_unlock(&c->lock);
        if (enough)
            return;
        pause_ms(10);
    }
}

static void
answer(struct canned *c, int fd, const struct canned_answer *a)
{
    char head[256];

    if (!a) {
        send_all(fd, span_text("HTTP/1.1 404 Not Found\r\nContent-Length: "
                               "0\r\nConnection: close\r\n\r\n"));
        return;
    }
    if (a->at_least > 0)
        wait_for_others(c, a->at_least);
    if (a->wait_ms > 0)
        pause_ms(a->wait_ms);
    if (a->raw) {
        send_all(fd, span_text(a->raw));
        return;
    }
    (void)snprintf(head, sizeof head,
                   "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\nContent-Type: "
                   "text/plain\r\nConnection: close\r\n\r\n",
                   a->body.len);
    send_all(fd, span_text(head));
    send_all(fd, a->body);
}

static void *
serve(void *context)
{
    struct connection *connection = context;
    char *bytes = malloc(CANNED_ASKED_MAX);
    size_t len = bytes ? read_request(connection->fd, bytes) : 0;

    if (len > 0)
        answer(connection->canned, connection->fd,
               choose(connection->canned, bytes, len));
    close(connection->fd);
    free(bytes);
    free(connection);
    return NULL;
}

static void *
listen_on(void *context)
{
    struct canned *c = context;

    while (c->worker_count < CONNECTIONS_MAX) {
        int fd = accept(c->listening, NULL, NULL);
        struct connection *connection;

        if (fd < 0)
            break;
        connection = malloc(sizeof *connection);
        *connection = (struct connection){c, fd};
        if (pthread_create(&c->workers[c->worker_count], NULL, serve,
                           connection)) {
            close(fd);
            free(connection);
        } else {
            c->worker_count++;
        }
    }
    return NULL;
}

struct canned *
canned_start(const struct canned_answer *answers, size_t count)
{
    struct canned *c = calloc(1, sizeof *c);
    struct sockaddr_in at = {.sin_family = AF_INET,
                             .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t len = sizeof at;

    assert_non_null(c);
    assert_true(count <= PATHS_MAX);
    c->answers = answers;
    c->count = count;
    pthread_mutex_init(&c->lock, NULL);
    c->listening = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_true(c->listening >= 0);
    assert_int_equal(bind(c->listening, (struct sockaddr *)&at, sizeof at), 0);
    assert_int_equal(listen(c->listening, 64), 0);
    assert_int_equal(getsockname(c->listening, (struct sockaddr *)&at, &len),
                     0);
    (void)snprintf(c->address, sizeof c->address, "http://127.0.0.1:%u",
                   (unsigned)ntohs(at.sin_port));
    assert_int_equal(pthread_create(&c->thread, NULL, listen_on, c), 0);
    return c;
}

void
canned_stop(struct canned *c)
{
    shutdown(c->listening, SHUT_RDWR);
    pthread_join(c->thread, NULL);
    for (size_t i = 0; i < c->worker_count; i++)
        pthread_join(c->workers[i], NULL);
    close(c->listening);
    pthread_mutex_destroy(&c->lock);
    free(c);
}

const char *
canned_address(const struct canned *c)
{
    return c->address;
}

unsigned
canned_count(struct canned *c, const char *path)
{
    unsigned n = 0;

    pthread_mutex_lock(&c->lock);
    for (size_t i = 0; i < c->count; i++)
        if (strcmp(c->answers[i].path, path) == 0)
            n += c->asked[i];
    pthread_mutex_unlock(&c->lock);
    return n;
}

struct span
canned_last(struct canned *c)
{
    return span_of(c->last, c->last_len);
}
