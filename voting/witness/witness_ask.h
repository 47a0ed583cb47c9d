/*
 * witness_ask.h - asking the witnesses of the policy what they have seen.
 *
 * `GET <witness prefix>/<sha256 of the origin>/checkpoint` is the last
 * checkpoint that a witness has cosigned (C2SP tlog-witness). A larger one than
 * ours, or one with another root, signed by the log and by the witness, proves
 * that our copy lacks something.
 */
#ifndef VOTING_WITNESS_WITNESS_ASK_H
#define VOTING_WITNESS_WITNESS_ASK_H

#include "crypto/note_key.h"
#include "voting/log/log.h"

struct witness_ask {
    unsigned asked;
    unsigned unanswered; /* no answer, or one that proves nothing */
    char name[NOTE_KEY_NAME_MAX + 1]; /* who contradicts, else who did not
                                         answer last */
};

/*
 * ca_file  in: as fetch_options
 *
 * ERR_PROOF: out->name has seen more than the log has, or something else. Else
 * the log's errors and those of fetch_open().
 */
MUST_USE enum err witness_ask_all(struct witness_ask *out, struct log *log,
                                  const char *ca_file);

#endif
