/*
 * round.h - one round of voting: who may vote, who has, and what that adds up
 * to in each row.
 *
 * Counts are never stated by a person. A seat is `present` if it was at open or
 * arrived before close, `issued` if it may cast (it is present in that sense
 * and had a current key at any index from open to close) or took a sheet, and
 * `returned` if it has cast or a sheet came back. Every row has its own roll:
 * the paper's, less recusals.
 */
#ifndef BALLOTS_ROUND_H
#define BALLOTS_ROUND_H

#include "ballots/state.h"

/*
 * The round whose open entry this reference names, if it is at this stage
 * (open or closed); else NULL, the reason, and the entry that causes it.
 */
struct opening *round_find(const struct conference *c,
                           const struct event *event,
                           const struct event_ref *ref,
                           enum opening_stage stage, struct admission *adm,
                           enum refusal *r);

/* The round is not open any more. */
void round_leave_open(struct conference *c, const struct opening *op);

/*
 * How many trustees have used their key in this round, or still hold their post
 * and may; 0 if it has no ballot box.
 */
uint32_t round_keys_left(const struct conference *c, const struct opening *op);

/*
 * Whether nothing has to be opened in this round, or its keys suffice; from the
 * close on, before which it always holds.
 */
bool round_is_countable(const struct conference *c, const struct opening *op);

/* Gives back what only an open or closed round needs. */
void round_forget(struct opening *op);

/* Its seat's state in this round; NULL if the seat is not on the roll. */
struct seat_vote *round_seat(const struct conference *c,
                             const struct opening *op, struct post seat);

/* A holder arrived or has a key again: note it in every open round. */
void round_note_presence(struct conference *c, const struct holder *holder);

/*
 * Whether a seat that arrived after open may still get a ballot: on a secret
 * paper only while those who are present or have voted are no more than the
 * scrutineers counted in the hall, as at open. If not, *entry is the headcount.
 */
bool round_takes_late(const struct conference *c, const struct opening *op,
                      uint32_t *entry);

/* What this seat's ballot must look like; rows from which it is recused out. */
void round_form(struct ballot_form *form, const struct conference *c,
                const struct opening *op, struct post seat);

/* The same for a paper sheet, which has every row. */
void round_sheet_form(struct ballot_form *form, const struct conference *c,
                      const struct opening *op);

/* Every seat present has cast, and every sheet is back. */
bool round_all_voted(const struct opening *op);

/* A row's buckets now; row from 0. Options only once they are known. */
void round_row_counts(struct row_counts *counts, const struct conference *c,
                      const struct opening *op, uint32_t row);

/* A secret row with some ballots, but too few to open. */
bool round_row_is_sealed(const struct paper *paper, const struct opening *op,
                         uint32_t row);

/*
 * Judges every row from op->counts. ERR_INPUT if the rule gives no verdict.
 * verdicts: a row each for motions and appraisals; election: for elections.
 */
MUST_USE enum err round_judge(struct verdict *verdicts,
                              struct election_verdict *election,
                              const struct paper *paper,
                              const struct row_counts *counts);

/* The rule of a row as this paper applies it: a practice waives the quorum. */
void round_rule(struct rule *out, const struct paper *paper, uint32_t row);

#endif
