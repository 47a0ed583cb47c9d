/*
 * Goal: deriving the seed and writing a token for paper and QR code take the
 * same time whatever the token.
 */
#include "crypto/token.h"
#include "tests/ctime/secret.h"

int
main(void)
{
    const uint8_t genesis[32] = {1};
    uint8_t token[TOKEN_BYTES] = {2, 3, 5, 7, 11, 13};
    uint8_t back[TOKEN_BYTES];
    uint8_t seed[TOKEN_SEED_BYTES];
    char digits[TOKEN_DIGITS_BYTES];
    char text[TOKEN_TEXT_BYTES];
    unsigned bad_group = 0;

    if (sodium_init() < 0)
        return 1;
    SECRET(token);
    token_seed(seed, genesis, token);
    token_to_digits(digits, token);
    token_to_text(text, token);
    /* They are on paper; reading them happens on the holder's device. */
    PUBLIC(digits);
    PUBLIC(text);
    must(token_from_digits(back, &bad_group, digits, sizeof digits - 1),
         "token_from_digits");
    must(token_from_text(back, text, sizeof text - 1), "token_from_text");
    return 0;
}
