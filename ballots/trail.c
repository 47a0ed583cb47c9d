#include "ballots/trail.h"

bool
trail_subject(struct post *out, const struct event *event)
{
    switch (event->type) {
    case EVENT_POST:
        *out = event->post.post;
        return true;
    case EVENT_REISSUE:
        *out = event->reissue.post;
        return true;
    case EVENT_ENROL:
        *out = event->enrol.post;
        return true;
    case EVENT_RETIRE:
        *out = event->retire.post;
        return true;
    default:
        return false;
    }
}

bool
trail_has_type(enum event_type type)
{
    switch (type) {
    case EVENT_GENESIS:
    case EVENT_POST:
    case EVENT_REISSUE:
    case EVENT_ENROL:
    case EVENT_RETIRE:
    case EVENT_HANDOVER:
    case EVENT_SESSION:
    case EVENT_SESSION_START:
    case EVENT_SESSION_END:
    case EVENT_KEY_START:
    case EVENT_KEY_COMMIT:
    case EVENT_KEY_DEAL:
    case EVENT_KEY_ACCEPT:
    case EVENT_KEY_COMPLAIN:
        return true;
    default:
        return false;
    }
}

enum err
trail_reserve(struct conference *c)
{
    return array_reserve(&c->memory, &c->trail_steps, &c->trail_capacity,
                         c->trail_count + 1, sizeof *c->trail_steps);
}

void
trail_add(struct conference *c, const struct event *event, uint32_t index)
{
    uint32_t *last = &c->trail;
    struct post subject;

    if (!trail_has_type(event->type))
        return;
    if (trail_subject(&subject, event) &&
        (subject.kind == POST_SEAT || subject.kind == POST_OBSERVER))
        last = &state_holder(c, subject)->trail;
    c->trail_steps[c->trail_count++] =
        (struct trail_step){.entry = index, .before = *last};
    *last = (uint32_t)c->trail_count;
}

size_t
trail_length(const struct conference *c, uint32_t last)
{
    size_t length = 0;

    for (; last != 0; last = c->trail_steps[last - 1].before)
        length++;
    return length;
}

uint32_t
trail_first(const struct conference *c, uint32_t last)
{
    uint32_t first = CONFERENCE_NO_ENTRY;

    for (; last != 0; last = c->trail_steps[last - 1].before)
        first = c->trail_steps[last - 1].entry;
    return first;
}

void
trail_list(uint32_t *out, const struct conference *c, uint32_t last)
{
    size_t at = trail_length(c, last);

    for (; last != 0; last = c->trail_steps[last - 1].before)
        out[--at] = c->trail_steps[last - 1].entry;
}
