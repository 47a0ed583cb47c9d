/*
 * core_seal.h - ballots from a log that this device has replayed; a phone seals
 * from a paper pack instead (core_pack.h).
 */
#ifndef VOTING_WEB_CORE_CORE_SEAL_H
#define VOTING_WEB_CORE_CORE_SEAL_H

#include "voting/web/core/core_log.h"

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
