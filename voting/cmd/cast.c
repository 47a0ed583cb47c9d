/*
 * ballotctl cast - seals a ballot, puts it in the box, checks the receipt.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/draft.h"
#include "ballots/record_code.h"
#include "voting/ctl/author.h"
#include "voting/ctl/choices_option.h"
#include "voting/ctl/receipt.h"
#include "voting/machine/private_file.h"

static const struct option_line lines[] = {
    CHOICES_OPTIONS,
    {"receipt", "FILE", true, "回执写入此文件（新建）",
     "a new file for the receipt"},
    {"as", "SEAT", false, "席位；默认是手头密钥的席位",
     "the seat; by default the one whose key is at hand"},
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
seal(struct ctl *ctl, const char *paper, struct post seat)
{
    uint8_t choices[BALLOT_ROWS_MAX] = {0};
    uint8_t secret[BALLOT_SECRET_BYTES];
    struct ed25519_secret signing;
    struct ed25519_public key;
    struct draft_ballot *ballot = calloc(1, sizeof *ballot);
    enum ctl_status status = CTL_DONE;
    enum refusal r;

    if (!ballot)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    r = draft_ballot(ballot, ctl_conference(ctl), paper, &seat);
    if (r)
        status = ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    else
        status = choices_option_read(ctl, choices, ballot);
    if (!status)
        status = author_secret(ctl, &signing, seat);
    if (!status) {
        ed25519_public(&key, &signing);
        ed25519_wipe(&signing);
        randombytes_buf(secret, sizeof secret);
        r = draft_cast(ctl->event, ctl_conference(ctl), paper, seat, key.bytes,
                       choices, secret);
        status = r ? ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY) : CTL_DONE;
    }
    sodium_memzero(secret, sizeof secret);
    sodium_memzero(choices, sizeof choices);
    free(ballot);
    return status;
}

static void
show_code(struct ctl *ctl)
{
    const struct event_cast *p = &ctl->event->cast;
    char code[RECORD_CODE_BYTES];
    struct hash32 hash = {{0}}; /* which cppcheck does not see filled */

    if (!p->sealed)
        return;
    ballot_code(hash.bytes, p->ballot, p->ballot_len);
    record_code_format(code, &hash);
    ctl_say(ctl, MESSAGE_BALLOT_CODE, code, NULL, NULL);
}

/* "In the box" is said only after the receipt was checked and kept. */
static enum ctl_status
keep_receipt(struct ctl *ctl, uint32_t index)
{
    const char *path = options_text(&ctl->options, "receipt");
    char number[CTL_NUMBER_BYTES];
    struct text_writer w;
    struct span receipt = {0};
    char *bytes = malloc(LOG_RECEIPT_MAX);
    enum err e = ERR_NOMEM;

    if (bytes) {
        text_writer_start(&w, bytes, LOG_RECEIPT_MAX);
        e = receipt_fetch(ctl->log, &w, index, ctl->note);
    }
    if (e == ERR_PROOF) {
        free(bytes);
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_RECEIPT_WRONG, NULL, NULL,
                        NULL);
    }
    if (!e)
        e = text_writer_finish(&w, &receipt);
    if (!e)
        e = private_file_create(path, receipt);
    free(bytes);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    ctl_say(ctl, MESSAGE_IN_THE_BOX, ctl_number(number, index), path, NULL);
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    struct post seat;
    uint32_t index;
    enum ctl_status status = author_one(ctl, POST_SEAT, &seat);

    if (!status)
        status = author_begin(ctl, EVENT_CAST);
    if (!status)
        status = seal(ctl, ctl_argument(ctl, 0), seat);
    if (status)
        return status;
    show_code(ctl);
    status = author_finish_by(ctl, seat, &index);
    return status ? status : keep_receipt(ctl, index);
}

const struct command command_cast = {
    {"cast", "PAPER", 1, 1, lines, "投票：封票、投入票箱、核对回执",
     "vote: seal a ballot, put it in the box, check the receipt",
     "回执不含选择。想先抽查：test-ballot。",
     "The receipt does not show the choice. To test first: test-ballot."},
    CTL_LOG | CTL_KEYS | CTL_PROVED,
    run,
};
