#include "ballots/conference.h"

#include <assert.h>
#include <string.h>

#include "ballots/event_blobs.h"
#include "ballots/excerpt.h"
#include "ballots/handler.h"
#include "ballots/trail.h"

enum err
conference_new(struct conference **out, struct memory memory)
{
    struct conference *c =
        memory.resize(memory.context, NULL, 0, sizeof(struct conference));

    *out = NULL;
    if (!c)
        return ERR_NOMEM;
    *c = (struct conference){.memory = memory, .running = CONFERENCE_NO_ENTRY};
    arena_init(&c->arena, memory);
    merkle_init(&c->own, memory);
    c->tree = &c->own;
    seen_set_init(&c->acts, memory);
    seen_set_init(&c->keys, memory);
    seen_set_init(&c->blobs[false], memory);
    seen_set_init(&c->blobs[true], memory);
    *out = c;
    return OK;
}

enum err
conference_new_beside(struct conference **out, const struct merkle_tree *tree,
                      struct memory memory)
{
    enum err e = conference_new(out, memory);

    if (!e)
        (*out)->tree = tree;
    return e;
}

static void
free_lists(struct conference *c)
{
    const struct memory *m = &c->memory;

    for (int k = 0; k < POST_KINDS_; k++) {
        struct holders *list = &c->holders[k];

        array_free(m, &list->items, &list->capacity, sizeof *list->items);
        array_free(m, &list->place, &list->place_capacity, sizeof *list->place);
    }
    array_free(m, &c->sessions, &c->session_capacity, sizeof *c->sessions);
    array_free(m, &c->ceremonies, &c->ceremony_capacity, ARRAY_POINTER_BYTES);
    array_free(m, &c->papers, &c->paper_capacity, ARRAY_POINTER_BYTES);
    array_free(m, &c->openings, &c->opening_capacity, ARRAY_POINTER_BYTES);
    array_free(m, &c->statements, &c->statement_capacity,
               sizeof *c->statements);
}

void
conference_free(struct conference *c)
{
    struct memory memory;

    if (!c)
        return;
    memory = c->memory;
    for (size_t i = 0; i < c->paper_count; i++)
        arena_free(&c->papers[i]->arena);
    for (size_t i = 0; i < c->opening_count; i++) {
        seen_set_free(&c->openings[i]->points);
        arena_free(&c->openings[i]->working);
        arena_free(&c->openings[i]->arena);
    }
    free_lists(c);
    merkle_free(&c->own);
    seen_set_free(&c->acts);
    seen_set_free(&c->keys);
    seen_set_free(&c->blobs[false]);
    seen_set_free(&c->blobs[true]);
    array_free(&memory, &c->trail_steps, &c->trail_capacity,
               sizeof *c->trail_steps);
    array_free(&memory, &c->excerpt_leaves, &c->excerpt_capacity,
               sizeof *c->excerpt_leaves);
    arena_free(&c->arena);
    memory.resize(memory.context, c, sizeof *c, 0);
}

/* The key by which signature line i must be made, or NULL. */
static const uint8_t *
key_of(const struct conference *c, const struct event *event, size_t i)
{
    const struct post post = event->signers[i].post;
    const struct holder *holder;

    if (event->type == EVENT_GENESIS) {
        bool convener = post.kind == POST_CHAIR && post.number <= 2 &&
                        !event->signers[i].invitation;

        return convener ? event->genesis.convener_keys[post.number - 1] : NULL;
    }
    holder = state_holder(c, post);
    if (!holder || holder->retired)
        return NULL;
    if (event->type == EVENT_ENROL)
        return event->signers[i].invitation ? holder->invitation
                                            : event->enrol.key;
    if (event->signers[i].invitation || !holder->enrolled)
        return NULL;
    return holder->key;
}

static enum refusal
find_keys(const struct conference *c, const struct event *event,
          struct admission *adm)
{
    adm->key_count = event->signer_count;
    for (size_t i = 0; i < event->signer_count; i++) {
        const uint8_t *bytes = key_of(c, event, i);
        struct ed25519_public key;

        if (!bytes)
            return event->signers[i].invitation ? REFUSED_SIGNERS
                                                : REFUSED_NO_KEY;
        memcpy(key.bytes, bytes, sizeof key.bytes);
        if (note_key_make(&adm->keys[i], event->note.lines[i].name,
                          NOTE_KEY_ED25519, &key))
            return REFUSED_SIGNERS;
    }
    return REFUSED_NOTHING;
}

/* size: of the log that it may have seen; known: whether the root is known to
 * be the right one for the size that it has seen. */
