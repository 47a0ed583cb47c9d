/*
 * log.h - the one door to a conference's log.
 *
 * Commands, the server's pages and tests know only this. Behind it stands a
 * log of one's own, a sequencer and a file (log_open_local), or somebody
 * else's, reached over the network. Whoever opens it gets the same functions,
 * the same outcomes, and a conference that was replayed from the entries.
 *
 * What is acknowledged is durable: an outcome REFUSED_NOTHING means that the
 * entry is on disk, under a signed checkpoint, at that index. The same bytes
 * submitted again, at any time, get the index that they have.
 *
 * Errors mean the same everywhere: ERR_INPUT what the caller gave is malformed
 * or too large; ERR_IO disk, network or server failed; ERR_STATE the log takes
 * nothing in (log_fault says why); ERR_NOMEM memory or the caller's buffer
 * ran out. A log is for one thread at a time. Only the log's secret key is
 * secret, and it never leaves the implementation.
 */
#ifndef VOTING_LOG_LOG_H
#define VOTING_LOG_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/event.h"
#include "ballots/post.h"
#include "ballots/refusal.h"
#include "ballots/refusal_note.h"
#include "crypto/err.h"
#include "crypto/merkle.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

enum {
    LOG_BATCH_MAX = 256,               /* notes submitted at one time */
    LOG_BLOB_MAX = 16 * 1024 * 1024,   /* bytes of a text */
    LOG_OFFERS_MAX = 20 * 1024 * 1024, /* bytes of all that waits at one time */
    LOG_OFFERED_MAX = 4096,            /* and how many texts, and names */
    LOG_SALT_BYTES = 16,
    LOG_NAME_MAX = 1024,        /* bytes of a name record */
    LOG_CHECKPOINT_MAX = 65536, /* bytes, with all its cosignatures */
    LOG_RECEIPT_MAX = LOG_CHECKPOINT_MAX + 4096,
};

struct log;
struct proof_prover;

/* ---- Opening --------------------------------------------------------------*/

struct log_options {
    bool create; /* make a new, empty log with a new key; no file may exist */
    bool prove;  /* replay with every signature and proof, not only the rules */
    bool at;     /* at_s instead of the machine's clock */
    uint64_t at_s; /* seconds since 1970; not before the last entry's time */
    /* Who proves what waits, see sequencer.h; NULL: one after the other. */
    const struct proof_prover *prover;
};

/*
 * Opens the log in a file, with its key. Beside the file lie the key and
 * `<path>.checkpoint`, a copy of the last signed checkpoint. The whole log is
 * replayed, its root computed and compared with both. If anything disagrees
 * the log still opens, for reading only, and log_fault() says what it is.
 *
 * out       out: the log, which the caller closes; NULL on error
 * path      in:  the database; with create, its folder is made when missing
 * key_path  in:  the file with the log's secret key; NULL: `<path>.key`
 * options   in:  NULL: none of them
 *
 * With create, a making that was cut off before the log had an entry is gone on
 * with (log_create.h).
 *
 * ERR_NOTFOUND: no such database or key. ERR_EXISTS: create, and there is one,
 * or what is left of one. ERR_STATE: in use by another process. ERR_AUTH: the
 * database, the key or the copy may be read or written by others than its
 * owner. ERR_INPUT: the files are not those of a log. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_open_local(struct log **out, const char *path,
                                 const char *key_path,
                                 const struct log_options *options);

/* Accepts NULL. */
void log_close(struct log *log);

/* Why a log takes nothing in. */
enum log_fault {
    LOG_SOUND,
    LOG_FAULT_STORE,        /* the disk failed; each log_submit tries again */
    LOG_FAULT_ENTRY,        /* an entry is missing, malformed or refused */
    LOG_FAULT_TEXT,         /* the text of the witness policy is missing */
    LOG_FAULT_KEY,          /* the key is not the one that genesis names */
    LOG_FAULT_SIGNATURE,    /* the stored checkpoint is not signed by the key */
    LOG_FAULT_ROOT,         /* the entries are not what was signed */
    LOG_FAULT_COPY_MISSING, /* there is no copy of the checkpoint */
    LOG_FAULT_COPY,         /* the copy is not a checkpoint of these entries */
    LOG_FAULT_OLD,          /* the copy is ahead: an old database came back */
    LOG_FAULT_WITNESS,      /* a witness has cosigned other entries */
    LOG_FAULT_COUNT_        /* number of faults; not a fault */
};

