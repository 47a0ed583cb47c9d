/*
 * author.h - making an event, signing it and handing it in.
 *
 * author_begin() starts one from the log as this machine has replayed it; the
 * command fills in what a person decides; author_finish() signs for the posts
 * whose keys are at hand and submits.
 *
 * Two devices: with `--ask` what is signed waits on the server (waiting.h);
 * with `--out FILE` nothing is submitted; the text and the
 * signatures there are go into a draft, to be countersigned elsewhere:
 *
 *     congress-draft/v1 LF
 *     signers <post> *(SP <post>) LF          all who must sign, in order
 *     [ "with" SP length LF submission LF ]   texts and names that belong to it
 *     LF
 *     the note, with the signature lines there are, in that order
 */
#ifndef VOTING_CTL_AUTHOR_H
#define VOTING_CTL_AUTHOR_H

#include "voting/ctl/ctl.h"

/* Options of every command that signs; put them at the end of its table. */
#define AUTHOR_OPTIONS                                                         \
    AUTHOR_AS_OPTION,                                                          \
        {"out", "FILE", false, "不提交，写成待会签的文件",                     \
         "do not submit: write a draft for others to countersign"},            \
    {                                                                          \
        "ask", NULL, false, "不提交，放到服务器上等同事会签",                  \
            "do not submit: let it wait on the server for colleagues to sign"  \
    }

/* Its first, for a command that hands in more than one note. */
#define AUTHOR_AS_OPTION                                                       \
    {                                                                          \
        "as", "POST,...", false,                                               \
            "以哪些职务签名，按协议的顺序；默认按规则和手头的密钥",            \
            "the posts that sign, in the protocol's order; by default those "  \
            "that the rules ask for and whose keys are at hand"                \
    }

enum { AUTHOR_NOTE_MAX = EVENT_ENTRY_MAX };

/* Starts ctl->event, to which no text or name belongs yet. */
enum ctl_status author_begin(struct ctl *ctl, enum event_type type);

/* Signs and submits ctl->event, or writes the draft, and says what came of it.
 */
enum ctl_status author_finish(struct ctl *ctl);

/* The same without a word when it is taken in, for commands that log many. */
enum ctl_status author_finish_quietly(struct ctl *ctl, uint32_t *index);

/* The same, signed by this one post whatever else holds, and still to be
 * announced by the caller. */
enum ctl_status author_finish_by(struct ctl *ctl, struct post post,
                                 uint32_t *index);

/* The signing key of a post; says why if it cannot be had. Secret. */
enum ctl_status author_secret(struct ctl *ctl, struct ed25519_secret *out,
                              struct post post);

/* One signature line: a key name and a key, which is secret. */
struct author_signer {
    char name[POST_KEY_NAME_BYTES];
    struct ed25519_secret secret;
};

/*
 * All who sign ctl->event, by --as or else by the rules; their keys must be at
 * hand. The caller wipes them.
 */
enum ctl_status author_signers(struct ctl *ctl,
                               struct author_signer signers[EVENT_SIGNERS_MAX],
                               size_t *count);

/* ctl->event as a note with these signatures, in ctl's scratch memory until the
 * next note is made. */
enum ctl_status author_note(struct ctl *ctl,
                            const struct author_signer *signers, size_t count,
                            struct span *note);

/* Signs with these keys exactly and submits. The caller wipes them. */
enum ctl_status author_sign(struct ctl *ctl,
                            const struct author_signer *signers, size_t count,
                            uint32_t *index);

/* Submits a note that is complete, and says what came of it. */
enum ctl_status author_submit(struct ctl *ctl, struct span note);

/* The post given by --as, which must be one; else the first whose key is at
 * hand of this kind. */
enum ctl_status author_one(struct ctl *ctl, enum post_kind kind,
                           struct post *post);

/* ---- Texts and names ------------------------------------------------------*/

/*
 * What belongs to ctl->event goes where it goes: to the log, into the draft, or
 * into the file of what could not be sent.
 *
 * out  out: how the event names the text
 *
 * Errors as log_put_blob(), and none of the log.
 */
MUST_USE enum err author_give_text(struct ctl *ctl, struct event_blob *out,
                                   struct span bytes, bool members);

/* Gives the lines of blob_text.h, salted. */
enum ctl_status author_put_lines(struct ctl *ctl, struct event_blob *blob,
                                 const char *lines, bool members);

/*
 * Gives a text that a person gave as an option's value: the text itself, @FILE
 * or - for standard input. In the language that is spoken (--lang).
 */
enum ctl_status author_put_text(struct ctl *ctl, struct event_blob *blob,
                                const char *value, bool members);

#endif
