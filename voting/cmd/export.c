/*
 * ballotctl export - the whole log in one file, for anybody to audit.
 */
#include <fcntl.h>
#include <unistd.h>

#include "voting/ctl/ctl.h"
#include "voting/log/log_parts.h"

static const struct option_line lines[] = {
    {"members", NULL, false, "含仅成员可见的正文和姓名（文件仅本人可读）",
     "with members' texts and names; the file is then readable by you alone"},
    {NULL, NULL, false, NULL, NULL},
};

static enum err
put(void *context, struct span bytes)
{
    return fwrite(bytes.ptr, 1, bytes.len, context) == bytes.len ? OK : ERR_IO;
}

static enum err
write_part(void *context, const struct bundle_part *part)
{
    return bundle_write(context, part->kind, &part->bytes, 1);
}

static enum err
write_bundle(struct ctl *ctl, FILE *out, bool members)
{
    struct bundle_writer writer;
    const struct bundle_sink sink = {put, out};
    const struct log_parts_visitor visitor = {write_part, &writer};
    enum err e = bundle_writer_start(&writer, sink);

    if (!e)
        e = log_parts_each(ctl->log, members, &visitor);
    if (!e)
        e = bundle_write(&writer, BUNDLE_END, NULL, 0);
    return e;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    bool members = options_flag(&ctl->options, "members");
    char number[CTL_NUMBER_BYTES];
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC,
                  members ? 0600 : 0666);
    FILE *out = fd < 0 ? NULL : fdopen(fd, "w");
    enum err e;

    if (!out) {
        if (fd >= 0)
            close(fd);
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    }
    e = write_bundle(ctl, out, members);
    if (fclose(out) && !e)
        e = ERR_IO;
    if (e) {
        unlink(path);
        return ctl_fail(ctl, CTL_FAILED, MESSAGE_FILE_WRITE, path, NULL, NULL);
    }
    ctl_say(ctl, MESSAGE_EXPORTED, path, ctl_number(number, log_size(ctl->log)),
            NULL);
    return CTL_DONE;
}

const struct command command_export = {
    {"export", "FILE", 1, 1, lines, "导出整本日志为一个文件，供任何人核对",
     "export the whole log as one file, for anybody to audit",
     "用 ballotverify 核对。", "Audit it with ballotverify."},
    CTL_LOG,
    run,
};
