#include "crypto/batch.h"

#include <assert.h>

#include <sodium.h>

#include "crypto/batch_gather.h"
#include "crypto/public_sum.h"

enum {
    WEIGHT_BYTES = 16,
    WEIGHTS_A_HASH = TRANSCRIPT_DIGEST_BYTES / WEIGHT_BYTES,
    ROOM_FIRST = 64,
    SUM_WORDS = 16, /* of 32 bits */
};

/* ---- Arrays ---------------------------------------------------------------*/

void
batch_init(struct batch *b, struct memory memory)
{
    *b = (struct batch){.memory = memory};
}

static void *
resize(const struct batch *b, void *old, size_t from, size_t to, size_t size)
{
    return b->memory.resize(b->memory.context, old, from * size, to * size);
}

void
batch_free(struct batch *b)
{
    if (b->ends)
        resize(b, b->ends, b->room.statements, 0, sizeof *b->ends);
    if (b->points)
        resize(b, b->points, b->room.points, 0, sizeof *b->points);
    if (b->terms)
        resize(b, b->terms, b->room.terms, 0, sizeof *b->terms);
    if (b->shared)
        resize(b, b->shared, b->shared_room, 0, sizeof *b->shared);
    batch_init(b, b->memory);
}

void
batch_clear(struct batch *b)
{
    b->used = (struct batch_extent){0};
    sodium_memzero(b->digest, sizeof b->digest);
}

const struct batch_extent *
batch_used(const struct batch *b)
{
    return &b->used;
}

const struct public_summand *
batch_points(const struct batch *b, const struct batch_extent *since)
{
    return b->points + since->points;
}

/* What was taken out stays in the hash, where it does no harm. */
void
batch_cut(struct batch *b, const struct batch_extent *used)
{
    b->used = *used;
}

/* A larger room for `need` things of this size, or 0 if there is none. */
static size_t
larger(size_t room, size_t need, size_t size)
{
    if (room == 0)
        room = ROOM_FIRST;
    while (room < need) {
        if (room > SIZE_MAX / 4 / size)
            return 0;
        room += room / 2;
    }
    return room;
}

static enum err
reserve_points(struct batch *b, size_t need)
{
    size_t room = larger(b->room.points, need, sizeof *b->points);
    void *grown;

    if (need <= b->room.points)
        return OK;
    grown = room ? resize(b, b->points, b->room.points, room, sizeof *b->points)
                 : NULL;
    if (!grown)
        return ERR_NOMEM;
    b->points = grown;
    b->room.points = room;
    return OK;
}

static enum err
reserve_terms(struct batch *b, size_t need)
{
    size_t room = larger(b->room.terms, need, sizeof *b->terms);
    void *grown;

    if (need <= b->room.terms)
        return OK;
    grown = room ? resize(b, b->terms, b->room.terms, room, sizeof *b->terms)
                 : NULL;
    if (!grown)
        return ERR_NOMEM;
    b->terms = grown;
    b->room.terms = room;
    return OK;
}

static enum err
reserve_statements(struct batch *b, size_t need)
{
    size_t room = larger(b->room.statements, need, sizeof *b->ends);
    void *grown;

    if (need <= b->room.statements)
        return OK;
    grown = room ? resize(b, b->ends, b->room.statements, room, sizeof *b->ends)
                 : NULL;
    if (!grown)
        return ERR_NOMEM;
    b->ends = grown;
    b->room.statements = room;
    return OK;
}

static enum err
reserve_shared(struct batch *b, size_t need)
{
    size_t room = larger(b->shared_room, need, sizeof *b->shared);
    void *grown;

    if (need <= b->shared_room)
        return OK;
    grown = room ? resize(b, b->shared, b->shared_room, room, sizeof *b->shared)
                 : NULL;
    if (!grown)
        return ERR_NOMEM;
    b->shared = grown;
    b->shared_room = room;
    return OK;
}

/* B, which every batch shares. */
static enum err
put_base(struct batch *b)
{
    enum err e = b->shared_count ? OK : reserve_shared(b, 1);

    if (e || b->shared_count)
        return e;
    public_point_encode(b->shared[0].encoded.bytes, &public_point_base);
    public_summand_make(&b->shared[0].point, &public_point_base);
    b->shared_count = 1;
    return OK;
}

enum err
batch_reserve(struct batch *b, size_t points, size_t terms)
{
    enum err e = put_base(b);

    if (!e)
        e = reserve_points(b, b->used.points + points);
    if (!e)
        e = reserve_terms(b, b->used.terms + terms);
    return e ? e : reserve_statements(b, b->used.statements + 1);
}

/* ---- Gathering ------------------------------------------------------------*/

