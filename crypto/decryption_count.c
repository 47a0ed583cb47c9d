#include "crypto/decryption.h"

#include <string.h>

/*
 * A slot of two options opens to (a + b*2^32) B, one of one option to a*B. Both
 * are found in a table of 0*B..(baby-1)*B: taking away `giant` up to giants-1
 * times leads into it. For two options baby = giants = n+1 and the two places
 * are the counts; for one they are about the root of n.
 */
struct search {
    uint32_t baby;
    uint32_t giants;
    struct point giant;   /* what one step takes away */
    struct point *points; /* of the table */
    uint32_t *places;     /* hash table of 1 + place in points; 0 is empty */
    uint32_t mask;
};

static uint32_t
table_entries(uint32_t baby)
{
    uint32_t entries = 16;

    while (entries / 2 < baby)
        entries *= 2;
    return entries;
}

size_t
decryption_scratch_bytes(uint32_t n)
{
    if (n > DECRYPTION_BALLOTS_MAX)
        return 0;
    return ((size_t)n + 1) * sizeof(struct point) +
           table_entries(n + 1) * sizeof(uint32_t);
}

static bool
options_in_range(unsigned options)
{
    return options >= BALLOT_OPTIONS_MIN && options <= BALLOT_OPTIONS_MAX;
}

/* All counts together are n, and so each is at most n. */
static bool
counts_fit(const uint32_t *counts, unsigned options, uint32_t n)
{
    uint64_t sum = 0;

    for (unsigned k = 0; k < options; k++)
        sum += counts[k];
    return sum == n;
}

enum err
decryption_check_row(const uint32_t *counts, unsigned options, unsigned cap,
                     uint32_t n, const struct point *opened)
{
    unsigned digits = cap ? 1 : 2;

    if (!options_in_range(options))
        return ERR_INPUT;
    if (!counts_fit(counts, options, n))
        return ERR_PROOF;
    for (unsigned slot = 0; slot < ballot_slots(options, cap); slot++) {
        unsigned first = slot * digits;
        uint64_t plaintext = counts[first];
        struct scalar m;
        struct point want;

        if (digits == 2 && first + 1 < options - 1)
            plaintext += (uint64_t)counts[first + 1] << 32;
        scalar_from_u64(&m, plaintext);
        point_mul_base(&want, &m);
        if (!point_eq(&want, &opened[slot]))
            return ERR_PROOF;
    }
    return OK;
}

static uint32_t
hash_point(const struct search *s, const struct point *p)
{
    uint32_t h = 0;

    for (unsigned i = 0; i < 4; i++)
        h = h << 8 | p->bytes[i];
    return h & s->mask;
}

static void
insert(struct search *s, uint32_t place)
{
    uint32_t at = hash_point(s, &s->points[place]);

    while (s->places[at] != 0)
        at = (at + 1) & s->mask;
    s->places[at] = place + 1;
}

/* Whether p is in the table, and where. */
static bool
find(const struct search *s, const struct point *p, uint32_t *place)
{
    uint32_t at = hash_point(s, p);

    for (; s->places[at] != 0; at = (at + 1) & s->mask) {
        *place = s->places[at] - 1;
        if (point_eq(&s->points[*place], p))
            return true;
    }
    return false;
}

/* digits: options in the slot, 1 or 2. */
static void
prepare(struct search *s, unsigned digits, uint32_t n, void *scratch)
{
    struct scalar step;
    struct point base;
    uint32_t entries;

    s->baby = n + 1;
    if (digits == 1)
        for (s->baby = 1; (uint64_t)s->baby * s->baby < (uint64_t)n + 1;)
            s->baby++;
    s->giants = s->baby;
    scalar_from_u64(&step, digits == 1 ? s->baby : (uint64_t)1 << 32);
    point_mul_base(&s->giant, &step);

    entries = table_entries(s->baby);
    s->mask = entries - 1;
    s->places = scratch;
    s->points = (struct point *)(s->places + entries);
    for (uint32_t i = 0; i < entries; i++)
        s->places[i] = 0;
    point_base(&base);
    point_identity(&s->points[0]);
    insert(s, 0);
    for (uint32_t i = 1; i < s->baby; i++) {
        point_add(&s->points[i], &s->points[i - 1], &base);
        insert(s, i);
    }
}

/* Finds one slot's counts. */
static enum err
count_slot(uint32_t *counts, unsigned digits, uint32_t n,
           const struct point *opened, void *scratch)
{
    struct search s;
    struct point p = *opened;
    uint32_t small = 0;

    prepare(&s, digits, n, scratch);
    for (uint32_t big = 0; big < s.giants; big++) {
        if (find(&s, &p, &small)) {
            counts[0] = digits == 1 ? small + big * s.baby : small;
            if (digits == 2)
                counts[1] = big;
            return OK;
        }
        point_sub(&p, &p, &s.giant);
    }
    return ERR_PROOF;
}

/* Finds the counts of all options but the last, slot by slot. */
static enum err
count_slots(uint32_t *counts, unsigned options, unsigned digits, uint32_t n,
            const struct point *opened, void *scratch)
{
    enum err e = OK;

    for (unsigned first = 0; first < options - 1 && !e; first += digits) {
        unsigned left = options - 1 - first;
        struct point p;

        e = point_decode_any(&p, opened[first / digits].bytes);
        if (!e)
            e = count_slot(counts + first, left < digits ? left : digits, n, &p,
                           scratch);
    }
    return e;
}

enum err
decryption_count_row(uint32_t *counts, unsigned options, unsigned cap,
                     uint32_t n, const struct point *opened, void *scratch,
                     size_t scratch_bytes)
{
    uint32_t found[BALLOT_OPTIONS_MAX] = {0};
    uint64_t sum = 0;
    enum err e;

    if (!options_in_range(options))
        return ERR_INPUT;
    for (unsigned k = 0; k < options; k++)
        counts[k] = 0;
    if (n > DECRYPTION_BALLOTS_MAX ||
        scratch_bytes < decryption_scratch_bytes(n))
        return ERR_INPUT;
    e = count_slots(found, options, cap ? 1 : 2, n, opened, scratch);
    if (e)
        return e;
    for (unsigned k = 0; k < options - 1; k++)
        sum += found[k];
    if (sum > n)
        return ERR_PROOF;
    found[options - 1] = n - (uint32_t)sum;
    memcpy(counts, found, options * sizeof *counts);
    return OK;
}
