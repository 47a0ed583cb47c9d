/*
 * Goal: a token that is read, from digits or from the text of a QR code, is
 * written back to what was read, separators aside.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "crypto/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Only the digits of a text, NUL at the end; out has room for len + 1. */
static void
keep_digits(char *out, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++)
        if (text[i] >= '0' && text[i] <= '9')
            *out++ = text[i];
    *out = '\0';
}

static void
check_digits(const char *text, size_t len)
{
    uint8_t token[TOKEN_BYTES];
    char written[TOKEN_DIGITS_BYTES];
    char want[TOKEN_TYPED_MAX + 1];
    char got[TOKEN_DIGITS_BYTES];
    unsigned bad_group = 99;

    if (token_from_digits(token, &bad_group, text, len)) {
        if (bad_group > TOKEN_GROUPS || !sodium_is_zero(token, TOKEN_BYTES))
            abort();
        return;
    }
    if (len > TOKEN_TYPED_MAX || bad_group != 0)
        abort();
    token_to_digits(written, token);
    keep_digits(got, written, strlen(written));
    keep_digits(want, text, len);
    if (strcmp(got, want) != 0)
        abort();
}

static void
check_text(const char *text, size_t len)
{
    uint8_t token[TOKEN_BYTES];
    char written[TOKEN_TEXT_BYTES];

    if (token_from_text(token, text, len))
        return;
    token_to_text(written, token);
    if (strlen(written) != len || memcmp(written, text, len) != 0)
        abort();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (sodium_init() < 0)
        abort();
    check_digits((const char *)data, size);
    check_text((const char *)data, size);
    return 0;
}
