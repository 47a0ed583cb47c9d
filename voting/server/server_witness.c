#include "voting/server/server_witness.h"

#include <stdlib.h>

#include "crypto/decimal.h"
#include "voting/server/server_log.h"
#include "voting/witness/witness_client.h"

/* Where the round is. */
enum place { HERE, BEING_PREPARED, BEING_ASKED, COME_BACK, BEING_SETTLED };

struct server_witness {
    struct reading reading; /* first, so that one is the other */
    struct server_witness_options options;
    struct witness_client *client;
    struct witness_round *round;
    enum place place;
    uint64_t now_ms; /* of the turn in which the reading was handed in */
    uint64_t due_ms;
    bool stopped;
    enum err error; /* of the reading */
};

/* ---- On the committer's thread --------------------------------------------*/

static void
prepare(struct reading *reading, struct log *log, const struct published *now)
{
    struct server_witness *w = (struct server_witness *)reading;

    w->round->asked = 0;
    /* What is not published yet may still turn out not to be there. */
    w->error = now ? witness_round_prepare(w->round, log, w->now_ms) : OK;
}

static void
say(void *context, const struct witness_report *report)
{
    const struct witness_mate *mate = report->mate;
    char size[DECIMAL_DIGITS_MAX + 1];
    char status[DECIMAL_DIGITS_MAX + 1];

    (void)context;
    if (!report->first && !report->stops)
        return;
    size[decimal_format(size, mate->reading.witness_size)] = '\0';
    status[decimal_format(status, mate->status)] = '\0';
    switch (report->outcome) {
    case ADD_CHECKPOINT_COSIGNED:
        server_log(SERVER_LINE_WITNESS_BACK, mate->name, NULL, NULL);
        break;
    case ADD_CHECKPOINT_ROLLBACK:
        server_log(SERVER_LINE_WITNESS_AHEAD, mate->name, size, NULL);
        break;
    case ADD_CHECKPOINT_SPLIT:
        server_log(SERVER_LINE_WITNESS_SPLIT, mate->name, NULL, NULL);
        break;
    case ADD_CHECKPOINT_BAD_PROOF:
    case ADD_CHECKPOINT_REFUSED:
    case ADD_CHECKPOINT_NONSENSE:
        server_log(SERVER_LINE_WITNESS_REFUSES, mate->name, status, NULL);
        break;
    default:
        server_log(SERVER_LINE_WITNESS_AWAY, mate->name,
                   mate->fault == FETCH_ANSWERED
                       ? status
                       : fetch_fault_words(mate->fault, server_log_lang()),
                   NULL);
        break;
    }
}

static void
settle(struct reading *reading, struct log *log, const struct published *now)
{
    struct server_witness *w = (struct server_witness *)reading;

    (void)now; /* entries only grow, so that the lines fit whatever there is */
    w->error = witness_round_settle(w->round, log, w->now_ms, say, w);
}

/* ---- On the loop ----------------------------------------------------------*/

static void
done(struct committer_job *job)
{
    struct server_witness *w = (struct server_witness *)job;
    bool settled = w->place == BEING_SETTLED;

    w->place = HERE;
    if (w->error)
        server_log(SERVER_LINE_INTERNAL, "witness", err_name(w->error), NULL);
    if (!settled && !w->error && w->round->asked > 0) {
        w->place = BEING_ASKED;
        witness_client_ask(w->client, w->round);
        return;
    }
    w->due_ms =
        settled && w->round->again ? w->now_ms : w->now_ms + WITNESS_PAUSE_MS;
}

/* Hands the round to the committer; if its queue is full, a little later. */
static void
give(struct server_witness *w, enum place place, uint64_t now_ms)
{
    w->reading = (struct reading){
        .job.done = done,
        .read = place == BEING_SETTLED ? settle : prepare,
        .cosigns = place == BEING_SETTLED,
    };
    w->now_ms = now_ms;
    if (committer_read(w->options.committer, &w->reading) == OK)
        w->place = place;
}

void
server_witness_turn(struct server_witness *w, uint64_t now_ms)
{
    if (w->place == BEING_ASKED && witness_client_collect(w->client))
        w->place = COME_BACK;
    if (w->place == COME_BACK)
        give(w, BEING_SETTLED, now_ms);
    else if (w->place == HERE && !w->stopped && now_ms >= w->due_ms)
        give(w, BEING_PREPARED, now_ms);
}

void
server_witness_stop(struct server_witness *w)
{
    w->stopped = true;
}

enum err
server_witness_open(struct server_witness **out,
                    const struct server_witness_options *options)
{
    struct server_witness *w = calloc(1, sizeof *w);
    const struct witness_client_options how = {
        .wake = options->wake,
        .context = options->context,
    };
    enum err e = ERR_NOMEM;

    *out = NULL;
    if (w)
        w->round = calloc(1, sizeof *w->round);
    if (w && w->round)
        e = witness_client_open(&w->client, &how);
    if (e) {
        server_witness_close(w);
        return e;
    }
    w->options = *options;
    *out = w;
    return OK;
}

void
server_witness_close(struct server_witness *w)
{
    if (!w)
        return;
    witness_client_close(w->client);
    free(w->round);
    free(w);
}
