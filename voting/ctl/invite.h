/*
 * invite.h - opening posts and giving out their cards.
 *
 * A card's token is made here and nowhere else kept than in the tokens file,
 * mode 0600, one line `<post> <token>` for each: who has it can enrol in that
 * post, until somebody has.
 */
#ifndef VOTING_CTL_INVITE_H
#define VOTING_CTL_INVITE_H

#include "crypto/token.h"
#include "voting/ctl/author.h"
#include "voting/log/name_record.h"

/* Options of commands that give out cards. */
#define INVITE_OPTIONS                                                         \
    {                                                                          \
        "tokens", "FILE", true,                                                \
            "写入新代表证号码的文件（新建，仅本人可读）；用 cards 打印",       \
            "a new file, readable by you alone, for the tokens of the new "    \
            "cards; print them with cards"                                     \
    }

/* A post to open. */
struct invite {
    struct post post;
    const char *fields[NAME_FIELDS_];
    size_t tag_count;
    char tags[EVENT_TAGS_MAX][EVENT_ID_BYTES];
    bool voting;
    uint8_t token[TOKEN_BYTES]; /* secret */
};

/* Fresh tokens. */
void invite_draw_tokens(struct invite *invites, size_t count);

/* Writes the tokens to the new file that --tokens names. */
enum ctl_status invite_write_tokens(struct ctl *ctl,
                                    const struct invite *invites, size_t count);

/*
 * Draws the tokens or, if the file is there already, takes them from it.
 *
 * there  out: it is there, and holds these posts in this order, no others
 */
enum ctl_status invite_take_tokens(struct ctl *ctl, struct invite *invites,
                                   size_t count, bool *there);

/*
 * Logs the posts, which the same people sign: all or, if one of them would be
 * refused, none, and then no file is written. Up to LOG_BATCH_MAX posts are one
 * transaction. If the disk fails between batches it says how far it came; the
 * same call with the same tokens file then goes on from there.
 *
 * dry     in:  only check
 * before  out: how many were in the log already, by an earlier call
 */
enum ctl_status invite_log(struct ctl *ctl, struct invite *invites,
                           size_t count, bool dry, size_t *before);

/* With --out or --ask: the tokens file and the draft of one post, to be
 * countersigned. */
enum ctl_status invite_draft(struct ctl *ctl, struct invite *invite);

/* The public half of the key that a token gives in this conference. */
void invite_public(uint8_t key[32], const struct conference *c,
                   const uint8_t token[TOKEN_BYTES]);
/* And the secret half; the caller wipes it. */
void invite_secret(struct ed25519_secret *out, const struct conference *c,
                   const uint8_t token[TOKEN_BYTES]);

/*
 * Reads one token from a file or, for "-", standard input: as text, as digits,
 * or from the line of this post in a tokens file.
 */
enum ctl_status invite_read_token(struct ctl *ctl, uint8_t token[TOKEN_BYTES],
                                  const char *path, struct post post);

/* One line of a tokens file. ERR_INPUT: it is none. ERR_NOTFOUND: the end. */
MUST_USE enum err invite_next_token(struct post *post,
                                    uint8_t token[TOKEN_BYTES],
                                    struct span *rest);

#endif
