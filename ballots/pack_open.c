/*
 * pack_open.c - a paper pack is read and verified, entry by entry.
 */
#include <string.h>

#include "ballots/excerpt.h"
#include "ballots/pack_state.h"
#include "ballots/part.h"
#include "ballots/trail.h"
#include "crypto/decimal.h"

static const char header[] = "congress-pack/v1\n";

/* A pack that is being read. */
struct reading {
    struct pack *pack;
    const struct pack_expected *expected;
    struct event *event; /* one for all entries */
    struct span rest;
    struct note_key log_key;
    uint32_t index; /* of the entry that is looked at */
    size_t entries;
    bool has_paper;
    bool has_open;
};

/* One entry of the pack, not yet believed. */
struct group {
    uint32_t index;
    struct span entry;
    struct hash32 leaf;
    struct merkle_proof proof;
};

/* ---- Form -----------------------------------------------------------------*/

static enum err
take_word(struct span *bytes, struct span *rest, const char *word)
{
    struct span head;
    enum err e = part_take(&head, bytes, rest);

    return e || !span_eq(head, span_text(word)) ? ERR_INPUT : OK;
}

static enum err
take_proof(struct merkle_proof *out, struct span *rest)
{
    struct span bytes;
    enum err e = take_word(&bytes, rest, "proof");

    if (e || bytes.len % sizeof out->hashes[0] != 0 ||
        bytes.len > sizeof out->hashes)
        return ERR_INPUT;
    out->count = bytes.len / sizeof out->hashes[0];
    if (bytes.len > 0)
        memcpy(out->hashes, bytes.ptr, bytes.len);
    return OK;
}

/* ERR_INPUT: the rest does not begin with an entry and its proof. */
static enum err
take_group(struct group *out, struct span *rest)
{
    struct span head;
    uint64_t index;

    if (part_take(&head, &out->entry, rest) ||
        span_take_prefix(&head, "entry ") ||
        decimal_parse(&index, head, EVENT_INDEX_MAX - 1) ||
        out->entry.len > EVENT_ENTRY_MAX || take_proof(&out->proof, rest))
        return ERR_INPUT;
    out->index = (uint32_t)index;
    hash_leaf(&out->leaf, out->entry.ptr, out->entry.len);
    return OK;
}

/* ---- The checkpoint -------------------------------------------------------*/

/* The log's key and origin, from genesis, whose leaf may be pinned. */
static enum refusal
read_genesis(struct reading *r, const struct group *group)
{
    const struct hash32 *pinned = r->expected->genesis;
    struct ed25519_public key;
    struct span note;
    uint64_t time_s;
    enum refusal refusal;

    if (pinned && !hash_eq(pinned, &group->leaf))
        return REFUSED_ORIGIN;
    if (group->index != 0 || event_split_entry(&time_s, &note, group->entry))
        return REFUSED_FORM;
    refusal = event_decode(r->event, note);
    if (refusal)
        return refusal;
    if (r->event->type != EVENT_GENESIS)
        return REFUSED_GENESIS;
    memcpy(key.bytes, r->event->genesis.log_key, sizeof key.bytes);
    memcpy(r->pack->origin, r->event->origin, sizeof r->pack->origin);
    r->pack->facts.genesis = group->leaf;
    return note_key_make(&r->log_key, span_text(r->pack->origin),
                         NOTE_KEY_ED25519, &key)
               ? REFUSED_FORM
               : REFUSED_NOTHING;
}

/* The checkpoint is of this log and goes on from the last one. */
static enum refusal
read_checkpoint(struct reading *r, struct span bytes)
{
    const struct pack_expected *expected = r->expected;
    struct checkpoint *checkpoint = &r->pack->facts.checkpoint;
    struct note note;

    if (checkpoint_open(checkpoint, &note, bytes, r->log_key.name, &r->log_key))
        return REFUSED_ROOT;
    checkpoint->origin = span_text(r->pack->origin);
    if (expected->size == 0)
        return REFUSED_NOTHING;
    if (checkpoint->size < expected->size)
        return REFUSED_SEEN_SHORT;
    if (checkpoint->size == expected->size)
        return hash_eq(&checkpoint->root, &expected->root) ? REFUSED_NOTHING
                                                           : REFUSED_ROOT;
    if (!expected->consistency ||
        merkle_verify_consistency(expected->consistency, expected->size,
                                  &expected->root, checkpoint->size,
                                  &checkpoint->root))
        return REFUSED_ROOT;
    return REFUSED_NOTHING;
}

/* ---- Entries --------------------------------------------------------------*/

/* Whether an event belongs in this pack. */
static bool
belongs(const struct reading *r)
{
    const struct event *event = r->event;
    struct post post;

    if (event->type == EVENT_PAPER)
        return !r->has_paper;
    if (event->type == EVENT_OPEN)
        return !r->has_open && r->index == r->expected->open;
    if (!trail_has_type(event->type))
        return false;
    if (!trail_subject(&post, event) || post.kind == POST_CHAIR ||
        post.kind == POST_DESK || post.kind == POST_SCRUTINEER)
        return true;
    return r->expected->seat && post_eq(post, *r->expected->seat);
}

