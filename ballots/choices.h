/*
 * choices.h - what a person marks, as words: `for,against,abstain`.
 *
 * One option for each row of a ballot, by comma, in the ballot's order; or each
 * behind the id of its row and `=`.
 */
#ifndef BALLOTS_CHOICES_H
#define BALLOTS_CHOICES_H

#include "ballots/draft.h"

/*
 * Reads a list of options. choices is secret: BALLOT_ROWS_MAX numbers from 0.
 *
 * ERR_INPUT: not one option for each row of the ballot.
 */
MUST_USE enum err choices_parse(uint8_t *choices,
                                const struct draft_ballot *ballot,
                                struct span text);

/* Writes the options chosen, by comma. */
void choices_write(struct text_writer *w, const struct draft_ballot *ballot,
                   const uint8_t *choices);

#endif
