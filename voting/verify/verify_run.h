/*
 * verify_run.h - one run of ballotverify: reads a bundle, or the log on a
 * server, into the audit.
 */
#ifndef VOTING_VERIFY_VERIFY_RUN_H
#define VOTING_VERIFY_VERIFY_RUN_H

#include "ballots/audit.h"
#include "voting/machine/input_file.h"
#include "voting/machine/proof_pool.h"
#include "voting/verify/verify_options.h"
#include "voting/verify/verify_titles.h"

/* Exit statuses of the program. */
enum verify_status {
    VERIFY_HOLDS = 0,
    VERIFY_FAILS = 1,
    VERIFY_USAGE = 2,
    VERIFY_UNREADABLE = 3,
    VERIFY_TROUBLE = 4, /* cannot write, or no memory */
};

/* What an entry is, for people who look it up. */
struct verify_entry {
    bool known; /* it was read as an event: */
    enum event_type type;
    struct post signer; /* the first */
};

/* What a receipt turned out to be, and the entry it speaks of. */
struct verify_receipt {
    enum audit_receipt verdict;
    uint32_t index;
    struct verify_entry entry;
};

/* The log that was lost and that this one continues, by its genesis. */
struct verify_predecessor {
    bool present;
    char origin[POST_ORIGIN_MAX + 1];
    uint64_t size;
    struct hash32 root;
};

struct verify_run {
    const struct verify_options *options;
    struct audit *audit;
    struct proof_pool *pool; /* proves on all cores */
    struct verify_titles titles;
    struct audit_pin pin; /* from the state file; size 0: none */
    struct input_file receipt_file;
    struct verify_receipt receipt;
    struct verify_predecessor predecessor;
    struct verify_entry refused; /* the entry that ended the replay */
    struct event *event;         /* to read entries */
    bool another_genesis;        /* not the first entry that was asked for */
    bool another_key;            /* not the log key that was asked for */
};

/*
 * Reads state, receipt and bundle and runs the audit to its end; says on
 * standard error what cannot be read. VERIFY_HOLDS or VERIFY_FAILS: the run
 * holds findings. Free it in any case.
 */
enum verify_status verify_run_all(struct verify_run *run,
                                  const struct verify_options *options);
void verify_run_free(struct verify_run *run);

/* What is known of the entry at which check V<number> failed. */
const struct verify_entry *verify_run_culprit(const struct verify_run *run,
                                              unsigned number);

/* Whether its genesis, which was not refused, names run->predecessor. */
bool verify_run_continues(const struct verify_run *run);

/* Whether everything holds that was asked for. */
bool verify_run_holds(const struct verify_run *run);

/* ---- For those who read a log ---------------------------------------------*/

/* Whether a first entry with this leaf is the one that the options or the state
 * file name; false if neither does. */
bool verify_run_names_genesis(const struct verify_run *run,
                              const struct hash32 *leaf);

/* Hands in the next part. Errors are those of audit_take(). */
MUST_USE enum err verify_run_take(struct verify_run *run,
                                  const struct bundle_part *part);

/* Says a sentence about a file on standard error. Returns the status. */
enum verify_status verify_run_complain(const struct verify_run *run,
                                       enum verify_status status,
                                       const char *file, const char *zh,
                                       const char *en);

#endif
