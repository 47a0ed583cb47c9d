/*
 * audit.h - the verifier's list: replays a log and says, check by check,
 * whether it is what it claims to be.
 *
 * A log is handed in part by part: each entry with the texts behind it, as in
 * a bundle (bundle.h), and the checkpoint at any time, first as there or last.
 * So a log can be verified ahead, while it grows: nothing is found good before
 * audit_finish(), where the root over the very entries that were handed in must
 * be the one that the checkpoint signs (V1). Every entry runs through the same
 * steps as on the server (conference.h). The first refused
 * entry ends the replay: the check that its refusal belongs to has failed
 * there, checks of higher number are not reached, those of lower number have
 * passed up to that entry. Four checks look at more than the entries:
 *
 *     V1   the root over all entries is the checkpoint's, its size their
 *          number, and the log's key of genesis signed it
 *     V2   the cosignatures on it satisfy the policy in force; not reached
 *          where the entries or V1 have failed
 *     V17  the texts that entries name: each public one is there, and every
 *          text and name record that is there matches its hash
 *     V18  a receipt's entry is in this log; not reached without a receipt
 *
 * What an earlier run has verified can be pinned (audit_pin): then the entries
 * below its size are replayed without signatures and proofs, and their root
 * must be the one that was pinned.
 *
 * Pure, as all of the core; memory comes from the caller's callback.
 */
#ifndef BALLOTS_AUDIT_H
#define BALLOTS_AUDIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/bundle.h"
#include "ballots/conference.h"
#include "ballots/proof.h"
#include "ballots/refusal.h"

enum { AUDIT_WINDOW = 256 };

enum audit_verdict { AUDIT_NOT_REACHED, AUDIT_PASSED, AUDIT_FAILED };

struct audit_check {
    enum audit_verdict verdict;
    enum refusal why; /* failed; else REFUSED_NOTHING */
    uint32_t entry;   /* failed there, or CONFERENCE_NO_ENTRY: no one entry */
    uint32_t cause;   /* the earlier entry it contradicts, or the same */
};

/* What a run that found nothing wrong leaves for the next. Public. */
struct audit_pin {
    char origin[POST_ORIGIN_MAX + 1];
    struct hash32 genesis; /* leaf hash of entry 0 */
    uint64_t size;         /* at least 1 */
    struct hash32 root;
};

/* Whether this log goes on from the one that was pinned. */
enum audit_history {
    AUDIT_HISTORY_NEW,       /* nothing was pinned */
    AUDIT_HISTORY_CONTINUES, /* it does */
    AUDIT_HISTORY_OTHER_LOG, /* another conference's log */
    AUDIT_HISTORY_SHRUNK,    /* fewer entries than there were */
    AUDIT_HISTORY_REWRITTEN, /* other entries than there were */
};

/* What a receipt turned out to be. */
enum audit_receipt {
    AUDIT_RECEIPT_NONE,
    AUDIT_RECEIPT_HOLDS,    /* its entry is in this log */
    AUDIT_RECEIPT_FORM,     /* not a receipt */
    AUDIT_RECEIPT_UNSIGNED, /* not of this log, or not signed by its key */
    AUDIT_RECEIPT_NEWER,    /* made after this copy of the log */
    AUDIT_RECEIPT_MISSING,  /* signed, yet its entry is not here: a forged or
                               forked log, and the receipt proves it */
};

struct audit;

/* ERR_NOMEM. The caller frees it. */
MUST_USE enum err audit_new(struct audit **out, struct memory memory);
void audit_free(struct audit *a);

/* Before the first part. */
void audit_pin(struct audit *a, const struct audit_pin *pin);

/*
 * Before the first part: lets up to AUDIT_WINDOW entries wait and be proved
 * together, which costs a fraction. Every finding is the same; but until
 * audit_finish() what the log adds up to, and whether the replay has ended, may
 * be behind by as many entries. Takes some 14 MB, however long the log is.
 * prover.context is borrowed.
 */
void audit_prove_by(struct audit *a, struct proof_prover prover);

/*
 * Lets the entries that wait have their turn now, however few they are: then
 * all that were handed in have been replayed, or the replay has ended. Whoever
 * verifies ahead calls it after each slice.
 *
 * ERR_NOMEM: the audit cannot go on. ERR_STATE: after audit_finish().
 */
