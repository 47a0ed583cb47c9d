#include "voting/machine/proof_pool.h"

#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

#include <sodium.h>

#include "voting/machine/process_memory.h"

enum {
    SLICE = 8, /* proofs that are not divided */
    STACK_BYTES = 2 * 1024 * 1024,
};

struct proof_pool {
    pthread_mutex_t mutex;
    pthread_cond_t wake; /* there is something to take, or it is over */
    pthread_cond_t rest; /* the last slice has come back */
    bool over;
    void (*part)(void *work, size_t first, size_t count); /* does a slice */
    void *work;
    size_t count;
    size_t slice;    /* how many a thread takes at one time */
    size_t taken;    /* of them, by anybody */
    size_t finished; /* of those taken */
    size_t thread_count;
    pthread_t threads[PROOF_POOL_THREADS_MAX];
};

/* One batch. Without memory each of them is refused for that. */
static void
prove_slice(void *work, size_t first, size_t slice)
{
    struct proof_item *proofs = work;
    uint8_t seed[BATCH_SEED_BYTES];
    enum err e;

    randombytes_buf(seed, sizeof seed);
    e = proof_verify_batch(&proofs[first], slice, seed, process_memory());
    (void)e; /* the refusals say so */
}

/* The larger a batch the cheaper, so that each thread takes its part whole. */
static size_t
slice_of(const struct proof_pool *pool, size_t count)
{
    size_t part = count / (pool->thread_count + 1) + 1;

    return part > SLICE ? part : SLICE;
}

/* Takes and proves slices until none is left. The mutex is held. */
static void
work_until_none_is_left(struct proof_pool *pool)
{
    while (pool->taken < pool->count) {
        size_t first = pool->taken;
        size_t left = pool->count - pool->taken;
        size_t slice = left < pool->slice ? left : pool->slice;

        pool->taken += slice;
        pthread_mutex_unlock(&pool->mutex);
        pool->part(pool->work, first, slice);
        pthread_mutex_lock(&pool->mutex);
        pool->finished += slice;
        if (pool->finished == pool->count)
            pthread_cond_signal(&pool->rest);
    }
}

static void *
run_thread(void *context)
{
    struct proof_pool *pool = context;

    pthread_mutex_lock(&pool->mutex);
    while (!pool->over) {
        work_until_none_is_left(pool);
        if (!pool->over)
            pthread_cond_wait(&pool->wake, &pool->mutex);
    }
    pthread_mutex_unlock(&pool->mutex);
    return NULL;
}

/* Does all of it, in slices, and returns when the last has come back. */
static void
divide(struct proof_pool *pool,
       void (*part)(void *work, size_t first, size_t count), void *work,
       size_t count)
{
    pthread_mutex_lock(&pool->mutex);
    pool->part = part;
    pool->work = work;
    pool->count = count;
    pool->slice = slice_of(pool, count);
    pool->taken = 0;
    pool->finished = 0;
    /* One slice is for the caller; who wakes for less costs more than it
     * does. */
    if (count > SLICE)
        pthread_cond_broadcast(&pool->wake);
    work_until_none_is_left(pool);
    while (pool->finished < pool->count)
        pthread_cond_wait(&pool->rest, &pool->mutex);
    pool->count = 0;
    pool->taken = 0;
    pthread_mutex_unlock(&pool->mutex);
}

void
proof_pool_prove(void *context, struct proof_item *proofs, size_t count)
{
    divide(context, prove_slice, proofs, count);
}

/* What is to be done to each of many. */
struct each {
    void (*one)(void *work, size_t i);
    void *work;
};

static void
do_each(void *work, size_t first, size_t count)
{
    const struct each *each = work;

    for (size_t i = first; i < first + count; i++)
        each->one(each->work, i);
}

void
proof_pool_each(void *context, void (*one)(void *work, size_t i), void *work,
                size_t count)
{
    struct each each = {one, work};

    divide(context, do_each, &each, count);
}

/* ---- Opening --------------------------------------------------------------*/

static enum err
start_threads(struct proof_pool *pool, size_t threads)
{
    pthread_attr_t attributes;
    enum err e = OK;

    if (pthread_attr_init(&attributes))
        return ERR_NOMEM;
    if (pthread_attr_setstacksize(&attributes, STACK_BYTES))
        e = ERR_IO;
    while (!e && pool->thread_count < threads) {
        if (pthread_create(&pool->threads[pool->thread_count], &attributes,
                           run_thread, pool))
            e = ERR_IO;
        else
            pool->thread_count++;
    }
    pthread_attr_destroy(&attributes);
    return e;
}

enum err
proof_pool_open(struct proof_pool **out, size_t threads)
{
    struct proof_pool *pool;
    enum err e;

    *out = NULL;
    if (threads > PROOF_POOL_THREADS_MAX)
        return ERR_INPUT;
    pool = calloc(1, sizeof *pool);
    if (!pool)
        return ERR_NOMEM;
    /* With these attributes none of the three can fail on Linux. */
    pthread_mutex_init(&pool->mutex, NULL);
    pthread_cond_init(&pool->wake, NULL);
    pthread_cond_init(&pool->rest, NULL);
    e = start_threads(pool, threads);
    if (e) {
        proof_pool_close(pool);
        return e;
    }
    *out = pool;
    return OK;
}

void
proof_pool_close(struct proof_pool *pool)
{
    if (!pool)
        return;
    pthread_mutex_lock(&pool->mutex);
    pool->over = true;
    pthread_cond_broadcast(&pool->wake);
    pthread_mutex_unlock(&pool->mutex);
    for (size_t i = 0; i < pool->thread_count; i++)
        pthread_join(pool->threads[i], NULL);
    pthread_cond_destroy(&pool->rest);
    pthread_cond_destroy(&pool->wake);
    pthread_mutex_destroy(&pool->mutex);
    free(pool);
}

size_t
proof_pool_threads_here(void)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (cores < 2)
        return 0;
    return cores - 1 < PROOF_POOL_THREADS_MAX ? (size_t)cores - 1
                                              : PROOF_POOL_THREADS_MAX;
}
