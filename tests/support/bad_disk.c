#include "tests/support/bad_disk.h"

#include <stddef.h>

#include <sqlite3.h>

/* A file of ours, and behind it the system's. */
struct file {
    sqlite3_file base;
};

static struct bad_disk knobs;
static sqlite3_vfs *below;
static sqlite3_vfs above;

static sqlite3_file *
real(sqlite3_file *file)
{
    return (sqlite3_file *)((struct file *)file + 1);
}

static int
file_close(sqlite3_file *f)
{
    return real(f)->pMethods->xClose(real(f));
}

static int
file_read(sqlite3_file *f, void *bytes, int len, sqlite3_int64 at)
{
    if (knobs.bad_reads > 0) {
        knobs.bad_reads--;
        return SQLITE_IOERR_READ;
    }
    return real(f)->pMethods->xRead(real(f), bytes, len, at);
}

static int
file_write(sqlite3_file *f, const void *bytes, int len, sqlite3_int64 at)
{
    if (knobs.bad_writes > 0) {
        knobs.bad_writes--;
        return SQLITE_FULL;
    }
    return real(f)->pMethods->xWrite(real(f), bytes, len, at);
}

static int
file_truncate(sqlite3_file *f, sqlite3_int64 size)
{
    return real(f)->pMethods->xTruncate(real(f), size);
}

static int
file_sync(sqlite3_file *f, int flags)
{
    if (knobs.good_syncs > 0) {
        knobs.good_syncs--;
    } else if (knobs.bad_syncs > 0) {
        knobs.bad_syncs--;
        return SQLITE_IOERR_FSYNC;
    }
    return real(f)->pMethods->xSync(real(f), flags);
}

static int
file_size(sqlite3_file *f, sqlite3_int64 *size)
{
    return real(f)->pMethods->xFileSize(real(f), size);
}

static int
file_lock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xLock(real(f), level);
}

static int
file_unlock(sqlite3_file *f, int level)
{
    return real(f)->pMethods->xUnlock(real(f), level);
}

static int
file_check_lock(sqlite3_file *f, int *reserved)
{
    return real(f)->pMethods->xCheckReservedLock(real(f), reserved);
}

static int
file_control(sqlite3_file *f, int what, void *arg)
{
    return real(f)->pMethods->xFileControl(real(f), what, arg);
}

static int
file_sector(sqlite3_file *f)
{
    return real(f)->pMethods->xSectorSize(real(f));
}

static int
file_traits(sqlite3_file *f)
{
    return real(f)->pMethods->xDeviceCharacteristics(real(f));
}

/* Version 1: a log's file is never shared, so it needs no shared memory. */
static const sqlite3_io_methods methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_lock,
    .xFileControl = file_control,
    .xSectorSize = file_sector,
    .xDeviceCharacteristics = file_traits,
};

static int
disk_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *f, int flags,
          int *out_flags)
{
    int code;

    (void)vfs;
    f->pMethods = NULL;
    code = below->xOpen(below, name, real(f), flags, out_flags);
    if (real(f)->pMethods)
        f->pMethods = &methods;
    return code;
}

void
bad_disk_mend(void)
{
    knobs.good_syncs = 0;
    knobs.bad_syncs = 0;
    knobs.bad_reads = 0;
    knobs.bad_writes = 0;
}

struct bad_disk *
bad_disk_install(void)
{
    bad_disk_mend();
    if (below)
        return &knobs;
    below = sqlite3_vfs_find(NULL);
    above = *below;
    above.zName = "bad-disk";
    above.szOsFile = (int)sizeof(struct file) + below->szOsFile;
    above.pNext = NULL;
    above.xOpen = disk_open;
    sqlite3_vfs_register(&above, 1);
    return &knobs;
}
