#include "ballots/roll_field.h"

#include <string.h>

#include "crypto/decimal.h"
#include "crypto/utf8.h"

/* White space at either end, of any script. */
static bool
has_outer_space(struct span text)
{
    uint32_t point = 0;
    bool first = true;

    while (text.len > 0) {
        if (utf8_next(&point, &text))
            return false;
        if (first && utf8_is_space(point))
            return true;
        first = false;
    }
    return utf8_is_space(point);
}

static enum roll_fault_code
read_text(char *out, size_t capacity, const struct csv_field *field)
{
    enum roll_fault_code code = ROLL_FAULT_NONE;

    if (utf8_check_plain(field->raw))
        return ROLL_FAULT_CONTROL;
    if (csv_field_copy(out, capacity, field))
        return ROLL_FAULT_TOO_LONG;
    if (has_outer_space(span_text(out)))
        code = ROLL_FAULT_SPACE;
    if (code)
        out[0] = '\0';
    return code;
}

static bool
is_id_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
}

static enum roll_fault_code
read_id(struct roll_row *row, const struct csv_field *field)
{
    if (field->raw.len == 0)
        return ROLL_FAULT_NO_ID;
    for (size_t i = 0; i < field->raw.len; i++)
        if (!is_id_byte(field->raw.ptr[i]))
            return ROLL_FAULT_BAD_ID;
    if (csv_field_copy(row->id, sizeof row->id, field))
        return ROLL_FAULT_TOO_LONG;
    return ROLL_FAULT_NONE;
}

static enum roll_fault_code
read_name_zh(struct roll_row *row, const struct csv_field *field)
{
    if (field->raw.len == 0)
        return ROLL_FAULT_NO_NAME;
    return read_text(row->name_zh, sizeof row->name_zh, field);
}

static bool
is_one_of(const struct csv_field *field, const char *a, const char *b)
{
    return span_eq(field->raw, span_text(a)) ||
           span_eq(field->raw, span_text(b));
}

static enum roll_fault_code
read_sex(struct roll_row *row, const struct csv_field *field)
{
    if (is_one_of(field, "F", "女"))
        row->sex = 'F';
    else if (is_one_of(field, "M", "男"))
        row->sex = 'M';
    else if (field->raw.len > 0)
        return ROLL_FAULT_BAD_SEX;
    return ROLL_FAULT_NONE;
}

static enum roll_fault_code
read_voting(struct roll_row *row, const struct csv_field *field)
{
    row->voting = is_one_of(field, "1", "是");
    if (!row->voting && !is_one_of(field, "0", "否"))
        return ROLL_FAULT_BAD_VOTING;
    return ROLL_FAULT_NONE;
}

/* Empty is 0. */
static enum roll_fault_code
read_number(uint64_t *out, const struct csv_field *field, uint64_t min,
            uint64_t max)
{
    *out = 0;
    if (field->raw.len == 0)
        return ROLL_FAULT_NONE;
    if (decimal_parse(out, field->raw, max) || *out < min) {
        *out = 0;
        return ROLL_FAULT_BAD_NUMBER;
    }
    return ROLL_FAULT_NONE;
}

enum roll_fault_code
roll_field_read(struct roll_row *row, enum roll_column column,
                const struct csv_field *field)
{
    enum roll_fault_code code;
    uint64_t number;

    switch (column) {
    case ROLL_ID:
        return read_id(row, field);
    case ROLL_NAME_ZH:
        return read_name_zh(row, field);
    case ROLL_NAME_EN:
        return read_text(row->name_en, sizeof row->name_en, field);
    case ROLL_SEX:
        return read_sex(row, field);
    case ROLL_BIRTH_YEAR:
        code = read_number(&number, field, 1900, 2100);
        row->birth_year = (uint16_t)number;
        return code;
    case ROLL_DELEGATION:
        return read_text(row->delegation, sizeof row->delegation, field);
    case ROLL_CATEGORY:
        return read_text(row->category, sizeof row->category, field);
    case ROLL_TITLE_ZH:
        return read_text(row->title_zh, sizeof row->title_zh, field);
    case ROLL_TITLE_EN:
        return read_text(row->title_en, sizeof row->title_en, field);
    case ROLL_SURNAME_STROKES:
        code = read_number(&number, field, 1, 64);
        row->surname_strokes = (uint8_t)number;
        return code;
    default:
        return read_voting(row, field);
    }
}