static enum refusal
check_seen(const struct conference *c, uint64_t size, const struct event *event,
           bool known)
{
    struct hash32 root;

    if (c->excerpt)
        return REFUSED_NOTHING;
    if (event->seen_size > size ||
        (event->seen_size == 0 && event->type != EVENT_GENESIS))
        return REFUSED_SEEN;
    if (known)
        return REFUSED_NOTHING;
    if (merkle_root_at(&root, c->tree, event->seen_size) ||
        !hash_eq(&root, &event->seen_root))
        return REFUSED_SEEN;
    return REFUSED_NOTHING;
}

static enum refusal
check_time(const struct conference *c, const struct event *event,
           uint64_t time_s)
{
    uint64_t apart;

    if (time_s < c->time_s || time_s > EVENT_TIME_MAX)
        return REFUSED_TIME_BACK;
    if (!event_is_dated(event->type))
        return REFUSED_NOTHING;
    apart = event->at_s > time_s ? event->at_s - time_s : time_s - event->at_s;
    return apart > CONFERENCE_CLOCK_SKEW_S ? REFUSED_TIME_SKEW
                                           : REFUSED_NOTHING;
}

static enum refusal
check_log(const struct conference *c, const struct event *event, uint64_t index)
{
    if ((index == 0) != (event->type == EVENT_GENESIS))
        return REFUSED_GENESIS;
    if (index >= EVENT_INDEX_MAX)
        return REFUSED_TOO_LARGE;
    if (index > 0 && strcmp(c->origin, event->origin) != 0)
        return REFUSED_ORIGIN;
    return REFUSED_NOTHING;
}

static enum refusal
check_all(const struct conference *c, uint64_t size, bool known,
          const struct event *event, uint64_t time_s, struct admission *adm)
{
    enum refusal r;

    memset(adm, 0, sizeof *adm);
    adm->time_s = time_s;
    adm->index = c->excerpt ? c->excerpt_next : (uint32_t)c->size;
    adm->cause = CONFERENCE_NO_ENTRY;
    r = check_log(c, event, adm->index);
    if (r)
        return r;
    if (seen_set_find(&c->acts, event->act_hash.bytes, &adm->cause))
        return REFUSED_REPLAY;
    r = find_keys(c, event, adm);
    if (!r)
        r = check_seen(c, size, event, known);
    if (!r)
        r = check_time(c, event, time_s);
    if (!r)
        r = handler_of(event->type)->check(c, event, adm);
    return r;
}

enum refusal
event_check(const struct conference *c, const struct event *event,
            uint64_t time_s, struct admission *adm)
{
    return check_all(c, c->size, false, event, time_s, adm);
}

enum refusal
event_check_ahead(const struct conference *c, const struct event *event,
                  uint64_t time_s, struct admission *adm)
{
    return check_all(c, c->tree->size, false, event, time_s, adm);
}

enum refusal
event_check_again(const struct conference *c, const struct event *event,
                  uint64_t time_s, struct admission *adm)
{
    return check_all(c, c->size, true, event, time_s, adm);
}

enum refusal
proof_verify(const struct event *event, const struct admission *adm)
{
    const struct handler *handler = handler_of(event->type);

    if (note_verify_exact(&event->note, adm->keys, adm->key_count))
        return REFUSED_SIGNATURE;
    return handler->prove ? handler->prove(event, adm) : REFUSED_NOTHING;
}

/* Room for the leaf of one entry more, wherever leaves are kept. */
static enum err
reserve_leaf(struct conference *c)
{
    if (c->excerpt)
        return excerpt_reserve(c);
    return c->tree == &c->own ? merkle_reserve(&c->own, 1) : OK;
}

static void
add_leaf(struct conference *c, uint32_t index, const struct hash32 *leaf)
{
    if (c->excerpt) {
        excerpt_add(c, index, leaf);
        return;
    }
    if (c->tree == &c->own)
        merkle_append(&c->own, leaf);
    assert(c->size < c->tree->size &&
           hash_eq(merkle_leaf(c->tree, c->size), leaf));
    c->size++;
}

/* Reserves room for the texts that an event names. */
static enum err
reserve_blobs(struct conference *c, const struct event_blob *const *blobs,
              size_t count)
{
    enum err e = OK;

    for (int members = 0; members < 2 && !e && count > 0; members++) {
        size_t of_these = 0;

        for (size_t i = 0; i < count; i++)
            of_these += blobs[i]->members == (bool)members;
        e = seen_set_reserve(&c->blobs[members], of_these);
    }
    return e;
}

