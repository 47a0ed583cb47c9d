#include "voting/server/route.h"

#include <string.h>

#include "ballots/event.h"
#include "ballots/request_note.h"
#include "ballots/submission.h"
#include "crypto/decimal.h"
#include "voting/log/log.h"
#include "voting/server/draft_box.h"

/*
 * In a pattern a capital letter stands for what varies, and everything else
 * for itself: N an index, M a size, H a hash, P a post, S a seat's number, T
 * the rest of a tile's path.
 */
static const struct {
    const char *pattern;
    enum route_kind kind;
    bool post;
    size_t body_max;
} table[] = {
    {"/event", ROUTE_EVENT, true, SUBMISSION_MAX},
    {"/cosign", ROUTE_COSIGN, true, LOG_CHECKPOINT_MAX},
    {"/member", ROUTE_MEMBER, true, REQUEST_NOTE_MAX},
    {"/draft", ROUTE_DRAFT, true, DRAFT_BOX_BODY_MAX},
    {"/checkpoint", ROUTE_CHECKPOINT, false, 0},
    {"/checkpoint/witnessed", ROUTE_WITNESSED, false, 0},
    {"/tile/T", ROUTE_TILE, false, 0},
    {"/entry/N", ROUTE_ENTRY, false, 0},
    {"/proof/N", ROUTE_PROOF, false, 0},
    {"/consistency/N/M", ROUTE_CONSISTENCY, false, 0},
    {"/text/H", ROUTE_TEXT, false, 0},
    {"/pack/N", ROUTE_PACK, false, 0},
    {"/pack/N/S", ROUTE_PACK_SEAT, false, 0},
    {"/view/conference", ROUTE_VIEW_CONFERENCE, false, 0},
    {"/view/wall", ROUTE_VIEW_WALL, false, 0},
    {"/view/round/N", ROUTE_VIEW_ROUND, false, 0},
    {"/view/post/P", ROUTE_VIEW_POST, false, 0},
    {"/view/key/H", ROUTE_VIEW_KEY, false, 0},
    {"/now", ROUTE_NOW, false, 0},
    {"/live", ROUTE_LIVE, false, 0},
    {"/healthz", ROUTE_HEALTHZ, false, 0},
    {"/log-key", ROUTE_LOG_KEY, false, 0},
};

/* What stands before the next slash. */
static struct span
take_part(struct span *rest)
{
    struct span part = span_head(*rest, span_find(*rest, '/'));

    *rest = span_from(*rest, part.len);
    return part;
}

/* 64 small hexadecimal digits. */
static enum err
read_hash(struct hash32 *out, struct span text)
{
    if (text.len != 2 * sizeof out->bytes)
        return ERR_INPUT;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        int digit;

        if (c >= '0' && c <= '9')
            digit = c - '0';
        else if (c >= 'a' && c <= 'f')
            digit = c - 'a' + 10;
        else
            return ERR_INPUT;
        out->bytes[i / 2] = (uint8_t)((out->bytes[i / 2] << 4) | digit);
    }
    return OK;
}

/* A post as the protocol writes it: its kind, a slash, its number. */
static enum err
read_post(struct post *out, struct span kind, struct span number)
{
    char text[POST_TEXT_BYTES];

    if (kind.len + 1 + number.len >= sizeof text)
        return ERR_INPUT;
    memcpy(text, kind.ptr, kind.len);
    text[kind.len] = '/';
    memcpy(text + kind.len + 1, number.ptr, number.len);
    return post_parse(out, text, kind.len + 1 + number.len);
}

static enum err
read_kind_and_number(struct post *out, struct span *rest)
{
    struct span kind = take_part(rest);

    if (span_take_prefix(rest, "/"))
        return ERR_INPUT;
    return read_post(out, kind, take_part(rest));
}

/* `<L>/<N>`, as crypto/tile.h reads it behind "tile/". */
static enum err
read_tile(struct tile *out, struct span *rest)
{
    const size_t before = strlen("tile/");
    struct span path = span_of(rest->ptr - before, rest->len + before);

    *rest = span_from(*rest, rest->len);
    return tile_parse(out, path);
}

static enum err
read_letter(struct route *out, char letter, struct span *rest)
{
    switch (letter) {
    case 'N':
        return decimal_parse(&out->number, take_part(rest), EVENT_INDEX_MAX);
    case 'M':
        return decimal_parse(&out->size, take_part(rest), EVENT_INDEX_MAX);
    case 'H':
        return read_hash(&out->sha256, take_part(rest));
    case 'P':
        return read_kind_and_number(&out->who, rest);
    case 'S':
        return read_post(&out->who, span_text("seat"), take_part(rest));
    default:
        return read_tile(&out->tile, rest);
    }
}

static bool
matches(struct route *out, const char *pattern, struct span path)
{
    for (; *pattern; pattern++) {
        if (*pattern >= 'A' && *pattern <= 'Z') {
            if (read_letter(out, *pattern, &path))
                return false;
            continue;
        }
        if (path.len == 0 || path.ptr[0] != *pattern)
            return false;
        path = span_from(path, 1);
    }
    return path.len == 0;
}

bool
route_find(struct route *out, struct span path)
{
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        *out = (struct route){
            .kind = table[i].kind,
            .post = table[i].post,
            .body_max = table[i].body_max,
        };
        if (matches(out, table[i].pattern, path))
            return true;
    }
    *out = (struct route){0};
    return false;
}
