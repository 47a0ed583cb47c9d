/*
 * merkle_proof.h - a Merkle proof as text, in receipts and witness requests.
 *
 *     *( base64(hash) LF ) LF
 *
 * Source: C2SP tlog-proof and tlog-witness.
 */
#ifndef CRYPTO_MERKLE_PROOF_H
#define CRYPTO_MERKLE_PROOF_H

#include "crypto/err.h"
#include "crypto/merkle.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

/*
 * Takes a proof and the empty line after it off *rest.
 *
 * ERR_INPUT: malformed, or more than MERKLE_PROOF_MAX hashes. *rest is then
 * anywhere.
 */
MUST_USE enum err merkle_proof_take(struct merkle_proof *out,
                                    struct span *rest);

/* Writes a proof and the empty line after it. */
void merkle_proof_write(struct text_writer *w,
                        const struct merkle_proof *proof);

#endif