enum err
batch_share_point(struct batch *b, uint32_t *number,
                  const struct point *encoded)
{
    struct public_point p;
    enum err e = put_base(b);

    *number = 0;
    if (e)
        return e;
    for (size_t i = b->shared_count; i-- > 0;)
        if (point_eq(&b->shared[i].encoded, encoded)) {
            *number = (uint32_t)i;
            return OK;
        }
    e = public_point_decode(&p, encoded->bytes);
    if (!e && public_point_is_identity(&p))
        e = ERR_INPUT;
    if (!e)
        e = reserve_shared(b, b->shared_count + 1);
    if (e)
        return e;
    b->shared[b->shared_count].encoded = *encoded;
    public_summand_make(&b->shared[b->shared_count].point, &p);
    *number = (uint32_t)b->shared_count++;
    return OK;
}

enum err
batch_put_point(struct batch *b, const uint8_t encoded[POINT_BYTES],
                bool identity)
{
    struct public_point p;
    enum err e = public_point_decode(&p, encoded);

    if (!e && !identity && public_point_is_identity(&p))
        e = ERR_INPUT;
    if (e)
        return e;
    assert(b->used.points < b->room.points);
    public_summand_make(&b->points[b->used.points++], &p);
    return OK;
}

void
batch_put_equation(struct batch *b)
{
    b->used.equations++;
}

static void
put_term(struct batch *b, size_t point, bool shared,
         const struct scalar *factor)
{
    struct batch_term *term = &b->terms[b->used.terms];

    assert(b->used.terms < b->room.terms);
    b->used.terms++;
    term->equation = (uint32_t)(b->used.equations - 1);
    term->point = (uint32_t)point;
    term->shared = shared;
    if (factor)
        term->factor = *factor;
    else
        scalar_from_u64(&term->factor, 1);
}

/* The extent at which the statement that is being gathered begins. */
static struct batch_extent
begin_of(const struct batch *b, size_t statement)
{
    return statement ? b->ends[statement - 1] : (struct batch_extent){0};
}

void
batch_put_own(struct batch *b, uint32_t point, const struct scalar *factor)
{
    put_term(b, begin_of(b, b->used.statements).points + point, false, factor);
}

void
batch_put_shared(struct batch *b, uint32_t number, const struct scalar *factor)
{
    put_term(b, number, true, factor);
}

void
batch_begin_hash(const struct batch *b, struct transcript *t, uint32_t parts)
{
    transcript_begin(t, "batch-statement", 1 + parts);
    transcript_part(t, b->digest, sizeof b->digest);
}

void
batch_end_statement(struct batch *b, struct transcript *t)
{
    transcript_hash(t, b->digest);
    b->used.statements++;
    b->ends[b->used.statements - 1] = b->used;
}

/* ---- Verifying ------------------------------------------------------------*/

/* What a range of statements adds up to. */
struct range {
    struct batch_extent from;
    struct batch_extent to;
};

/* A multiple under way: a number below 2^512. */
struct sum {
    uint32_t word[SUM_WORDS];
};

/*
 * sum += weight * factor: below 2^381, so that 2^131 of them fit. The weight is
 * four words and the factor eight.
 */
static void
add_product(struct sum *sum, const uint32_t weight[4],
            const struct scalar *factor)
{
    uint32_t f[8];

    for (unsigned i = 0; i < 8; i++)
        f[i] = (uint32_t)factor->bytes[4 * i] |
               (uint32_t)factor->bytes[4 * i + 1] << 8 |
               (uint32_t)factor->bytes[4 * i + 2] << 16 |
               (uint32_t)factor->bytes[4 * i + 3] << 24;
    for (unsigned i = 0; i < 4; i++) {
        uint64_t carry = 0;

        for (unsigned k = 0; k < 8; k++) {
            carry += (uint64_t)weight[i] * f[k] + sum->word[i + k];
            sum->word[i + k] = (uint32_t)carry;
            carry >>= 32;
        }
        for (unsigned k = i + 8; carry && k < SUM_WORDS; k++) {
            carry += sum->word[k];
            sum->word[k] = (uint32_t)carry;
            carry >>= 32;
        }
    }
}

static void
finish_sum(struct scalar *out, const struct sum *sum)
{
    uint8_t wide[2 * SCALAR_BYTES];

    for (unsigned i = 0; i < sizeof wide; i++)
        wide[i] = (uint8_t)(sum->word[i / 4] >> (8 * (i % 4)));
    scalar_reduce(out, wide);
}

/* Weights are made in fours and asked for in rising order. */
struct weights {
    uint8_t key[TRANSCRIPT_HASH_BYTES];
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    uint64_t made; /* which four, from 1 */
};

