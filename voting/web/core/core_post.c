#include "voting/web/core/core_post.h"

#include <string.h>

uint32_t
web_post_of(uint32_t handle, const uint8_t *key, uint32_t key_len)
{
    const struct core_log *log = core_log_of(handle);
    char text[POST_TEXT_BYTES];
    struct post post;
    bool invitation;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (key_len != sizeof(struct ed25519_public))
        return core_status(ERR_INPUT);
    if (!conference_key_owner(log->conference, key, &post, &invitation))
        return core_status(ERR_NOTFOUND);
    post_format(text, post);
    core_answer_number(invitation ? 1 : 2);
    return core_status(core_answer_bytes(text, strlen(text)));
}
