#include "ballots/event_blobs.h"

static size_t
list(const struct event_blob **out, size_t count, const struct event_blob *blob)
{
    if (blob->present)
        out[count++] = blob;
    return count;
}

static size_t
list_paper(const struct event_blob **out, const struct event_paper *paper)
{
    size_t count = list(out, 0, &paper->title);

    for (size_t i = 0; i < paper->row_count; i++)
        count = list(out, count, &paper->rows[i].text);
    return count;
}

size_t
event_blobs(const struct event_blob *out[EVENT_BLOBS_MAX],
            const struct event *event)
{
    switch (event->type) {
    case EVENT_GENESIS:
        return list(out, list(out, 0, &event->genesis.title),
                    &event->genesis.policy);
    case EVENT_POLICY:
        return list(out, 0, &event->policy.policy);
    case EVENT_SESSION:
        return list(out, 0, &event->session.title);
    case EVENT_KEY_START:
        return list(out, 0, &event->key_start.reason);
    case EVENT_PAPER:
        return list_paper(out, &event->paper);
    case EVENT_OPEN:
        return list(out, 0, &event->open.short_notice);
    case EVENT_VOID:
    case EVENT_UNCOUNTABLE:
        return list(out, 0, &event->ending.reason);
    case EVENT_INCIDENT:
    case EVENT_COMPLAINT:
    case EVENT_OBJECTION:
    case EVENT_REPLY:
        return list(out, list(out, 0, &event->statement.refusal),
                    &event->statement.text);
    default:
        return 0;
    }
}

bool
event_blob_is_policy(const struct event *event, const struct event_blob *blob)
{
    return (event->type == EVENT_GENESIS && blob == &event->genesis.policy) ||
           (event->type == EVENT_POLICY && blob == &event->policy.policy);
}