enum err
event_apply(struct conference *c, const struct event *event,
            const struct admission *adm, const struct hash32 *leaf)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    const struct handler *handler = handler_of(event->type);
    size_t blob_count = event_blobs(blobs, event);
    enum err e;

    c->reserved = NULL;
    e = reserve_leaf(c);
    if (!e)
        e = trail_reserve(c);
    if (!e)
        e = seen_set_reserve(&c->acts, 1);
    if (!e)
        e = reserve_blobs(c, blobs, blob_count);
    if (!e && handler->reserve)
        e = handler->reserve(c, event, adm);
    if (e)
        return e;
    add_leaf(c, adm->index, leaf);
    seen_set_add(&c->acts, event->act_hash.bytes, adm->index);
    for (size_t i = 0; i < blob_count; i++)
        seen_set_add(&c->blobs[blobs[i]->members], blobs[i]->sha256.bytes,
                     adm->index);
    c->time_s = adm->time_s;
    handler->apply(c, event, adm);
    trail_add(c, event, adm->index);
    return OK;
}

const struct merkle_tree *
conference_tree(const struct conference *c)
{
    return c->tree;
}

uint64_t
conference_size(const struct conference *c)
{
    return c->size;
}

void
conference_root(const struct conference *c, struct hash32 *root)
{
    if (merkle_root_at(root, c->tree, c->size))
        assert(false); /* The tree has every entry. */
}

const char *
conference_origin(const struct conference *c)
{
    return c->origin;
}

uint64_t
conference_time_s(const struct conference *c)
{
    return c->time_s;
}

const struct event_blob *
conference_title(const struct conference *c)
{
    return &c->title;
}

const uint8_t *
conference_log_key(const struct conference *c)
{
    return c->size ? c->log_key : NULL;
}

bool
conference_find_act(const struct conference *c, const struct hash32 *act_hash,
                    uint32_t *index)
{
    return seen_set_find(&c->acts, act_hash->bytes, index);
}

bool
conference_names_text(const struct conference *c, const struct hash32 *sha256,
                      bool members, uint32_t *index)
{
    return seen_set_find(&c->blobs[members], sha256->bytes, index);
}

const struct hash32 *
conference_name(const struct conference *c, struct post post)
{
    const struct holder *holder = state_holder(c, post);

    return holder ? &holder->name : NULL;
}

const struct event_blob *
conference_policy_blob(const struct conference *c)
{
    return &c->policy;
}

enum err
conference_give_policy(struct conference *c, struct span text)
{
    struct hash32 hash;
    struct witness_policy *policy;
    char *copy;
    enum err e;

    if (!c->policy.present || c->policy.length != text.len)
        return ERR_INPUT;
    hash_sha256(&hash, text.ptr, text.len);
    if (!hash_eq(&hash, &c->policy.sha256))
        return ERR_INPUT;
    copy = arena_take(&c->arena, 1, text.len);
    policy = arena_take(&c->arena, 1, sizeof *policy);
    if (!copy || !policy)
        return ERR_NOMEM;
    memcpy(copy, text.ptr, text.len);
    e = witness_policy_parse(policy, span_of(copy, text.len));
    if (e)
        return e;
    c->policy_text = copy;
    c->witness_policy = policy;
    return OK;
}

bool
conference_key(const struct conference *c, struct post post, bool invitation,
               struct ed25519_public *out)
{
    const struct holder *holder = state_holder(c, post);

    *out = (struct ed25519_public){0};
    if (!holder || holder->retired)
        return false;
    /* Conveners never had a card: theirs counts as used. */
    if (invitation ? holder->invitation_used : !holder->enrolled)
        return false;
    memcpy(out->bytes, invitation ? holder->invitation : holder->key,
           sizeof out->bytes);
    return true;
}

/* Public keys in a public log: compared as they come. */
static bool
has_key(const struct conference *c, struct post post, bool invitation,
        const uint8_t key[32])
{
    struct ed25519_public own;

    return conference_key(c, post, invitation, &own) &&
           memcmp(own.bytes, key, sizeof own.bytes) == 0;
}

bool
conference_key_owner(const struct conference *c, const uint8_t key[32],
                     struct post *post, bool *invitation)
{
    for (enum post_kind kind = 0; kind < POST_KINDS_; kind++)
        for (size_t i = 0; i < c->holders[kind].count; i++) {
            *post = c->holders[kind].items[i].post;
            *invitation = has_key(c, *post, true, key);
            if (*invitation || has_key(c, *post, false, key))
                return true;
        }
    return false;
}

size_t
conference_post_count(const struct conference *c, enum post_kind kind)
{
    return c->holders[kind].count;
}

struct post
conference_post(const struct conference *c, enum post_kind kind, size_t place)
{
    return c->holders[kind].items[place].post;
}
