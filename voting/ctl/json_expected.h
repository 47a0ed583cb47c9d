/*
 * json_expected.h - compares what was counted with what a file expects.
 *
 * For rehearsals and the demonstration: every number in the file is looked up
 * in the log's results. {"roll", "present", "absent", "issued": numbers,
 * "results": {ID: ...}}, each result one of
 *
 *     a motion, ID its row: "counts", "needed", "outcome"
 *     an election, ID its paper: "counts" by row, "needed", "state", "elected",
 *         "tied", "open_seats", "below_threshold", "abstain_sheets" (ballots
 *         with no `for`, where one may be marked)
 *     an appraisal, ID its paper: "items" by row: "counts",
 *         "roll_for_this_item", "label"
 *
 * "rule" is a preset's id, or words, which are not compared; "session" is an
 * id. What is not in these lists is an error, but "golden_ideas", which the
 * log does not hold.
 */
#ifndef VOTING_CTL_JSON_EXPECTED_H
#define VOTING_CTL_JSON_EXPECTED_H

#include "ballots/conference.h"
#include "voting/ctl/json_read.h"

struct expected_report {
    void (*differs)(void *context, const char *where, const char *expected,
                    const char *found);
    void *context;
    size_t compared; /* numbers and words */
    size_t different;
};

/* ERR_INPUT: the file is not of this form; fault says why. */
MUST_USE enum err json_expected_compare(struct expected_report *report,
                                        struct json_fault *fault,
                                        const struct conference *c,
                                        struct span bytes);

#endif
