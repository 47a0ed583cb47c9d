/*
 * add_checkpoint.h - asking a witness for its cosignature: request and answer.
 *
 *     POST <witness prefix>/add-checkpoint
 *     "old" SP decimal LF *( base64(hash) LF ) LF checkpoint
 *
 * No HTTP here, only bytes and what a status means. The witness's own side is
 * witness.h.
 *
 * Source: C2SP tlog-witness v1.0.
 */
#ifndef CRYPTO_ADD_CHECKPOINT_H
#define CRYPTO_ADD_CHECKPOINT_H

#include <stdint.h>

#include "crypto/err.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define ADD_CHECKPOINT_SIZE_TYPE "text/x.tlog.size"

/* What a witness that is common today reads at most. */
#define ADD_CHECKPOINT_REQUEST_MAX 16384 /* bytes */

struct add_checkpoint {
    uint64_t old;              /* the size that the witness is at */
    struct merkle_proof proof; /* from old to the checkpoint's size */
    struct span checkpoint;    /* borrowed; not looked into by the parser */
};

/*
 * Reads a request. request->checkpoint points into body.
 *
 * ERR_INPUT: malformed, or longer than ADD_CHECKPOINT_REQUEST_MAX.
 */
MUST_USE enum err add_checkpoint_parse(struct add_checkpoint *out,
                                       struct span body);

/* Writes a request. */
void add_checkpoint_write(struct text_writer *w,
                          const struct add_checkpoint *request);

/* What an answer tells the log to do. */
enum add_checkpoint_outcome {
    ADD_CHECKPOINT_NONE = 0,  /* no answer was read */
    ADD_CHECKPOINT_COSIGNED,  /* keep the line */
    ADD_CHECKPOINT_RETRY,     /* once, from witness_size */
    ADD_CHECKPOINT_ROLLBACK,  /* it has seen more than we have: stop signing */
    ADD_CHECKPOINT_SPLIT,     /* it has seen another root: stop signing */
    ADD_CHECKPOINT_BAD_PROOF, /* our bug, or a fork: alarm */
    ADD_CHECKPOINT_REFUSED,   /* configuration: report, do not retry */
    ADD_CHECKPOINT_BUSY,      /* back off */
    ADD_CHECKPOINT_NONSENSE   /* no answer of this protocol: report */
};

/* An answer as it came in; status 0 means that none came. */
struct add_checkpoint_response {
    int status;
    struct span content_type;
    struct span body;
};

struct add_checkpoint_reading {
    enum add_checkpoint_outcome outcome;
    uint64_t witness_size; /* of RETRY and ROLLBACK */
    uint64_t time_s;       /* of COSIGNED */
    struct span line;      /* of COSIGNED: with its LF; borrowed from body */
};

/*
 * Reads an answer to a request for a checkpoint.
 *
 * request  in: what was sent
 * size     in: the size of the checkpoint in it
 * witness  in: the configured key of the witness, type cosignature
 *
 * A cosignature counts only if it verifies with that key; lines of other keys
 * are ignored. Cannot fail: what is not understood is NONSENSE.
 */
void add_checkpoint_read(struct add_checkpoint_reading *out,
                         const struct add_checkpoint_response *response,
                         const struct add_checkpoint *request, uint64_t size,
                         const struct note_key *witness);

#endif
