#include "voting/ctl/invite.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "voting/machine/input_file.h"
#include "voting/machine/private_file.h"

enum {
    TOKEN_LINE_MAX = POST_TEXT_BYTES + 1 + TOKEN_TEXT_BYTES + 1,
    TOKENS_MAX = TOKEN_LINE_MAX * (POST_NUMBER_MAX + 1),
};

void
invite_secret(struct ed25519_secret *out, const struct conference *c,
              const uint8_t token[TOKEN_BYTES])
{
    uint8_t seed[TOKEN_SEED_BYTES];

    token_seed(seed, merkle_leaf(conference_tree(c), 0)->bytes, token);
    ed25519_from_seed(out, seed);
    sodium_memzero(seed, sizeof seed);
}

void
invite_public(uint8_t key[32], const struct conference *c,
              const uint8_t token[TOKEN_BYTES])
{
    struct ed25519_secret secret;
    struct ed25519_public half;

    invite_secret(&secret, c, token);
    ed25519_public(&half, &secret);
    memcpy(key, half.bytes, sizeof half.bytes);
    ed25519_wipe(&secret);
}

static void
write_token(struct text_writer *w, const struct invite *invite)
{
    char post[POST_TEXT_BYTES];
    char token[TOKEN_TEXT_BYTES];

    post_format(post, invite->post);
    token_to_text(token, invite->token);
    text_writer_text(w, post);
    text_writer_text(w, " ");
    text_writer_text(w, token);
    text_writer_text(w, "\n");
    sodium_memzero(token, sizeof token);
}

void
invite_draw_tokens(struct invite *invites, size_t count)
{
    for (size_t i = 0; i < count; i++)
        randombytes_buf(invites[i].token, sizeof invites[i].token);
}

enum ctl_status
invite_write_tokens(struct ctl *ctl, const struct invite *invites, size_t count)
{
    const char *path = options_text(&ctl->options, "tokens");
    size_t room = TOKEN_LINE_MAX * count;
    char *text = malloc(room);
    struct text_writer w;
    struct span written = {0};
    enum err e;

    if (!text)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    text_writer_start(&w, text, room);
    for (size_t i = 0; i < count; i++)
        write_token(&w, &invites[i]);
    e = text_writer_finish(&w, &written);
    if (!e)
        e = private_file_create(path, written);
    sodium_memzero(text, room);
    free(text);
    return e ? ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL)
             : CTL_DONE;
}

/* Takes the tokens of exactly these posts. */
static enum err
match_tokens(struct invite *invites, size_t count, struct span text)
{
    for (size_t i = 0; i < count; i++) {
        struct post post;

        if (invite_next_token(&post, invites[i].token, &text) ||
            !post_eq(post, invites[i].post))
            return ERR_INPUT;
    }
    return text.len == 0 ? OK : ERR_INPUT;
}

enum ctl_status
invite_take_tokens(struct ctl *ctl, struct invite *invites, size_t count,
                   bool *there)
{
    const char *path = options_text(&ctl->options, "tokens");
    struct input_file file;
    enum err e = private_file_check(path);

    *there = e == OK;
    if (e == ERR_NOTFOUND) {
        invite_draw_tokens(invites, count);
        return CTL_DONE;
    }
    if (!e)
        e = input_file_read(&file, path, TOKENS_MAX);
    if (!e) {
        e = match_tokens(invites, count, input_file_span(&file));
        input_file_free(&file);
    }
    return e ? ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL)
             : CTL_DONE;
}

enum err
invite_next_token(struct post *post, uint8_t token[TOKEN_BYTES],
                  struct span *rest)
{
    struct span line;
    size_t n;

    if (rest->len == 0)
        return ERR_NOTFOUND;
    if (span_take_line(&line, rest))
        return ERR_INPUT;
    n = span_find(line, ' ');
    if (n == line.len || post_parse(post, line.ptr, n))
        return ERR_INPUT;
    line = span_from(line, n + 1);
    return token_from_text(token, line.ptr, line.len);
}

static enum err
find_token(uint8_t token[TOKEN_BYTES], struct span text, struct post wanted)
{
    struct post post;

    while (invite_next_token(&post, token, &text) == OK)
        if (post_eq(post, wanted))
            return OK;
    sodium_memzero(token, TOKEN_BYTES);
    return ERR_NOTFOUND;
}

static struct span
trim(struct span text)
{
    while (text.len > 0 &&
           (text.ptr[text.len - 1] == '\n' || text.ptr[text.len - 1] == '\r' ||
            text.ptr[text.len - 1] == ' '))
        text.len--;
    return text;
}

enum ctl_status
invite_read_token(struct ctl *ctl, uint8_t token[TOKEN_BYTES], const char *path,
                  struct post post)
{
    struct input_file file;
    char number[CTL_NUMBER_BYTES];
    unsigned group = 0;
    struct span text;
    enum err e;

    if (input_file_read(&file, path, TOKENS_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    text = trim(input_file_span(&file));
    e = token_from_text(token, text.ptr, text.len);
    if (e)
        e = find_token(token, input_file_span(&file), post);
    if (e)
        e = token_from_digits(token, &group, text.ptr, text.len);
    input_file_free(&file);
    if (e && group > 0)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_TOKEN_BAD,
                        ctl_number(number, group), NULL, NULL);
    if (e)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_TOKEN_FORM, path, NULL, NULL);
    return CTL_DONE;
}
