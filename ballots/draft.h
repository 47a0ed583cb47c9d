/*
 * draft.h - what an event must say to fit the conference as it stands.
 *
 * An event names earlier entries by index and leaf hash, the roll by its hash,
 * the key by its transcript: all of it follows from the log. These functions
 * fill it in, so that a person names only what a person decides. They make
 * texts and nothing more: whether the event is allowed is event_check's
 * business, and nothing here weakens it.
 *
 * The conference is one that the caller has replayed and trusts; `seen` covers
 * all of it. Secrets are arguments, wiped here where they are copied, and never
 * in the event, which is public. REFUSED_NOTHING, or why the event cannot be
 * made, for which event_check would refuse it too; *event is then unspecified.
 */
#ifndef BALLOTS_DRAFT_H
#define BALLOTS_DRAFT_H

#include "ballots/conference.h"
#include "ballots/rule.h"

/* Starts an event: type, origin, `seen` and, on a dated type, `at`. */
MUST_USE enum refusal draft_begin(struct event *event,
                                  const struct conference *c,
                                  enum event_type type, uint64_t now_s);

/* ---- People and the session -----------------------------------------------*/

/* The entry that the new card replaces; the caller gives the invitation. */
MUST_USE enum refusal draft_reissue(struct event *event,
                                    const struct conference *c,
                                    struct post post);

/* The entry that carries the post's current invitation, and the new key. */
MUST_USE enum refusal draft_enrol(struct event *event,
                                  const struct conference *c, struct post post,
                                  const uint8_t key[32]);

/* present, leave: of the running session. */
MUST_USE enum refusal draft_presence(struct event *event,
                                     const struct conference *c,
                                     struct post post, enum event_how how);
MUST_USE enum refusal draft_headcount(struct event *event,
                                      const struct conference *c,
                                      uint32_t counted);

/* session-end: of the running session. */
MUST_USE enum refusal draft_session_end(struct event *event,
                                        const struct conference *c);

/* Whether it was opened with this invitation, these tags and this vote,
 * whatever name the event commits to; false after a new card. */
bool draft_is_invited(const struct conference *c,
                      const struct event_post *wanted);

/* Whether there is such a post, and whether it has a current key. */
bool draft_has_post(const struct conference *c, struct post post);
bool draft_is_enrolled(const struct conference *c, struct post post);

/* Whether no session is planned or running. */
bool draft_is_over(const struct conference *c);

/* ---- The counting key -----------------------------------------------------*/

/* All enrolled scrutineers, in order; replaces the session's last ceremony. */
MUST_USE enum refusal draft_key_start(struct event *event,
                                      const struct conference *c,
                                      uint32_t threshold);

/*
 * Rounds one to three of the session's ceremony, by its seed. In the third
 * every share is opened and checked: *bad_dealer is the number of the first
 * dealer whose share is bad, and the refusal is CEREMONY_PROOF: complain.
 */
MUST_USE enum refusal draft_key_commit(struct event *event,
                                       const struct conference *c,
                                       struct post scrutineer,
                                       const uint8_t seed[32]);
MUST_USE enum refusal draft_key_deal(struct event *event,
                                     const struct conference *c,
                                     struct post scrutineer,
                                     const uint8_t seed[32]);
MUST_USE enum refusal draft_key_accept(struct event *event,
                                       const struct conference *c,
                                       struct post scrutineer,
                                       const uint8_t seed[32],
                                       uint32_t *bad_dealer);
MUST_USE enum refusal draft_key_complain(struct event *event,
                                         const struct conference *c,
                                         struct post scrutineer,
                                         const uint8_t seed[32],
                                         uint32_t against);

/*
 * Whether a ceremony of this log has the scrutineer's commitment from this
 * seed, which is secret and never leaves.
 */
bool draft_key_is_of(const struct conference *c, struct post scrutineer,
                     const uint8_t seed[32]);

/* ---- A paper and its round ------------------------------------------------*/

/*
 * paper: version (one more than the last of this id) and, where it follows a
 * round, that round's entry. event->paper.id and follows are set by the caller.
 */
MUST_USE enum refusal draft_paper(struct event *event,
                                  const struct conference *c,
                                  const char *followed);

