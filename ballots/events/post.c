/*
 * post - a seat, officer or observer is named and invited.
 */
#include <string.h>

#include "ballots/handler.h"
#include "ballots/holders.h"
#include "ballots/signers.h"

static void
fields(struct field_io *io, struct event *event)
{
    struct event_post *p = &event->post;

    field_line_post(io, "post", &p->post);
    field_line_bytes(io, "invitation", p->invitation, sizeof p->invitation);
    field_line_hash(io, "name", &p->name);
    field_line(io, "tags");
    field_count(io, &p->tag_count, EVENT_TAGS_MAX);
    for (size_t i = 0; i < p->tag_count; i++)
        field_id(io, p->tags[i], sizeof p->tags[i]);
    field_end(io);
    field_line_bool(io, "voting", &p->voting);
}

static enum refusal
check_roll(const struct conference *c, const struct event_post *p)
{
    if (p->voting && p->post.kind != POST_SEAT)
        return REFUSED_POST_VOTING;
    if (p->voting && c->running != CONFERENCE_NO_ENTRY)
        return REFUSED_ROLL_FROZEN;
    for (size_t i = 0; i < p->tag_count; i++) {
        /* The word that stands for "no tag" in rolls and filters. */
        if (strcmp(p->tags[i], "none") == 0)
            return REFUSED_TAGS;
        if (i > 0 && strcmp(p->tags[i - 1], p->tags[i]) >= 0)
            return REFUSED_TAGS;
    }
    return REFUSED_NOTHING;
}

static enum refusal
check(const struct conference *c, const struct event *event,
      struct admission *adm)
{
    const struct event_post *p = &event->post;
    const struct holder *holder;

    if (!signers_registrar(c, event, p->post))
        return REFUSED_SIGNERS;
    holder = state_holder(c, p->post);
    if (holder) {
        adm->cause = holder->invitation_entry;
        return REFUSED_POST_EXISTS;
    }
    if (seen_set_find(&c->keys, p->invitation, &adm->cause))
        return REFUSED_KEY_USED;
    return check_roll(c, p);
}

static enum err
reserve(struct conference *c, const struct event *event,
        const struct admission *adm)
{
    const struct event_post *p = &event->post;
    enum err e = holders_reserve(c, p->post);

    (void)adm;
    if (e || p->tag_count == 0)
        return e;
    c->reserved = arena_take(&c->arena, p->tag_count, sizeof *p->tags);
    if (!c->reserved)
        return ERR_NOMEM;
    memcpy(c->reserved, p->tags, p->tag_count * sizeof *p->tags);
    return OK;
}

static void
apply(struct conference *c, const struct event *event,
      const struct admission *adm)
{
    const struct event_post *p = &event->post;
    struct holder *holder = holders_add(c, p->post);

    holder->name = p->name;
    holder->tag_count = (uint8_t)p->tag_count;
    holder->tags = c->reserved;
    holder->voting = p->voting;
    memcpy(holder->invitation, p->invitation, sizeof holder->invitation);
    holder->invitation_entry = adm->index;
    holders_use_key(c, p->invitation, adm->index);
    if (p->voting)
        c->voting_seats++;
}

const struct handler handler_post = {
    "post", false, fields, check, NULL, reserve, apply, NULL,
};
