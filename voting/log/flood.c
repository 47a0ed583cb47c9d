#include "voting/log/flood.h"

#include <stdbool.h>
#include <stdlib.h>

enum { BUCKETS = 1024 };

/* The times of a post's last entries, in a ring. */
struct spoken {
    struct spoken *next;
    struct post post;
    size_t count; /* in all */
    uint64_t at_s[FLOOD_ENTRIES_MAX];
};

struct flood {
    struct spoken *buckets[BUCKETS];
};

enum err
flood_new(struct flood **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? OK : ERR_NOMEM;
}

void
flood_free(struct flood *flood)
{
    if (!flood)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        while (flood->buckets[i]) {
            struct spoken *spoken = flood->buckets[i];

            flood->buckets[i] = spoken->next;
            free(spoken);
        }
    }
    free(flood);
}

static bool
is_statement(const struct event *event)
{
    return event->type == EVENT_INCIDENT || event->type == EVENT_COMPLAINT ||
           event->type == EVENT_OBJECTION;
}

/* Whether a member says it alone, as often as they like. */
static bool
is_counted(const struct event *event)
{
    return event->signer_count == 1 &&
           (is_statement(event) || event->type == EVENT_PRESENT ||
            event->type == EVENT_LEAVE);
}

static size_t
bucket_of(struct post post)
{
    return (post.number * (size_t)POST_KINDS_ + post.kind) % BUCKETS;
}

static struct spoken *
find(const struct flood *flood, struct post post)
{
    struct spoken *spoken = flood->buckets[bucket_of(post)];

    while (spoken && !post_eq(spoken->post, post))
        spoken = spoken->next;
    return spoken;
}

enum refusal
flood_look(const struct flood *flood, const struct event *event, uint64_t now_s)
{
    const struct spoken *spoken;

    if (!is_counted(event))
        return REFUSED_NOTHING;
    if (is_statement(event) &&
        (event->statement.text.length > FLOOD_TEXT_MAX ||
         event->statement.refusal.length > FLOOD_TEXT_MAX))
        return REFUSED_TOO_LARGE;
    spoken = find(flood, event->signers[0].post);
    if (!spoken || spoken->count < FLOOD_ENTRIES_MAX)
        return REFUSED_NOTHING;
    /* The oldest of the last ones; a log's time never goes back. */
    return now_s - spoken->at_s[spoken->count % FLOOD_ENTRIES_MAX] <
                   FLOOD_WINDOW_S
               ? REFUSED_BUSY
               : REFUSED_NOTHING;
}

void
flood_note(struct flood *flood, const struct event *event, uint64_t now_s)
{
    struct spoken *spoken;

    if (!is_counted(event))
        return;
    spoken = find(flood, event->signers[0].post);
    if (!spoken) {
        size_t bucket = bucket_of(event->signers[0].post);

        spoken = calloc(1, sizeof *spoken);
        if (!spoken)
            return;
        spoken->post = event->signers[0].post;
        spoken->next = flood->buckets[bucket];
        flood->buckets[bucket] = spoken;
    }
    spoken->at_s[spoken->count++ % FLOOD_ENTRIES_MAX] = now_s;
}
