#include "voting/web/core/core_card.h"

#include <string.h>

#include <sodium.h>

#include "crypto/token.h"

uint32_t
web_token_text(const uint8_t *token, uint32_t len)
{
    char text[TOKEN_TEXT_BYTES];
    enum err e;

    if (len != TOKEN_BYTES)
        return core_status(ERR_INPUT);
    token_to_text(text, token);
    e = core_answer_bytes(text, strlen(text));
    sodium_memzero(text, sizeof text);
    return core_status(e);
}

uint32_t
web_token_digits(const uint8_t *token, uint32_t len)
{
    char text[TOKEN_DIGITS_BYTES];
    enum err e;

    if (len != TOKEN_BYTES)
        return core_status(ERR_INPUT);
    token_to_digits(text, token);
    e = core_answer_bytes(text, strlen(text));
    sodium_memzero(text, sizeof text);
    return core_status(e);
}

uint32_t
web_token_read(const char *text, uint32_t len)
{
    uint8_t token[TOKEN_BYTES];
    unsigned group = 0;
    enum err e = token_from_text(token, text, len);

    if (e)
        e = token_from_digits(token, &group, text, len);
    core_answer_number(e ? group : 0);
    if (!e)
        e = core_answer_bytes(token, sizeof token);
    sodium_memzero(token, sizeof token);
    return core_status(e);
}
