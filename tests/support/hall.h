/*
 * hall.h - a whole small conference in memory, for tests.
 *
 * A hall plays everybody: conveners, desks, three scrutineers of whom two
 * count, seats, and the server that takes their events in. Every key, token and
 * ballot secret derives from a label, so that a hall that does the same has the
 * same bytes. A test goes as far as it wants by the steps below and then
 * submits what it likes, by whom it likes, and looks at the refusal:
 *
 *     struct hall *h = hall_new(7);
 *
 *     hall_prepare(h);
 *     hall_convene(h);
 *     hall_draft(h, EVENT_HEADCOUNT)->headcount.counted = 3;
 *     ...
 *     assert_refused(hall_submit(h, HALL_BY(scrutineer_1, scrutineer_2)), ...);
 *
 * The steps and everything named hall_do_... must succeed and end the test if
 * they do not. Time stands still unless hall_wait() moves it.
 */
#ifndef TESTS_SUPPORT_HALL_H
#define TESTS_SUPPORT_HALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/event.h"
#include "crypto/ceremony.h"
#include "crypto/ed25519.h"
#include "tests/support/heap.h"

enum {
    HALL_SCRUTINEERS = 3, /* who lock the ballot box; the fourth may follow */
    HALL_SCRUTINEERS_MAX = 4,
    HALL_THRESHOLD = 2,
    HALL_TEXTS_MAX = 512,
    HALL_NAME_BYTES = 256,
};

#define HALL_ORIGIN "example.edu/congress-7"
#define HALL_SESSION "7-1"
#define HALL_START_S UINT64_C(1773360000) /* 2026-03-13 00:00 UTC */

/* Somebody with a post, and their secrets. */
struct hall_person {
    struct post post;
    unsigned card; /* how many cards they were given */
    uint8_t token[16];
    struct ed25519_secret invitation;
    struct ed25519_secret key;
    struct event_ref invited;          /* post or last reissue entry */
    struct event_ref presence;         /* last present or leave */
    uint8_t seed[CEREMONY_SEED_BYTES]; /* a scrutineer's counting seed */
    size_t record_len;                 /* the name record with its salt line */
    char record[HALL_NAME_BYTES];
};

struct hall_entry {
    uint64_t time_s;
    size_t len; /* server line and note */
    char *bytes;
};

struct hall_text {
    struct event_blob blob;
    char *bytes;
};

struct hall {
    struct heap heap;
    struct conference *conference;
    struct event *draft;   /* the event being made */
    struct event *decoded; /* the last one that was submitted */
    struct admission admission;
    uint64_t time_s; /* of the next entry */
    struct ed25519_secret log_key;
    unsigned seat_count;
    struct hall_person chairs[2];
    struct hall_person desks[2];
    struct hall_person scrutineers[HALL_SCRUTINEERS_MAX];
    struct hall_person *seats; /* seat_count of them */
    struct hall_person observer;
    size_t entry_count;
    size_t entry_room;
    struct hall_entry *entries;
    size_t text_count;
    struct hall_text texts[HALL_TEXTS_MAX];
    struct event_ref ceremony; /* the last key-start */
    size_t note_len;           /* the last note that was made */
    char *note;                /* EVENT_ENTRY_MAX bytes */
    uint32_t cause;            /* the entry that the last refusal blames */
    bool timed; /* in a benchmark: nothing is done that only tests do */
    /* Where hall_take() sends h->note first, or NULL: a log elsewhere, which
     * must take it in, and whose time of the entry it leaves in time_s. */
    void (*elsewhere)(void *context, struct hall *h);
    void *elsewhere_context;
};

/* One signature line. key overrides the post's own, to forge. */
struct hall_signer {
    struct post post;
    bool invitation;
    const struct ed25519_secret *key;
};

/* Makes a list of signers and its length: HALL_BY({post}, {post}). */
#define HALL_BY(...)                                                           \
    (const struct hall_signer[]){__VA_ARGS__},                                 \
        sizeof((const struct hall_signer[]){__VA_ARGS__}) /                    \
            sizeof(struct hall_signer)

#define HALL_CHAIR                                                             \
    {                                                                          \
        {POST_CHAIR, 1}, false, NULL                                           \
    }
#define HALL_CHAIR_2                                                           \
    {                                                                          \
        {POST_CHAIR, 2}, false, NULL                                           \
    }
#define HALL_DESK                                                              \
    {                                                                          \
        {POST_DESK, 1}, false, NULL                                            \
    }
#define HALL_DESK_2                                                            \
    {                                                                          \
        {POST_DESK, 2}, false, NULL                                            \
    }
