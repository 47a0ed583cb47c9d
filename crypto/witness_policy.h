/*
 * witness_policy.h - whose cosignatures make a checkpoint trusted.
 *
 *     log <vkey> [<url>]
 *     witness <name> <vkey> [<url>]
 *     group <name> all|any|<k> <name>...
 *     quorum <name>|none
 *
 * One item a line; items are separated by spaces and tabs; lines that are
 * empty or begin with "#" are comments. Names are defined before they are
 * used, once, and are a member of at most one group, once. There is exactly
 * one quorum line.
 *
 * Source: C2SP tlog-policy (draft).
 */
#ifndef CRYPTO_WITNESS_POLICY_H
#define CRYPTO_WITNESS_POLICY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define WITNESS_POLICY_MAX 65536 /* bytes */
#define WITNESS_POLICY_LOGS_MAX 32
#define WITNESS_POLICY_VOTERS_MAX 64 /* witnesses and groups together */

struct witness_policy_log {
    struct note_key key;
    struct span url; /* empty when absent */
};

/* A witness or a group: what can be a member, or the quorum. */
struct witness_policy_voter {
    struct span name;
    bool is_group;
    unsigned threshold;  /* of a group */
    uint64_t members;    /* of a group: bit i is voter i, all before it */
    struct note_key key; /* of a witness */
    struct span url;     /* of a witness; empty when absent */
};

/* A parsed policy; every span points into the text it was parsed from. */
struct witness_policy {
    size_t log_count;
    struct witness_policy_log logs[WITNESS_POLICY_LOGS_MAX];
    size_t voter_count;
    struct witness_policy_voter voters[WITNESS_POLICY_VOTERS_MAX];
    bool quorum_none;
    size_t quorum; /* a voter, unless quorum_none */
};

/* Who has cosigned a checkpoint. */
struct witness_policy_cosigners {
    uint64_t witnesses; /* bit i: voter i, a witness, has cosigned */
    uint64_t time_s[WITNESS_POLICY_VOTERS_MAX]; /* when, the latest; else 0 */
};

/* ERR_INPUT: malformed, or beyond a limit above. */
MUST_USE enum err witness_policy_parse(struct witness_policy *out,
                                       struct span text);

/* Writes the policy without comments, one space between items. */
void witness_policy_write(struct text_writer *w,
                          const struct witness_policy *policy);

/*
 * Which of the policy's witnesses have cosigned a checkpoint.
 *
 * ERR_PROOF: a line of one of them is not valid, which rejects the note.
 * ERR_INPUT: the note's text is no checkpoint body.
 */
MUST_USE enum err witness_policy_cosigners(struct witness_policy_cosigners *out,
                                           const struct witness_policy *policy,
                                           const struct note *note);

/* Whether these witnesses (bits as above) are a quorum. */
bool witness_policy_reached(const struct witness_policy *policy,
                            uint64_t witnesses);

/*
 * The whole policy on one checkpoint: signed by one of the logs, whose key
 * name is the origin, and cosigned by a quorum. A policy without logs leaves
 * the log's signature to the caller.
 *
 * ERR_PROOF: not so, or a known key's line is not valid. ERR_INPUT: the note's
 * text is no checkpoint body.
 */
MUST_USE enum err witness_policy_check(const struct witness_policy *policy,
                                       const struct note *note);

#endif
