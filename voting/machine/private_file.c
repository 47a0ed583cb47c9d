#include "voting/machine/private_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    OWNER_ONLY = S_IRUSR | S_IWUSR,
    OTHERS = S_IRWXG | S_IRWXO,
};

enum err
private_file_beside(char out[PRIVATE_FILE_PATH_MAX], const char *base,
                    const char *suffix)
{
    int n = snprintf(out, PRIVATE_FILE_PATH_MAX, "%s%s", base, suffix);

    return n < 0 || n >= PRIVATE_FILE_PATH_MAX ? ERR_INPUT : OK;
}

enum err
private_file_folder(char out[PRIVATE_FILE_PATH_MAX], const char *path)
{
    enum err e = private_file_beside(out, path, "");
    char *slash;

    if (e)
        return e;
    slash = strrchr(out, '/');
    if (!slash)
        return private_file_beside(out, ".", "");
    slash[slash == out] = '\0';
    return OK;
}

/* Makes the names in path's folder durable. */
static enum err
sync_folder(const char *path)
{
    char folder[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_folder(folder, path);
    int fd;

    if (e)
        return e;
    fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return ERR_IO;
    e = fsync(fd) ? ERR_IO : OK;
    close(fd);
    return e;
}

enum err
private_file_make_folder(const char *path)
{
    char folder[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_folder(folder, path);

    if (e)
        return e;
    if (mkdir(folder, S_IRWXU) == 0)
        return sync_folder(folder);
    return errno == EEXIST ? OK : ERR_IO;
}

static enum err
write_all(int fd, struct span bytes)
{
    while (bytes.len > 0) {
        ssize_t n = write(fd, bytes.ptr, bytes.len);

        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return ERR_IO;
        bytes = span_from(bytes, (size_t)n);
    }
    return fsync(fd) ? ERR_IO : OK;
}

/* A new file with these bytes; none is left when it fails. */
static enum err
write_new(const char *path, struct span bytes)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
                  OWNER_ONLY);
    enum err e;

    if (fd < 0)
        return errno == EEXIST ? ERR_EXISTS : ERR_IO;
    e = write_all(fd, bytes);
    if (close(fd) && !e)
        e = ERR_IO;
    if (e)
        unlink(path);
    return e;
}

enum err
private_file_create(const char *path, struct span bytes)
{
    enum err e = write_new(path, bytes);

    return e ? e : sync_folder(path);
}

enum err
private_file_rename(const char *from, const char *to)
{
    if (rename(from, to)) {
        unlink(from);
        return ERR_IO;
    }
    return sync_folder(to);
}

enum err
private_file_replace(const char *path, struct span bytes)
{
    char fresh[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_beside(fresh, path, ".new");

    if (e)
        return e;
    /* One may be left from a power cut; nobody has ever read it. */
    if (unlink(fresh) && errno != ENOENT)
        return ERR_IO;
    e = write_new(fresh, bytes);
    if (e)
        return ERR_IO;
    return private_file_rename(fresh, path);
}

static bool
is_private(const struct stat *about)
{
    return S_ISREG(about->st_mode) && !(about->st_mode & OTHERS) &&
           about->st_uid == geteuid();
}

enum err
private_file_check(const char *path)
{
    struct stat about;

    if (lstat(path, &about))
        return errno == ENOENT ? ERR_NOTFOUND : ERR_IO;
    return is_private(&about) ? OK : ERR_AUTH;
}

/* Opens for reading; what was opened is checked, not what the name says. */
static enum err
open_private(int *out, const char *path)
{
    struct stat about;
    enum err e = private_file_check(path);
    int fd;

    if (e)
        return e;
    fd = open(path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return ERR_IO;
    if (fstat(fd, &about) || !is_private(&about)) {
        close(fd);
        return ERR_AUTH;
    }
    *out = fd;
    return OK;
}

/* Reads to the end. ERR_INPUT: there is more than room. */
static enum err
read_all(int fd, char *bytes, size_t room, size_t *len)
{
    char more;

    for (;;) {
        bool full = *len == room;
        ssize_t n =
            full ? read(fd, &more, 1) : read(fd, bytes + *len, room - *len);

        if (n == 0)
            return OK;
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 || full)
            return n < 0 ? ERR_IO : ERR_INPUT;
        *len += (size_t)n;
    }
}

enum err
private_file_read(char *bytes, size_t room, size_t *len, const char *path)
{
    int fd;
    enum err e = open_private(&fd, path);

    *len = 0;
    if (e)
        return e;
    e = read_all(fd, bytes, room, len);
    close(fd);
    if (e)
        *len = 0;
    return e;
}