#define HALL_SCRUTINEER(n)                                                     \
    {                                                                          \
        {POST_SCRUTINEER, (n)}, false, NULL                                    \
    }
#define HALL_SEAT(n)                                                           \
    {                                                                          \
        {POST_SEAT, (n)}, false, NULL                                          \
    }
#define HALL_OBSERVER                                                          \
    {                                                                          \
        {POST_OBSERVER, 1}, false, NULL                                        \
    }

/* A conference of which nothing is logged yet. hall_free takes NULL. */
struct hall *hall_new(unsigned seats);
void hall_free(struct hall *h);

/* Whoever has this post; fails the test if nobody does. */
struct hall_person *hall_person(struct hall *h, struct post post);

void hall_wait(struct hall *h, uint64_t seconds);

/* ---- Any event (hall.c) -------------------------------------------------- */

/* Begins an event that has seen the whole log and is made now; the payload is
 * all zero. The same object each time. */
struct event *hall_draft(struct hall *h, enum event_type type);

/* Writes and signs the draft into h->note. */
void hall_sign(struct hall *h, const struct hall_signer *signers, size_t count);

/* The same for a text that no draft can say. */
void hall_sign_text(struct hall *h, struct span text,
                    const struct hall_signer *signers, size_t count);

/* The same for the draft's text with `to` where `from` first stands. */
void hall_sign_edited(struct hall *h, const char *from, const char *to,
                      const struct hall_signer *signers, size_t count);

/* Puts h->note through the machine; it is logged unless it is refused. */
enum refusal hall_take(struct hall *h);

/* Its two halves: may h->note come now, and is everything proved? Then it is
 * logged, unless memory fails. */
enum refusal hall_weigh(struct hall *h);
enum err hall_log(struct hall *h);

/* hall_take without signatures and proofs, as a verified log is replayed. */
enum refusal hall_take_unproved(struct hall *h);

/* hall_sign and hall_take. */
enum refusal hall_submit(struct hall *h, const struct hall_signer *signers,
                         size_t count);

/* The same, and the test fails if it is refused. */
void hall_do_submit(struct hall *h, const struct hall_signer *signers,
                    size_t count);

/* hall_sign and hall_take, which must refuse it for this reason and leave the
 * log as it was; `what` was tried. */
void hall_refuse(struct hall *h, const char *what, enum refusal want,
                 const struct hall_signer *signers, size_t count);

/* What a dishonest server does: logs h->note whatever the machine says. The
 * machine does not see it, so that nothing can follow it. */
void hall_force(struct hall *h);

/* The last entry, or any. */
struct event_ref hall_last(const struct hall *h);
struct event_ref hall_ref(const struct hall *h, size_t index);

/* Stores a Chinese title, salted, and names it. */
struct event_blob hall_text(struct hall *h, const char *text, bool members);

/* The same for a witness policy, which has neither salt nor language. */
struct event_blob hall_policy_text(struct hall *h, const char *policy);

/* Words for a refusal that should not be, or the other way round. */
#define assert_refused(expr, want)                                             \
    do {                                                                       \
        enum refusal assert_refused_r = (expr);                                \
        if (assert_refused_r != (want))                                        \
            fail_msg("%s: %s, not %s", #expr, refusal_code(assert_refused_r),  \
                     refusal_code(want));                                      \
    } while (0)

/* ---- People and sessions (hall_people.c) --------------------------------- */

/* Genesis, by both conveners. The policy's text may be NULL. */
struct event *hall_draft_genesis(struct hall *h, const char *policy);
void hall_do_genesis(struct hall *h, const char *policy);

/* A post event for somebody, by the chair alone. */
void hall_do_post(struct hall *h, struct post post);
void hall_do_enrol(struct hall *h, struct post post);

/* Comes in by phone, or with the desk and scrutineer 1 (desk 2 before there
 * are any) as witnesses; goes. */
void hall_do_present(struct hall *h, unsigned seat);
void hall_do_present_by_desk(struct hall *h, unsigned seat);
void hall_do_leave(struct hall *h, unsigned seat);

/* Drafts of the same, to be changed and submitted by a test. */
struct event *hall_draft_post(struct hall *h, struct post post);
struct event *hall_draft_reissue(struct hall *h, struct post post);
struct event *hall_draft_enrol(struct hall *h, struct post post);
struct event *hall_draft_present(struct hall *h, unsigned seat);

/* ---- Papers and ballots (hall_papers.c) -----------------------------------
 */

/* A motion of this many rows, for/against/abstain, by the default rule. */
struct event *hall_draft_paper(struct hall *h, const char *id, unsigned rows,
                               enum event_ballot ballot);

struct event_ref hall_do_paper(struct hall *h, const char *id, unsigned rows,
                               enum event_ballot ballot);

