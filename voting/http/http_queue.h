/*
 * http_queue.h - who waits for what, and until when.
 *
 * A waiter stands in one queue at most. The queues are lists through the
 * waiters themselves, so joining and leaving cost nothing and cannot fail.
 */
#ifndef VOTING_HTTP_HTTP_QUEUE_H
#define VOTING_HTTP_HTTP_QUEUE_H

#include <stddef.h>
#include <stdint.h>

struct http_queue;

struct http_waiter {
    struct http_waiter *prev;
    struct http_waiter *next;
    struct http_queue *queue; /* NULL: in none */
    uint64_t until_ms;        /* when patience ends */
};

struct http_queue {
    struct http_waiter *first;
    struct http_waiter *last;
    size_t count;
};

/* Leaves the queue that it stands in, if any. */
void http_queue_leave(struct http_waiter *waiter);

/* Leaves its queue and joins the end of this one. */
void http_queue_join(struct http_queue *queue, struct http_waiter *waiter,
                     uint64_t until_ms);

#endif
