#include "tests/crowd/phones.h"

#include <stdlib.h>
#include <string.h>

#include "tests/crowd/clock.h"
#include "tests/test.h"

struct phones {
    unsigned room;
    unsigned total;
    struct phone *phone;
    /* A run. */
    struct http_client *client;
    struct reply_log *log;
    struct journal *journal;
    const struct phones_options *options;
    uint64_t start_us;
    uint64_t first_us; /* the first was sent */
    uint64_t last_us;  /* the last was done */
    unsigned left;
    unsigned heap_len;
    unsigned *heap; /* those who wait, by next_us */
    uint64_t chance;
    struct phones_count count;
    /* The watcher. */
    bool watching;
    unsigned looks;
    uint64_t watch_us;
    char watch_head[HTTP_CLIENT_HEAD_MAX];
    size_t seen_len;
    char seen[4096];
};

struct phones *
phones_new(unsigned room)
{
    struct phones *p = calloc(1, sizeof *p);

    assert_non_null(p);
    p->room = room;
    p->phone = calloc(room + 1, sizeof *p->phone);
    p->heap = calloc(room + 1, sizeof *p->heap);
    assert_true(p->phone && p->heap);
    p->chance = clock_us() | 1;
    return p;
}

void
phones_free(struct phones *p)
{
    if (!p)
        return;
    for (unsigned i = 0; i < p->total; i++)
        free(p->phone[i].note);
    free(p->phone);
    free(p->heap);
    free(p);
}

struct phone *
phones_add(struct phones *p, struct span note, unsigned number)
{
    struct phone *one = &p->phone[p->total++];

    assert_true(p->total <= p->room);
    one->note = malloc(note.len);
    assert_non_null(one->note);
    memcpy(one->note, note.ptr, note.len);
    one->note_len = note.len;
    one->number = number;
    one->all = p;
    one->head_len = http_client_head(one->head, "/event", note.len).len;
    return one;
}

unsigned
phones_total(const struct phones *p)
{
    return p->total;
}

struct phone *
phones_get(struct phones *p, unsigned i)
{
    assert_true(i < p->total);
    return &p->phone[i];
}

/* ---- Who is next ----------------------------------------------------------*/

static uint64_t
next_us(const struct phones *p, unsigned place)
{
    return p->phone[p->heap[place]].next_us;
}

static void
wait_until(struct phones *p, struct phone *one, uint64_t until_us)
{
    unsigned i = p->heap_len++;

    one->next_us = until_us;
    while (i > 0 && next_us(p, (i - 1) / 2) > until_us) {
        p->heap[i] = p->heap[(i - 1) / 2];
        i = (i - 1) / 2;
    }
    p->heap[i] = (unsigned)(one - p->phone);
}

static struct phone *
take_next(struct phones *p)
{
    struct phone *first = &p->phone[p->heap[0]];
    unsigned last = p->heap[--p->heap_len];
    unsigned i = 0;

    for (;;) {
        unsigned child = 2 * i + 1;

        if (child >= p->heap_len)
            break;
        if (child + 1 < p->heap_len &&
            next_us(p, child + 1) < next_us(p, child))
            child++;
        if (next_us(p, child) >= p->phone[last].next_us)
            break;
        p->heap[i] = p->heap[child];
        i = child;
    }
    p->heap[i] = last;
    return first;
}

/* Not chance that anybody must not foresee: only spread. */
static uint64_t
spread(struct phones *p, uint64_t below)
{
    p->chance ^= p->chance << 13;
    p->chance ^= p->chance >> 7;
    p->chance ^= p->chance << 17;
    return below ? p->chance % below : 0;
}

/* ---- One phone ------------------------------------------------------------*/

static void
end(struct phones *p, struct phone *one)
{
    one->done = true;
    p->last_us = clock_us() - p->start_us;
    if (one->done_us == 0)
        one->done_us = p->last_us;
    p->left--;
}

