/*
 * view.h - the state as JSON: what the pages, the wall, `--json` and the server
 * all show, so that no two of them can show different numbers.
 *
 * A view is a hint for a screen and proves nothing; who needs proof replays the
 * log. Names of people are in no view, since they are in no log. Each function
 * writes one JSON object; the writer fails with ERR_NOMEM if there is no room.
 */
#ifndef BALLOTS_VIEW_H
#define BALLOTS_VIEW_H

#include "ballots/conference.h"
#include "ballots/json.h"

/*
 * The whole conference: log, sessions with what is settled and the key
 * ceremony, attendance with the quorum, officers, papers with their stage and
 * the entry of their result, statements.
 */
void view_conference(struct json_writer *w, const struct conference *c);

/*
 * One question, by the number of its paper's entry, opened or not: rows with
 * their rules in words, who votes on them as the roll is now, and what a later
 * paper needs to ask the same again. ERR_NOTFOUND if no paper has this entry;
 * nothing is written then.
 */
MUST_USE enum err view_paper(struct json_writer *w, const struct conference *c,
                             uint32_t entry);

/*
 * One round of voting, by its number from 0: question, rule in words, turnout;
 * the counts and verdicts only once there is a result.
 * ERR_NOTFOUND if there is no such round; nothing is written then.
 */
MUST_USE enum err view_round(struct json_writer *w, const struct conference *c,
                             size_t round);

/*
 * One seat: is it enrolled and present, which keys are current and which
 * entries say so, and in each open round may it vote, has it voted.
 * ERR_NOTFOUND if there is no such post; nothing is written then.
 */
MUST_USE enum err view_seat(struct json_writer *w, const struct conference *c,
                            struct post post);

/* The same of the post whose current key or unused card this is. */
MUST_USE enum err view_key_owner(struct json_writer *w,
                                 const struct conference *c,
                                 const uint8_t key[32]);

/* {"seats": []}: the same of every seat, then of every observer, by number. */
void view_seats(struct json_writer *w, const struct conference *c);

/* What everybody in the hall sees: attendance, padlocks, the rounds of now. */
void view_wall(struct json_writer *w, const struct conference *c);

#endif
