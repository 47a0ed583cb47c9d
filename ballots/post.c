#include "ballots/post.h"

#include <stdio.h>
#include <string.h>

static const char *const kind_names[POST_KINDS_] = {
    "chair", "desk", "scrutineer", "seat", "observer"};

static const char invitation_suffix[] = "/invitation";

enum { SEAT_DIGITS_MIN = 3, NUMBER_DIGITS_MAX = 5 };

bool
post_eq(struct post a, struct post b)
{
    return a.kind == b.kind && a.number == b.number;
}

int
post_compare(struct post a, struct post b)
{
    if (a.kind != b.kind)
        return a.kind < b.kind ? -1 : 1;
    if (a.number != b.number)
        return a.number < b.number ? -1 : 1;
    return 0;
}

void
post_format(char out[POST_TEXT_BYTES], struct post post)
{
    snprintf(out, POST_TEXT_BYTES, "%s/%0*u", kind_names[post.kind],
             post.kind == POST_SEAT ? SEAT_DIGITS_MIN : 1,
             (unsigned)(post.number % (POST_NUMBER_MAX + 1)));
}

static enum err
parse_number(uint32_t *out, const char *digits, size_t len)
{
    uint32_t n = 0;

    if (len == 0 || len > NUMBER_DIGITS_MAX)
        return ERR_INPUT;
    for (size_t i = 0; i < len; i++) {
        if (digits[i] < '0' || digits[i] > '9')
            return ERR_INPUT;
        n = n * 10 + (uint32_t)(digits[i] - '0');
    }
    if (n == 0 || n > POST_NUMBER_MAX)
        return ERR_INPUT;
    *out = n;
    return OK;
}

enum err
post_parse(struct post *out, const char *text, size_t len)
{
    const char *slash = memchr(text, '/', len);
    char again[POST_TEXT_BYTES];
    struct post post = {POST_CHAIR, 0};
    size_t kind_len;
    unsigned k;

    *out = post;
    if (!slash)
        return ERR_INPUT;
    kind_len = (size_t)(slash - text);
    for (k = 0; k < POST_KINDS_; k++)
        if (strlen(kind_names[k]) == kind_len &&
            memcmp(kind_names[k], text, kind_len) == 0)
            break;
    if (k == POST_KINDS_)
        return ERR_INPUT;
    post.kind = (enum post_kind)k;
    if (parse_number(&post.number, slash + 1, len - kind_len - 1))
        return ERR_INPUT;
    post_format(again, post);
    if (strlen(again) != len || memcmp(again, text, len) != 0)
        return ERR_INPUT;
    *out = post;
    return OK;
}

bool
post_origin_is_valid(const char *origin, size_t len)
{
    static const char punctuation[] = ".-_/:";

    if (len == 0 || len > POST_ORIGIN_MAX)
        return false;
    for (size_t i = 0; i < len; i++) {
        char c = origin[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        bool digit = c >= '0' && c <= '9';

        if (!letter && !digit && (c == '\0' || !strchr(punctuation, c)))
            return false;
    }
    return true;
}

void
post_key_name(char out[POST_KEY_NAME_BYTES], const char *origin,
              struct post post, bool invitation)
{
    char text[POST_TEXT_BYTES];

    post_format(text, post);
    snprintf(out, POST_KEY_NAME_BYTES, "%.*s/%s%s", POST_ORIGIN_MAX, origin,
             text, invitation ? invitation_suffix : "");
}

enum err
post_from_key_name(struct post *out, bool *invitation, const char *origin,
                   const char *name, size_t len)
{
    size_t origin_len = strlen(origin);
    size_t suffix_len = sizeof invitation_suffix - 1;

    *out = (struct post){POST_CHAIR, 0};
    *invitation = false;
    if (len <= origin_len + 1 || memcmp(name, origin, origin_len) != 0 ||
        name[origin_len] != '/')
        return ERR_INPUT;
    name += origin_len + 1;
    len -= origin_len + 1;
    if (len > suffix_len &&
        memcmp(name + len - suffix_len, invitation_suffix, suffix_len) == 0) {
        *invitation = true;
        len -= suffix_len;
    }
    return post_parse(out, name, len);
}