/*
 * The rule of the round that an election calls for, and its text of at most
 * EVENT_RULE_BYTES with its NUL; the election was counted.
 */
MUST_USE enum refusal draft_follow_up(char text[EVENT_RULE_BYTES],
                                      struct rule *rule,
                                      const struct conference *c,
                                      const char *followed);

/* open: the current version of the paper, its roll, and the key. */
MUST_USE enum refusal draft_open(struct event *event,
                                 const struct conference *c, const char *paper);

/* announce, hands, desk-issue, close, void, uncountable: the paper's round. */
MUST_USE enum refusal draft_of_round(struct event *event,
                                     const struct conference *c,
                                     const char *paper);

/* What one seat, or a paper sheet, has to mark. Public. */
struct draft_ballot {
    bool secret;
    struct ballot_form form; /* of a named paper options and rows only */
    uint32_t attempt;        /* the next */
    struct event_ref previous;
    size_t option_count;
    char options[BALLOT_OPTIONS_MAX][EVENT_ID_BYTES];
    char rows[BALLOT_ROWS_MAX][EVENT_ID_BYTES]; /* ids, form.rows of them */
};

/* The ballot of a seat on the paper's open round; seat NULL: of a sheet. */
MUST_USE enum refusal draft_ballot(struct draft_ballot *out,
                                   const struct conference *c,
                                   const char *paper, const struct post *seat);

/*
 * Who seals it: the seat's key name, written to name, its key and attempt. The
 * voter borrows name.
 */
void draft_voter(struct ballot_voter *voter, char name[POST_KEY_NAME_BYTES],
                 const struct conference *c, const struct draft_ballot *ballot,
                 struct post seat, const uint8_t key[32]);

/*
 * cast: seals, or on a named paper writes, one choice (from 0) for each row of
 * draft_ballot(). choices and secret (BALLOT_SECRET_BYTES, fresh) are secret.
 */
MUST_USE enum refusal draft_cast(struct event *event,
                                 const struct conference *c, const char *paper,
                                 struct post seat, const uint8_t key[32],
                                 const uint8_t *choices, const uint8_t *secret);

/*
 * desk-ballots: `count` sheets sealed, in this order, so shuffled before.
 * choices: rows of each sheet; secrets: BALLOT_SECRET_BYTES for each. Secret.
 */
MUST_USE enum refusal draft_sheets(struct event *event,
                                   const struct conference *c,
                                   const char *paper, size_t count,
                                   uint32_t spoiled, const uint8_t *choices,
                                   const uint8_t *secrets);

/* ---- The count ------------------------------------------------------------*/

/* share: the caller has verified every entry before. seed is secret. */
MUST_USE enum refusal draft_share(struct event *event,
                                  const struct conference *c, const char *paper,
                                  struct post scrutineer,
                                  const uint8_t seed[32]);

/*
 * The same under a witness policy: `seen` becomes this checkpoint, which covers
 * the close, and the share carries the cosignatures on it by the policy's
 * witnesses. ERR_INPUT: it is none, or they do not fit an event.
 */
MUST_USE enum err draft_share_witnesses(struct event *event,
                                        const struct witness_policy *policy,
                                        const struct note *checkpoint);

/* result: combines t of the logged shares and finds the counts. */
MUST_USE enum refusal draft_result(struct event *event,
                                   const struct conference *c,
                                   const char *paper);

/* sign-off, declare, publish: the paper's result. */
MUST_USE enum refusal draft_endorsement(struct event *event,
                                        const struct conference *c,
                                        const char *paper);

/* objection, reply: what it is about, an entry of the log. */
MUST_USE enum refusal draft_about(struct event *event,
                                  const struct conference *c, uint64_t index);

/* ---- Who signs ------------------------------------------------------------*/

/* Whose keys are at hand. */
struct draft_keys {
    bool (*holds)(void *context, struct post post);
    void *context; /* borrowed */
};

/*
 * Proposes the signers of an event that is otherwise complete, in order, and
 * returns how many. Where the rules leave a choice, posts whose keys are at
 * hand come first. With too few officers the list is short, and event_check
 * will say so.
 */
size_t draft_signers(struct post out[EVENT_SIGNERS_MAX],
                     const struct conference *c, const struct event *event,
                     const struct draft_keys *keys);

#endif
