/*
 * pack.h - what a phone checks before it seals a ballot: the paper pack.
 *
 *     pack       = "congress-pack/v1" LF checkpoint 1*group *text "end" LF
 *     checkpoint = "checkpoint" SP length LF bytes LF
 *     group      = entry proof
 *     entry      = "entry" SP index SP length LF bytes LF
 *     proof      = "proof" SP length LF *hash LF       32 bytes a hash
 *     text       = "text" SP length LF bytes LF
 *
 * checkpoint  the log's, over at least all these entries
 * entry       a log entry, verbatim; ascending by index, the first is genesis
 * proof       its inclusion proof under the checkpoint, the leaf's sibling
 *             first
 * text        the paper's public texts: each once, in the order in which the
 *             paper names them
 *
 * The entries are those of one paper's round (docs/protocol.md, 11.5): genesis;
 * all that makes, changes or ends an officer's post, and handovers; sessions
 * and key ceremonies; the paper and its open entry; and if it is for a seat,
 * all that makes, changes or ends that post.
 *
 * The verifier takes them through the same state machine as a whole log, less
 * what an excerpt cannot tell: `seen`, presence, quorum, notice, headcount,
 * procedure and rolls at open; earlier versions, the followed round and other
 * seats of the paper; how a round ended. So every signature, every card and the
 * whole key ceremony are checked, and the election key is computed and not
 * believed. A pack cannot prove that something is *not* in the log: see
 * docs/threats.md.
 *
 * Pure; public data, except that a pack for a seat says who asks.
 */
#ifndef BALLOTS_PACK_H
#define BALLOTS_PACK_H

#include <stdbool.h>
#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/event.h"
#include "ballots/refusal.h"
#include "ballots/rule.h"
#include "crypto/ballot.h"
#include "crypto/ceremony.h"
#include "crypto/checkpoint.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/memory.h"
#include "crypto/merkle.h"
#include "crypto/span.h"

enum { PACK_MAX = 20 * 1024 * 1024 }; /* bytes */

/* ---- Writing --------------------------------------------------------------*/

/* Where a writer finds bytes, and puts them. Any error ends the writing. */
struct pack_source {
    /* A log entry; borrowed until the next call. */
    enum err (*entry)(void *context, struct span *bytes, uint32_t index);
    /* A text; borrowed until the next call. */
    enum err (*text)(void *context, struct span *bytes,
                     const struct event_blob *blob);
    enum err (*put)(void *context, struct span bytes);
    void *context;
};

/*
 * Writes the pack of a round.
 *
 * c           in: the conference, replayed to the checkpoint
 * open        in: the index of its open entry
 * seat        in: NULL: for nobody in particular
 * checkpoint  in: the signed checkpoint over all entries of c
 *
 * ERR_NOTFOUND: no such round, or no such seat. ERR_INPUT: larger than
 * PACK_MAX. ERR_NOMEM. Else the source's errors.
 */
MUST_USE enum err pack_write(const struct pack_source *source,
                             const struct conference *c, uint32_t open,
                             const struct post *seat, struct span checkpoint);

/* ---- Verifying ------------------------------------------------------------*/

/* What the device knows and asks for. */
struct pack_expected {
    const struct hash32 *genesis; /* its leaf hash; NULL: see pack_open() */
    /* The last checkpoint that was verified, and the proof from there to the
     * pack's (`GET /consistency`); size 0: there is none. */
    uint64_t size;
    struct hash32 root;
    const struct merkle_proof *consistency; /* NULL: none is needed */
    uint32_t open;                          /* the round */
    const struct post *seat;                /* NULL: nobody's */
};

struct pack_text {
    struct event_blob blob;
    struct span bytes; /* of the pack; empty: a members' text */
};

struct pack_row {
    const char *id;
    const struct rule *rule;
    struct pack_text text;
    bool recused; /* the seat does not vote on it */
};

/* The device's own seat. */
struct pack_seat {
    struct post post;
    struct hash32 name; /* what the name record must open */
    uint8_t invitation[32];
    bool enrolled; /* has a current key */
    uint8_t key[32];
    bool on_roll; /* of the paper */
    bool barred;  /* recused from every row */
};

/* What a pack proves; everything is borrowed from pack and bytes. */
struct pack_facts {
    const char *origin;
    struct hash32 genesis; /* its leaf hash */
    const uint8_t *log_key;
    struct checkpoint checkpoint; /* to be kept as the last one */
    struct post presiding;        /* at open, as far as the pack shows */
    const char *session;
    uint32_t open;
    uint64_t opened_s;
    uint32_t paper; /* its entry */
    const char *id;
    uint32_t version;
    enum event_kind kind;
    enum event_ballot ballot;
    bool last_counts;
    bool practice;
    bool advise;
    struct pack_text title;
    size_t option_count;
    const char *options[BALLOT_OPTIONS_MAX];
    size_t row_count;
    const struct pack_row *rows;
    /* The seat's; without a seat that of a ballot of all rows. */
    struct ballot_form form; /* key (zero unless secret), context, rows, cap */
    /* Who locked the box; none unless the ballot is secret. */
    size_t trustee_count;
    uint32_t threshold;
    const struct post *trustees;
    bool has_seat;
    struct pack_seat seat;
};

struct pack;

/*
 * Verifies a pack.
 *
 * out    out: to be closed by the caller; NULL unless REFUSED_NOTHING
 * bytes  in:  borrowed until it is closed
 * cause  out: the entry to blame, or CONFERENCE_NO_ENTRY; may be NULL
 *
 * Without expected->genesis nothing is pinned, and the caller must: by the
 * invitation key that a card's token makes with facts.genesis, which must be
 * the seat's (docs/protocol.md, 9.1).
 *
 * REFUSED_FORM       not a pack
 * REFUSED_ORIGIN     another conference than was pinned
 * REFUSED_ROOT       the checkpoint is not signed by the log, contradicts the
 *                    last one, or does not have an entry
 * REFUSED_SEEN_SHORT the checkpoint is older than the last one
 * REFUSED_REF        the round, its paper or the seat is not there
 * REFUSED_KEY_OTHER  the election key is not what the ceremony made
 * REFUSED_BLOB       a public text is missing or not the one that was named
 * REFUSED_NO_MEMORY
 * Else what the state machine says of an entry, cause.
 */
MUST_USE enum refusal pack_open(struct pack **out, struct memory memory,
                                struct span bytes,
                                const struct pack_expected *expected,
                                uint32_t *cause);

/* Accepts NULL. */
void pack_close(struct pack *pack);

const struct pack_facts *pack_facts(const struct pack *pack);

#endif
