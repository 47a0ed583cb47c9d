#include "voting/server/answer_cache.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "voting/http/http.h"

enum { BUCKETS = 4096 };

struct waiter {
    struct waiter *next;
    void *who;
};

struct answer_entry {
    struct answer_entry *next; /* in its bucket */
    struct answer_entry *newer;
    struct answer_entry *older;
    struct http_reply *reply; /* NULL: it is being made */
    struct waiter *waiters;
    size_t bytes;
    size_t key_len;
    char key[];
};

struct answer_cache {
    struct answer_cache_options options;
    uint8_t hash_key[crypto_shorthash_KEYBYTES];
    size_t bytes;
    struct answer_entry *newest; /* of those kept */
    struct answer_entry *oldest;
    struct answer_entry *buckets[BUCKETS];
};

enum err
answer_cache_new(struct answer_cache **out,
                 const struct answer_cache_options *options)
{
    *out = calloc(1, sizeof **out);
    if (!*out)
        return ERR_NOMEM;
    (*out)->options = *options;
    crypto_shorthash_keygen((*out)->hash_key);
    return OK;
}

/* ---- Entries --------------------------------------------------------------*/

static struct answer_entry **
bucket_of(struct answer_cache *cache, struct span key)
{
    uint8_t hash[crypto_shorthash_BYTES];

    crypto_shorthash(hash, (const uint8_t *)key.ptr, key.len, cache->hash_key);
    return &cache->buckets[((size_t)hash[0] << 8 | hash[1]) % BUCKETS];
}

/* Where the entry of this key hangs; NULL there if there is none. */
static struct answer_entry **
place_of(struct answer_cache *cache, struct span key)
{
    struct answer_entry **place = bucket_of(cache, key);

    while (*place && !span_eq(span_of((*place)->key, (*place)->key_len), key))
        place = &(*place)->next;
    return place;
}

static void
unlink_kept(struct answer_cache *cache, struct answer_entry *entry)
{
    if (entry->newer)
        entry->newer->older = entry->older;
    else
        cache->newest = entry->older;
    if (entry->older)
        entry->older->newer = entry->newer;
    else
        cache->oldest = entry->newer;
}

static void
link_newest(struct answer_cache *cache, struct answer_entry *entry)
{
    entry->newer = NULL;
    entry->older = cache->newest;
    if (cache->newest)
        cache->newest->newer = entry;
    else
        cache->oldest = entry;
    cache->newest = entry;
}

/* Takes an entry out of its bucket, and frees it. */
static void
drop(struct answer_cache *cache, struct answer_entry **place)
{
    struct answer_entry *entry = *place;

    if (!entry)
        return;
    *place = entry->next;
    if (entry->reply) {
        unlink_kept(cache, entry);
        cache->bytes -= entry->bytes;
        http_reply_release(entry->reply);
    }
    free(entry);
}

static void
drop_oldest(struct answer_cache *cache)
{
    struct answer_entry *entry = cache->oldest;

    drop(cache, place_of(cache, span_of(entry->key, entry->key_len)));
}

void
answer_cache_free(struct answer_cache *cache)
{
    if (!cache)
        return;
    for (size_t i = 0; i < BUCKETS; i++)
        while (cache->buckets[i])
            drop(cache, &cache->buckets[i]);
    free(cache);
}

/* ---- Asking ---------------------------------------------------------------*/

/* An answer that is to be made. NULL: no memory. */
static struct answer_entry *
make_entry(struct answer_cache *cache, struct span key)
{
    struct answer_entry **bucket = bucket_of(cache, key);
    struct answer_entry *entry = calloc(1, sizeof *entry + key.len);

    if (!entry)
        return NULL;
    entry->key_len = key.len;
    memcpy(entry->key, key.ptr, key.len);
    entry->next = *bucket;
    *bucket = entry;
    return entry;
}

enum err
answer_cache_ask(struct answer_cache *cache, enum answer *answer,
                 struct span key, void *who)
{
    struct answer_entry *entry;
    struct waiter *waiter;

    if (key.len > ANSWER_KEY_MAX)
        return ERR_INPUT;
    entry = *place_of(cache, key);
    if (entry && entry->reply) {
        unlink_kept(cache, entry);
        link_newest(cache, entry);
        *answer = ANSWER_KEPT;
        cache->options.give(cache->options.context, who, entry->reply);
        return OK;
    }
    waiter = malloc(sizeof *waiter);
    if (!waiter)
        return ERR_NOMEM;
    *answer = entry ? ANSWER_WAITS : ANSWER_MAKE;
    if (!entry)
        entry = make_entry(cache, key);
    if (!entry) {
        free(waiter);
        return ERR_NOMEM;
    }
    *waiter = (struct waiter){entry->waiters, who};
    entry->waiters = waiter;
    return OK;
}

void
answer_cache_settle(struct answer_cache *cache, struct span key,
                    struct http_reply *reply, bool keep)
{
    struct answer_entry **place = place_of(cache, key);
    struct answer_entry *entry = *place;
    struct waiter *waiter;

    if (!entry || entry->reply)
        return;
    waiter = entry->waiters;
    entry->waiters = NULL;
    entry->bytes = http_reply_size(reply) + key.len + ANSWER_OVERHEAD;
    if (keep && entry->bytes <= cache->options.bytes_max) {
        entry->reply = http_reply_keep(reply);
        link_newest(cache, entry);
        cache->bytes += entry->bytes;
        while (cache->bytes > cache->options.bytes_max)
            drop_oldest(cache);
    } else {
        drop(cache, place);
    }
    while (waiter) {
        struct waiter *next = waiter->next;

        cache->options.give(cache->options.context, waiter->who, reply);
        free(waiter);
        waiter = next;
    }
}

size_t
answer_cache_bytes(const struct answer_cache *cache)
{
    return cache->bytes;
}
