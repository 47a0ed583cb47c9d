/*
 * served.h - a log on a server: fetching what it publishes.
 *
 * Here is the way of the bytes alone. Nothing that comes is believed: whoever
 * asks computes the root of the entries and compares it with the checkpoint
 * that the log's key has signed, and texts by their hash. docs/api.md is the
 * server's side; reading also works from any server of C2SP tlog-tiles.
 *
 * Errors: ERR_IO no answer, or not the one wanted, and served_trouble() says
 * what it was; ERR_PROOF the answer is not what it must be; ERR_NOMEM.
 */
#ifndef VOTING_FETCH_SERVED_H
#define VOTING_FETCH_SERVED_H

#include <stdint.h>

#include "ballots/event.h"
#include "crypto/err.h"
#include "crypto/span.h"
#include "voting/fetch/fetch.h"
#include "voting/fetch/log_copy.h"

struct served;

enum {
    SERVED_ATTEMPTS = 6,       /* for what may be sent again: ten seconds */
    SERVED_ATTEMPTS_FIRST = 3, /* where it may turn out that nobody is there */
    SERVED_CHECKPOINT_MAX = 65536,
    SERVED_ERROR_MAX = 4096, /* bytes of an error in words */
    SERVED_CODE_MAX = 32,    /* bytes of an error's code, with NUL */
};

struct served_options {
    const char *ca_file; /* as fetch_options */
    /* How far a long fetch has come; may be NULL. */
    void (*progress)(void *context, uint64_t done, uint64_t of);
    void *context;
};

/*
 * Asks nobody yet. options: NULL, none of them.
 *
 * ERR_INPUT: not an address. ERR_NOTFOUND: no such ca_file. ERR_IO. ERR_NOMEM.
 * The caller closes it.
 */
MUST_USE enum err served_open(struct served **out, const char *address,
                              const struct served_options *options);

/* Accepts NULL. */
void served_close(struct served *s);

const char *served_address(const struct served *s);

/* What went wrong last. */
struct served_trouble {
    enum fetch_fault fault;          /* FETCH_ANSWERED: an answer, but which */
    unsigned status;                 /* of the answer; 0 if there was none */
    char code[SERVED_CODE_MAX];      /* of the server's error, or "" */
    char why[FETCH_WHY_MAX];         /* the library's words, or "" */
    char address[FETCH_ADDRESS_MAX]; /* what was asked for */
};
const struct served_trouble *served_trouble(const struct served *s);

/* A sentence on it. Fails the writer if there is no room. */
void served_say_trouble(struct text_writer *w,
                        const struct served_trouble *trouble, enum lang lang);

/* ---- Asking ---------------------------------------------------------------*/

struct served_request {
    const char *path; /* below the address */
    bool post;
    struct span body;  /* of a POST */
    size_t answer_max; /* bytes; never below SERVED_ERROR_MAX */
    unsigned attempts; /* 0: once */
    unsigned time_ms;  /* 0: fetch's own */
};

/*
 * One request. The answer may have any status; its body is borrowed until the
 * next call. ERR_IO: there is none.
 */
MUST_USE enum err served_ask(struct served *s, struct fetch_answer *answer,
                             const struct served_request *request);

/* Notes an answer as the trouble, and returns ERR_IO. */
enum err served_unwanted(struct served *s, const struct fetch_answer *answer,
                         const char *path);

/*
 * The last checkpoint, as it is served; of an empty log ERR_NOTFOUND.
 *
 * bytes  out: at most SERVED_CHECKPOINT_MAX
 */
MUST_USE enum err served_checkpoint(struct served *s, char *bytes, size_t *len);

/* The largest that satisfies the witness policy, in the server's word. As
 * above; ERR_NOTFOUND: there is none. */
MUST_USE enum err served_witnessed(struct served *s, char *bytes, size_t *len);

/*
 * Fetches the entries that the copy lacks of the first `size`, several bundles
 * at once, and adds them in order. On error those that came are in the copy.
 */
MUST_USE enum err served_entries(struct served *s, struct log_copy *copy,
                                 uint64_t size);

/*
 * Fetches one public text into which->length bytes, and checks its hash.
 * ERR_NOTFOUND: the server has none.
 */
MUST_USE enum err served_text(struct served *s, char *bytes,
                              const struct event_blob *which);

/*
 * Fetches the public texts that the entries of the copy from `first` on name
 * and that it lacks, several at once. What is not there, or is another text, is
 * left out; whoever needs it finds it missing.
 */
MUST_USE enum err served_texts(struct served *s, struct log_copy *copy,
                               uint64_t first);

#endif