enum log_fault log_fault(const struct log *log);

/* The sentence. Never NULL. */
const char *log_fault_words(enum log_fault fault, enum lang lang);

/*
 * Takes nothing in and signs nothing from now on, until the log is opened anew:
 * a witness has seen what this log does not have. A fault that there is already
 * stays.
 */
void log_stop(struct log *log, enum log_fault fault);

/* ---- Reading --------------------------------------------------------------*/

/*
 * Brings this side up to the log's last checkpoint: checks that it continues
 * what was seen before, and replays the new entries. A local log always is.
 *
 * ERR_PROOF: the log contradicts itself or what it said before. ERR_IO.
 */
MUST_USE enum err log_refresh(struct log *log);

/*
 * The conference, replayed up to the last checkpoint. Never NULL; borrowed
 * until the next log_submit or log_refresh. In a log with a fault it ends
 * where replay stopped.
 */
const struct conference *log_conference(const struct log *log);

/* Entries, that is the size of the last checkpoint. */
uint64_t log_size(const struct log *log);

/* The key whose name is the origin; of an empty log, what genesis must name. */
void log_key(const struct log *log, struct ed25519_public *out);

/*
 * The time for the `at` line of an event that is made now: the machine's
 * clock, or what options say. ERR_IO: the clock cannot be read.
 */
MUST_USE enum err log_now_s(const struct log *log, uint64_t *time_s);

/* What log_each is given; `entry` is valid during the call. An error ends it.*/
struct log_visitor {
    enum err (*visit)(void *context, uint64_t index, struct span entry);
    void *context;
};

/*
 * Visits the entries first..end-1, as their bytes were hashed.
 *
 * ERR_INPUT: end is before first or beyond log_size(). Any error of the
 * visitor. ERR_IO.
 */
MUST_USE enum err log_each(struct log *log, uint64_t first, uint64_t end,
                           const struct log_visitor *visitor);

/*
 * One entry, into at least EVENT_ENTRY_MAX bytes.
 *
 * ERR_NOTFOUND: index is not below log_size(). ERR_NOMEM: no room. ERR_IO.
 */
MUST_USE enum err log_entry(struct log *log, uint64_t index, char *bytes,
                            size_t room, size_t *len);

/*
 * The last checkpoint, signed, with the cosignatures there are on it. At most
 * LOG_CHECKPOINT_MAX bytes.
 *
 * ERR_NOTFOUND: the log is empty. ERR_NOMEM: no room. ERR_STATE. ERR_IO.
 */
MUST_USE enum err log_checkpoint(struct log *log, struct text_writer *w);

/*
 * The largest checkpoint that the conference's witness policy is satisfied
 * with. As above; ERR_NOTFOUND also: there is none, or no policy.
 */
MUST_USE enum err log_witnessed(struct log *log, struct text_writer *w);

/*
 * The receipt of an entry: a tlog-proof under the last checkpoint, with the
 * entry's server line as extra. At most LOG_RECEIPT_MAX bytes.
 *
 * ERR_NOTFOUND: no such entry. ERR_NOMEM: no room. ERR_STATE. ERR_IO.
 */
MUST_USE enum err log_receipt(struct log *log, struct text_writer *w,
                              uint64_t index);

/* The proof that the log of old entries is a beginning of that of size.
 * ERR_INPUT: old above size, or size above log_size(). */
MUST_USE enum err log_consistency(const struct log *log,
                                  struct merkle_proof *out, uint64_t old,
                                  uint64_t size);

/* ---- Submitting -----------------------------------------------------------*/

