/*
 * shim.c - stands between a server and its disk and clock (LD_PRELOAD).
 *
 * SHIM_DIR      the folder whose files it looks at; others are let through
 * SHIM_DURABLE  what a power cut would leave of them: a file's bytes as they
 *               were when it was last flushed, a name as it was when its
 *               folder was
 * SHIM_CONTROL  struct shim_control
 *
 * A flush that fails leaves the durable side as it was, which is the worst
 * that a disk may do. Whoever plays the power cut kills the server and puts
 * the durable files, or a mixture, in place of the others.
 */
#include "tests/fault/shim.h"

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

enum { RENAMES_MAX = 64 };

static struct shim_control none;
static struct shim_control *control = &none;
static const char *folder;
static const char *durable;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static unsigned rename_count; /* not yet durable */
static char renames[RENAMES_MAX][2][NAME_MAX + 1];

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void
begin(void)
{
    const char *path = getenv("SHIM_CONTROL");
    int fd = path ? open(path, O_RDWR | O_CLOEXEC) : -1;

    folder = getenv("SHIM_DIR");
    durable = getenv("SHIM_DURABLE");
    if (fd >= 0) {
        void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE,
                            MAP_SHARED, fd, 0);

        if (shared != MAP_FAILED)
            control = shared;
        (void)close(fd);
    }
}

/* ---- Names ----------------------------------------------------------------*/

/* The name of a file in the folder, "" for the folder itself; NULL: neither. */
static const char *
name_in(char path[PATH_MAX])
{
    size_t len = folder ? strlen(folder) : 0;

    if (len == 0 || strncmp(path, folder, len) != 0 ||
        (path[len] != '/' && path[len] != '\0'))
        return NULL;
    return path[len] == '/' ? path + len + 1 : path + len;
}

static const char *
name_of(char path[PATH_MAX], int fd)
{
    char link[64];
    ssize_t len;

    if (!folder)
        return NULL;
    (void)snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    len = readlink(link, path, PATH_MAX - 1);
    if (len <= 0)
        return NULL;
    path[len] = '\0';
    return name_in(path);
}

static bool
ends_in(const char *name, const char *end)
{
    size_t a = strlen(name);
    size_t b = strlen(end);

    return a >= b && strcmp(name + a - b, end) == 0;
}

/* ---- The durable side -----------------------------------------------------*/

static void
path_of(char out[PATH_MAX], const char *name)
{
    (void)snprintf(out, PATH_MAX, "%s/%s", durable, name);
}

/* What the file holds now survives a power cut. The database is read through
 * its own descriptor: to close another one would give up its locks. */
static void
keep_file(int fd, const char *name)
{
    char path[PATH_MAX];
    struct stat status;
    off_t at = 0;
    int from = fd;
    int to;

    if (!durable)
        return;
    path_of(path, name);
    to = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        (void)snprintf(path, sizeof path, "%s/%s", folder, name);
        from = open(path, O_RDONLY | O_CLOEXEC);
    }
    if (to < 0 || fstat(from, &status))
        abort();
    while (at < status.st_size) {
        static char bytes[1 << 16];
        ssize_t n = pread(from, bytes, sizeof bytes, at);

        /* Not through pwrite, which is ours. */
        if (n <= 0 || REAL(pwrite)(to, bytes, (size_t)n, at) != n)
            abort();
        at += n;
    }
    if (ftruncate(to, status.st_size) || close(to))
        abort();
    if (from != fd)
        (void)close(from);
}

static void
keep_names(void)
{
    char from[PATH_MAX];
    char to[PATH_MAX];

    for (unsigned i = 0; durable && i < rename_count; i++) {
        path_of(from, renames[i][0]);
        path_of(to, renames[i][1]);
        (void)REAL(rename)(from, to);
    }
    rename_count = 0;
}

/* ---- Faults ---------------------------------------------------------------*/

/* The power is cut before this call, if it is the one. The lock is held. */
static void
cut_here(void)
{
    if (control->kind != SHIM_CUT || --control->countdown > 0)
        return;
    control->failed++;
    (void)kill(getpid(), SIGKILL);
    for (;;)
        (void)pause();
}

