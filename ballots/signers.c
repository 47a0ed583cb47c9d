#include "ballots/signers.h"

enum { SCRUTINEERS_WITHOUT_KEY = 2 };

static bool
is_presiding(const struct conference *c, const struct event *event, size_t i)
{
    return !event->signers[i].invitation &&
           post_eq(event->signers[i].post, c->presiding);
}

static bool
is_kind(const struct event *event, size_t i, enum post_kind kind)
{
    return !event->signers[i].invitation && event->signers[i].post.kind == kind;
}

const struct key_ceremony *
signers_acting(const struct conference *c, uint32_t session)
{
    for (size_t i = c->ceremony_count; i-- > 0;) {
        const struct key_ceremony *k = c->ceremonies[i];

        if (k->session == session && k->accept_count == k->numbers.trustees)
            return k;
    }
    return NULL;
}

static bool
is_acting_scrutineer(const struct conference *c, const struct event *event,
                     size_t i)
{
    const struct key_ceremony *k = signers_acting(c, c->running);

    if (!is_kind(event, i, POST_SCRUTINEER))
        return false;
    return !k || state_is_trustee(k, event->signers[i].post);
}

/* Lines from..from+count-1 are different scrutineers in ascending order. */
static bool
are_scrutineers(const struct event *event, size_t from, size_t count)
{
    for (size_t i = from; i < from + count; i++) {
        if (!is_kind(event, i, POST_SCRUTINEER))
            return false;
        if (i > from &&
            event->signers[i].post.number <= event->signers[i - 1].post.number)
            return false;
    }
    return true;
}

static bool
are_acting(const struct conference *c, const struct event *event, size_t from,
           size_t count)
{
    for (size_t i = from; i < from + count; i++)
        if (!is_acting_scrutineer(c, event, i))
            return false;
    return are_scrutineers(event, from, count);
}

bool
signers_chair(const struct conference *c, const struct event *event)
{
    return event->signer_count == 1 && is_presiding(c, event, 0);
}

bool
signers_chair_and_scrutineers(const struct conference *c,
                              const struct event *event, size_t count)
{
    return event->signer_count == count + 1 && is_presiding(c, event, 0) &&
           are_acting(c, event, 1, count);
}

bool
signers_chair_and_any_scrutineers(const struct conference *c,
                                  const struct event *event, size_t count)
{
    return event->signer_count == count + 1 && is_presiding(c, event, 0) &&
           are_scrutineers(event, 1, count);
}

bool
signers_scrutineers(const struct conference *c, const struct event *event,
                    size_t count)
{
    return event->signer_count == count && are_acting(c, event, 0, count);
}

bool
signers_chair_and_desk(const struct conference *c, const struct event *event)
{
    return event->signer_count == 2 && is_presiding(c, event, 0) &&
           is_kind(event, 1, POST_DESK);
}

bool
signers_one(const struct event *event, enum post_kind kind)
{
    return event->signer_count == 1 && is_kind(event, 0, kind);
}

bool
signers_post(const struct event *event, struct post post)
{
    return event->signer_count == 1 && !event->signers[0].invitation &&
           post_eq(event->signers[0].post, post);
}

static bool
is_officer(const struct event *event, size_t i)
{
    return is_kind(event, i, POST_CHAIR) || is_kind(event, i, POST_DESK) ||
           is_kind(event, i, POST_SCRUTINEER);
}

/* Line 1 is a second officer to line 0; one a scrutineer once there are any. */
static bool
has_second_officer(const struct conference *c, const struct event *event)
{
    if (event->signer_count != 2 || !is_officer(event, 1) ||
        post_eq(event->signers[0].post, event->signers[1].post))
        return false;
    return c->scrutineers == 0 || is_acting_scrutineer(c, event, 0) ||
           is_acting_scrutineer(c, event, 1);
}

bool
signers_registrar(const struct conference *c, const struct event *event,
                  struct post subject)
{
    bool desk_may = subject.kind == POST_SEAT || subject.kind == POST_OBSERVER;

    if (event->signer_count == 0)
        return false;
    if (!is_presiding(c, event, 0) &&
        !(desk_may && is_kind(event, 0, POST_DESK)))
        return false;
    if (c->running == CONFERENCE_NO_ENTRY)
        return event->signer_count == 1;
    return has_second_officer(c, event);
}

bool
signers_desk_pair(const struct conference *c, const struct event *event)
{
    return event->signer_count == 2 && is_kind(event, 0, POST_DESK) &&
           has_second_officer(c, event);
}

bool
signers_deputy(const struct conference *c, const struct event *event,
               struct post deputy)
{
    const struct key_ceremony *k = signers_acting(c, c->running);
    size_t count = k ? k->numbers.threshold : SCRUTINEERS_WITHOUT_KEY;

    return event->signer_count == count + 1 && is_kind(event, 0, POST_CHAIR) &&
           post_eq(event->signers[0].post, deputy) &&
           are_acting(c, event, 1, count);
}

bool
signers_key_start(const struct conference *c, const struct event *event,
                  uint32_t session)
{
    const struct key_ceremony *k = signers_acting(c, session);

    if (!k)
        return signers_chair(c, event);
    if (event->signer_count != k->numbers.threshold + 1u ||
        !is_presiding(c, event, 0))
        return false;
    for (size_t i = 1; i < event->signer_count; i++)
        if (!state_is_trustee(k, event->signers[i].post))
            return false;
    return are_scrutineers(event, 1, k->numbers.threshold);
}