static void
weigh(uint32_t weight[4], struct weights *w, uint32_t equation)
{
    const uint32_t four = equation / WEIGHTS_A_HASH;
    const uint8_t *z =
        w->digest + (size_t)(equation % WEIGHTS_A_HASH) * WEIGHT_BYTES;
    struct transcript t;

    if (w->made != (uint64_t)four + 1) {
        transcript_begin(&t, "batch-weight", 2);
        transcript_part(&t, w->key, sizeof w->key);
        transcript_u32(&t, four);
        transcript_digest(&t, w->digest);
        w->made = (uint64_t)four + 1;
    }
    for (unsigned i = 0; i < 4; i++)
        weight[i] = (uint32_t)z[4 * i] | (uint32_t)z[4 * i + 1] << 8 |
                    (uint32_t)z[4 * i + 2] << 16 | (uint32_t)z[4 * i + 3] << 24;
}

/* Adds up each point's factors, own points first. */
static void
weigh_terms(struct sum *own, struct sum *shared, const struct batch *b,
            struct weights *w, const struct range *r)
{
    uint32_t weight[4] = {0};
    uint32_t equation = UINT32_MAX;

    for (size_t i = r->from.terms; i < r->to.terms; i++) {
        const struct batch_term *term = &b->terms[i];

        if (term->equation != equation)
            weigh(weight, w, equation = term->equation);
        if (term->shared)
            add_product(&shared[term->point], weight, &term->factor);
        else
            add_product(&own[term->point - r->from.points], weight,
                        &term->factor);
    }
}

/* Room for one check: so many own points and all the shared ones. */
struct workplace {
    size_t bytes;
    struct sum *sums;
    struct scalar *scalars;
    struct public_summand *shared;
};

static enum err
workplace_open(struct workplace *place, const struct batch *b, size_t own)
{
    const size_t all = own + b->shared_count;
    const size_t each = sizeof *place->sums + sizeof *place->scalars;
    char *block;

    place->bytes = all * each + b->shared_count * sizeof *place->shared;
    block = resize(b, NULL, 0, place->bytes, 1);
    if (!block)
        return ERR_NOMEM;
    place->shared = (struct public_summand *)(void *)block;
    for (size_t i = 0; i < b->shared_count; i++)
        place->shared[i] = b->shared[i].point;
    place->sums = (struct sum *)(void *)(place->shared + b->shared_count);
    for (size_t i = 0; i < all; i++)
        place->sums[i] = (struct sum){{0}};
    place->scalars = (struct scalar *)(void *)(place->sums + all);
    return OK;
}

/* The weighted sum of a range of statements: do both its sides agree? */
static enum err
check_range(bool *holds, const struct batch *b, struct weights *w,
            const struct range *r)
{
    const size_t own = r->to.points - r->from.points;
    struct workplace place;
    struct public_point left;
    struct public_point right;
    enum err e = workplace_open(&place, b, own);

    *holds = false;
    if (e)
        return e;
    weigh_terms(place.sums, place.sums + own, b, w, r);
    for (size_t i = 0; i < own + b->shared_count; i++)
        finish_sum(&place.scalars[i], &place.sums[i]);
    e = public_sum(&left, b->points + r->from.points, place.scalars, own,
                   b->memory);
    if (!e)
        e = public_sum(&right, place.shared, place.scalars + own,
                       b->shared_count, b->memory);
    if (!e)
        *holds = public_point_eq(&left, &right);
    resize(b, place.shared, place.bytes, 0, 1);
    return e;
}

/*
 * Names the statements that do not hold among `count` from `first`. bad says
 * that it is known already that there is one. The depth is that of the
 * logarithm of their number.
 */
static enum err
search(bool *holds, const struct batch *b, struct weights *w, size_t first,
       size_t count, bool bad)
{
    const struct range r = {begin_of(b, first), b->ends[first + count - 1]};
    bool good = false;
    enum err e = bad && count > 1 ? OK : check_range(&good, b, w, &r);

    for (size_t i = first; i < first + count; i++)
        holds[i] = good;
    if (e || good || count == 1)
        return e;
    e = search(holds, b, w, first, count / 2, false);
    good = true;
    for (size_t i = first; i < first + count / 2; i++)
        good = good && holds[i];
    if (e)
        return e;
    return search(holds, b, w, first + count / 2, count - count / 2, good);
}

enum err
batch_verify(struct batch *b, bool *holds, const uint8_t seed[BATCH_SEED_BYTES])
{
    struct weights w = {.made = 0};
    struct transcript t;
    enum err e;

    if (b->used.statements == 0)
        return OK;
    transcript_begin(&t, "batch-key", 3);
    transcript_part(&t, seed, BATCH_SEED_BYTES);
    transcript_u32(&t, (uint32_t)b->used.statements);
    transcript_part(&t, b->digest, sizeof b->digest);
    transcript_hash(&t, w.key);
    e = search(holds, b, &w, 0, b->used.statements, false);
    for (size_t i = 0; e && i < b->used.statements; i++)
        holds[i] = false;
    return e;
}
