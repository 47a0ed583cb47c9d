/*
 * ballotctl verify - verifies the whole log, as before a share.
 */
#include "voting/ctl/self_audit.h"

static enum ctl_status
run(struct ctl *ctl)
{
    return self_audit(ctl);
}

const struct command command_verify = {
    {"verify", "", 0, 0, NULL, "核对整本日志：每个签名、每张票、每次计票",
     "verify the whole log: every signature, every ballot, every count",
     "已核对的部分记在密钥文件夹里。",
     "What was verified is noted in the folder of keys."},
    CTL_LOG | CTL_KEYS,
    run,
};
