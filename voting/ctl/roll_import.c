#include "voting/ctl/roll_import.h"

#include <errno.h>
#include <iconv.h>
#include <stdlib.h>
#include <string.h>

#include "crypto/utf8.h"

/* GB18030 takes two bytes for what UTF-8 says in three. */
enum { GROWTH = 2 };

static enum err
convert(struct roll_import *out, struct span *text)
{
    size_t room = text->len * GROWTH + 16;
    size_t left_in = text->len;
    size_t left = room;
    char *in = (char *)text->ptr; /* iconv reads it only */
    char *end;
    size_t n;
    iconv_t converter;

    out->converted = malloc(room);
    if (!out->converted)
        return ERR_NOMEM;
    end = out->converted;
    converter = iconv_open("UTF-8", "GB18030");
    /* A converter that did not open fails here, with EBADF. */
    n = iconv(converter, &in, &left_in, &end, &left);
    if (converter != (iconv_t)-1)
        iconv_close(converter);
    if (n == (size_t)-1 || left_in > 0)
        return ERR_INPUT;
    *text = span_of(out->converted, room - left);
    out->gb18030 = true;
    return OK;
}

/* The number at the end of an id, or 0. */
static uint32_t
number_of(const char *id)
{
    size_t at = strlen(id);
    uint32_t number = 0;

    while (at > 0 && id[at - 1] >= '0' && id[at - 1] <= '9')
        at--;
    for (; id[at] == '0';)
        at++;
    for (; id[at]; at++) {
        number = number * 10 + (uint32_t)(id[at] - '0');
        if (number > POST_NUMBER_MAX)
            return 0;
    }
    return number;
}

static enum err
number_rows(struct roll_import *out, bool by_order)
{
    static const enum post_kind kinds[2] = {POST_OBSERVER, POST_SEAT};
    bool *taken = calloc(2 * (POST_NUMBER_MAX + 1), sizeof *taken);
    uint32_t next[2] = {1, 1};
    enum err e = taken ? OK : ERR_NOMEM;

    for (size_t i = 0; i < out->summary.rows && !e; i++) {
        unsigned voting = out->rows[i].voting;
        uint32_t number =
            by_order ? next[voting]++ : number_of(out->rows[i].id);
        bool *mark = &taken[voting * (POST_NUMBER_MAX + 1) + number];

        if (number == 0 || *mark) {
            e = ERR_INPUT;
            break;
        }
        *mark = true;
        out->posts[i] = (struct post){kinds[voting], number};
        out->numbered = i + 1;
    }
    free(taken);
    return e;
}

enum err
roll_import_read(struct roll_import *out, struct span file, bool by_order,
                 const struct roll_report *report)
{
    enum err e;

    *out = (struct roll_import){0};
    out->rows = calloc(ROLL_CSV_ROWS_MAX, sizeof *out->rows);
    out->posts = calloc(ROLL_CSV_ROWS_MAX, sizeof *out->posts);
    if (!out->rows || !out->posts)
        return ERR_NOMEM;
    if (file.len <= ROLL_CSV_BYTES_MAX && utf8_check(file)) {
        e = convert(out, &file);
        out->unreadable = e == ERR_INPUT;
        if (e)
            return e;
    }
    e = roll_csv_read(&out->summary, out->rows, ROLL_CSV_ROWS_MAX, file,
                      report);
    return e ? e : number_rows(out, by_order);
}

void
roll_import_free(struct roll_import *roll)
{
    free(roll->rows);
    free(roll->posts);
    free(roll->converted);
    *roll = (struct roll_import){0};
}
