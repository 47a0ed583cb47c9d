#include "voting/server/limits.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

enum {
    SLOTS = 1 << 16, /* many more than requests can wait */
    NETWORK_BYTES = 8,
    NAME_MAX_BYTES = 255,
};

struct limits {
    unsigned per_address;
    uint8_t key[crypto_shorthash_KEYBYTES];
    uint16_t addresses[SLOTS];
    uint16_t names[SLOTS];
};

enum err
limits_new(struct limits **out, unsigned per_address)
{
    *out = NULL;
    if (per_address > LIMITS_PER_ADDRESS_MAX)
        return ERR_INPUT;
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ERR_NOMEM;
    (*out)->per_address = per_address;
    crypto_shorthash_keygen((*out)->key);
    return OK;
}

void
limits_free(struct limits *limits)
{
    free(limits);
}

static uint32_t
slot_of(const struct limits *limits, const uint8_t *bytes, size_t len)
{
    uint8_t hash[crypto_shorthash_BYTES];

    crypto_shorthash(hash, bytes, len, limits->key);
    return ((uint32_t)hash[0] << 8 | hash[1]) % SLOTS;
}

/* The part of an address that one sender has. */
static size_t
sender_bytes(const uint8_t address[LIMITS_ADDRESS_BYTES])
{
    static const uint8_t mapped[12] = {[10] = 0xFF, [11] = 0xFF};

    return memcmp(address, mapped, sizeof mapped) == 0 ? LIMITS_ADDRESS_BYTES
                                                       : NETWORK_BYTES;
}

bool
limits_enter(struct limits *limits, struct limits_ticket *ticket,
             const uint8_t address[LIMITS_ADDRESS_BYTES], struct span name)
{
    uint8_t both[LIMITS_ADDRESS_BYTES + NAME_MAX_BYTES];
    size_t len = sender_bytes(address);

    memcpy(both, address, len);
    *ticket = (struct limits_ticket){
        .address = slot_of(limits, both, len),
        .named = name.len > 0,
    };
    if (limits->addresses[ticket->address] >= limits->per_address)
        return false;
    if (ticket->named) {
        if (name.len > NAME_MAX_BYTES)
            name = span_head(name, NAME_MAX_BYTES);
        memcpy(both + len, name.ptr, name.len);
        ticket->name = slot_of(limits, both, len + name.len);
        if (limits->names[ticket->name] >= LIMITS_PER_NAME)
            return false;
        limits->names[ticket->name]++;
    }
    limits->addresses[ticket->address]++;
    return true;
}

void
limits_leave(struct limits *limits, const struct limits_ticket *ticket)
{
    limits->addresses[ticket->address]--;
    if (ticket->named)
        limits->names[ticket->name]--;
}