static void
try_later(struct phones *p, struct phone *one, const struct reply *v)
{
    uint64_t now_us = clock_us() - p->start_us;
    uint64_t wait_ms = v->wait_ms ? v->wait_ms : 20;
    unsigned most = p->options->retry_max_ms;

    if (v->kind == REPLY_LATER && p->options->once) {
        end(p, one);
        return;
    }
    if (now_us - one->sent_us > UINT64_C(1000) * p->options->give_up_ms) {
        journal_lost(p->journal, one->number, "given-up");
        p->count.given_up++;
        end(p, one);
        return;
    }
    if (most && wait_ms > most)
        wait_ms = most;
    wait_until(p, one, now_us + 1000 * wait_ms + spread(p, 1000 * wait_ms));
}

static void
write_down(struct phones *p, struct phone *one, const struct reply *v,
           const struct http_client_answer *answer)
{
    static const char *const how[] = {"", "refused", "closed", "late", "odd"};

    switch (v->kind) {
    case REPLY_RECEIPT:
        journal_receipt(p->journal, one->number, answer->body);
        break;
    case REPLY_REFUSED:
        journal_refused(p->journal, one->number, refusal_code(v->refusal),
                        answer->body);
        break;
    case REPLY_LATER:
        p->count.later++;
        p->count.unsaid += answer->retry_after_s == 0;
        journal_later(p->journal, one->number, answer->status);
        break;
    case REPLY_LOST:
        p->count.lost++;
        journal_lost(p->journal, one->number, how[answer->lost]);
        break;
    case REPLY_WRONG:
        p->count.wrong++;
        journal_wrong(p->journal, one->number, answer->status, answer->body);
        break;
    }
}

static void
hear(void *context, const struct http_client_answer *answer)
{
    struct phone *one = context;
    struct phones *p = one->all;
    struct reply v =
        reply_of(p->log, span_of(one->note, one->note_len), answer);
    uint64_t took_us = clock_us() - p->start_us - one->try_us;

    write_down(p, one, &v, answer);
    if (v.kind == REPLY_LATER && took_us > p->count.later_worst_us)
        p->count.later_worst_us = took_us;
    if (one->done) /* it sent again what it had a receipt for */
        return;
    one->reply = v;
    if (v.kind != REPLY_RECEIPT && v.kind != REPLY_REFUSED) {
        try_later(p, one, &v);
        return;
    }
    if (v.kind == REPLY_RECEIPT)
        p->count.receipts++;
    else
        p->count.refused++;
    if (v.kind == REPLY_RECEIPT && one->again) {
        one->again = false;
        p->count.receipts--;
        one->done_us = clock_us() - p->start_us;
        wait_until(p, one, one->done_us + 5000 + spread(p, 200000));
        return;
    }
    end(p, one);
}

static void
send_one(struct phones *p, struct phone *one)
{
    one->try_us = clock_us() - p->start_us;
    if (one->tries++ == 0) {
        one->sent_us = one->try_us;
        if (one->in_turn)
            one->due_us = one->try_us;
    }
    if (p->first_us == 0)
        p->first_us = one->try_us + 1;
    journal_sent(p->journal, one->number);
    http_client_send(p->client, span_of(one->head, one->head_len),
                     span_of(one->note, one->note_len), hear, one);
}

/* ---- The watcher ----------------------------------------------------------*/

/* What screens ask for meanwhile; whatever they get must not disturb. */
static const char *const views[] = {
    "/view/conference",
    "/tile/entries/000.p/7",
    "/now",
    "/view/wall",
    "/proof/3",
    "/healthz",
    "/tile/0/000.p/9",
    "/consistency/5/20",
    "/view/post/seat/001",
    "/view/round/1",
    "/no/such/path",
};
enum { VIEWS = sizeof views / sizeof *views };

static void
see(void *context, const struct http_client_answer *answer)
{
    struct phones *p = context;
    struct span seen = answer->body;

    p->watching = false;
    if (answer->lost || answer->status != 200 || seen.len > sizeof p->seen ||
        span_eq(seen, span_of(p->seen, p->seen_len)))
        return;
    memcpy(p->seen, seen.ptr, seen.len);
    p->seen_len = seen.len;
    journal_checkpoint(p->journal, seen);
}

