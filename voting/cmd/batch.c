/*
 * ballotctl batch - runs many command lines on one open log.
 */
#include <string.h>

#include "voting/ctl/command_line.h"
#include "voting/ctl/ctl.h"
#include "voting/machine/input_file.h"

enum { BATCH_MAX = 16 * 1024 * 1024 };

static enum ctl_status
run_line(struct ctl *ctl, struct span line, const char *number)
{
    struct command_line words;
    enum ctl_status status;

    if (command_line_split(&words, line))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_BATCH_QUOTE, number, NULL,
                        NULL);
    if (words.count == 0)
        return CTL_DONE;
    if (strcmp(words.words[0], "batch") == 0)
        return ctl_bad_value(ctl, words.words[0]);
    status = ctl_run(ctl, words.count, words.words);
    if (status && !ctl->json)
        message_say(ctl->err, ctl->lang, MESSAGE_BATCH_LINE, number, NULL, NULL,
                    NULL);
    return status;
}

static enum ctl_status
run_lines(struct ctl *ctl, struct span rest)
{
    char number[CTL_NUMBER_BYTES];
    enum ctl_status status = CTL_DONE;

    for (uint64_t n = 1; rest.len > 0 && !status; n++) {
        size_t len = span_find(rest, '\n');

        status = run_line(ctl, span_head(rest, len), ctl_number(number, n));
        rest = span_from(rest, len < rest.len ? len + 1 : len);
    }
    return status;
}

static enum ctl_status
run(struct ctl *ctl)
{
    const char *path = ctl_argument(ctl, 0);
    struct options defaults = ctl->options;
    struct input_file file;
    enum ctl_status status;

    if (input_file_read(&file, path, BATCH_MAX))
        return ctl_fail(ctl, CTL_USAGE, MESSAGE_FILE_READ, path, NULL, NULL);
    ctl->defaults = &defaults;
    status = run_lines(ctl, input_file_span(&file));
    ctl->defaults = NULL;
    input_file_free(&file);
    return status;
}

const struct command command_batch = {
    {"batch", "FILE", 1, 1, NULL,
     "在一本打开的日志上依次运行文件中的各行命令（- 为标准输入）",
     "run the command lines of a file, one after the other, on one open log "
     "(-: standard input)",
     "每行一条命令，可用引号；# 开头为注释。batch 的通用选项是各行的默认值。"
     "第一条失败的命令使其停止。",
     "One command on a line, quotes as in a shell; # starts a comment. The "
     "batch's own common options are defaults of the lines. The first command "
     "that fails ends it."},
    CTL_NOTHING,
    run,
};
