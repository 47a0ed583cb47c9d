#include "ballots/seen_set.h"

#include <string.h>

enum { CAPACITY_FIRST = 64 };

void
seen_set_init(struct seen_set *set, struct memory memory)
{
    *set = (struct seen_set){.memory = memory};
}

void
seen_set_free(struct seen_set *set)
{
    if (set->slots)
        set->memory.resize(set->memory.context, set->slots,
                           set->capacity * sizeof *set->slots, 0);
    seen_set_init(set, set->memory);
}

/*
 * Where probing starts. An attacker may choose public keys and points that
 * crowd one slot, so the last bytes are mixed in by a multiplication; the worst
 * that remains is a longer probe for the attacker's own values.
 */
static size_t
home(const struct seen_set *set, const uint8_t *key)
{
    uint64_t a;
    uint64_t b;

    memcpy(&a, key, sizeof a);
    memcpy(&b, key + sizeof a, sizeof b);
    a = (a ^ (b >> 29) ^ (b << 35)) * UINT64_C(0x9E3779B97F4A7C15);
    /* The upper half as a fraction of the capacity, which is below 2^32. */
    return (size_t)(((a >> 32) * (uint64_t)set->capacity) >> 32);
}

/* The slot that has the key, or the free one where it belongs. */
static struct seen_set_slot *
slot_of(const struct seen_set *set, const uint8_t *key)
{
    size_t i = home(set, key);

    while (set->slots[i].entry &&
           memcmp(set->slots[i].key, key, SEEN_SET_KEY_BYTES) != 0)
        i = i + 1 < set->capacity ? i + 1 : 0;
    return &set->slots[i];
}

/* At most five sixths full after `count` values. */
static bool
is_roomy(size_t capacity, size_t count)
{
    return count <= capacity / 6 * 5;
}

enum err
seen_set_reserve(struct seen_set *set, size_t more)
{
    struct seen_set grown = *set;
    size_t bytes;

    if (more > SIZE_MAX / 8 / sizeof *set->slots - set->count)
        return ERR_NOMEM;
    if (set->capacity && is_roomy(set->capacity, set->count + more))
        return OK;
    if (grown.capacity == 0)
        grown.capacity = CAPACITY_FIRST;
    /* By an eighth: more copying, but little room that nobody needs. */
    while (!is_roomy(grown.capacity, set->count + more))
        grown.capacity += grown.capacity / 8;
    if (grown.capacity > UINT32_MAX)
        return ERR_NOMEM;
    bytes = grown.capacity * sizeof *grown.slots;
    grown.slots = set->memory.resize(set->memory.context, NULL, 0, bytes);
    if (!grown.slots)
        return ERR_NOMEM;
    memset(grown.slots, 0, bytes);
    for (size_t i = 0; i < set->capacity; i++)
        if (set->slots[i].entry)
            *slot_of(&grown, set->slots[i].key) = set->slots[i];
    if (set->slots)
        set->memory.resize(set->memory.context, set->slots,
                           set->capacity * sizeof *set->slots, 0);
    *set = grown;
    return OK;
}

void
seen_set_add(struct seen_set *set, const uint8_t value[SEEN_SET_VALUE_BYTES],
             uint32_t entry)
{
    struct seen_set_slot *slot = slot_of(set, value);

    if (slot->entry)
        return;
    memcpy(slot->key, value, SEEN_SET_KEY_BYTES);
    slot->entry = entry + 1;
    set->count++;
}

bool
seen_set_find(const struct seen_set *set,
              const uint8_t value[SEEN_SET_VALUE_BYTES], uint32_t *entry)
{
    const struct seen_set_slot *slot;

    if (set->capacity == 0)
        return false;
    slot = slot_of(set, value);
    if (!slot->entry)
        return false;
    if (entry)
        *entry = slot->entry - 1;
    return true;
}
