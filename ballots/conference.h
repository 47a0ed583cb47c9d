/*
 * conference.h - the state machine: what the conference is, by replaying its
 * log.
 *
 * An event goes through three pure steps:
 *
 *     event_check    form was read; now signers, time and state. Cheap: no
 *                    public-key operation. Fills an admission, which holds what
 *                    is left to prove.
 *     proof_verify   signatures and zero-knowledge proofs. Needs nothing but
 *                    event and admission, so many can run at once on any
 * thread. event_apply    reserves what it needs first and then cannot fail.
 *
 * Between check and apply the state must not have changed; a sequencer that
 * checks early checks again right before it applies, which costs no proof as
 * long as the admission's keys are the same.
 *
 * Server and auditor run this same code over the same bytes. Replay of a prefix
 * that was verified before skips the second step.
 */
#ifndef BALLOTS_CONFERENCE_H
#define BALLOTS_CONFERENCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/event.h"
#include "ballots/refusal.h"
#include "crypto/decryption.h"
#include "crypto/memory.h"
#include "crypto/merkle.h"
#include "crypto/witness_policy.h"

enum {
    CONFERENCE_NO_ENTRY = UINT32_MAX,
    CONFERENCE_CLOCK_SKEW_S = 300,    /* an author's time around the entry's */
    CONFERENCE_LAST_CALL_S = 10,      /* from last call to close, at least */
    CONFERENCE_LAST_CALL_MAX_S = 300, /* and at most: then call again */
    CONFERENCE_ATTEMPTS_MAX = 8,      /* where the last cast counts */
    CONFERENCE_OPEN_MAX = 16,         /* papers open at one time */
    CONFERENCE_DESK_SHEETS_MIN = 3,
};

struct conference;
struct holder;
struct key_ceremony;
struct opening;
struct paper;
struct public_summand;
struct seat_vote;
struct session;

/*
 * What event_check found: whether the event may come now, and if so what is
 * still to prove. Pointers are borrowed from the conference and the event and
 * stay valid until the conference next changes.
 */
struct admission {
    uint64_t time_s; /* the entry's */
    uint32_t index;  /* the entry's, if it is applied next */
    uint32_t cause;  /* the entry that causes a refusal, or none */
    size_t key_count;
    struct note_key keys[EVENT_SIGNERS_MAX]; /* by whom the lines must be */
    struct ballot_form form;                 /* cast, desk-ballots */
    struct ballot_voter voter;
    /* cast: the ciphertexts of the ballot, if whoever proved it has decoded
     * them (proof.h), for event_apply(); else NULL. Borrowed. */
    const struct public_summand *points;
    char voter_name[POST_KEY_NAME_BYTES];
    struct ceremony ceremony; /* key-*, share */
    const struct ceremony_commit *commits;
    const struct ceremony_deal *deals;
    struct decryption_statement statement; /* share */
    const struct witness_policy *policy;   /* share; NULL: none in force */
    /* What check found, for apply; NULL where the type has none. */
    struct holder *holder; /* whose post it is */
    struct session *session;
    struct key_ceremony *key_ceremony;
    struct opening *opening;
    struct seat_vote *seat;
    struct paper *paper;
};

/* An empty conference. ERR_NOMEM. The caller frees it. */
MUST_USE enum err conference_new(struct conference **out, struct memory memory);

/*
 * The same, of a log whose leaf hashes the caller keeps: in this tree, which is
 * borrowed until conference_free(), an entry's leaf stands before the entry is
 * applied. It may have more.
 */
MUST_USE enum err conference_new_beside(struct conference **out,
                                        const struct merkle_tree *tree,
                                        struct memory memory);
void conference_free(struct conference *c);

/*
 * First step. time_s is the entry's time: not before the last entry's.
 * REFUSED_NOTHING, or the reason, and adm->cause if an entry is to blame.
 */
MUST_USE enum refusal event_check(const struct conference *c,
                                  const struct event *event, uint64_t time_s,
                                  struct admission *adm);

/*
 * The same for an event that stands further ahead in this log, to prove what
 * is likely to be asked soon: the checkpoint that it saw may have entries that
 * have only come into the tree of conference_new_beside(). Its word is worth
 * nothing but time; event_check() decides when the event's turn has come.
 */
enum refusal event_check_ahead(const struct conference *c,
                               const struct event *event, uint64_t time_s,
                               struct admission *adm);

/*
 * event_check() of an event whose turn has come, after event_check_ahead() has
 * refused nothing, with a tree that begins with every entry logged since and
 * before: what the event has seen is not hashed a second time.
 */
MUST_USE enum refusal event_check_again(const struct conference *c,
                                        const struct event *event,
                                        uint64_t time_s, struct admission *adm);

/* Second step: signatures first, then the type's proofs. */
MUST_USE enum refusal proof_verify(const struct event *event,
                                   const struct admission *adm);

/*
 * Third step: the event becomes entry number adm->index with this leaf hash.
 * ERR_NOMEM changes nothing.
 */
MUST_USE enum err event_apply(struct conference *c, const struct event *event,
                              const struct admission *adm,
                              const struct hash32 *leaf);

/* How many entries there are, and the root over them. */
uint64_t conference_size(const struct conference *c);
void conference_root(const struct conference *c, struct hash32 *root);

/* The tree they stand in. It has as many leaves, but in an audit, which has
 * more as long as entries wait, or one has been refused. */
const struct merkle_tree *conference_tree(const struct conference *c);

/* The log's origin ("" while empty) and the last entry's time. */
const char *conference_origin(const struct conference *c);
uint64_t conference_time_s(const struct conference *c);

/* The conference's title, from genesis. */
const struct event_blob *conference_title(const struct conference *c);

/* The log's public key, from genesis; NULL while the log is empty. */
const uint8_t *conference_log_key(const struct conference *c);

/*
 * Where an act was logged; false if it was not. Of an event that several may
 * sign together the act's hash is its text's.
 */
bool conference_find_act(const struct conference *c,
                         const struct hash32 *act_hash, uint32_t *index);

/*
 * Whether an entry names this text, for this audience; *index is then the first
 * that does, and may be NULL.
 */
bool conference_names_text(const struct conference *c,
                           const struct hash32 *sha256, bool members,
                           uint32_t *index);

/*
 * What the record of who holds a post must open (name_opening.h), or NULL if
 * there is no such post. Zero, which nothing opens, for the conveners' posts.
 */
const struct hash32 *conference_name(const struct conference *c,
                                     struct post post);

/*
 * The witness policy of genesis or of the last policy event: its blob's
 * reference, and the text once the caller has given it. Cosignatures on shares
 * can only be checked with the text, so that a share is refused while a policy
 * is named whose text is missing.
 */
const struct event_blob *conference_policy_blob(const struct conference *c);
MUST_USE enum err conference_give_policy(struct conference *c,
                                         struct span text);

/*
 * The public key that a post has now, or that of the card which it was last
 * given; false if there is none that is current. A card that was used, or whose
 * post has been retired, is not.
 */
bool conference_key(const struct conference *c, struct post post,
                    bool invitation, struct ed25519_public *out);

/* Whose current key or unused card this is; false if it is nobody's now. */
bool conference_key_owner(const struct conference *c, const uint8_t key[32],
                          struct post *post, bool *invitation);

/* The posts of a kind there have been, in the order they were made. */
size_t conference_post_count(const struct conference *c, enum post_kind kind);
struct post conference_post(const struct conference *c, enum post_kind kind,
                            size_t place);

#endif
