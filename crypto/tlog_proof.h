/*
 * tlog_proof.h - receipts: a proof that one entry is in the log.
 *
 *     "c2sp.org/tlog-proof@v1" LF
 *     [ "extra" SP base64 LF ]
 *     "index" SP decimal LF
 *     *( base64(hash) LF )             the leaf's sibling first
 *     LF
 *     checkpoint                       verbatim, with its signature lines
 *
 * Nothing authenticates extra; it may hold what is needed to rebuild the
 * entry, which the inclusion proof then confirms.
 *
 * Source: C2SP tlog-proof (draft), with decoders that refuse base64 that is
 * not canonical.
 */
#ifndef CRYPTO_TLOG_PROOF_H
#define CRYPTO_TLOG_PROOF_H

#include <stdint.h>

#include "crypto/checkpoint.h"
#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/note.h"
#include "crypto/note_key.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

struct tlog_proof {
    struct span extra_base64; /* borrowed, canonical; empty when absent */
    uint64_t index;
    struct merkle_proof inclusion;
    struct span checkpoint; /* borrowed; not looked into by the parser */
};

/*
 * Reads a receipt's form. Spans point into bytes.
 *
 * ERR_INPUT: malformed, more than MERKLE_PROOF_MAX hashes, or beyond NOTE_MAX.
 */
MUST_USE enum err tlog_proof_parse(struct tlog_proof *out, struct span bytes);

/*
 * Writes a receipt.
 *
 * extra  in: the bytes for extra, may be empty; proof->extra_base64 is not
 *            looked at
 */
void tlog_proof_write(struct text_writer *w, const struct tlog_proof *proof,
                      struct span extra);

/*
 * Checks a receipt: the checkpoint is signed by the log, and the leaf stands
 * in its tree at the receipt's index.
 *
 * checkpoint  out: what the log signed; its origin points into the receipt
 * note        out: the checkpoint's lines, for a policy to look at
 * leaf        in:  the leaf hash of the entry that should be there
 * origin      in:  the log's origin; key: its key
 *
 * ERR_INPUT: the checkpoint is malformed or another log's. ERR_PROOF: the
 * signature or the inclusion proof does not hold.
 */
MUST_USE enum err
tlog_proof_verify(struct checkpoint *checkpoint, struct note *note,
                  const struct tlog_proof *proof, const struct hash32 *leaf,
                  struct span origin, const struct note_key *key);

#endif
