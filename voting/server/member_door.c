#include "voting/server/member_door.h"

#include <stdlib.h>
#include <string.h>

struct request_seen {
    uint64_t at_s;
    uint8_t nonce[REQUEST_NOTE_NONCE_BYTES];
};

/* What one post has asked lately, with its key or its card. */
struct post_memory {
    struct post_memory *next;
    struct post post;
    size_t count;
    struct request_seen seen[MEMBER_DOOR_REQUESTS_MAX];
};

enum { BUCKETS = 1024 };

struct member_door {
    struct post_memory *buckets[BUCKETS];
};

enum err
member_door_new(struct member_door **out)
{
    *out = calloc(1, sizeof **out);
    return *out ? OK : ERR_NOMEM;
}

void
member_door_free(struct member_door *door)
{
    if (!door)
        return;
    for (size_t i = 0; i < BUCKETS; i++) {
        while (door->buckets[i]) {
            struct post_memory *memory = door->buckets[i];

            door->buckets[i] = memory->next;
            free(memory);
        }
    }
    free(door);
}

/* The post is in the log, so that there are not many. NULL: no memory. */
static struct post_memory *
memory_of(struct member_door *door, struct post post)
{
    size_t bucket = (post.number * (size_t)POST_KINDS_ + post.kind) % BUCKETS;
    struct post_memory *memory = door->buckets[bucket];

    while (memory && !post_eq(memory->post, post))
        memory = memory->next;
    if (memory)
        return memory;
    memory = calloc(1, sizeof *memory);
    if (!memory)
        return NULL;
    memory->post = post;
    memory->next = door->buckets[bucket];
    door->buckets[bucket] = memory;
    return memory;
}

static bool
is_near(uint64_t at_s, uint64_t now_s)
{
    uint64_t apart_s = at_s > now_s ? at_s - now_s : now_s - at_s;

    return apart_s <= REQUEST_NOTE_APART_S;
}

/* Forgets what could not come again anyway. */
static void
forget_old(struct post_memory *memory, uint64_t now_s)
{
    size_t kept = 0;

    for (size_t i = 0; i < memory->count; i++)
        if (is_near(memory->seen[i].at_s, now_s))
            memory->seen[kept++] = memory->seen[i];
    memory->count = kept;
}

static enum err
remember(struct member_door *door, const struct request_note *request,
         struct post post, uint64_t now_s)
{
    struct post_memory *memory = memory_of(door, post);

    if (!memory)
        return ERR_NOMEM;
    forget_old(memory, now_s);
    for (size_t i = 0; i < memory->count; i++)
        if (memcmp(memory->seen[i].nonce, request->nonce,
                   sizeof request->nonce) == 0)
            return ERR_EXISTS;
    if (memory->count == MEMBER_DOOR_REQUESTS_MAX)
        return ERR_NOMEM;
    memory->seen[memory->count].at_s = request->at_s;
    memcpy(memory->seen[memory->count].nonce, request->nonce,
           sizeof request->nonce);
    memory->count++;
    return OK;
}

enum err
member_door_open(struct member_door *door, struct request_note *request,
                 struct request_signer *signer, const struct conference *c,
                 struct span bytes, uint64_t now_s)
{
    struct ed25519_public key;
    enum err e = request_note_read(request, signer, bytes,
                                   span_text(conference_origin(c)));

    if (e)
        return ERR_INPUT;
    if (!conference_key(c, signer->post, signer->invitation, &key) ||
        !request_note_is_allowed(request, signer))
        return ERR_AUTH;
    if (!is_near(request->at_s, now_s))
        return ERR_STATE;
    if (request_note_verify(bytes, request, signer, &key))
        return ERR_AUTH;
    return remember(door, request, signer->post, now_s);
}
