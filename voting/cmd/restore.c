/*
 * ballotctl restore - a log of one's own again, out of a mirror or a bundle.
 */
#include <stdlib.h>
#include <sys/stat.h>

#include "voting/ctl/ctl_open.h"
#include "voting/log/log_mirror.h"
#include "voting/log/log_restore.h"
#include "voting/witness/witness_ask.h"

static const struct option_line lines[] = {
    {"log-key", "FILE", true, "日志的私钥文件", "the file with the log's key"},
    {"unasked", NULL, false, "存证方问不到时也继续",
     "go on also if a witness of the policy cannot be asked"},
    {NULL, NULL, false, NULL, NULL},
};

static enum err
open_source(struct ctl *ctl, const char *path)
{
    struct stat about;

    if (stat(path, &about))
        return ERR_NOTFOUND;
    return S_ISDIR(about.st_mode)
               ? log_mirror_open(&ctl->log, path, true)
               : log_mirror_from_bundle(&ctl->log, path, true);
}

/* Whether a witness has seen more than this copy, or something else. */
static enum ctl_status
check_witnesses(struct ctl *ctl)
{
    struct witness_ask ask;
    enum err e = witness_ask_all(&ask, ctl->log, ctl_common(ctl, "ca"));

    if (e == ERR_PROOF)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_RESTORE_BEHIND, ask.name,
                        NULL, NULL);
    if (e)
        return ctl_fail_err(ctl, e, "witness");
    if (ask.unanswered == 0)
        return CTL_DONE;
    if (!options_flag(&ctl->options, "unasked"))
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_RESTORE_UNASKED, ask.name,
                        NULL, NULL);
    ctl_say(ctl, MESSAGE_RESTORE_UNASKED, ask.name, NULL, NULL);
    return CTL_DONE;
}

static enum ctl_status
check(struct ctl *ctl, const char *path)
{
    enum log_fault fault = log_fault(ctl->log);
    enum ctl_status status = CTL_DONE;

    if (fault || log_size(ctl->log) == 0)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_LOG_OPEN, path,
                        log_fault_words(fault, ctl->lang), NULL);
    if (ctl->keys)
        status = ctl_open_check_history(ctl);
    return status ? status : check_witnesses(ctl);
}

static enum ctl_status
restore(struct ctl *ctl, const char *source, const char *path)
{
    const char *key_path = options_text(&ctl->options, "log-key");
    char number[CTL_NUMBER_BYTES];
    enum err e = open_source(ctl, source);
    enum ctl_status status;

    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, source, err_name(e),
                        NULL);
    status = check(ctl, source);
    if (status)
        return status;
    e = log_restore(ctl->log, path, key_path);
    if (e == ERR_AUTH)
        return ctl_fail(ctl, CTL_REFUSED, MESSAGE_RESTORE_KEY, key_path, NULL,
                        NULL);
    if (e)
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_LOG_OPEN, path, err_name(e),
                        NULL);
    ctl_say(ctl, MESSAGE_RESTORED, path, ctl_number(number, log_size(ctl->log)),
            NULL);
    return CTL_DONE;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_common(ctl, "log");
    enum ctl_status status = CTL_DONE;

    if (!path)
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_NO_LOG, NULL, NULL, NULL);
    (void)ctl_leave(ctl);
    if (ctl_common(ctl, "keys"))
        status = ctl_open_needs(ctl, CTL_KEYS);
    if (!status)
        status = restore(ctl, ctl_argument(ctl, 0), path);
    /* What was refused is no mark of what was seen. */
    log_close(ctl->log);
    ctl->log = NULL;
    return status;
}

const struct command command_restore = {
    {"restore", "MIRROR|BUNDLE", 1, 1, lines, "由镜像或导出文件恢复成本机日志",
     "make a log of one's own out of a mirror or a bundle",
     "--log 是要新建的日志。密钥文件夹或存证方见过的比副本多时拒绝：\n"
     "那样会丢掉已确认的记录。",
     "--log is the one that is made. It is refused if the folder of keys or a\n"
     "witness has seen more than the copy has: acknowledged entries would be "
     "lost."},
    CTL_NOTHING,
    run,
};