MUST_USE enum err audit_serve(struct audit *a);

/*
 * Calls one(work, i) for each i below count, in any order and on any threads,
 * and returns when all calls have.
 */
struct audit_divider {
    void (*each)(void *context, void (*one)(void *work, size_t i), void *work,
                 size_t count);
    void *context;
};

/*
 * Before the first part, with audit_prove_by(): divides the rest of what can be
 * done to entries side by side, which is to read them and to ask the rules as
 * they stand before any of them. The findings are the same again.
 * divider.context is borrowed.
 */
void audit_divide_by(struct audit *a, struct audit_divider divider);

/*
 * Hands in the next part; its bytes are not kept. Faults that the parts show
 * are findings, not errors.
 *
 * ERR_NOMEM: the audit cannot go on. ERR_STATE: after audit_finish().
 */
MUST_USE enum err audit_take(struct audit *a, const struct bundle_part *part);

/*
 * After the last part: the checks that look at the whole.
 *
 * ERR_STATE: no checkpoint has come, or it was called before. ERR_NOMEM: the
 * audit cannot go on.
 */
MUST_USE enum err audit_finish(struct audit *a);

/*
 * After audit_finish(): V18. receipt is a C2SP tlog-proof.
 *
 * index  out: the entry that the receipt speaks of, if it is one; else
 *             CONFERENCE_NO_ENTRY
 */
enum audit_receipt audit_check_receipt(struct audit *a, uint32_t *index,
                                       struct span receipt);

/* The finding on V<number>, 1..REFUSAL_CHECKS. */
const struct audit_check *audit_finding(const struct audit *a, unsigned number);

/* Whether no check failed and all but V18 were reached; V18 too if asked. */
bool audit_passed(const struct audit *a);

enum audit_history audit_history(const struct audit *a);

/* Whether the last entry handed in, or one before it, ended the replay. */
bool audit_has_ended(const struct audit *a);

/* The event that ended it, or NULL: none did, or it could not be read. Its
 * note is gone; what was read of it is there. Borrowed. */
const struct event *audit_refused(const struct audit *a);

/* Entries handed in so far, and what the checkpoint says: 0 before it. */
uint64_t audit_size(const struct audit *a);
uint64_t audit_size_claimed(const struct audit *a);

/* Entries that signatures and proofs were not verified of: below the pin. */
uint64_t audit_size_pinned(const struct audit *a);

/* The root over all entries handed in. */
void audit_root(const struct audit *a, struct hash32 *root);

/* The leaf hash of an entry, or NULL. */
const struct hash32 *audit_leaf(const struct audit *a, uint64_t index);

/*
 * Who keeps copies outside: how many witnesses the policy in force names, how
 * many of them cosigned the checkpoint, and whether it demands any (if not, V2
 * passes but says little).
 */
struct audit_witnesses {
    unsigned named;
    unsigned cosigned;
    bool demanded;
};
void audit_witnesses(const struct audit *a, struct audit_witnesses *out);

/* Texts and name records that were handed in, and members' texts that were
 * not. */
struct audit_texts {
    uint64_t texts;
    uint64_t names;
    uint64_t left_out;
};
void audit_texts(const struct audit *a, struct audit_texts *out);

/* What the log adds up to, as far as it was replayed. Borrowed. */
const struct conference *audit_conference(const struct audit *a);

/* For the next run. ERR_STATE unless audit_passed(). */
MUST_USE enum err audit_make_pin(const struct audit *a, struct audit_pin *pin);

/* "passed", "continues", "holds", ...; stable; NULL out of range. */
const char *audit_verdict_code(enum audit_verdict verdict);
const char *audit_history_code(enum audit_history history);
const char *audit_receipt_code(enum audit_receipt receipt);

/* Words for what is not a refusal; NULL where there is nothing to say. */
const char *audit_history_words(enum audit_history history, enum lang lang);
const char *audit_receipt_words(enum audit_receipt receipt, enum lang lang);

/* What check V<number> looks at, in a few words; NULL out of range. */
const char *audit_check_words(unsigned number, enum lang lang);

#endif
