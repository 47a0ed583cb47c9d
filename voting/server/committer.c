#include "voting/server/committer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "voting/server/intake_step.h"

enum {
    STACK_BYTES = 4 * 1024 * 1024,
    FREE_BYTES = 256 * 1024, /* of notes that may always wait */
    NOTED_BYTES = 16 * 1024, /* a step of less says nothing of the cost */
    STEP_US = 5000,          /* what a step costs whatever is in it */
    TEXTS_PER_NOTE = 64,     /* bytes of text that cost as much as one */
    /* What several intakes may bring in one step, so that the log holds it. */
    OFFERS_BYTES = 8 * 1024 * 1024,
    OFFERS_MAX = 2048,
    /* After the disk has failed: the rest before the committer tries again by
     * itself, and how many times as long as a step took it rests besides, since
     * it may have replayed the whole log. */
    RETRY_US = 1000000,
    RETRY_REST = 4,
};

/* What a byte of notes may seem to cost: never nothing, nor without end. */
static const double cost_min_us = 0.05;
static const double cost_max_us = 4.0;
static const double cost_start_us = 1.0;

struct queue {
    struct committer_job *first;
    struct committer_job **end;
    size_t count;
};

struct committer {
    struct committer_options options;
    struct intake_step *step; /* the thread's */
    pthread_t thread;
    bool started;

    pthread_mutex_t mutex; /* of all that follows */
    pthread_cond_t work;
    bool stopping;
    struct queue intakes;
    struct queue readings;
    struct queue done;
    size_t notes;         /* that wait */
    size_t bytes;         /* of them */
    double cost_us;       /* of a byte, lately */
    uint64_t retry_us;    /* when to try again, while the disk has failed */
    struct published now; /* for the loop */
};

/* ---- Queues ---------------------------------------------------------------*/

static void
queue_clear(struct queue *q)
{
    q->first = NULL;
    q->end = &q->first;
    q->count = 0;
}

static void
queue_push(struct queue *q, struct committer_job *job)
{
    job->next = NULL;
    *q->end = job;
    q->end = &job->next;
    q->count++;
}

static struct committer_job *
queue_pop(struct queue *q)
{
    struct committer_job *job = q->first;

    if (!job)
        return NULL;
    q->first = job->next;
    if (!q->first)
        q->end = &q->first;
    q->count--;
    return job;
}

static struct intake *
intake_of(struct committer_job *job)
{
    return (struct intake *)job;
}

static struct reading *
reading_of(struct committer_job *job)
{
    return (struct reading *)job;
}

/* Bytes of texts and names, which the log may have to hold in memory. */
static size_t
offered_bytes(const struct intake *intake)
{
    size_t bytes = intake->name_count * sizeof *intake->names;

    for (size_t i = 0; i < intake->text_count; i++)
        bytes += intake->texts[i].bytes.len;
    return bytes;
}

/* What an intake seems to be, in bytes of notes. */
static size_t
intake_bytes(const struct intake *intake)
{
    size_t bytes = offered_bytes(intake) / TEXTS_PER_NOTE;

    for (size_t i = 0; i < intake->count; i++)
        bytes += intake->notes[i].len;
    return bytes;
}

