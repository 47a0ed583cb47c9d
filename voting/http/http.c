#include "voting/http/http.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "voting/http/http_event.h"
#include "voting/http/http_guests.h"
#include "voting/http/http_peer.h"
#include "voting/http/http_state.h"
#include "voting/http/http_wire.h"

enum {
    DESCRIPTORS_ELSE = 128, /* that the rest of the program may need */

    ROOM = 16,       /* places that are kept free for those who come */
    TICK_MS = 250,   /* how late the end of a deadline may be noticed */
    TICK_MIN_MS = 5, /* with very short deadlines */
    LONG_BODIES_BYTES = 256 * 1024 * 1024,
};

static uint64_t
clock_ms(void)
{
    struct timespec t = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

/* ---- Opening and closing ------------------------------------------------- */

static unsigned
or_default(unsigned value, unsigned otherwise)
{
    return value ? value : otherwise;
}

static unsigned
least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

static void
fill_options(struct http_server *server, const struct http_options *given)
{
    struct http_options *o = &server->options;
    unsigned shortest;

    *o = *given;
    o->address = NULL; /* the caller's, and not needed again */
    o->connections_max = or_default(o->connections_max, 512);
    o->address_connections_max = or_default(o->address_connections_max, 512);
    o->head_deadline_ms = or_default(o->head_deadline_ms, 10000);
    o->body_deadline_ms = or_default(o->body_deadline_ms, 30000);
    o->idle_deadline_ms = or_default(o->idle_deadline_ms, 60000);
    o->reply_bytes_per_s = or_default(o->reply_bytes_per_s, 32768);
    if (o->long_bodies_max == 0)
        o->long_bodies_max = LONG_BODIES_BYTES;
    shortest = least(o->head_deadline_ms,
                     least(o->body_deadline_ms, o->idle_deadline_ms));
    server->tick_ms = least(TICK_MS, shortest / 4);
    if (server->tick_ms < TICK_MIN_MS)
        server->tick_ms = TICK_MIN_MS;
}

/*
 * Asks for as many descriptors as there may be connections, and lets there be
 * no more than it got: one that cannot be accepted would wait unseen, and the
 * log could open no file.
 */
static void
fit_descriptors(struct http_options *o)
{
    rlim_t want = (rlim_t)o->connections_max + DESCRIPTORS_ELSE;
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= want)
        return;
    limit.rlim_cur = limit.rlim_max < want ? limit.rlim_max : want;
    (void)setrlimit(RLIMIT_NOFILE, &limit);
    if (getrlimit(RLIMIT_NOFILE, &limit) || limit.rlim_cur >= want)
        return;
    o->connections_max = limit.rlim_cur > 2 * DESCRIPTORS_ELSE
                             ? (unsigned)limit.rlim_cur - DESCRIPTORS_ELSE
                             : (unsigned)limit.rlim_cur / 2;
}

enum err
http_open(struct http_server **out, const struct http_options *options)
{
    struct http_server *server = calloc(1, sizeof *server);
    enum err e;

    *out = NULL;
    if (!server)
        return ERR_NOMEM;
    fill_options(server, options);
    fit_descriptors(&server->options);
    server->port = options->port;
    server->listen_fd = -1;
    server->now_ms = clock_ms();
    server->wake_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    e = server->wake_fd < 0 ? ERR_IO : OK;
    if (!e)
        e = http_guests_new(&server->guests, server->options.connections_max);
    if (!e)
        e = http_peer_listen(&server->listen_fd, &server->port,
                             options->address);
    if (!e)
        e = http_wire_open(server);
    if (e) {
        http_close(server);
        return e;
    }
    *out = server;
    return OK;
}

uint16_t
http_port(const struct http_server *server)
{
    return server->port;
}

void
http_quiesce(struct http_server *server)
{
    if (server->quiet)
        return;
    server->quiet = true;
    http_wire_quiesce(server->daemon);
    close(server->listen_fd);
    server->listen_fd = -1;
    for (struct http_waiter *w = server->queues[HTTP_STAGE_IDLE].first; w;
         w = server->queues[HTTP_STAGE_IDLE].first)
        http_request_shut((struct http_request *)w);
}

