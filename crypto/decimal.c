#include "crypto/decimal.h"

size_t
decimal_format(char out[DECIMAL_DIGITS_MAX], uint64_t value)
{
    size_t digits = 1;

    for (uint64_t v = value; v >= 10; v /= 10)
        digits++;
    for (size_t i = digits; i > 0; i--) {
        out[i - 1] = (char)('0' + value % 10);
        value /= 10;
    }
    return digits;
}

enum err
decimal_parse(uint64_t *out, struct span digits, uint64_t max)
{
    uint64_t value = 0;

    *out = 0;
    if (digits.len == 0 || digits.len > DECIMAL_DIGITS_MAX)
        return ERR_INPUT;
    if (digits.ptr[0] == '0' && digits.len > 1)
        return ERR_INPUT;
    for (size_t i = 0; i < digits.len; i++) {
        unsigned digit = (unsigned char)digits.ptr[i] - (unsigned)'0';

        if (digit > 9 || value > (UINT64_MAX - digit) / 10)
            return ERR_INPUT;
        value = value * 10 + digit;
    }
    if (value > max)
        return ERR_INPUT;
    *out = value;
    return OK;
}
