#include "voting/machine/file_access.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

enum err
file_access_check(const char *path, mode_t forbidden)
{
    struct stat st;

    if (stat(path, &st))
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO;
    if (!S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode))
        return ERR_INPUT;
    return st.st_mode & forbidden ? ERR_AUTH : OK;
}

enum err
file_access_readable(const char *path)
{
    if (access(path, R_OK) == 0)
        return OK;
    return errno == ENOENT || errno == ENOTDIR ? ERR_NOTFOUND : ERR_IO;
}
