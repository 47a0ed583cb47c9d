/*
 * journal.h - what phones did and heard, for the checker in tests/fault.
 *
 * Text, appended only; a line is words apart by single spaces:
 *
 *     crowd-journal/v1
 *     log <origin> <base64 of the log's public key>
 *     note <n> <who> <base64 of the note>           n counts from 0
 *     choice <n> <option of each row, from 0>       what a ballot says
 *     sent <ms> <n>                                 its bytes were sent
 *     receipt <ms> <n> <base64>                     answered, and verified
 *     refused <ms> <n> <code> <base64>              the log's word, verified
 *     later <ms> <n> <status>                       told to come again
 *     lost <ms> <n> <how>                           no answer
 *     wrong <ms> <n> <status> <base64>              an answer that is no proof
 *     checkpoint <ms> <base64>                      seen in passing
 *     mark <ms> <words>                             what the test did
 *
 * Times are of CLOCK_REALTIME, in milliseconds. A journal holds what voters
 * chose: it is theirs, and no server ever sees it.
 */
#ifndef TESTS_CROWD_JOURNAL_H
#define TESTS_CROWD_JOURNAL_H

#include "crypto/span.h"

struct journal;

/* NULL: a journal that keeps nothing. */
struct journal *journal_open(const char *path);
void journal_close(struct journal *j);

void journal_log(struct journal *j, const char *origin, struct span key);

/* Gives the note its number. */
unsigned journal_note(struct journal *j, const char *who, struct span note);
void journal_choice(struct journal *j, unsigned n, const unsigned char *choices,
                    size_t rows);
void journal_sent(struct journal *j, unsigned n);
void journal_receipt(struct journal *j, unsigned n, struct span receipt);
void journal_refused(struct journal *j, unsigned n, const char *code,
                     struct span note);
void journal_later(struct journal *j, unsigned n, unsigned status);
void journal_lost(struct journal *j, unsigned n, const char *how);
void journal_wrong(struct journal *j, unsigned n, unsigned status,
                   struct span body);
void journal_checkpoint(struct journal *j, struct span checkpoint);
void journal_mark(struct journal *j, const char *words);

/* Everything that was written is in the file. */
void journal_flush(struct journal *j);

#endif
