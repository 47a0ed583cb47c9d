#include "ballots/draft.h"

#include <string.h>

#include "ballots/draft_entry.h"
#include "ballots/paper_check.h"
#include "ballots/roll_hash.h"

void
draft_ref(struct event_ref *ref, const struct conference *c, uint64_t index)
{
    const struct hash32 *leaf =
        index < c->size ? merkle_leaf(c->tree, index) : NULL;

    *ref = (struct event_ref){0};
    if (!leaf)
        return;
    ref->present = true;
    ref->index = (uint32_t)index;
    ref->leaf = *leaf;
}

struct opening *
draft_current_round(const struct conference *c, const char *id)
{
    const struct paper *paper = paper_check_find(c, id);

    if (!paper || paper->opening == CONFERENCE_NO_ENTRY)
        return NULL;
    return c->openings[paper->opening];
}

enum refusal
draft_begin(struct event *event, const struct conference *c,
            enum event_type type, uint64_t now_s)
{
    memset(event, 0, sizeof *event);
    event->type = type;
    memcpy(event->origin, c->origin, sizeof event->origin);
    event->seen_size = c->size;
    conference_root(c, &event->seen_root);
    if (event_is_dated(type))
        event->at_s = now_s;
    return REFUSED_NOTHING;
}

enum refusal
draft_reissue(struct event *event, const struct conference *c, struct post post)
{
    const struct holder *holder = state_holder(c, post);

    if (!holder)
        return REFUSED_POST_UNKNOWN;
    event->reissue.post = post;
    draft_ref(&event->reissue.previous, c, holder->invitation_entry);
    return REFUSED_NOTHING;
}

enum refusal
draft_enrol(struct event *event, const struct conference *c, struct post post,
            const uint8_t key[32])
{
    const struct holder *holder = state_holder(c, post);

    if (!holder)
        return REFUSED_POST_UNKNOWN;
    if (holder->invitation_used)
        return REFUSED_INVITATION_USED;
    event->enrol.post = post;
    draft_ref(&event->enrol.invitation, c, holder->invitation_entry);
    memcpy(event->enrol.key, key, sizeof event->enrol.key);
    return REFUSED_NOTHING;
}

enum refusal
draft_presence(struct event *event, const struct conference *c,
               struct post post, enum event_how how)
{
    const struct session *session = state_running(c);
    const struct holder *holder = state_holder(c, post);

    if (!session)
        return REFUSED_SESSION_NOT_RUNNING;
    if (!holder)
        return REFUSED_POST_UNKNOWN;
    memcpy(event->presence.session, session->id,
           sizeof event->presence.session);
    event->presence.post = post;
    event->presence.how = how;
    if (holder->presence_entry != CONFERENCE_NO_ENTRY)
        draft_ref(&event->presence.previous, c, holder->presence_entry);
    return REFUSED_NOTHING;
}

enum refusal
draft_headcount(struct event *event, const struct conference *c,
                uint32_t counted)
{
    const struct session *session = state_running(c);

    if (!session)
        return REFUSED_SESSION_NOT_RUNNING;
    memcpy(event->headcount.session, session->id,
           sizeof event->headcount.session);
    roll_hash(&event->headcount.roll, c);
    event->headcount.counted = counted;
    return REFUSED_NOTHING;
}

enum refusal
draft_session_end(struct event *event, const struct conference *c)
{
    const struct session *session = state_running(c);

    if (!session)
        return REFUSED_SESSION_NOT_RUNNING;
    memcpy(event->mark.session, session->id, sizeof event->mark.session);
    return REFUSED_NOTHING;
}

enum refusal
draft_about(struct event *event, const struct conference *c, uint64_t index)
{
    draft_ref(&event->statement.about, c, index);
    return event->statement.about.present ? REFUSED_NOTHING : REFUSED_REF;
}

bool
draft_has_post(const struct conference *c, struct post post)
{
    return state_holder(c, post) != NULL;
}

bool
draft_is_invited(const struct conference *c, const struct event_post *wanted)
{
    const struct holder *holder = state_holder(c, wanted->post);

    if (!holder || holder->voting != wanted->voting ||
        holder->tag_count != wanted->tag_count ||
        memcmp(holder->invitation, wanted->invitation,
               sizeof holder->invitation) != 0)
        return false;
    for (size_t i = 0; i < wanted->tag_count; i++)
        if (strcmp(holder->tags[i], wanted->tags[i]) != 0)
            return false;
    return true;
}

bool
draft_is_enrolled(const struct conference *c, struct post post)
{
    const struct holder *holder = state_holder(c, post);

    return holder && holder->enrolled && !holder->retired;
}

bool
draft_is_over(const struct conference *c)
{
    for (size_t i = 0; i < c->session_count; i++)
        if (c->sessions[i].stage != SESSION_ENDED)
            return false;
    return true;
}
