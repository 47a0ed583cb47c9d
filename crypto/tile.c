#include "crypto/tile.h"

#include <assert.h>
#include <stdbool.h>

#include "crypto/decimal.h"

#define GROUP_DIGITS 3
#define GROUP_VALUES 1000
#define GROUPS_MAX 6 /* of TILE_INDEX_MAX */

/* One group of exactly three digits off *rest. */
static enum err
take_group(uint64_t *value, struct span *rest)
{
    *value = 0;
    if (rest->len < GROUP_DIGITS)
        return ERR_INPUT;
    for (size_t i = 0; i < GROUP_DIGITS; i++) {
        unsigned digit = (unsigned char)rest->ptr[i] - (unsigned)'0';

        if (digit > 9)
            return ERR_INPUT;
        *value = *value * 10 + digit;
    }
    *rest = span_from(*rest, GROUP_DIGITS);
    return OK;
}

/* "x001/x234/067": all groups but the last behind an x, none of them idle. */
static enum err
take_index(uint64_t *index, struct span *rest)
{
    *index = 0;
    for (unsigned groups = 1; groups <= GROUPS_MAX; groups++) {
        bool more = !span_take_prefix(rest, "x");
        uint64_t group;
        enum err e = take_group(&group, rest);

        if (e)
            return e;
        *index = *index * GROUP_VALUES + group;
        if (!more)
            return OK;
        /* A first group of zeros would be a second form of the same index. */
        if (*index == 0)
            return ERR_INPUT;
        e = span_take_prefix(rest, "/");
        if (e)
            return e;
    }
    return ERR_INPUT;
}

/* What is left of the path: nothing, or the width of a partial tile. */
static enum err
parse_width(unsigned *width, struct span rest)
{
    uint64_t value;
    enum err e;

    *width = TILE_WIDTH;
    if (rest.len == 0)
        return OK;
    e = span_take_prefix(&rest, ".p/");
    if (!e)
        e = decimal_parse(&value, rest, TILE_WIDTH - 1);
    if (!e && value == 0)
        e = ERR_INPUT;
    *width = e ? 0 : (unsigned)value;
    return e;
}

static enum err
take_level(struct tile *out, struct span *rest)
{
    size_t slash = span_find(*rest, '/');
    uint64_t level;
    enum err e;

    if (slash == rest->len)
        return ERR_INPUT;
    if (span_eq(span_head(*rest, slash), span_text("entries"))) {
        out->kind = TILE_ENTRIES;
    } else {
        out->kind = TILE_HASHES;
        e = decimal_parse(&level, span_head(*rest, slash), TILE_LEVEL_MAX);
        if (e)
            return e;
        out->level = (unsigned)level;
    }
    *rest = span_from(*rest, slash + 1);
    return OK;
}

enum err
tile_parse(struct tile *out, struct span path)
{
    enum err e = span_take_prefix(&path, "tile/");

    *out = (struct tile){0};
    if (!e)
        e = take_level(out, &path);
    if (!e)
        e = take_index(&out->index, &path);
    if (!e)
        e = parse_width(&out->width, path);
    if (e)
        *out = (struct tile){0};
    return e;
}

static void
write_group(struct text_writer *w, uint64_t group)
{
    char digits[GROUP_DIGITS] = {(char)('0' + group / 100),
                                 (char)('0' + group / 10 % 10),
                                 (char)('0' + group % 10)};

    text_writer_span(w, span_of(digits, sizeof digits));
}

static void
write_index(struct text_writer *w, uint64_t index)
{
    uint64_t divisor = 1;

    while (index / divisor >= GROUP_VALUES)
        divisor *= GROUP_VALUES;
    for (; divisor > 1; divisor /= GROUP_VALUES) {
        text_writer_text(w, "x");
        write_group(w, index / divisor % GROUP_VALUES);
        text_writer_text(w, "/");
    }
    write_group(w, index % GROUP_VALUES);
}

void
tile_write(struct text_writer *w, const struct tile *tile)
{
    if (tile->level > TILE_LEVEL_MAX || tile->index > TILE_INDEX_MAX ||
        tile->width < 1 || tile->width > TILE_WIDTH ||
        (tile->kind == TILE_ENTRIES && tile->level != 0)) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    text_writer_text(w, "tile/");
    if (tile->kind == TILE_ENTRIES)
        text_writer_text(w, "entries");
    else
        text_writer_decimal(w, tile->level);
    text_writer_text(w, "/");
    write_index(w, tile->index);
    if (tile->width < TILE_WIDTH) {
        text_writer_text(w, ".p/");
        text_writer_decimal(w, tile->width);
    }
}

unsigned
tile_width(unsigned level, uint64_t index, uint64_t size)
{
    uint64_t nodes;
    uint64_t before;

    if (level >= 64 / TILE_HEIGHT)
        return 0;
    nodes = size >> (TILE_HEIGHT * level);
    if (index >= nodes / TILE_WIDTH + 1)
        return 0;
    before = index * TILE_WIDTH;
    return nodes - before < TILE_WIDTH ? (unsigned)(nodes - before)
                                       : TILE_WIDTH;
}

void
tile_next_piece(struct tile_piece *out, uint64_t *from, uint64_t *n,
                uint64_t size)
{
    uint64_t left = *from < size ? size - *from : 0;

    *out = (struct tile_piece){0};
    if (*n < left)
        left = *n;
    if (left == 0)
        return;
    out->index = *from / TILE_WIDTH;
    out->width = tile_width(0, out->index, size);
    out->first = (unsigned)(*from % TILE_WIDTH);
    out->count = TILE_WIDTH - out->first;
    if (left < out->count)
        out->count = (unsigned)left;
    *from += out->count;
    *n -= out->count;
}

enum err
tile_hashes(struct hash32 *out, const struct tile *tile,
            const struct merkle_tree *tree, uint64_t size)
{
    if (tile->kind != TILE_HASHES || size > tree->size || tile->width < 1)
        return ERR_INPUT;
    if (tile->width > tile_width(tile->level, tile->index, size))
        return ERR_NOTFOUND;
    for (unsigned j = 0; j < tile->width; j++) {
        enum err e = merkle_node(&out[j], tree, TILE_HEIGHT * tile->level,
                                 tile->index * TILE_WIDTH + j);

        assert(!e);
        (void)e;
    }
    return OK;
}

void
tile_write_entry(struct text_writer *w, const struct span *parts, size_t count)
{
    size_t len = 0;
    uint8_t prefix[2];

    for (size_t i = 0; i < count; i++) {
        if (parts[i].len > TILE_ENTRY_MAX - len) {
            text_writer_fail(w, ERR_INPUT);
            return;
        }
        len += parts[i].len;
    }
    prefix[0] = (uint8_t)(len >> 8);
    prefix[1] = (uint8_t)len;
    text_writer_span(w, span_of(prefix, sizeof prefix));
    for (size_t i = 0; i < count; i++)
        text_writer_span(w, parts[i]);
}

enum err
tile_take_entry(struct span *entry, struct span *rest)
{
    size_t len;

    *entry = (struct span){0};
    if (rest->len < 2)
        return ERR_INPUT;
    len = (size_t)(uint8_t)rest->ptr[0] << 8 | (uint8_t)rest->ptr[1];
    if (len > rest->len - 2)
        return ERR_INPUT;
    *entry = span_head(span_from(*rest, 2), len);
    *rest = span_from(*rest, 2 + len);
    return OK;
}
