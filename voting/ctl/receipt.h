/*
 * receipt.h - checking what a log answers before believing it.
 */
#ifndef VOTING_CTL_RECEIPT_H
#define VOTING_CTL_RECEIPT_H

#include "voting/ctl/ctl.h"

/*
 * Fetches the receipt of an entry and checks it: signed by the key that genesis
 * names, and its proof holds for this very note under the server line that the
 * receipt gives.
 *
 * out  out: the receipt's bytes, into LOG_RECEIPT_MAX
 *
 * ERR_PROOF: it does not hold. Others are the log's.
 */
MUST_USE enum err receipt_fetch(struct log *log, struct text_writer *out,
                                uint64_t index, struct span note);

/* The same for a receipt and a note that one has. */
MUST_USE enum err receipt_verify(const struct conference *c, uint64_t index,
                                 struct span receipt, struct span note);

/*
 * The checkpoint on a receipt is one of this log's: the log goes on from it.
 * ERR_PROOF, ERR_INPUT: it is not.
 */
MUST_USE enum err receipt_is_of_log(const struct conference *c,
                                    struct span receipt);

#endif
