#include "voting/web/core/core_post.h"

#include <string.h>

/* Public keys in a public log: compared as they come. */
static bool
has_key(const struct conference *c, struct post post, bool invitation,
        const uint8_t *key)
{
    struct ed25519_public own;

    return conference_key(c, post, invitation, &own) &&
           memcmp(own.bytes, key, sizeof own.bytes) == 0;
}

static uint32_t
answer(struct post post, uint32_t number)
{
    char text[POST_TEXT_BYTES];

    post_format(text, post);
    core_answer_number(number);
    return core_status(core_answer_bytes(text, strlen(text)));
}

uint32_t
web_post_of(uint32_t handle, const uint8_t *key, uint32_t key_len)
{
    const struct core_log *log = core_log_of(handle);

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (key_len != sizeof(struct ed25519_public))
        return core_status(ERR_INPUT);
    for (enum post_kind kind = 0; kind < POST_KINDS_; kind++) {
        size_t count = conference_post_count(log->conference, kind);

        for (size_t i = 0; i < count; i++) {
            struct post post = conference_post(log->conference, kind, i);

            if (has_key(log->conference, post, true, key))
                return answer(post, 1);
            if (has_key(log->conference, post, false, key))
                return answer(post, 2);
        }
    }
    return core_status(ERR_NOTFOUND);
}
