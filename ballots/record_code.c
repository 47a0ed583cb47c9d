#include "ballots/record_code.h"

static const char alphabet[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/* The n-th group of five bits. */
static unsigned
five_bits(const struct hash32 *root, size_t n)
{
    size_t bit = 5 * n;
    unsigned pair =
        (unsigned)root->bytes[bit / 8] << 8 | root->bytes[bit / 8 + 1];

    return pair >> (11 - bit % 8) & 31;
}

void
record_code_format(char out[RECORD_CODE_BYTES], const struct hash32 *root)
{
    size_t len = 0;

    for (size_t n = 0; n < RECORD_CODE_CHARS; n++) {
        if (n > 0 && n % 5 == 0)
            out[len++] = '-';
        out[len++] = alphabet[five_bits(root, n)];
    }
    out[len] = 0;
}

/* The character that a typed one stands for. */
static char
meant(char c)
{
    if (c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    if (c == 'O')
        return '0';
    if (c == 'I' || c == 'L')
        return '1';
    return c;
}

bool
record_code_matches(const struct hash32 *root, struct span typed)
{
    size_t n = 0;

    for (size_t i = 0; i < typed.len; i++) {
        char c = typed.ptr[i];

        if (c == '-' || c == ' ')
            continue;
        if (n == RECORD_CODE_CHARS || meant(c) != alphabet[five_bits(root, n)])
            return false;
        n++;
    }
    return n == RECORD_CODE_CHARS;
}