static void
pass_over(void *context, const struct http_client_answer *answer)
{
    struct phones *p = context;

    (void)answer;
    p->watching = false;
}

/* The checkpoint, and every other time something else. */
static void
watch(struct phones *p, uint64_t now_us)
{
    unsigned look = p->looks;

    if (p->options->watch_ms == 0 || p->watching || now_us < p->watch_us ||
        !http_client_can_send(p->client))
        return;
    p->watching = true;
    p->looks++;
    p->watch_us = now_us + UINT64_C(500) * p->options->watch_ms;
    http_client_send(
        p->client,
        http_client_head(p->watch_head,
                         look % 2 ? views[look / 2 % VIEWS] : "/checkpoint", 0),
        span_text(""), look % 2 ? pass_over : see, p);
}

/* ---- All ------------------------------------------------------------------*/

static unsigned
wait_ms(const struct phones *p, uint64_t now_us)
{
    uint64_t us = 20000;

    if (!http_client_can_send(p->client))
        return 20;
    if (p->heap_len > 0 && next_us(p, 0) < now_us + us)
        us = next_us(p, 0) > now_us ? next_us(p, 0) - now_us : 0;
    return (unsigned)((us + 999) / 1000);
}

struct phones_count
phones_run(struct phones *p, struct http_client *client, struct reply_log *log,
           struct journal *j, const struct phones_options *options)
{
    p->client = client;
    p->log = log;
    p->journal = j;
    p->options = options;
    p->start_us = clock_us();
    p->left = p->total;
    p->first_us = 0;
    p->last_us = 0;
    p->watch_us = 0;
    memset(&p->count, 0, sizeof p->count);
    for (unsigned i = 0; i < p->total; i++)
        wait_until(p, &p->phone[i], p->phone[i].due_us);
    while (p->left > 0 || http_client_waiting(client) > 0) {
        uint64_t now_us = clock_us() - p->start_us;

        while (p->heap_len > 0 && next_us(p, 0) <= now_us &&
               http_client_can_send(client))
            send_one(p, take_next(p));
        if (p->left > 0)
            watch(p, now_us);
        http_client_turn(client, wait_ms(p, clock_us() - p->start_us));
    }
    journal_flush(j);
    p->count.took_us = p->last_us - p->first_us;
    return p->count;
}

/* ---- How it went ----------------------------------------------------------*/

struct place {
    uint64_t index; /* in the log */
    unsigned number;
};

static int
by_index(const void *a, const void *b)
{
    const struct place *one = a;
    const struct place *other = b;

    return one->index < other->index ? -1 : one->index > other->index;
}

unsigned *
phones_accepted(struct phones *p, size_t *count)
{
    struct place *places = calloc(p->total + 1, sizeof *places);
    unsigned *found = calloc(p->total + 1, sizeof *found);

    assert_true(places && found);
    *count = 0;
    for (unsigned i = 0; i < p->total; i++)
        if (p->phone[i].reply.kind == REPLY_RECEIPT)
            places[(*count)++] = (struct place){p->phone[i].reply.index, i};
    qsort(places, *count, sizeof *places, by_index);
    for (size_t i = 0; i < *count; i++)
        found[i] = places[i].number;
    free(places);
    return found;
}

static int
by_size(const void *a, const void *b)
{
    uint64_t one = *(const uint64_t *)a;
    uint64_t other = *(const uint64_t *)b;

    return one < other ? -1 : one > other ? 1 : 0;
}

double
phones_quantile_ms(struct phones *p, double share)
{
    size_t count;
    unsigned *accepted = phones_accepted(p, &count);
    uint64_t *took = calloc(count + 1, sizeof *took);
    double found = 0;

    assert_non_null(took);
    for (size_t i = 0; i < count; i++)
        took[i] = p->phone[accepted[i]].done_us - p->phone[accepted[i]].due_us;
    qsort(took, count, sizeof *took, by_size);
    if (count > 0)
        found = (double)took[(size_t)(share * (double)(count - 1))] / 1000;
    free(took);
    free(accepted);
    return found;
}
