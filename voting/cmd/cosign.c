/*
 * ballotctl cosign - takes in what witnesses have signed.
 */
#include "voting/ctl/ctl.h"
#include "voting/machine/input_file.h"

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    char number[CTL_NUMBER_BYTES];
    struct input_file file;
    size_t taken = 0;
    enum err e;

    if (input_file_read(&file, path, LOG_CHECKPOINT_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    e = log_cosign(ctl->log, &taken, input_file_span(&file));
    input_file_free(&file);
    if (e == ERR_INPUT)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_COSIGN_FORM, path, NULL, NULL);
    if (e == ERR_PROOF)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_COSIGN_BAD, path, NULL, NULL);
    if (e == ERR_NOTFOUND || (!e && taken == 0))
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_COSIGN_NONE, path, NULL,
                        NULL);
    if (e)
        return ctl_fail_err(ctl, e, path);
    ctl_say(ctl, MESSAGE_COSIGNED, ctl_number(number, taken), NULL, NULL);
    return CTL_DONE;
}

const struct command command_cosign = {
    {"cosign", "FILE", 1, 1, NULL, "收下校外存证方的签名",
     "take in the cosignatures of those who keep copies outside",
     "把 <日志>.checkpoint 交给存证方，签名行附在其后；- 为标准输入。",
     "Give them <log>.checkpoint; their lines come after it; - is standard "
     "input."},
    CTL_LOG,
    run,
};
