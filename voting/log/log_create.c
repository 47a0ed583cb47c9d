#include "voting/log/log_create.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "voting/log/store.h"
#include "voting/machine/key_file.h"
#include "voting/machine/private_file.h"

/* OK: there is nothing of this name. */
static enum err
must_be_free(const char *path)
{
    enum err e = private_file_check(path);

    if (e == ERR_NOTFOUND)
        return OK;
    return e ? e : ERR_EXISTS;
}

/* Holds the copy, so that nobody else makes the same log. */
static enum err
hold(int *out, const char *copy_path)
{
    int fd = open(copy_path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    enum err e = OK;

    if (fd < 0)
        return ERR_IO;
    if (flock(fd, LOCK_EX | LOCK_NB))
        e = errno == EWOULDBLOCK ? ERR_STATE : ERR_IO;
    if (e)
        close(fd);
    else
        *out = fd;
    return e;
}

/* ERR_EXISTS: it has spoken of entries. */
static enum err
must_be_empty(int fd)
{
    struct stat about;

    if (fstat(fd, &about))
        return ERR_IO;
    return about.st_size == 0 ? OK : ERR_EXISTS;
}

/* A key whose name is there only when all of it is. */
static enum err
make_key(const char *path)
{
    char fresh[PRIVATE_FILE_PATH_MAX];
    enum err e = private_file_beside(fresh, path, ".new");

    if (e)
        return e;
    /* One that is left from a making that was cut off was never used. */
    if (unlink(fresh) && errno != ENOENT)
        return ERR_IO;
    e = key_file_create(fresh);
    return e ? e : private_file_rename(fresh, path);
}

/* With the copy held. */
static enum err
make_rest(const char *path, const char *key_path)
{
    /* Another process may have made it since the caller looked. */
    enum err e = must_be_free(path);

    if (e)
        return e;
    e = must_be_free(key_path);
    if (!e)
        e = make_key(key_path);
    else if (e == ERR_EXISTS)
        e = OK;
    return e ? e : store_create(path);
}

/* The empty copy, with which a making begins. */
static enum err
begin(const char *key_path, const char *copy_path)
{
    enum err e = private_file_check(copy_path);

    if (e != ERR_NOTFOUND)
        return e;
    e = must_be_free(key_path);
    return e ? e : private_file_create(copy_path, span_text(""));
}

enum err
log_create(const char *path, const char *key_path, const char *copy_path)
{
    enum err e = private_file_make_folder(path);
    int held;

    if (!e)
        e = must_be_free(path);
    if (!e)
        e = begin(key_path, copy_path);
    if (!e)
        e = hold(&held, copy_path);
    if (e)
        return e;
    e = must_be_empty(held);
    if (!e)
        e = make_rest(path, key_path);
    close(held);
    return e;
}
