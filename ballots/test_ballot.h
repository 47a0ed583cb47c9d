/*
 * test_ballot.h - a ballot that was sealed to be tested, and revealed.
 *
 *     congress-test-ballot/v1 LF
 *     paper <id> LF  seat <post> LF  key <base64> LF  attempt <n> LF
 *     previous <base64> LF  choices <option>,... LF  secret <base64> LF
 *
 * Everything else that goes into the seal, the question's key and context, is
 * taken from the checker's own copy of the log.
 */
#ifndef BALLOTS_TEST_BALLOT_H
#define BALLOTS_TEST_BALLOT_H

#include "ballots/draft.h"

/* Large: allocate it. choices and secret are secret until it is revealed. */
struct test_ballot {
    char paper[EVENT_ID_BYTES];
    struct post seat;
    uint8_t key[32];
    uint32_t attempt;
    uint8_t previous[32];
    uint8_t choices[BALLOT_ROWS_MAX];
    uint8_t secret[BALLOT_SECRET_BYTES];
    struct draft_ballot ballot; /* what the log says of it */
    uint8_t sealed[BALLOT_BYTES_MAX];
};

void test_ballot_write(struct text_writer *w, const struct test_ballot *test);

/* ERR_INPUT: not of this form, or of no question that is open. */
MUST_USE enum err test_ballot_read(struct test_ballot *out,
                                   const struct conference *c,
                                   struct span text);

/*
 * The same in two steps, for who knows what the ballot asks another way: whose
 * it is, the rest of the text staying in *text; then, out->ballot being set by
 * the caller, what was marked. ERR_INPUT.
 */
MUST_USE enum err test_ballot_read_who(struct test_ballot *out,
                                       struct span *text);
MUST_USE enum err test_ballot_read_marks(struct test_ballot *out,
                                         struct span text);

/*
 * Seals it again: the code it must have. origin: the log's. ERR_INPUT: it
 * cannot be sealed.
 */
MUST_USE enum err test_ballot_code(struct hash32 *code, const char *origin,
                                   struct test_ballot *test);

#endif
