#include "voting/witness/witness_client.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_MAX = 16384, TURN_MS = 500 };

struct witness_client {
    struct witness_client_options options;
    struct fetch *fetch;
    pthread_t thread;
    pthread_mutex_t mutex;
    pthread_cond_t changed;
    struct witness_round *waiting; /* for the thread */
    struct witness_round *back;    /* for the owner */
    atomic_bool stopping;
};

/* ---- Asking ---------------------------------------------------------------*/

/* One request on its way. */
struct question {
    struct witness_round *round;
    struct witness_mate *mate;
};

static struct add_checkpoint
request_of(const struct question *q)
{
    return (struct add_checkpoint){
        .old = q->mate->size,
        .proof = q->mate->proof,
        .checkpoint = span_of(q->round->checkpoint, q->round->checkpoint_len),
    };
}

static void
answered(void *context, const struct fetch_answer *answer)
{
    const struct question *q = context;
    struct witness_mate *mate = q->mate;
    const struct add_checkpoint request = request_of(q);
    const struct add_checkpoint_response response = {
        .status = answer->fault == FETCH_ANSWERED ? (int)answer->status : 0,
        .content_type = span_text(answer->type),
        .body = answer->body,
    };

    mate->status = answer->status;
    mate->fault = answer->fault;
    add_checkpoint_read(&mate->reading, &response, &request, q->round->size,
                        &mate->key);
    /* The line is borrowed from the answer, which goes now. */
    if (mate->reading.line.len > sizeof mate->line)
        mate->reading.outcome = ADD_CHECKPOINT_NONSENSE;
    else if (mate->reading.line.len > 0) {
        memcpy(mate->line, mate->reading.line.ptr, mate->reading.line.len);
        mate->reading.line.ptr = mate->line;
    }
}

static enum err
ask_one(struct witness_client *c, struct question *q)
{
    const struct add_checkpoint request = request_of(q);
    char address[FETCH_ADDRESS_MAX];
    char *body = malloc(ADD_CHECKPOINT_REQUEST_MAX);
    struct fetch_request fetched = {
        .address = address,
        .post = true,
        .type = "text/plain; charset=utf-8",
        .answer_max = ANSWER_MAX,
        .time_ms = WITNESS_TIME_MS,
        .done = answered,
        .context = q,
    };
    struct text_writer w;
    enum err e = body ? fetch_join(address, q->mate->address, "add-checkpoint")
                      : ERR_NOMEM;

    if (!e) {
        text_writer_start(&w, body, ADD_CHECKPOINT_REQUEST_MAX);
        add_checkpoint_write(&w, &request);
        e = text_writer_finish(&w, &fetched.body);
    }
    if (!e)
        e = fetch_start(c->fetch, &fetched);
    free(body);
    return e;
}

static void
ask_all(struct witness_client *c, struct witness_round *round)
{
    struct question questions[WITNESS_ROUND_MAX];
    enum err e = OK;

    for (size_t i = 0; i < round->mate_count; i++) {
        struct witness_mate *mate = &round->mates[i];

        if (!mate->asked)
            continue;
        /* What is not answered is as good as away. */
        mate->reading = (struct add_checkpoint_reading){
            .outcome = ADD_CHECKPOINT_BUSY,
        };
        mate->status = 0;
        mate->fault = FETCH_FAULT_OTHER;
        questions[i] = (struct question){round, mate};
        if (!e)
            e = ask_one(c, &questions[i]);
    }
    while (!e && fetch_pending(c->fetch) > 0 && !atomic_load(&c->stopping))
        e = fetch_turn(c->fetch, TURN_MS);
    fetch_cancel(c->fetch);
}

/* ---- The thread -----------------------------------------------------------*/

static void *
run(void *context)
{
    struct witness_client *c = context;

    pthread_mutex_lock(&c->mutex);
    while (!atomic_load(&c->stopping)) {
        struct witness_round *round = c->waiting;

        if (!round) {
            pthread_cond_wait(&c->changed, &c->mutex);
            continue;
        }
        c->waiting = NULL;
        pthread_mutex_unlock(&c->mutex);
        ask_all(c, round);
        pthread_mutex_lock(&c->mutex);
        c->back = round;
        c->options.wake(c->options.context);
    }
    pthread_mutex_unlock(&c->mutex);
    return NULL;
}

enum err
witness_client_open(struct witness_client **out,
                    const struct witness_client_options *options)
{
    const struct fetch_options how = {
        .ca_file = options->ca_file,
        .parallel = WITNESS_ROUND_MAX,
    };
    struct witness_client *c = calloc(1, sizeof *c);
    enum err e = c ? fetch_open(&c->fetch, &how) : ERR_NOMEM;

    *out = NULL;
    if (e) {
        free(c);
        return e;
    }
    c->options = *options;
    atomic_init(&c->stopping, false);
    pthread_mutex_init(&c->mutex, NULL);
    pthread_cond_init(&c->changed, NULL);
    if (pthread_create(&c->thread, NULL, run, c)) {
        pthread_cond_destroy(&c->changed);
        pthread_mutex_destroy(&c->mutex);
        fetch_close(c->fetch);
        free(c);
        return ERR_NOMEM;
    }
    *out = c;
    return OK;
}

void
witness_client_close(struct witness_client *c)
{
    if (!c)
        return;
    pthread_mutex_lock(&c->mutex);
    atomic_store(&c->stopping, true);
    pthread_cond_signal(&c->changed);
    pthread_mutex_unlock(&c->mutex);
    pthread_join(c->thread, NULL);
    pthread_cond_destroy(&c->changed);
    pthread_mutex_destroy(&c->mutex);
    fetch_close(c->fetch);
    free(c);
}

void
witness_client_ask(struct witness_client *c, struct witness_round *round)
{
    pthread_mutex_lock(&c->mutex);
    c->waiting = round;
    pthread_cond_signal(&c->changed);
    pthread_mutex_unlock(&c->mutex);
}

struct witness_round *
witness_client_collect(struct witness_client *c)
{
    struct witness_round *round;

    pthread_mutex_lock(&c->mutex);
    round = c->back;
    c->back = NULL;
    pthread_mutex_unlock(&c->mutex);
    return round;
}
