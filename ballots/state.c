#include "ballots/state.h"

#include <string.h>

#include "ballots/excerpt.h"

struct holder *
state_holder(const struct conference *c, struct post post)
{
    const struct holders *list = &c->holders[post.kind];

    if (post.number > list->number_max || list->place[post.number] == 0)
        return NULL;
    return &list->items[list->place[post.number] - 1];
}

struct session *
state_session(const struct conference *c, const char *id)
{
    for (size_t i = 0; i < c->session_count; i++)
        if (strcmp(c->sessions[i].id, id) == 0)
            return &c->sessions[i];
    return NULL;
}

struct session *
state_running(const struct conference *c)
{
    return c->running == CONFERENCE_NO_ENTRY ? NULL : &c->sessions[c->running];
}

bool
state_is_barred(const struct conference *c, const struct session *session,
                struct post trustee)
{
    for (size_t i = 0; i < c->ceremony_count; i++) {
        const struct key_ceremony *k = c->ceremonies[i];

        if (&c->sessions[k->session] == session && k->complained_against &&
            post_eq(k->trustees[k->complained_against - 1], trustee))
            return true;
    }
    return false;
}

const struct hash32 *
state_leaf(const struct conference *c, uint32_t index)
{
    if (c->excerpt)
        return excerpt_leaf(c, index);
    return index < c->size ? merkle_leaf(c->tree, index) : NULL;
}

bool
state_ref_is_true(const struct conference *c, const struct event_ref *ref)
{
    const struct hash32 *leaf = state_leaf(c, ref->index);

    return ref->present && leaf && hash_eq(leaf, &ref->leaf);
}

enum refusal
state_ref_check(const struct conference *c, const struct event *event,
                const struct event_ref *ref)
{
    if (!state_ref_is_true(c, ref))
        return REFUSED_REF;
    if (ref->index >= event->seen_size)
        return REFUSED_SEEN_SHORT;
    return REFUSED_NOTHING;
}

struct opening *
state_opening(const struct conference *c, const struct event_ref *ref)
{
    if (!state_ref_is_true(c, ref))
        return NULL;
    for (size_t i = c->opening_count; i-- > 0;)
        if (c->openings[i]->entry == ref->index)
            return c->openings[i];
    return NULL;
}

struct opening *
state_result(const struct conference *c, const struct event_ref *ref)
{
    if (!state_ref_is_true(c, ref))
        return NULL;
    for (size_t i = c->opening_count; i-- > 0;)
        if (c->openings[i]->result_entry == ref->index)
            return c->openings[i];
    return NULL;
}

struct key_ceremony *
state_ceremony(const struct conference *c, const struct event_ref *ref)
{
    if (!state_ref_is_true(c, ref))
        return NULL;
    for (size_t i = c->ceremony_count; i-- > 0;)
        if (c->ceremonies[i]->entry == ref->index)
            return c->ceremonies[i];
    return NULL;
}

struct paper *
state_paper_of(const struct conference *c, const struct opening *op)
{
    return c->papers[op->paper];
}

bool
state_is_trustee(const struct key_ceremony *k, struct post post)
{
    for (unsigned i = 0; i < k->numbers.trustees; i++)
        if (post_eq(k->trustees[i], post))
            return true;
    return false;
}

bool
state_is_on_roll(const struct paper *paper, const struct holder *seat)
{
    if (!seat->voting || seat->retired)
        return false;
    if (!paper->filtered)
        return true;
    for (unsigned i = 0; i < seat->tag_count; i++)
        if (strcmp(seat->tags[i], paper->filter) == 0)
            return true;
    return false;
}

bool
state_is_recused(const struct paper *paper, uint32_t row, struct post seat)
{
    for (uint32_t i = 0; i < paper->recusal_count; i++)
        if (paper->recusals[i].row == row + 1 &&
            post_eq(paper->recusals[i].seat, seat))
            return true;
    return false;
}
