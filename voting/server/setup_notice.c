#include "voting/server/setup_notice.h"

#include <errno.h>
#include <unistd.h>

#include <sodium.h>

#include "voting/machine/private_file.h"
#include "voting/server/server_log.h"

enum { CODE_LINE_BYTES = 256 };

static enum err
show(FILE *terminal, const char *code, enum lang lang)
{
    fputs(lang == LANG_ZH
              ? "\n日志还是空的。请把下面的初始码交给创建大会的人，只用一次，"
                "创建后作废：\n\n    "
              : "\nThe log is empty. Give this set-up code to whoever founds "
                "the conference.\nIt works once, and not after that:\n\n    ",
          terminal);
    fprintf(terminal, "%s\n\n", code);
    return fflush(terminal) ? ERR_IO : OK;
}

enum err
setup_notice_give(const char *code, const char *log_path, FILE *terminal,
                  enum lang lang)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char line[CODE_LINE_BYTES];
    enum err e;
    int len;

    if (terminal)
        return show(terminal, code, lang);
    e = private_file_beside(path, log_path, ".set-up-code");
    if (e)
        return e;
    len = snprintf(line, sizeof line, "%s\n", code);
    if (len < 0 || (size_t)len >= sizeof line)
        return ERR_INPUT;
    e = private_file_replace(path, span_of(line, (size_t)len));
    sodium_memzero(line, sizeof line);
    if (!e)
        server_log(SERVER_LINE_LOG_EMPTY, path, NULL, NULL);
    return e;
}

enum err
setup_notice_withdraw(const char *log_path)
{
    char path[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_beside(path, log_path, ".set-up-code");

    if (e)
        return e;
    return unlink(path) == 0 || errno == ENOENT ? OK : ERR_IO;
}
