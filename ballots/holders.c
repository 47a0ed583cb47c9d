#include "ballots/holders.h"

#include <string.h>

enum { KEYS_AN_EVENT = 3 };

enum err
holders_reserve(struct conference *c, struct post post)
{
    struct holders *list = &c->holders[post.kind];
    size_t before = list->place_capacity;
    enum err e;

    e = seen_set_reserve(&c->keys, KEYS_AN_EVENT);
    if (!e)
        e = array_reserve(&c->memory, &list->items, &list->capacity,
                          list->count + 2, sizeof *list->items);
    if (!e)
        e = array_reserve(&c->memory, &list->place, &list->place_capacity,
                          (size_t)post.number + 2, sizeof *list->place);
    if (!e)
        memset(list->place + before, 0,
               (list->place_capacity - before) * sizeof *list->place);
    return e;
}

enum err
holders_reserve_key(struct conference *c)
{
    return seen_set_reserve(&c->keys, 1);
}

struct holder *
holders_add(struct conference *c, struct post post)
{
    struct holders *list = &c->holders[post.kind];
    struct holder *holder = &list->items[list->count];

    *holder = (struct holder){.post = post,
                              .invitation_entry = CONFERENCE_NO_ENTRY,
                              .enrol_entry = CONFERENCE_NO_ENTRY,
                              .presence_entry = CONFERENCE_NO_ENTRY};
    list->count++;
    list->place[post.number] = (uint32_t)list->count;
    if (post.number > list->number_max)
        list->number_max = post.number;
    return holder;
}

bool
holders_key_is_used(const struct conference *c, const uint8_t key[32])
{
    return seen_set_find(&c->keys, key, NULL);
}

void
holders_use_key(struct conference *c, const uint8_t key[32], uint32_t entry)
{
    seen_set_add(&c->keys, key, entry);
}

void
holders_enrol(struct conference *c, struct holder *holder,
              const uint8_t key[32], uint32_t entry)
{
    if (holder->post.kind == POST_SCRUTINEER && !holder->enrolled)
        c->scrutineers++;
    memcpy(holder->key, key, sizeof holder->key);
    holder->enrolled = true;
    holder->enrol_entry = entry;
    holders_use_key(c, key, entry);
}

void
holders_revoke(struct conference *c, struct holder *holder)
{
    if (holder->post.kind == POST_SCRUTINEER && holder->enrolled)
        c->scrutineers--;
    holder->enrolled = false;
}
