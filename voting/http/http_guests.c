#include "voting/http/http_guests.h"

#include <assert.h>
#include <sodium.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct guest {
    uint8_t address[HTTP_ADDRESS_BYTES];
    unsigned count; /* 0: a free place */
};

/* Open addressing; at most half of the places are taken. */
struct http_guests {
    struct guest *places;
    size_t mask;
    size_t taken;
    size_t capacity;
    /* So that nobody can choose addresses that meet at one place. */
    uint8_t key[crypto_shorthash_KEYBYTES];
};

enum err
http_guests_new(struct http_guests **out, unsigned capacity)
{
    struct http_guests *guests = calloc(1, sizeof *guests);
    size_t places = 16;

    *out = NULL;
    if (!guests)
        return ERR_NOMEM;
    while (places < (size_t)capacity * 2)
        places *= 2;
    guests->places = calloc(places, sizeof *guests->places);
    if (!guests->places) {
        free(guests);
        return ERR_NOMEM;
    }
    guests->mask = places - 1;
    guests->capacity = capacity;
    randombytes_buf(guests->key, sizeof guests->key);
    *out = guests;
    return OK;
}

void
http_guests_free(struct http_guests *guests)
{
    if (!guests)
        return;
    free(guests->places);
    free(guests);
}

/* The part of an address that tells one guest from another. */
static void
identify(uint8_t out[HTTP_ADDRESS_BYTES],
         const uint8_t address[HTTP_ADDRESS_BYTES])
{
    static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

    memcpy(out, address, HTTP_ADDRESS_BYTES);
    if (memcmp(address, mapped, sizeof mapped) != 0)
        memset(out + HTTP_ADDRESS_BYTES / 2, 0, HTTP_ADDRESS_BYTES / 2);
}

static size_t
home_of(const struct http_guests *guests,
        const uint8_t identity[HTTP_ADDRESS_BYTES])
{
    uint8_t hash[crypto_shorthash_BYTES];
    size_t home;

    crypto_shorthash(hash, identity, HTTP_ADDRESS_BYTES, guests->key);
    memcpy(&home, hash, sizeof home);
    return home & guests->mask;
}

/* Where this guest stands, or the free place where it would. */
static size_t
place_of(const struct http_guests *guests,
         const uint8_t address[HTTP_ADDRESS_BYTES],
         uint8_t identity[HTTP_ADDRESS_BYTES])
{
    size_t i;

    identify(identity, address);
    i = home_of(guests, identity);
    while (guests->places[i].count > 0 &&
           memcmp(guests->places[i].address, identity, HTTP_ADDRESS_BYTES) != 0)
        i = (i + 1) & guests->mask;
    return i;
}

unsigned
http_guests_count(const struct http_guests *guests,
                  const uint8_t address[HTTP_ADDRESS_BYTES])
{
    uint8_t identity[HTTP_ADDRESS_BYTES];

    return guests->places[place_of(guests, address, identity)].count;
}

enum err
http_guests_enter(struct http_guests *guests,
                  const uint8_t address[HTTP_ADDRESS_BYTES])
{
    uint8_t identity[HTTP_ADDRESS_BYTES];
    struct guest *guest = &guests->places[place_of(guests, address, identity)];

    if (guest->count == 0) {
        if (guests->taken == guests->capacity)
            return ERR_STATE;
        guests->taken++;
        memcpy(guest->address, identity, sizeof identity);
    }
    guest->count++;
    return OK;
}

/* Frees a place and moves up those who stand behind it only because of it. */
static void
vacate(struct http_guests *guests, size_t hole)
{
    size_t i = hole;

    guests->places[hole].count = 0;
    for (;;) {
        size_t home;

        i = (i + 1) & guests->mask;
        if (guests->places[i].count == 0)
            return;
        home = home_of(guests, guests->places[i].address);
        if (((i - home) & guests->mask) < ((i - hole) & guests->mask))
            continue;
        guests->places[hole] = guests->places[i];
        guests->places[i].count = 0;
        hole = i;
    }
}

void
http_guests_leave(struct http_guests *guests,
                  const uint8_t address[HTTP_ADDRESS_BYTES])
{
    uint8_t identity[HTTP_ADDRESS_BYTES];
    size_t i = place_of(guests, address, identity);

    assert(guests->places[i].count > 0);
    if (guests->places[i].count > 1) {
        guests->places[i].count--;
        return;
    }
    guests->taken--;
    vacate(guests, i);
}
