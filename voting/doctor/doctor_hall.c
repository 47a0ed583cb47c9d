/*
 * doctor_hall.c - is the network of the hall good enough for this many phones?
 *
 * All devices ask at once, as phones do when a ballot opens, several times;
 * beside them one event stream is held open. The times are those of whole
 * answers, connecting included.
 */
#include <stdlib.h>
#include <time.h>

#include "voting/doctor/doctor.h"
#include "voting/fetch/fetch.h"

enum {
    ANSWER_MAX = 65536,
    ANSWER_MS = 15000,
    ROUNDS = 5,
    TURN_MS = 100,
    GOOD_MS = 500,
    SLOW_MS = 3000,
    LOSS_PER_MILLE = 10, /* up to this phones make up for it */
    PHONES_LONG_S = 10,
};

struct device {
    struct hall *hall;
    uint64_t asked_ms;
};

struct hall {
    struct doctor *doctor;
    struct fetch *fetch;
    struct device *devices;
    uint64_t *took_ms; /* of what was answered */
    size_t answered;
    size_t lost;
    enum fetch_fault why; /* the last loss */
    uint64_t round_ms;    /* the longest round took so long */
    bool stream_done;
    enum fetch_fault stream_fault;
};

static uint64_t
steady_ms(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)now.tv_nsec / 1000000;
}

static void
device_done(void *context, const struct fetch_answer *answer)
{
    struct device *device = context;
    struct hall *h = device->hall;

    if (answer->fault == FETCH_ANSWERED && answer->status == 200) {
        h->took_ms[h->answered++] = steady_ms() - device->asked_ms;
        return;
    }
    h->lost++;
    h->why = answer->fault ? answer->fault : FETCH_FAULT_OTHER;
}

static void
stream_done(void *context, const struct fetch_answer *answer)
{
    struct hall *h = context;

    h->stream_done = true;
    h->stream_fault = answer->fault;
}

/* All devices at once, until the last is answered or given up. */
static enum err
run_round(struct hall *h, const char *address)
{
    unsigned devices = h->doctor->subject->devices;
    size_t before = h->answered + h->lost;
    uint64_t begin = steady_ms();
    enum err e = OK;

    for (unsigned i = 0; i < devices && !e; i++) {
        h->devices[i] = (struct device){.hall = h, .asked_ms = begin};
        e = fetch_start(h->fetch,
                        &(struct fetch_request){.address = address,
                                                .answer_max = ANSWER_MAX,
                                                .time_ms = ANSWER_MS,
                                                .done = device_done,
                                                .context = &h->devices[i]});
    }
    while (!e && h->answered + h->lost < before + devices)
        e = fetch_turn(h->fetch, TURN_MS);
    if (steady_ms() - begin > h->round_ms)
        h->round_ms = steady_ms() - begin;
    return e;
}

static enum err
run_rounds(struct hall *h)
{
    const struct doctor_subject *subject = h->doctor->subject;
    char now[FETCH_ADDRESS_MAX];
    char live[FETCH_ADDRESS_MAX];
    enum err e = fetch_join(now, subject->address, "now");

    if (!e)
        e = fetch_join(live, subject->address, "live");
    if (!e)
        e = fetch_start(h->fetch, &(struct fetch_request){
                                      .address = live,
                                      .answer_max = ANSWER_MAX,
                                      .time_ms = subject->seconds * 1000,
                                      .done = stream_done,
                                      .context = h});
    for (int i = 0; i < ROUNDS && !e; i++)
        e = run_round(h, now);
    while (!e && !h->stream_done)
        e = fetch_turn(h->fetch, TURN_MS);
    return e;
}

static int
in_order(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a;
    uint64_t y = *(const uint64_t *)b;

    return x < y ? -1 : x > y;
}

static void
say_times(const struct hall *h)
{
    struct doctor *d = h->doctor;
    char texts[3][DOCTOR_NUMBER_BYTES];
    uint64_t half;
    uint64_t most;

    if (h->answered == 0)
        return;
    qsort(h->took_ms, h->answered, sizeof *h->took_ms, in_order);
    half = h->took_ms[h->answered / 2];
    most = h->took_ms[h->answered * 95 / 100];
    doctor_say(d,
               most <= GOOD_MS   ? SAY_HALL_GOOD
               : most <= SLOW_MS ? SAY_HALL_SLOW
                                 : SAY_HALL_BAD,
               doctor_number(texts[0], d->subject->devices),
               doctor_number(texts[1], half), doctor_number(texts[2], most));
}

static void
say_loss(const struct hall *h)
{
    struct doctor *d = h->doctor;
    size_t asked = h->answered + h->lost;
    char texts[2][DOCTOR_NUMBER_BYTES];
    enum doctor_words words = SAY_HALL_LOSS_NONE;

    if (h->lost > 0)
        words = h->lost * 1000 <= asked * LOSS_PER_MILLE ? SAY_HALL_LOSS_SOME
                                                         : SAY_HALL_LOSS;
    doctor_say(d, words, doctor_number(texts[0], asked),
               doctor_number(texts[1], h->lost),
               fetch_fault_words(h->why, d->subject->lang));
}

/* A stream that is ended by our own deadline has held. */
static void
say_stream(const struct hall *h)
{
    struct doctor *d = h->doctor;
    char number[DOCTOR_NUMBER_BYTES];

    doctor_number(number, d->subject->seconds);
    if (h->stream_fault == FETCH_FAULT_TIME)
        doctor_say(d, SAY_HALL_STREAM_HELD, number, NULL, NULL);
    else
        doctor_say(d, SAY_HALL_STREAM_CUT, number,
                   fetch_fault_words(h->stream_fault, d->subject->lang), NULL);
}

/*
 * The devices of the slowest round, answered at its pace. A ballot of some
 * rows is a few kilobytes more than the line that was asked for, so that this
 * is a lower bound for a vote; the words say "about".
 */
static void
say_phones(const struct hall *h)
{
    struct doctor *d = h->doctor;
    uint64_t phones = d->subject->phones;
    uint64_t seconds =
        (h->round_ms * phones / d->subject->devices + 999) / 1000;
    char texts[2][DOCTOR_NUMBER_BYTES];

    if (h->answered > 0)
        doctor_say(d,
                   seconds <= PHONES_LONG_S ? SAY_HALL_PHONES
                                            : SAY_HALL_PHONES_LONG,
                   doctor_number(texts[0], phones),
                   doctor_number(texts[1], seconds), NULL);
    doctor_say(d, SAY_HALL_RADIO, doctor_number(texts[0], phones), NULL, NULL);
}

void
doctor_check_hall(struct doctor *d)
{
    const struct doctor_subject *subject = d->subject;
    struct hall h = {.doctor = d};
    enum err e;

    if (!subject->hall)
        return;
    h.devices = calloc(subject->devices, sizeof *h.devices);
    h.took_ms = calloc((size_t)subject->devices * ROUNDS, sizeof *h.took_ms);
    h.fetch = doctor_fetch(d);
    if (!h.devices || !h.took_ms)
        doctor_say(d, SAY_NO_MEMORY, NULL, NULL, NULL);
    else if (h.fetch) {
        e = run_rounds(&h);
        fetch_cancel(h.fetch); /* what is under way points into h */
        if (e)
            doctor_say(d, SAY_SERVER_SILENT, subject->address, err_name(e),
                       NULL);
        else {
            say_times(&h);
            say_loss(&h);
            say_stream(&h);
            say_phones(&h);
        }
    }
    free(h.devices);
    free(h.took_ms);
}
