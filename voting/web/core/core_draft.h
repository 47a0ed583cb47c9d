/*
 * core_draft.h - an event's text, as far as it follows from the state.
 *
 * A person's decisions are lines too, in the protocol's own spelling;
 * voting/web/core_events.js writes them over what stands here, and the whole
 * is read as an event before anybody signs it.
 */
#ifndef VOTING_WEB_CORE_CORE_DRAFT_H
#define VOTING_WEB_CORE_CORE_DRAFT_H

#include "voting/web/core/core_log.h"

enum { CORE_DRAFT_ID_MAX = EVENT_ID_BYTES - 1 };

/* The event in log->event becomes the answer. */
uint32_t core_draft_answer(struct core_log *log);

/*
 * The answer: the lines of an event of this type that follow from the state;
 * of a type that a person writes altogether only `congress/v1`, `log`, `seen`
 * and `at`.
 *
 * now_s   the time, which a dated type must have
 * paper   its round, where the type is about one; a paper's own id
 * other   the post that it is about; of a paper the id of what it follows
 * number  `how` of a presence, how many were counted, a threshold, the entry
 *         that a statement is about (or CONFERENCE_NO_ENTRY), how a paper
 *         follows
 */
CORE_EXPORT(web_draft)
uint32_t web_draft(uint32_t handle, const char *type, uint32_t type_len,
                   uint32_t now_s, const char *paper, uint32_t paper_len,
                   const char *other, uint32_t other_len, uint32_t number);

CORE_EXPORT(web_draft_enrol)
uint32_t web_draft_enrol(uint32_t handle, const char *post_text,
                         uint32_t post_len, const uint8_t *public_key,
                         uint32_t key_len);

/*
 * Who signs this event's text: posts by space, in order. held: posts whose
 * keys are at hand, in the same form. A refusal: it is no event's text.
 */
CORE_EXPORT(web_draft_signers)
uint32_t web_draft_signers(uint32_t handle, const char *text, uint32_t text_len,
                           const char *held, uint32_t held_len);

#endif
