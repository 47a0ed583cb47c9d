/*
 * core_ballot.h - sealing a ballot in the page, then "cast, or test?".
 *
 * A sealed ballot waits in the module with its choices and its secret. Casting
 * signs it; testing reveals both, and then it can never be cast. Either way
 * choices and secret are wiped at once.
 */
#ifndef VOTING_WEB_CORE_CORE_BALLOT_H
#define VOTING_WEB_CORE_CORE_BALLOT_H

#include "ballots/test_ballot.h"
#include "voting/web/core/core_call.h"

enum core_ballot_stage {
    CORE_BALLOT_SEALED, /* waits for the answer */
    CORE_BALLOT_CAST,   /* signed, once and for all */
    CORE_BALLOT_TESTED, /* revealed, never to be cast */
};

struct core_ballot {
    enum core_ballot_stage stage;
    uint8_t key[ED25519_PUBLIC_BYTES]; /* who may sign it */
    struct test_ballot test;           /* choices and secret are secret */
    struct hash32 code;
    char text[EVENT_ENTRY_MAX]; /* of the cast event; secret until signed */
    size_t text_len;
};

/*
 * Keeps a sealed ballot as the call's number, its code as the answer; b->text
 * and b->test are set, and what the cast event sealed. ERR_NOMEM frees it.
 */
uint32_t core_ballot_keep(struct core_ballot *b, const struct event_cast *cast);

/* Answers with a test ballot, whose b->ballot is set, sealed again. */
uint32_t core_ballot_answer_test(struct test_ballot *test, const char *origin);

/* Answer: the signed note. ERR_STATE: it was revealed, or signed before. */
CORE_EXPORT(web_ballot_cast)
uint32_t web_ballot_cast(uint32_t handle, uint32_t key_handle);

/* Answer: the test ballot (ballots/test_ballot.h). ERR_STATE as above. */
CORE_EXPORT(web_ballot_reveal) uint32_t web_ballot_reveal(uint32_t handle);
CORE_EXPORT(web_ballot_close) uint32_t web_ballot_close(uint32_t handle);

#endif