/* Whether this call is to fail; errno is set. The lock is held. */
static bool
fails(enum shim_kind kind)
{
    if (kind == SHIM_SYNC)
        control->syncs++;
    else
        control->writes++;
    cut_here();
    if (control->kind != (uint32_t)kind)
        return false;
    if (control->countdown > 0 && --control->countdown > 0)
        return false;
    if (control->run == 0)
        return false;
    if (control->run > 0)
        control->run--;
    control->failed++;
    errno = control->error;
    return true;
}

static int
flush(int fd, int (*real)(int fd))
{
    char path[PATH_MAX];
    const char *name = name_of(path, fd);
    int result = -1;

    if (!name)
        return real(fd);
    (void)pthread_mutex_lock(&lock);
    if (!fails(SHIM_SYNC)) {
        result = 0;
        if (name[0] == '\0')
            keep_names();
        else if (!control->lie || !ends_in(name, "-wal"))
            keep_file(fd, name);
    }
    (void)pthread_mutex_unlock(&lock);
    return result;
}

/* Whether a write to the file is to fail. */
static bool
write_fails(int fd)
{
    char path[PATH_MAX];
    bool bad;

    if (!name_of(path, fd))
        return false;
    (void)pthread_mutex_lock(&lock);
    bad = fails(SHIM_WRITE);
    (void)pthread_mutex_unlock(&lock);
    return bad;
}

/* The system's headers call the arguments __fd and the like, as no program may.
 * NOLINTBEGIN(readability-inconsistent-declaration-parameter-name) */

/* ---- What the server calls ------------------------------------------------*/

int
fsync(int fd)
{
    return flush(fd, REAL(fsync));
}

int
fdatasync(int fd)
{
    return flush(fd, REAL(fdatasync));
}

ssize_t
write(int fd, const void *bytes, size_t len)
{
    return write_fails(fd) ? -1 : REAL(write)(fd, bytes, len);
}

ssize_t
pwrite(int fd, const void *bytes, size_t len, off_t at)
{
    return write_fails(fd) ? -1 : REAL(pwrite)(fd, bytes, len, at);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
    return write_fails(fd) ? -1 : REAL(pwrite64)(fd, bytes, len, at);
}

int
rename(const char *from, const char *to)
{
    char a[PATH_MAX];
    char b[PATH_MAX];
    const char *old_name;
    const char *new_name;
    int result;

    (void)snprintf(a, sizeof a, "%s", from);
    (void)snprintf(b, sizeof b, "%s", to);
    old_name = name_in(a);
    new_name = name_in(b);
    if (!old_name || !new_name)
        return REAL(rename)(from, to);
    (void)pthread_mutex_lock(&lock);
    cut_here();
    result = REAL(rename)(from, to);
    if (rename_count == RENAMES_MAX)
        abort();
    if (!result) {
        (void)snprintf(renames[rename_count][0], sizeof renames[0][0], "%s",
                       old_name);
        (void)snprintf(renames[rename_count++][1], sizeof renames[0][1], "%s",
                       new_name);
    }
    (void)pthread_mutex_unlock(&lock);
    return result;
}

int
unlink(const char *path)
{
    char a[PATH_MAX];
    char kept[PATH_MAX];
    const char *name;
    int result;

    (void)snprintf(a, sizeof a, "%s", path);
    name = name_in(a);
    if (!name)
        return REAL(unlink)(path);
    (void)pthread_mutex_lock(&lock);
    cut_here();
    result = REAL(unlink)(path);
    if (!result && durable) {
        path_of(kept, name);
        (void)REAL(unlink)(kept);
    }
    (void)pthread_mutex_unlock(&lock);
    return result;
}

/* ---- The time of day ------------------------------------------------------*/

int
clock_gettime(clockid_t clock, struct timespec *t)
{
    int result = REAL(clock_gettime)(clock, t);

    if (!result && clock == CLOCK_REALTIME)
        t->tv_sec += control->clock_s;
    return result;
}

time_t
time(time_t *out)
{
    struct timespec t;

    if (clock_gettime(CLOCK_REALTIME, &t))
        return (time_t)-1;
    if (out)
        *out = t.tv_sec;
    return t.tv_sec;
}

/* NOLINTEND(readability-inconsistent-declaration-parameter-name) */
