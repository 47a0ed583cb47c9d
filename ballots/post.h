/*
 * post.h - the posts of a conference: who may sign what.
 *
 * Every key in the log but the log's own and the witnesses' belongs to a post
 * and has that one role. A post is written kind "/" number; seats have at least
 * three digits, the others no leading zeros:
 *
 *     chair/1  desk/1  scrutineer/2  seat/017  observer/3
 *
 * and its key name is the log's origin, "/" and that.
 */
#ifndef BALLOTS_POST_H
#define BALLOTS_POST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"

enum post_kind {
    POST_CHAIR,
    POST_DESK,
    POST_SCRUTINEER,
    POST_SEAT,
    POST_OBSERVER,
    POST_KINDS_ /* number of kinds; not a post */
};

enum {
    POST_NUMBER_MAX = 99999,
    POST_TEXT_BYTES = 17, /* "scrutineer/99999" and NUL */
    POST_ORIGIN_MAX = 64, /* bytes of a log's origin */
    POST_KEY_NAME_BYTES = POST_ORIGIN_MAX + 1 + POST_TEXT_BYTES + 11,
};

struct post {
    enum post_kind kind;
    uint32_t number; /* from 1 */
};

bool post_eq(struct post a, struct post b);

/* By kind, then number: the order in which signature lines stand. */
int post_compare(struct post a, struct post b);

/* ERR_INPUT unless the text is a post in its one canonical form. */
MUST_USE enum err post_parse(struct post *out, const char *text, size_t len);
void post_format(char out[POST_TEXT_BYTES], struct post post);

/* 1..POST_ORIGIN_MAX bytes of a-z A-Z 0-9 . - _ / : and nothing else. */
bool post_origin_is_valid(const char *origin, size_t len);

/*
 * "<origin>/seat/017", or "<origin>/seat/017/invitation" for the key that an
 * invitation carries. NUL at the end.
 */
void post_key_name(char out[POST_KEY_NAME_BYTES], const char *origin,
                   struct post post, bool invitation);

/* Reads a key name back; ERR_INPUT unless it belongs to this origin. */
MUST_USE enum err post_from_key_name(struct post *out, bool *invitation,
                                     const char *origin, const char *name,
                                     size_t len);

#endif
