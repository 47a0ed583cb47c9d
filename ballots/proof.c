#include "ballots/proof.h"

#include <string.h>

#include "ballots/handler.h"

enum {
    /* Points in one sum: more make it hardly cheaper, and memory grows. */
    POINTS_MAX = 16384,
};

/* A batch under way, and which of its statements are whose. */
struct proving {
    struct batch batch;
    struct memory memory;
    const uint8_t *seed;
    struct proof_item *items;
    struct batch_extent *ends; /* of each item, since the last sum */
    size_t count;
    size_t first; /* item that the batch begins with */
};

static enum refusal
prove_alone(const struct proof_item *item)
{
    return handler_of(item->event->type)->prove(item->event, item->admission);
}

/* What the sum says of the items from first up to before `to`. */
static enum err
settle(struct proving *p, size_t to)
{
    const size_t count = batch_used(&p->batch)->statements;
    size_t statement = 0;
    bool *holds;
    enum err e;

    if (count == 0) {
        p->first = to;
        return OK;
    }
    holds = p->memory.resize(p->memory.context, NULL, 0, count);
    if (!holds)
        return ERR_NOMEM;
    e = batch_verify(&p->batch, holds, p->seed);
    for (size_t i = p->first; i < to && !e; i++) {
        bool good = true;

        for (; statement < p->ends[i].statements; statement++)
            good = good && holds[statement];
        if (!good)
            p->items[i].refusal = prove_alone(&p->items[i]);
    }
    p->memory.resize(p->memory.context, holds, count, 0);
    batch_clear(&p->batch);
    p->first = to;
    return e;
}

size_t
proof_point_count(const struct event *event, const struct admission *adm)
{
    const struct ballot_form *form = &adm->form;

    if (event->type != EVENT_CAST || !event->cast.sealed)
        return 0;
    return (size_t)2 * form->rows * ballot_slots(form->options, form->cap);
}

/* What gathering has decoded. */
static void
keep_points(struct proof_item *item, const struct batch *batch,
            const struct batch_extent *before)
{
    const size_t count = proof_point_count(item->event, item->admission);

    if (!item->points || count == 0)
        return;
    memcpy(item->points, batch_points(batch, before),
           count * sizeof *item->points);
    item->decoded = true;
}

/* The item's signatures now, its proofs into the batch. */
static enum err
gather(struct proving *p, struct proof_item *item)
{
    const struct handler *handler = handler_of(item->event->type);
    const struct batch_extent before = *batch_used(&p->batch);
    enum err e = ERR_INPUT;

    item->refusal = REFUSED_NOTHING;
    item->decoded = false;
    if (note_verify_exact(&item->event->note, item->admission->keys,
                          item->admission->key_count)) {
        item->refusal = REFUSED_SIGNATURE;
        return OK;
    }
    if (!handler->prove)
        return OK;
    if (handler->gather)
        e = handler->gather(item->event, item->admission, &p->batch);
    if (e == OK)
        keep_points(item, &p->batch, &before);
    if (e == OK || e == ERR_NOMEM)
        return e;
    /* Bad before any equation is looked at, or not for batches at all. */
    batch_cut(&p->batch, &before);
    item->refusal = prove_alone(item);
    return OK;
}

static enum err
prove_all(struct proving *p)
{
    enum err e = OK;

    for (size_t i = 0; i < p->count && !e; i++) {
        e = gather(p, &p->items[i]);
        p->ends[i] = *batch_used(&p->batch);
        if (!e && p->ends[i].points >= POINTS_MAX)
            e = settle(p, i + 1);
    }
    return e ? e : settle(p, p->count);
}

enum err
proof_verify_batch(struct proof_item *items, size_t count,
                   const uint8_t seed[BATCH_SEED_BYTES], struct memory memory)
{
    struct proving p = {
        .memory = memory, .seed = seed, .items = items, .count = count};
    const size_t bytes = count * sizeof *p.ends;
    enum err e = ERR_NOMEM;

    if (count == 0)
        return OK;
    batch_init(&p.batch, memory);
    p.ends = memory.resize(memory.context, NULL, 0, bytes);
    if (p.ends) {
        e = prove_all(&p);
        memory.resize(memory.context, p.ends, bytes, 0);
    }
    batch_free(&p.batch);
    for (size_t i = 0; i < count && e; i++)
        items[i].refusal = REFUSED_NO_MEMORY;
    return e;
}

void
proof_batch_prove(void *context, struct proof_item *items, size_t count)
{
    const struct proof_batch *batch = context;
    enum err e = proof_verify_batch(items, count, batch->seed, batch->memory);

    (void)e; /* every refusal says so */
}

static bool
same_keys(const struct admission *a, const struct admission *b)
{
    if (a->key_count != b->key_count)
        return false;
    for (size_t i = 0; i < a->key_count; i++)
        if (!span_eq(a->keys[i].name, b->keys[i].name) ||
            !ed25519_public_eq(&a->keys[i].key, &b->keys[i].key))
            return false;
    return true;
}

static bool
same_form(const struct ballot_form *a, const struct ballot_form *b)
{
    return point_eq(&a->key, &b->key) &&
           memcmp(a->context, b->context, sizeof a->context) == 0 &&
           a->options == b->options && a->cap == b->cap && a->rows == b->rows &&
           memcmp(a->row, b->row, a->rows * sizeof a->row[0]) == 0;
}

static bool
same_voter(const struct admission *a, const struct admission *b)
{
    return memcmp(a->voter.key, b->voter.key, sizeof a->voter.key) == 0 &&
           a->voter.attempt == b->voter.attempt &&
           memcmp(a->voter.previous, b->voter.previous,
                  sizeof a->voter.previous) == 0 &&
           strcmp(a->voter_name, b->voter_name) == 0;
}

bool
proof_still_holds(const struct event *event, const struct admission *then,
                  const struct admission *now)
{
    if (!same_keys(then, now))
        return false;
    if (!handler_of(event->type)->prove)
        return true;
    return event->type == EVENT_CAST && same_form(&then->form, &now->form) &&
           same_voter(then, now);
}
