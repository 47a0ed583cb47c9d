#include "voting/http/http_queue.h"

void
http_queue_leave(struct http_waiter *waiter)
{
    struct http_queue *queue = waiter->queue;

    if (!queue)
        return;
    if (waiter->prev)
        waiter->prev->next = waiter->next;
    else
        queue->first = waiter->next;
    if (waiter->next)
        waiter->next->prev = waiter->prev;
    else
        queue->last = waiter->prev;
    queue->count--;
    waiter->prev = NULL;
    waiter->next = NULL;
    waiter->queue = NULL;
}

void
http_queue_join(struct http_queue *queue, struct http_waiter *waiter,
                uint64_t until_ms)
{
    http_queue_leave(waiter);
    waiter->until_ms = until_ms;
    waiter->queue = queue;
    waiter->prev = queue->last;
    if (queue->last)
        queue->last->next = waiter;
    else
        queue->first = waiter;
    queue->last = waiter;
    queue->count++;
}