/* The entry goes through the machine, as in a replay with all proofs. */
static enum refusal
replay(struct reading *r, const struct group *group)
{
    struct conference *c = r->pack->conference;
    struct admission adm;
    struct span note;
    uint64_t time_s;
    enum refusal refusal = REFUSED_FORM;

    if (!event_split_entry(&time_s, &note, group->entry))
        refusal = event_decode(r->event, note);
    if (!refusal && !belongs(r))
        refusal = REFUSED_REF;
    if (refusal)
        return refusal;
    excerpt_set_next(c, group->index);
    refusal = event_check(c, r->event, time_s, &adm);
    if (!refusal)
        refusal = proof_verify(r->event, &adm);
    if (!refusal && event_apply(c, r->event, &adm, &group->leaf))
        refusal = REFUSED_NO_MEMORY;
    r->has_paper |= r->event->type == EVENT_PAPER;
    if (!refusal && r->event->type == EVENT_OPEN) {
        r->has_open = true;
        r->pack->facts.presiding = c->presiding;
    }
    return refusal;
}

static enum refusal
take_entry(struct reading *r, const struct group *group)
{
    const struct checkpoint *checkpoint = &r->pack->facts.checkpoint;

    if (r->entries > 0 && group->index <= r->index)
        return REFUSED_FORM;
    r->index = group->index;
    r->entries++;
    if (merkle_verify_inclusion(&group->proof, &group->leaf, group->index,
                                checkpoint->size, &checkpoint->root))
        return REFUSED_ROOT;
    return replay(r, group);
}

static bool
is_entry_next(const struct reading *r)
{
    return span_starts_with(r->rest, "entry ");
}

/* Genesis first, since it has the key of the checkpoint before it. */
static enum refusal
take_entries(struct reading *r)
{
    struct group group;
    struct span checkpoint;
    enum refusal refusal;

    if (span_take_prefix(&r->rest, header) ||
        take_word(&checkpoint, &r->rest, "checkpoint") ||
        take_group(&group, &r->rest))
        return REFUSED_FORM;
    refusal = read_genesis(r, &group);
    if (!refusal)
        refusal = read_checkpoint(r, checkpoint);
    if (!refusal)
        refusal = take_entry(r, &group);
    while (!refusal && is_entry_next(r))
        refusal =
            take_group(&group, &r->rest) ? REFUSED_FORM : take_entry(r, &group);
    return refusal;
}

/* ---- All of it ------------------------------------------------------------*/

static enum refusal
read_all(struct reading *r, uint32_t *cause)
{
    enum refusal refusal = take_entries(r);

    if (refusal) {
        *cause = r->entries > 0 ? r->index : CONFERENCE_NO_ENTRY;
        return refusal;
    }
    if (!r->has_open)
        return REFUSED_REF;
    if (r->expected->seat &&
        !state_holder(r->pack->conference, *r->expected->seat))
        return REFUSED_REF;
    refusal = pack_gather(r->pack, &r->rest, r->expected->seat);
    if (!refusal && !span_eq(r->rest, span_text("end\n")))
        refusal = REFUSED_FORM;
    return refusal;
}

static enum refusal
start(struct reading *r, struct memory memory)
{
    struct pack *pack = memory.resize(memory.context, NULL, 0, sizeof *pack);

    r->pack = pack;
    if (!pack)
        return REFUSED_NO_MEMORY;
    *pack = (struct pack){.memory = memory};
    arena_init(&pack->arena, memory);
    r->event = memory.resize(memory.context, NULL, 0, sizeof *r->event);
    if (!r->event || conference_new(&pack->conference, memory))
        return REFUSED_NO_MEMORY;
    excerpt_begin(pack->conference);
    return REFUSED_NOTHING;
}

enum refusal
pack_open(struct pack **out, struct memory memory, struct span bytes,
          const struct pack_expected *expected, uint32_t *cause)
{
    struct reading r = {.expected = expected, .rest = bytes};
    uint32_t blamed = CONFERENCE_NO_ENTRY;
    enum refusal refusal =
        bytes.len > PACK_MAX ? REFUSED_FORM : REFUSED_NOTHING;

    *out = NULL;
    if (!refusal)
        refusal = start(&r, memory);
    if (!refusal)
        refusal = read_all(&r, &blamed);
    if (r.event)
        memory.resize(memory.context, r.event, sizeof *r.event, 0);
    if (cause)
        *cause = blamed;
    if (refusal)
        pack_close(r.pack);
    else
        *out = r.pack;
    return refusal;
}

void
pack_close(struct pack *pack)
{
    struct memory memory;

    if (!pack)
        return;
    memory = pack->memory;
    conference_free(pack->conference);
    arena_free(&pack->arena);
    memory.resize(memory.context, pack, sizeof *pack, 0);
}

const struct pack_facts *
pack_facts(const struct pack *pack)
{
    return &pack->facts;
}
