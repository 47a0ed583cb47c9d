/*
 * log_remote.h - somebody else's log behind the door of log.h: on a server, or
 * a copy of one.
 *
 * What comes from there is replayed here: entries are fetched, their root is
 * computed and compared with the checkpoint, which the key that genesis names
 * must have signed. A receipt is believed when its proof holds, a refusal when
 * the log has signed it for these bytes, a text when it has its hash, a name
 * when it opens the post's commitment. An answer that is none of these is
 * unknown. Nothing proves which of two logs is the right one but what was seen
 * before: see the marks of a keyring.
 *
 * What is fetched is kept in a copy (log_copy.h), if the caller names a place,
 * so that the next command fetches only what is new.
 *
 * log_fault() says what was wrong with what came: LOG_FAULT_ENTRY, _TEXT,
 * _SIGNATURE, _ROOT, _OLD. A log with a fault takes nothing in.
 */
#ifndef VOTING_LOG_LOG_REMOTE_H
#define VOTING_LOG_LOG_REMOTE_H

#include "ballots/audit.h"
#include "ballots/request_note.h"
#include "voting/fetch/served.h"
#include "voting/log/log.h"

enum {
    LOG_REMOTE_ATTEMPTS = 8, /* of a submission that has no certain outcome:
                                half a minute */
};

/* Who asks for what members only may have. */
struct log_remote_asker {
    struct request_signer signer;
    struct ed25519_secret secret; /* wiped by whoever was given it */
};

struct log_remote_options {
    const char *ca_file;   /* as fetch_options */
    const char *copy_path; /* where to keep the copy; NULL: nowhere */
    bool prove;            /* as log_options */
    /* What was proved before: with prove, entries below its size are only
     * replayed, and must come to its root. Size 0: nothing. */
    struct audit_pin proved;
    unsigned attempts; /* of a submission; 0: LOG_REMOTE_ATTEMPTS */
    /*
     * The copy is a mirror, of which this many entries are certain: the others
     * are cut off, it is never cleared, and a server that is behind it, or has
     * other entries, has a fault. 0: an ordinary copy.
     */
    uint64_t mirrored;
    struct span setup; /* the set-up code, for founding; secret, borrowed
                          until the log is closed */
    /* All may be NULL; called during the log's functions. */
    enum err (*asker)(void *context, struct log_remote_asker *out);
    /* Something went wrong; again: it is being tried again. */
    void (*trouble)(void *context, const struct served_trouble *trouble,
                    bool again);
    void (*progress)(void *context, uint64_t done, uint64_t of);
    void *context;
};

/*
 * Opens the log at an address and brings this side up to its last checkpoint.
 * A server with an empty log gives an empty log, to be founded with the set-up
 * code.
 *
 * out      out: the log, which the caller closes; NULL on error
 * options  in:  copied; strings are borrowed until the log is closed
 *
 * ERR_INPUT: not an address, or the copy is another kind of file. ERR_NOTFOUND:
 * no such ca_file. ERR_AUTH: others may read or write the copy. ERR_IO: no
 * answer; options->trouble was told. ERR_NOMEM.
 */
MUST_USE enum err log_open_remote(struct log **out, const char *address,
                                  const struct log_remote_options *options);

/*
 * Opens a copy of a whole log, for reading only: submissions are ERR_STATE.
 *
 * copy        in: the log's from now on, also on error
 * checkpoint  in: signed, over the first entries of the copy; copied
 * witnessed   in: what log_witnessed() gives, if it satisfies the policy; may
 *                 be empty
 *
 * ERR_NOMEM. ERR_IO. What is wrong with the log is a fault of it.
 */
MUST_USE enum err log_open_copy(struct log **out, struct log_copy *copy,
                                struct span checkpoint, struct span witnessed,
                                bool prove);

/* The copy behind such a log, borrowed. */
struct log_copy *log_remote_copy(struct log *log);

/* ---- The server's box of drafts (docs/api.md 6.1)
 * --------------------------*/

/*
 * Puts a note that waits for further signatures into it.
 *
 * submission  in: of exactly one note
 *
 * ERR_STATE: the log has the text, or somebody has declined it. ERR_INPUT: not
 * a note that may wait, or not by officers of now. ERR_IO: no answer, or
 * another; options->trouble was told.
 */
MUST_USE enum err log_remote_ask(struct log *log, struct span submission);

/*
 * What waits for this officer, and what they have signed.
 *
 * out  out: as the server writes it, for free(); NULL on error
 *
 * ERR_AUTH: the server does not know them as one. ERR_NOMEM. ERR_IO.
 */
MUST_USE enum err log_remote_drafts(struct log *log, char **out, size_t *len,
                                    const struct log_remote_asker *asker);

/* Declines, or withdraws, the event whose text has this hash. ERR_NOTFOUND:
 * none waits for them. Else as above. */
MUST_USE enum err log_remote_decline(struct log *log, const struct hash32 *text,
                                     const struct log_remote_asker *asker);

/* Has all names in the copy that a member may have. ERR_AUTH: there is nobody
 * to ask as, or it may not be asked. Else as served.h. */
MUST_USE enum err log_remote_names(struct log *log);

#endif
