/*
 * core_card.h - voting cards: a token in its two forms. All of it is secret.
 */
#ifndef VOTING_WEB_CORE_CORE_CARD_H
#define VOTING_WEB_CORE_CORE_CARD_H

#include "voting/web/core/core_call.h"

/* Answer: as in the QR code, 22 characters; as digits to type, ten groups. */
CORE_EXPORT(web_token_text)
uint32_t web_token_text(const uint8_t *token, uint32_t len);
CORE_EXPORT(web_token_digits)
uint32_t web_token_digits(const uint8_t *token, uint32_t len);

/*
 * Answer: the token of either form. ERR_INPUT: neither; the number is then the
 * first bad group of digits, or 0.
 */
CORE_EXPORT(web_token_read)
uint32_t web_token_read(const char *text, uint32_t len);

#endif
