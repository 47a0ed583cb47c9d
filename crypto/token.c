#include "crypto/token.h"

#include <stdbool.h>

#include <sodium.h>

#include "crypto/transcript.h"

enum { GROUP_BITS = 13, NUMBER_DIGITS = TOKEN_GROUP_DIGITS - 1 };

void
token_seed(uint8_t seed[TOKEN_SEED_BYTES], const uint8_t genesis[32],
           const uint8_t token[TOKEN_BYTES])
{
    struct transcript t;

    transcript_begin(&t, "invitation", 2);
    transcript_part(&t, genesis, 32);
    transcript_part(&t, token, TOKEN_BYTES);
    transcript_hash(&t, seed);
}

/*
 * One step of Damm's check: his quasigroup of order 10, whose diagonal is zero.
 * The digits are secret, so the whole table is read for each.
 */
static unsigned
damm_step(unsigned row, unsigned column)
{
    static const uint8_t table[10][10] = {
        {0, 3, 1, 7, 5, 9, 8, 6, 4, 2}, {7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
        {4, 2, 0, 6, 8, 7, 1, 3, 5, 9}, {1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
        {6, 1, 2, 3, 0, 4, 5, 9, 7, 8}, {3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
        {5, 8, 6, 9, 7, 2, 0, 1, 3, 4}, {8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
        {9, 4, 3, 8, 6, 1, 7, 2, 0, 5}, {2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
    };
    unsigned result = 0;

    for (unsigned i = 0; i < 100; i++) {
        unsigned differs = (row ^ (i / 10)) | (column ^ (i % 10));

        result |= table[i / 10][i % 10] & (0u - ((differs - 1) >> 31));
    }
    return result;
}

/* The check digit of a group's place and its four digits. */
static unsigned
check_digit(unsigned place, const unsigned digits[NUMBER_DIGITS])
{
    unsigned interim = damm_step(0, place);

    for (unsigned i = 0; i < NUMBER_DIGITS; i++)
        interim = damm_step(interim, digits[i]);
    return interim;
}

/*
 * The 13 bits of a group, the token's 128 bits being the last of 130. Its first
 * bit is bit 13*group - 2 of the token, counted from the most significant.
 */
static unsigned
read_group(const uint8_t token[TOKEN_BYTES], unsigned group)
{
    unsigned number = 0;

    for (unsigned i = 0; i < GROUP_BITS; i++) {
        unsigned bit = GROUP_BITS * group + i;

        number <<= 1;
        if (bit >= 2)
            number |= (unsigned)token[(bit - 2) / 8] >> (7 - (bit - 2) % 8) & 1;
    }
    return number;
}

/* Sets them; false if one of the two bits before the token is not zero. */
static bool
write_group(uint8_t token[TOKEN_BYTES], unsigned group, unsigned number)
{
    for (unsigned i = 0; i < GROUP_BITS; i++) {
        unsigned bit = GROUP_BITS * group + i;
        unsigned value = number >> (GROUP_BITS - 1 - i) & 1;

        if (bit >= 2)
            token[(bit - 2) / 8] |= (uint8_t)(value << (7 - (bit - 2) % 8));
        else if (value)
            return false;
    }
    return true;
}

void
token_to_digits(char out[TOKEN_DIGITS_BYTES], const uint8_t token[TOKEN_BYTES])
{
    for (unsigned group = 0; group < TOKEN_GROUPS; group++) {
        unsigned number = read_group(token, group);
        const unsigned digits[NUMBER_DIGITS] = {
            number / 1000, number / 100 % 10, number / 10 % 10, number % 10};

        for (unsigned i = 0; i < NUMBER_DIGITS; i++)
            *out++ = (char)('0' + digits[i]);
        *out++ = (char)('0' + check_digit(group, digits));
        *out++ = group + 1 < TOKEN_GROUPS ? ' ' : '\0';
    }
}

/* Takes fifty digits out of what was typed. */
static enum err
collect_digits(unsigned digits[TOKEN_GROUPS * TOKEN_GROUP_DIGITS],
               const char *text, size_t len)
{
    size_t count = 0;

    if (len > TOKEN_TYPED_MAX)
        return ERR_INPUT;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == ' ' || text[i] == '-')
            continue;
        if (text[i] < '0' || text[i] > '9' ||
            count == TOKEN_GROUPS * TOKEN_GROUP_DIGITS)
            return ERR_INPUT;
        digits[count++] = (unsigned)(text[i] - '0');
    }
    return count == TOKEN_GROUPS * TOKEN_GROUP_DIGITS ? OK : ERR_INPUT;
}

static enum err
take_group(uint8_t token[TOKEN_BYTES], unsigned group, const unsigned *digits)
{
    unsigned number = 0;

    if (check_digit(group, digits) != digits[NUMBER_DIGITS])
        return ERR_INPUT;
    for (unsigned i = 0; i < NUMBER_DIGITS; i++)
        number = 10 * number + digits[i];
    if (number >> GROUP_BITS || !write_group(token, group, number))
        return ERR_INPUT;
    return OK;
}

enum err
token_from_digits(uint8_t token[TOKEN_BYTES], unsigned *bad_group,
                  const char *text, size_t len)
{
    unsigned digits[TOKEN_GROUPS * TOKEN_GROUP_DIGITS] = {0};
    enum err e;

    *bad_group = 0;
    sodium_memzero(token, TOKEN_BYTES);
    e = collect_digits(digits, text, len);
    for (unsigned group = 0; group < TOKEN_GROUPS && !e; group++) {
        e = take_group(token, group, digits + group * TOKEN_GROUP_DIGITS);
        if (e)
            *bad_group = group + 1;
    }
    sodium_memzero(digits, sizeof digits);
    if (e)
        sodium_memzero(token, TOKEN_BYTES);
    return e;
}

void
token_to_text(char out[TOKEN_TEXT_BYTES], const uint8_t token[TOKEN_BYTES])
{
    sodium_bin2base64(out, TOKEN_TEXT_BYTES, token, TOKEN_BYTES,
                      sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

enum err
token_from_text(uint8_t token[TOKEN_BYTES], const char *text, size_t len)
{
    char again[TOKEN_TEXT_BYTES];
    size_t got = 0;
    enum err e = ERR_INPUT;

    /*
     * libsodium 1.0.18 reads every byte above 127 as the last character of the
     * alphabet, so what was read is written again and compared.
     */
    if (len == TOKEN_TEXT_BYTES - 1 &&
        sodium_base642bin(token, TOKEN_BYTES, text, len, NULL, &got, NULL,
                          sodium_base64_VARIANT_URLSAFE_NO_PADDING) == 0 &&
        got == TOKEN_BYTES) {
        token_to_text(again, token);
        if (sodium_memcmp(again, text, len) == 0)
            e = OK;
        sodium_memzero(again, sizeof again);
    }
    if (e)
        sodium_memzero(token, TOKEN_BYTES);
    return e;
}