static uint64_t
now_us(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* ---- The thread -----------------------------------------------------------*/

/* Gives back jobs, and what is published now. The mutex is not held. */
static void
tell(struct committer *c, struct committer_job *const *jobs, size_t count)
{
    const struct published *now = intake_step_look(c->step);

    pthread_mutex_lock(&c->mutex);
    if (c->now.version != now->version)
        c->now = *now;
    for (size_t i = 0; i < count; i++)
        queue_push(&c->done, jobs[i]);
    pthread_mutex_unlock(&c->mutex);
    c->options.wake(c->options.context);
}

/* As many intakes as make a batch; the first always does. The mutex is held. */
static size_t
take_batch(struct committer *c, struct intake **batch, size_t *bytes)
{
    size_t count = 0;
    size_t notes = 0;
    size_t offered = 0;
    size_t offers = 0;

    *bytes = 0;
    while (c->intakes.first && count < LOG_BATCH_MAX) {
        struct intake *next = intake_of(c->intakes.first);

        if (notes + next->count > LOG_BATCH_MAX)
            break;
        offered += offered_bytes(next);
        offers += next->text_count + next->name_count;
        if (count > 0 && (offered > OFFERS_BYTES || offers > OFFERS_MAX))
            break;
        notes += next->count;
        *bytes += intake_bytes(next);
        batch[count++] = next;
        queue_pop(&c->intakes);
    }
    c->notes -= notes;
    c->bytes -= *bytes;
    return count;
}

/* Dearer counts at once, cheaper bit by bit. The mutex is held. */
static void
learn_cost(struct committer *c, size_t bytes, uint64_t took_us)
{
    double cost;

    if (bytes < NOTED_BYTES)
        return;
    took_us = took_us > STEP_US ? took_us - STEP_US : 0;
    cost = (double)took_us / (double)bytes;
    if (cost < c->cost_us)
        cost = 0.9 * c->cost_us + 0.1 * cost;
    if (cost < cost_min_us)
        cost = cost_min_us;
    c->cost_us = cost < cost_max_us ? cost : cost_max_us;
}

/* Rests after a step that began then. The mutex is held. */
static void
rest_before_retry(struct committer *c, uint64_t started_us)
{
    uint64_t ended_us = now_us();

    c->retry_us = ended_us + RETRY_US + RETRY_REST * (ended_us - started_us);
}

/* A step with all intakes that wait. The mutex is held, but not meanwhile. */
static void
run_step(struct committer *c)
{
    struct intake *batch[LOG_BATCH_MAX];
    struct committer_job *jobs[LOG_BATCH_MAX];
    size_t bytes;
    size_t count = take_batch(c, batch, &bytes);
    uint64_t started_us = now_us();

    if (count == 0)
        return;
    pthread_mutex_unlock(&c->mutex);
    intake_step_run(c->step, batch, count);
    for (size_t i = 0; i < count; i++)
        jobs[i] = &batch[i]->job;
    tell(c, jobs, count);
    pthread_mutex_lock(&c->mutex);
    learn_cost(c, bytes, now_us() - started_us);
    rest_before_retry(c, started_us);
}

/* Readings, for a bounded time if notes wait. The mutex is as above. */
static void
run_readings(struct committer *c)
{
    uint64_t end_us = now_us() + COMMITTER_READING_US;
    struct committer_job *job;

    while ((!c->intakes.first || now_us() < end_us) &&
           (job = queue_pop(&c->readings))) {
        struct reading *reading = reading_of(job);
        const struct published *now;

        pthread_mutex_unlock(&c->mutex);
        now = intake_step_look(c->step);
        reading->read(reading, c->options.log,
                      intake_step_is_current(c->step) ? now : NULL);
        if (reading->cosigns)
            intake_step_unsettle(c->step);
        tell(c, &job, 1);
        pthread_mutex_lock(&c->mutex);
    }
}

/*
 * If the disk has failed, and it is time: a step without notes, which does what
 * the next one with notes would do first. It opens the log's file anew, replays
 * it and compares it with all that was signed; it takes nothing in. So an idle
 * server is sound again without waiting for a phone. The mutex is held, but not
 * meanwhile.
 */
static void
try_again(struct committer *c)
{
    uint64_t started_us = now_us();

    if (c->now.fault != LOG_FAULT_STORE || started_us < c->retry_us)
        return;
    pthread_mutex_unlock(&c->mutex);
    intake_step_run(c->step, NULL, 0);
    tell(c, NULL, 0);
    pthread_mutex_lock(&c->mutex);
    rest_before_retry(c, started_us);
}

/* Until there is work, or it is time to try again. The mutex is held. */
static void
wait_for_work(struct committer *c)
{
    const struct timespec end = {
        .tv_sec = (time_t)(c->retry_us / 1000000),
        .tv_nsec = (long)(c->retry_us % 1000000) * 1000,
    };

    if (c->now.fault == LOG_FAULT_STORE)
        pthread_cond_timedwait(&c->work, &c->mutex, &end);
    else
        pthread_cond_wait(&c->work, &c->mutex);
}

static void *
run_thread(void *context)
{
    struct committer *c = context;

    pthread_mutex_lock(&c->mutex);
    for (;;) {
        run_step(c);
        run_readings(c);
        try_again(c);
        if (c->intakes.first || c->readings.first)
            continue;
        if (c->stopping)
            break;
        wait_for_work(c);
    }
    pthread_mutex_unlock(&c->mutex);
    return NULL;
}

/* ---- From the loop --------------------------------------------------------*/

static bool
has_room(const struct committer *c, const struct intake *intake, size_t bytes)
{
    if (c->stopping)
        return false;
    if (c->intakes.count == 0)
        return true;
    if (c->notes + intake->count > COMMITTER_NOTES_MAX)
        return false;
    return c->bytes + bytes <= FREE_BYTES ||
           (double)(c->bytes + bytes) * c->cost_us <= COMMITTER_WORK_US;
}

enum err
committer_submit(struct committer *c, struct intake *intake)
{
    size_t bytes = intake_bytes(intake);
    enum err e = ERR_STATE;

    pthread_mutex_lock(&c->mutex);
    if (has_room(c, intake, bytes)) {
        queue_push(&c->intakes, &intake->job);
        c->notes += intake->count;
        c->bytes += bytes;
        pthread_cond_signal(&c->work);
        e = OK;
    }
    pthread_mutex_unlock(&c->mutex);
    return e;
}

enum err
committer_read(struct committer *c, struct reading *reading)
{
    enum err e = ERR_STATE;

    pthread_mutex_lock(&c->mutex);
    if (!c->stopping && c->readings.count < COMMITTER_READINGS_MAX) {
        queue_push(&c->readings, &reading->job);
        pthread_cond_signal(&c->work);
        e = OK;
    }
    pthread_mutex_unlock(&c->mutex);
    return e;
}

size_t
committer_collect(struct committer *c)
{
    struct queue done;
    struct committer_job *job;
    size_t count;

    queue_clear(&done);
    pthread_mutex_lock(&c->mutex);
    while ((job = queue_pop(&c->done)))
        queue_push(&done, job);
    pthread_mutex_unlock(&c->mutex);
    count = done.count;
    while ((job = queue_pop(&done)))
        job->done(job);
    return count;
}

bool
committer_published(struct committer *c, struct published *out)
{
    bool other;

    pthread_mutex_lock(&c->mutex);
    other = out->version != c->now.version;
    if (other)
        *out = c->now;
    pthread_mutex_unlock(&c->mutex);
    return other;
}

void
committer_load(struct committer *c, struct committer_load *out)
{
    pthread_mutex_lock(&c->mutex);
    out->notes = c->notes;
    out->readings = c->readings.count;
    out->work_us = (uint64_t)((double)c->bytes * c->cost_us);
    pthread_mutex_unlock(&c->mutex);
}

/* ---- Opening --------------------------------------------------------------*/

static enum err
start_thread(struct committer *c)
{
    pthread_attr_t attributes;
    enum err e = OK;

    if (pthread_attr_init(&attributes))
        return ERR_NOMEM;
    if (pthread_attr_setstacksize(&attributes, STACK_BYTES) ||
        pthread_create(&c->thread, &attributes, run_thread, c))
        e = ERR_IO;
    pthread_attr_destroy(&attributes);
    c->started = !e;
    return e;
}

/* Its times are of the clock that nobody sets. */
static void
init_condition(pthread_cond_t *condition)
{
    pthread_condattr_t attributes;

    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(condition, &attributes);
    pthread_condattr_destroy(&attributes);
}

enum err
committer_open(struct committer **out, const struct committer_options *options)
{
    struct committer *c = calloc(1, sizeof *c);
    enum err e;

    *out = NULL;
    if (!c)
        return ERR_NOMEM;
    c->options = *options;
    c->cost_us = cost_start_us;
    queue_clear(&c->intakes);
    queue_clear(&c->readings);
    queue_clear(&c->done);
    pthread_mutex_init(&c->mutex, NULL);
    init_condition(&c->work);
    e = intake_step_new(&c->step, options->log);
    if (!e) {
        c->now = *intake_step_look(c->step);
        e = start_thread(c);
    }
    if (e) {
        committer_close(c);
        return e;
    }
    *out = c;
    return OK;
}

void
committer_stop(struct committer *c)
{
    if (!c->started)
        return;
    pthread_mutex_lock(&c->mutex);
    c->stopping = true;
    pthread_cond_signal(&c->work);
    pthread_mutex_unlock(&c->mutex);
    pthread_join(c->thread, NULL);
    c->started = false;
}

void
committer_close(struct committer *c)
{
    if (!c)
        return;
    committer_stop(c);
    intake_step_free(c->step);
    pthread_cond_destroy(&c->work);
    pthread_mutex_destroy(&c->mutex);
    free(c);
}