struct log_outcome {
    enum refusal refusal; /* REFUSED_NOTHING: it is in the log */
    uint32_t index;       /* of the entry; if refused CONFERENCE_NO_ENTRY */
    uint32_t cause;       /* the entry to blame, or CONFERENCE_NO_ENTRY */
    bool again;           /* the same bytes came before, earlier or here */
    /* If refused: the log's signed word on it; 0 bytes while it cannot sign. */
    size_t note_len;
    char note[REFUSAL_NOTE_MAX];
};

/*
 * Submits signed notes, in order; each is taken in or refused by itself, and
 * those taken in become durable together, and with them the texts and names
 * that were offered and that belong to them. All other offers are forgotten,
 * whatever comes of it: who submits again offers again.
 *
 * outcomes  out: count of them
 * count     in:  at most LOG_BATCH_MAX; 0: only the offers are forgotten
 *
 * ERR_IO: unknown. Some may be in the log: submit the same bytes again and the
 * outcome tells. ERR_STATE: the log takes nothing in, and nothing changed.
 * ERR_AUTH: the log is empty, and only who has its set-up code may found it.
 */
MUST_USE enum err log_submit(struct log *log, struct log_outcome *outcomes,
                             const struct span *notes, size_t count);

/*
 * Takes in cosignatures: a checkpoint of this log, of any size up to the last,
 * with lines of witnesses of the policy; lines of others are ignored.
 *
 * taken  out: how many lines of witnesses there were; the latest are kept
 *
 * ERR_INPUT: not a checkpoint. ERR_PROOF: it has another root than this log,
 * or a witness's line does not verify. ERR_NOTFOUND: there is no policy.
 * ERR_STATE. ERR_IO.
 */
MUST_USE enum err log_cosign(struct log *log, size_t *taken, struct span note);

/* ---- Texts and names ------------------------------------------------------*/

/*
 * A log keeps the texts and names that belong to its entries, and no others:
 * a text that an entry names, for the audience that it names; a name that opens
 * the commitment of a post. So whoever brings one *offers* it. If it belongs to
 * an entry that is there, it is stored at once; otherwise it waits in memory
 * for the next log_submit(), which stores it together with an entry that it
 * belongs to, or forgets it. What waits cannot be read.
 */

/*
 * Offers a text. Again is no error.
 *
 * out      out: how an event names it
 * members  in:  served to members only
 *
 * ERR_INPUT: empty, longer than LOG_BLOB_MAX, or more would wait than may.
 * ERR_STATE. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_put_blob(struct log *log, struct event_blob *out,
                               struct span bytes, bool members);

/*
 * Reads a text, whose hash is checked.
 *
 * bytes  out: which->length bytes
 *
 * ERR_NOTFOUND: it is not there. ERR_PROOF: it is, but damaged.
 */
MUST_USE enum err log_get_blob(struct log *log, char *bytes,
                               const struct event_blob *which);

/*
 * How entries name the text of this hash, if they name it for this audience: a
 * text that is named both ways is public and members' too.
 *
 * ERR_NOTFOUND: no entry does, or it is not there. ERR_IO.
 */
MUST_USE enum err log_find_blob(struct log *log, struct event_blob *out,
                                const struct hash32 *sha256, bool members);

/* Who holds a post: what the commitment in its `post` event opens to. */
struct log_name {
    struct post post;
    uint8_t salt[LOG_SALT_BYTES];
    size_t len;
    char record[LOG_NAME_MAX]; /* UTF-8 lines; no NUL */
};

/*
 * Offers a name. Again is no error.
 *
 * ERR_INPUT: empty or too long, the post is none, or more would wait than may.
 * ERR_PROOF: the post is in the log, and its commitment is to another name.
 * ERR_STATE. ERR_IO. ERR_NOMEM.
 */
MUST_USE enum err log_put_name(struct log *log, const struct log_name *name);

/*
 * Up to LOG_BATCH_MAX names together. Errors as above; after one of them none
 * is stored, and some may wait.
 */
MUST_USE enum err log_put_names(struct log *log, const struct log_name *names,
                                size_t count);

/* ERR_NOTFOUND: no name is stored for this post. */
MUST_USE enum err log_get_name(struct log *log, struct log_name *out,
                               struct post post);

#endif
