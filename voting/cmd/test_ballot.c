/*
 * ballotctl test-ballot - seals a ballot, shows its code, then reveals it.
 */
#include <stdlib.h>
#include <string.h>

#include <sodium.h>

#include "ballots/record_code.h"
#include "ballots/test_ballot.h"
#include "voting/ctl/author.h"
#include "voting/ctl/choices_option.h"
#include "voting/machine/private_file.h"

static const struct option_line lines[] = {
    CHOICES_OPTIONS,
    {"as", "SEAT", false, "席位；默认是手头密钥的席位",
     "the seat; by default the one whose key is at hand"},
    {"out", "FILE", true, "写入所封的选项和随机数（新建）",
     "a new file for the choices and the random bytes that were sealed"},
    {NULL, NULL, false, NULL, NULL},
};

static enum ctl_status
fill(struct ctl *ctl, struct test_ballot *test)
{
    struct ed25519_secret signing;
    struct ed25519_public key;
    struct draft_ballot *ballot = &test->ballot;
    enum refusal r;
    enum ctl_status status = author_one(ctl, POST_SEAT, &test->seat);

    if (status)
        return status;
    (void)snprintf(test->paper, sizeof test->paper, "%s", ctl_argument(ctl, 0));
    r = draft_ballot(ballot, ctl_conference(ctl), test->paper, &test->seat);
    if (!r && !ballot->secret)
        r = REFUSED_BALLOT_KIND;
    if (r)
        return ctl_refuse(ctl, r, CONFERENCE_NO_ENTRY);
    status = choices_option_read(ctl, test->choices, ballot);
    if (!status)
        status = author_secret(ctl, &signing, test->seat);
    if (status)
        return status;
    ed25519_public(&key, &signing);
    ed25519_wipe(&signing);
    memcpy(test->key, key.bytes, sizeof test->key);
    test->attempt = ballot->attempt;
    memcpy(test->previous, ballot->previous.leaf.bytes, sizeof test->previous);
    randombytes_buf(test->secret, sizeof test->secret);
    return CTL_DONE;
}

/* The code comes first: what is shown after it cannot change it. */
static enum ctl_status
reveal(struct ctl *ctl, struct test_ballot *test)
{
    const char *path = options_text(&ctl->options, "out");
    char code[RECORD_CODE_BYTES];
    struct hash32 hash;
    struct text_writer w;
    struct span written;
    enum err e =
        test_ballot_code(&hash, conference_origin(ctl_conference(ctl)), test);

    if (e)
        return ctl_refuse(ctl, REFUSED_BALLOT_MARKS, CONFERENCE_NO_ENTRY);
    record_code_format(code, &hash);
    ctl_say(ctl, MESSAGE_BALLOT_CODE, code, NULL, NULL);
    fflush(ctl->out);
    text_writer_start(&w, ctl->scratch, CTL_SCRATCH_BYTES);
    test_ballot_write(&w, test);
    e = text_writer_finish(&w, &written);
    if (!e)
        e = private_file_create(path, written);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    ctl_say(ctl, MESSAGE_TEST_DONE, path, NULL, NULL);
    if (ctl->json) {
        struct json_writer json;

        ctl_json_begin(ctl, &json);
        json_put_object(&json, NULL);
        json_put_text(&json, "code", code);
        json_put_text(&json, "file", path);
        json_put_object_end(&json);
        ctl_json_end(ctl, &json);
    }
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    struct test_ballot *test = calloc(1, sizeof *test);
    enum ctl_status status;

    if (!test)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_NO_MEMORY, NULL, NULL, NULL);
    status = fill(ctl, test);
    if (!status)
        status = reveal(ctl, test);
    sodium_memzero(test, sizeof *test);
    free(test);
    return status;
}

const struct command command_test_ballot = {
    {"test-ballot", "PAPER", 1, 1, lines, "抽查一张：封票后公开所封内容，不投",
     "test: seal a ballot, show its code, reveal it; it is never cast",
     "在另一台设备上用 test-check 核对校验码。",
     "Check the code with test-check on another device."},
    CTL_LOG | CTL_KEYS | CTL_PROVED,
    run,
};
