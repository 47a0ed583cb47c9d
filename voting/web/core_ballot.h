/*
 * core_ballot.h - sealing a ballot in the page, then "cast, or test?".
 *
 * A sealed ballot waits in the module with its choices and its secret. Casting
 * signs it; testing reveals both, and then it can never be cast. Either way
 * choices and secret are wiped at once.
 */
#ifndef VOTING_WEB_CORE_BALLOT_H
#define VOTING_WEB_CORE_BALLOT_H

#include "ballots/test_ballot.h"
#include "voting/web/core_log.h"

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

/* JSON: what a seat, or with no seat a paper sheet, has to mark. */
CORE_EXPORT(web_ballot_form)
uint32_t web_ballot_form(uint32_t handle, const char *paper, uint32_t paper_len,
                         const char *seat, uint32_t seat_len);

/*
 * Seals. choices: one byte a row, from 0; secret: 32 fresh random bytes.
 * Number: the ballot's handle. Answer: its code, 32 bytes; none on a named
 * paper, where there is nothing to test.
 */
CORE_EXPORT(web_ballot_seal)
uint32_t web_ballot_seal(uint32_t handle, const char *paper, uint32_t paper_len,
                         const char *seat, uint32_t seat_len,
                         uint32_t key_handle, const uint8_t *choices,
                         uint32_t choices_len, const uint8_t *secret,
                         uint32_t secret_len);

/* Answer: the signed note. ERR_STATE: it was revealed, or signed before. */
CORE_EXPORT(web_ballot_cast)
uint32_t web_ballot_cast(uint32_t handle, uint32_t key_handle);

/* Answer: the test ballot (ballots/test_ballot.h). ERR_STATE as above. */
CORE_EXPORT(web_ballot_reveal) uint32_t web_ballot_reveal(uint32_t handle);
CORE_EXPORT(web_ballot_close) uint32_t web_ballot_close(uint32_t handle);

/* Another device's test ballot, sealed again. JSON: its code and its marks. */
CORE_EXPORT(web_test_ballot)
uint32_t web_test_ballot(uint32_t handle, const char *text, uint32_t len);

/*
 * Answer: the text of desk-ballots. choices: all rows of each sheet, sheets in
 * the order in which they will stand; secrets: 32 fresh bytes a sheet.
 */
CORE_EXPORT(web_draft_sheets)
uint32_t web_draft_sheets(uint32_t handle, const char *paper,
                          uint32_t paper_len, uint32_t spoiled,
                          const uint8_t *choices, uint32_t choices_len,
                          const uint8_t *secrets, uint32_t secrets_len);

#endif