/* Opens the paper that was logged as this entry; gates are computed. */
struct event *hall_draft_open(struct hall *h, struct event_ref paper);
struct event_ref hall_do_open(struct hall *h, struct event_ref paper);

/* A sealed ballot of this seat: one choice from 0 a row. */
struct event *hall_draft_cast(struct hall *h, struct event_ref open,
                              unsigned seat, const uint8_t *choices);
void hall_do_cast(struct hall *h, struct event_ref open, unsigned seat,
                  const uint8_t *choices);

/* What a seat's ballot was sealed with that became this entry. */
void hall_ballot_secret(uint8_t secret[BALLOT_SECRET_BYTES], unsigned seat,
                        size_t entry);

/* A last call, ten seconds, the end. */
void hall_do_close(struct hall *h, struct event_ref open);

/* A procedural paper from paper to declaration, by hands; all present for. */
void hall_do_procedure(struct hall *h, const char *id,
                       enum event_settles settles);

/* ---- Paper sheets (hall_sheets.c) ------------------------------------------
 */

/* A seat takes a sheet. */
void hall_do_issue(struct hall *h, struct event_ref open, unsigned seat);

/* Sealed sheets, all with these choices. */
struct event *hall_draft_sheets(struct hall *h, struct event_ref open,
                                unsigned count, const uint8_t *choices);

/* ---- Ceremony and count (hall_count.c) ------------------------------------
 */

void hall_do_key_start(struct hall *h);
struct event *hall_draft_commit(struct hall *h, unsigned scrutineer);
struct event *hall_draft_deal(struct hall *h, unsigned scrutineer);
struct event *hall_draft_accept(struct hall *h, unsigned scrutineer);
struct event *hall_draft_headcount(struct hall *h);

/* Scrutineers 1 and 2 counted this many. */
void hall_do_headcount(struct hall *h, uint32_t counted);

struct event *hall_draft_share(struct hall *h, struct event_ref open,
                               unsigned scrutineer);
void hall_do_share(struct hall *h, struct event_ref open, unsigned scrutineer);

/* Adds witness n's cosignature of the checkpoint that the draft has seen. */
void hall_cosign_share(struct hall *h, unsigned witness);

/* The true counts, from the shares of scrutineers 1 and 2 where there are
 * any sealed sums to open. */
struct event *hall_draft_result(struct hall *h, struct event_ref open);
struct event_ref hall_do_result(struct hall *h, struct event_ref open);

/* Sign-offs by scrutineers 1 and 2, declaration, publication. */
void hall_do_publish(struct hall *h, struct event_ref result);

/* ---- The whole way (hall_steps.c) ---------------------------------------- */

/* Genesis, posts, desks and seats enrolled, session 7-1 announced, and the
 * secret paper P1 of `rows` rows. Returns the paper's entry. */
struct event_ref hall_prepare(struct hall *h, unsigned rows);

/* Eight days later: the session starts, all seats but the last come in (the
 * first by the desk), agenda, scrutineers and measures are adopted. */
void hall_convene(struct hall *h);

/* Posts and keys of the three scrutineers, during the session. */
void hall_enrol_scrutineers(struct hall *h);

/* Scrutineers enrol and lock the ballot box, and count the hall. */
void hall_lock(struct hall *h);

/* All seats present vote: for, but every third against and every fifth none. */
void hall_vote(struct hall *h, struct event_ref open, unsigned rows);

/* ---- Bundles (hall_bundle.c) ----------------------------------------------
 */

struct hall_bundle_options {
    bool members;         /* with members' texts and names */
    bool wrong_root;      /* the checkpoint signs another root */
    bool other_key;       /* signed by another key than genesis names */
    size_t witness_count; /* cosignatures of witnesses 1..n */
    size_t skip_text;     /* leave out this text, from 1; 0: none */
    size_t change_text;   /* change a byte of this text, from 1; 0: none */
};

/* The witnesses' policy: n of them, k of whom must sign. Into `room` bytes. */
void hall_policy(char *out, size_t room, unsigned named, unsigned threshold);

/* Another policy comes into force, by the chair and scrutineers 1 and 2. */
void hall_do_policy(struct hall *h, const char *policy);

/* Writes the log as a bundle; the caller frees the bytes. */
char *hall_bundle(struct hall *h, const struct hall_bundle_options *options,
                  size_t *len);

/* Signs a checkpoint over the first size entries, without cosignatures. */
struct text_writer;
void hall_checkpoint(const struct hall *h, struct text_writer *w,
                     uint64_t size);

/* The receipt of an entry under the checkpoint of the whole log. */
void hall_receipt(const struct hall *h, struct text_writer *w, size_t index);

#endif
