/*
 * witness_client.h - asking the witnesses of the policy for their cosignatures.
 *
 * A round is one checkpoint on its way to those witnesses that are due. It is
 * prepared by the thread that owns the log (witness_round_prepare), asked for
 * on the client's own thread, which alone waits for the network, and settled by
 * the thread that owns the log again. Between these it belongs to nobody else,
 * so that nothing in it is shared; votes never wait for any of it.
 *
 * A witness that does not know us is asked from nothing; one that has seen more
 * is asked from there. Who is busy or away is asked again later and later. Who
 * has seen a tree larger than ours, or another of our size, has seen a history
 * that this log does not have: an older database was put back, or two servers
 * run on one key. Then nothing more may be signed, and settling says so. What
 * came over an unencrypted way could be anybody's, so that it raises the alarm
 * and stops nothing.
 *
 * Source: C2SP tlog-witness; docs/protocol.md, 2.3 and 2.4.
 */
#ifndef VOTING_WITNESS_WITNESS_CLIENT_H
#define VOTING_WITNESS_WITNESS_CLIENT_H

#include <stdbool.h>
#include <stdint.h>

#include "crypto/add_checkpoint.h"
#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/witness_policy.h"
#include "voting/fetch/fetch.h"
#include "voting/log/log.h"

enum {
    WITNESS_ROUND_MAX = 32,       /* witnesses that are asked */
    WITNESS_PAUSE_MS = 2000,      /* from one round to the next */
    WITNESS_AWAY_MAX_MS = 300000, /* the longest pause for one of them */
    WITNESS_REFUSED_MS = 600000,  /* for one that does not know us */
    WITNESS_TIME_MS = 15000,      /* for an answer */
};

/* One witness, and what became of asking it. */
struct witness_mate {
    char name[NOTE_KEY_NAME_MAX + 1];
    char address[FETCH_ADDRESS_MAX];
    struct note_key key; /* its name points to the one above */
    uint64_t size;       /* that it has seen, as far as is known */
    uint64_t cosigned;   /* the largest that we have its line for */
    uint64_t due_ms;     /* not before */
    unsigned away;       /* attempts in a row without use */
    /* Of the round: */
    bool asked;
    struct merkle_proof proof; /* from size */
    struct add_checkpoint_reading reading;
    char line[COSIGNATURE_LINE_MAX];
    unsigned status; /* of the answer; 0: none */
    enum fetch_fault fault;
};

struct witness_round {
    struct hash32 policy; /* of the text that the mates are from */
    size_t mate_count;
    struct witness_mate mates[WITNESS_ROUND_MAX];
    size_t asked; /* how many of them */
    bool again;   /* settled, and somebody is to be asked at once */
    uint64_t size;
    size_t checkpoint_len; /* with the log's line alone */
    char checkpoint[CHECKPOINT_SIGNED_MAX];
};

/*
 * Takes the last checkpoint, the witnesses of the policy in force that have an
 * address and are due, and the proofs for them. Nobody is asked if there is no
 * policy, no checkpoint, or nothing that they lack.
 *
 * now_ms  in: of a clock that only goes forward
 *
 * Errors are the log's; nobody is asked then.
 */
MUST_USE enum err witness_round_prepare(struct witness_round *round,
                                        struct log *log, uint64_t now_ms);

/* What a round came to, a witness at a time, for the operator. */
struct witness_report {
    const struct witness_mate *mate;
    enum add_checkpoint_outcome outcome;
    bool first; /* of its kind in a row: say it */
    bool stops; /* nothing more is signed because of it */
};

/*
 * Hands the lines that came to the log, stops the log where it must stop, and
 * notes when each witness is to be asked next.
 *
 * report  in: called for each witness that was asked; may be NULL
 *
 * Errors are log_cosign()'s.
 */
MUST_USE enum err witness_round_settle(
    struct witness_round *round, struct log *log, uint64_t now_ms,
    void (*report)(void *context, const struct witness_report *report),
    void *context);

/* ---- The thread -----------------------------------------------------------*/

struct witness_client;

struct witness_client_options {
    const char *ca_file; /* as fetch_options */
    /* A round has come back; called on the client's thread. */
    void (*wake)(void *context);
    void *context;
};

/* ERR_NOTFOUND, ERR_IO, ERR_NOMEM: as fetch_open(). */
MUST_USE enum err witness_client_open(struct witness_client **out,
                                      const struct witness_client_options *o);

/* Gives up what is under way, within half a second. Accepts NULL. */
void witness_client_close(struct witness_client *client);

/* Hands a round over, which the caller leaves alone until it has come back.
 * Only while none is under way. */
void witness_client_ask(struct witness_client *client,
                        struct witness_round *round);

/* The round that has come back, or NULL. */
struct witness_round *witness_client_collect(struct witness_client *client);

#endif