/* The library cannot end a connection that it looks away from. */
static void
resume_all(struct http_server *server)
{
    server->closing = true;
    for (size_t i = 0; i < HTTP_STAGES; i++)
        for (struct http_waiter *w = server->queues[i].first; w; w = w->next)
            http_request_resume((struct http_request *)w);
}

void
http_close(struct http_server *server)
{
    if (!server)
        return;
    if (server->daemon) {
        resume_all(server);
        http_quiesce(server);
        http_wire_close(server->daemon);
    }
    if (server->listen_fd >= 0)
        close(server->listen_fd);
    if (server->wake_fd >= 0)
        close(server->wake_fd);
    http_event_release(server->event);
    http_guests_free(server->guests);
    free(server);
}

size_t
http_pending(const struct http_server *server)
{
    return server->pending + server->queues[HTTP_STAGE_REPLY].count;
}

/* ---- The loop ------------------------------------------------------------ */

void
http_wake(struct http_server *server)
{
    static const uint64_t one = 1;
    int saved = errno; /* a signal handler may call this */
    ssize_t written = write(server->wake_fd, &one, sizeof one);

    (void)written; /* it can only fail when it is awake anyway */
    errno = saved;
}

/* Ends those in a queue whose time is up. */
static void
expire(struct http_server *server, enum http_stage stage)
{
    struct http_waiter *next;

    for (struct http_waiter *w = server->queues[stage].first; w; w = next) {
        next = w->next;
        if (w->until_ms <= server->now_ms)
            http_request_shut((struct http_request *)w);
        else if (stage != HTTP_STAGE_REPLY)
            return; /* those behind it came later */
    }
}

static void
expire_all(struct http_server *server)
{
    if (server->now_ms < server->tick_at_ms)
        return;
    server->tick_at_ms = server->now_ms + server->tick_ms;
    expire(server, HTTP_STAGE_HEAD);
    expire(server, HTTP_STAGE_BODY);
    expire(server, HTTP_STAGE_REPLY);
    expire(server, HTTP_STAGE_EVENT);
    expire(server, HTTP_STAGE_IDLE);
}

/*
 * Who gives way to those who come: who wants nothing, then who takes long to
 * say what it wants, then a stream, whose reader can ask instead.
 */
static struct http_waiter *
find_way_giver(struct http_server *server)
{
    uint64_t slow_ms =
        server->now_ms + server->options.head_deadline_ms / 8 * 7;
    struct http_waiter *w = server->queues[HTTP_STAGE_IDLE].first;

    if (w)
        return w;
    w = server->queues[HTTP_STAGE_HEAD].first;
    if (w && w->until_ms <= slow_ms)
        return w;
    return server->queues[HTTP_STAGE_STREAM].first;
}

/* Keeps places free. */
static void
make_room(struct http_server *server)
{
    unsigned max = server->options.connections_max;
    unsigned room = least(ROOM, max / 8);

    while (server->connections - server->ending + room > max) {
        struct http_waiter *w = find_way_giver(server);

        if (!w)
            return;
        http_request_shut((struct http_request *)w);
    }
}

static unsigned
patience(struct http_server *server, unsigned max_wait_ms)
{
    if (server->resumed)
        return 0;
    if (server->connections > 0)
        max_wait_ms = least(max_wait_ms, server->tick_ms);
    return http_wire_patience(server->daemon, max_wait_ms);
}

enum err
http_turn(struct http_server *server, unsigned max_wait_ms)
{
    struct pollfd fds[] = {
        {.fd = http_wire_fd(server->daemon), .events = POLLIN},
        {.fd = server->wake_fd, .events = POLLIN},
    };
    uint64_t wakes;
    enum err e;

    if (poll(fds, 2, (int)patience(server, max_wait_ms)) < 0 && errno != EINTR)
        return ERR_IO;
    if (fds[1].revents && read(server->wake_fd, &wakes, sizeof wakes) < 0 &&
        errno != EAGAIN)
        return ERR_IO;
    server->resumed = false;
    server->now_ms = clock_ms();
    e = http_wire_run(server->daemon);
    if (e)
        return e;
    expire_all(server);
    make_room(server);
    return OK;
}
