/*
 * rule_json.h - rows to be judged, from the JSON of the rule vectors.
 */
#ifndef TESTS_SUPPORT_RULE_JSON_H
#define TESTS_SUPPORT_RULE_JSON_H

#include <jansson.h>

#include "ballots/rule.h"

#define RULE_JSON_TALLIES_MAX 4

/* A row with everything that it points to. Do not move it. */
struct rule_json_row {
    struct rule_options options;
    struct row_counts counts;
    struct rule_tally weighted[RULE_JSON_TALLIES_MAX];
    struct rule_row row;
};

/* Reads a file of tests/vectors/, or fails the test. The caller decrefs it. */
json_t *rule_json_load(const char *path);

/*
 * Fills the row from {"for": 20, ..., "invalid": 0, "absent": 2}: each key that
 * is no bucket is an option, in the order of the text. Presence at open is the
 * roll less the absent. weighted is NULL or {"area": {counts}, ...}.
 */
void rule_json_row(struct rule_json_row *out, json_t *counts, json_t *weighted);

#endif
