/*
 * verify_json.h - what ballotverify found, as one JSON object.
 *
 * {"format": "ballotverify/v1", "holds", the log, "receipt", "checks",
 * "results": as in ballots/view.h, "titles": of the texts by their hash}
 */
#ifndef VOTING_VERIFY_VERIFY_JSON_H
#define VOTING_VERIFY_VERIFY_JSON_H

#include <stdio.h>

#include "voting/verify/verify_run.h"

/* ERR_NOMEM. ERR_IO: out took not all of it. */
MUST_USE enum err verify_json_write(FILE *out, const struct verify_run *run);

#endif
