#include "crypto/utf8.h"

#include <stddef.h>

struct range {
    uint32_t first;
    uint32_t last;
};

static bool
is_in(const struct range *ranges, size_t count, uint32_t point)
{
    for (size_t i = 0; i < count; i++) {
        if (point >= ranges[i].first && point <= ranges[i].last)
            return true;
    }
    return false;
}

/* How long a sequence is by its first byte, and the smallest point it may say.
 */
struct form {
    uint8_t mask;
    uint8_t lead;
    uint8_t len;
    uint32_t smallest;
};

static const struct form forms[] = {
    {0x80, 0x00, 1, 0x0},
    {0xE0, 0xC0, 2, 0x80},
    {0xF0, 0xE0, 3, 0x800},
    {0xF8, 0xF0, 4, 0x10000},
};

static const struct form *
form_of(uint8_t lead)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        if ((lead & forms[i].mask) == forms[i].lead)
            return &forms[i];
    }
    return NULL;
}

enum err
utf8_next(uint32_t *point, struct span *rest)
{
    const struct form *form;
    uint32_t value;

    *point = 0;
    if (rest->len == 0)
        return ERR_INPUT;
    form = form_of((uint8_t)rest->ptr[0]);
    if (!form || rest->len < form->len)
        return ERR_INPUT;
    value = (uint8_t)rest->ptr[0] & (uint8_t)~form->mask;
    for (size_t i = 1; i < form->len; i++) {
        uint8_t byte = (uint8_t)rest->ptr[i];

        if ((byte & 0xC0) != 0x80)
            return ERR_INPUT;
        value = value << 6 | (byte & 0x3F);
    }
    if (value < form->smallest || value > 0x10FFFF ||
        (value >= 0xD800 && value <= 0xDFFF))
        return ERR_INPUT;
    *point = value;
    *rest = span_from(*rest, form->len);
    return OK;
}

enum err
utf8_check(struct span text)
{
    uint32_t point;

    while (text.len > 0) {
        enum err e = utf8_next(&point, &text);

        if (e)
            return e;
    }
    return OK;
}

enum err
utf8_check_plain(struct span text)
{
    static const struct range hidden[] = {
        {0x00, 0x1F},     {0x7F, 0x9F},     {0x061C, 0x061C}, {0x200E, 0x200F},
        {0x2028, 0x2029}, {0x202A, 0x202E}, {0x2066, 0x2069}, {0xFEFF, 0xFEFF},
    };
    uint32_t point;

    while (text.len > 0) {
        enum err e = utf8_next(&point, &text);

        if (e)
            return e;
        if (is_in(hidden, sizeof hidden / sizeof *hidden, point))
            return ERR_INPUT;
    }
    return OK;
}

bool
utf8_is_space(uint32_t point)
{
    static const struct range spaces[] = {
        {0x09, 0x0D},     {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},
        {0x1680, 0x1680}, {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F},
        {0x205F, 0x205F}, {0x3000, 0x3000},
    };

    return is_in(spaces, sizeof spaces / sizeof *spaces, point);
}
