#include "tests/crowd/gets.h"

#include "tests/crowd/clock.h"
#include "tests/crowd/http_client.h"
#include "tests/support/bench.h"
#include "tests/test.h"

struct gets {
    struct http_client *client;
    struct span head;
    unsigned left; /* to be sent */
    unsigned bad;
    size_t bytes;
};

static void
take(void *context, const struct http_client_answer *answer)
{
    struct gets *g = context;

    if (answer->lost || answer->status != 200)
        g->bad++;
    g->bytes = answer->body.len;
    if (g->left > 0) {
        g->left--;
        http_client_send(g->client, g->head, span_text(""), take, g);
    }
}

void
gets_measure(const char *host, uint16_t port, const char *path,
             unsigned connections, unsigned requests, const char *name)
{
    const struct http_client_options options = {
        .host = host,
        .port = port,
        .connections = connections,
        .timeout_ms = 5000,
    };
    char head[HTTP_CLIENT_HEAD_MAX];
    struct gets g = {.client = http_client_new(&options), .left = requests};
    uint64_t start_us;

    g.head = http_client_head(head, path, 0);
    (void)http_client_connect(g.client);
    start_us = clock_us();
    while (g.left > 0 && http_client_can_send(g.client)) {
        g.left--;
        http_client_send(g.client, g.head, span_text(""), take, &g);
    }
    while (http_client_waiting(g.client) > 0)
        http_client_turn(g.client, 20);
    bench_report(requests / ((double)(clock_us() - start_us) / 1e6), 0, "1/s",
                 "%s, connections=%u, bytes=%zu", name, connections, g.bytes);
    if (g.bad > 0)
        fail_msg("%s: %u answers are not 200", path, g.bad);
    http_client_free(g.client);
}
