#include "ballots/excerpt.h"

void
excerpt_begin(struct conference *c)
{
    c->excerpt = true;
}

void
excerpt_set_next(struct conference *c, uint32_t index)
{
    c->excerpt_next = index;
}

enum err
excerpt_reserve(struct conference *c)
{
    return array_reserve(&c->memory, &c->excerpt_leaves, &c->excerpt_capacity,
                         c->excerpt_count + 1, sizeof *c->excerpt_leaves);
}

void
excerpt_add(struct conference *c, uint32_t index, const struct hash32 *leaf)
{
    c->excerpt_leaves[c->excerpt_count++] =
        (struct excerpt_leaf){.index = index, .leaf = *leaf};
}

const struct hash32 *
excerpt_leaf(const struct conference *c, uint32_t index)
{
    size_t low = 0;
    size_t high = c->excerpt_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (c->excerpt_leaves[middle].index == index)
            return &c->excerpt_leaves[middle].leaf;
        if (c->excerpt_leaves[middle].index < index)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}
