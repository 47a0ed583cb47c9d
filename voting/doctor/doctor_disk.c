/*
 * doctor_disk.c - does what is written to the log's folder stay there?
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h> /* strerrorname_np */
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <time.h>
#include <unistd.h>

#include "voting/doctor/doctor.h"
#include "voting/machine/private_file.h"

enum {
    WRITES = 16,
    WRITE_BYTES = 4096,
    QUICK_US = 10, /* no device has answered yet */
    SLOW_US = 50000,
    LITTLE_MB = 1024,
    NONE_MB = 100,
    CIFS_MAGIC = (int)0xFF534D42,
    SMB2_MAGIC = (int)0xFE534D42,
    FUSE_MAGIC = 0x65735546,
};

static void
check_kind(struct doctor *d, const char *folder)
{
    struct statfs st;

    if (statfs(folder, &st))
        return; /* the write below fails, and says so */
    switch ((unsigned)st.f_type) {
    case TMPFS_MAGIC:
    case RAMFS_MAGIC:
        doctor_say(d, SAY_DISK_MEMORY, folder, NULL, NULL);
        break;
    case NFS_SUPER_MAGIC:
    case SMB_SUPER_MAGIC:
    case (unsigned)CIFS_MAGIC:
    case (unsigned)SMB2_MAGIC:
    case FUSE_MAGIC:
        doctor_say(d, SAY_DISK_REMOTE, folder, NULL, NULL);
        break;
    case OVERLAYFS_SUPER_MAGIC:
        doctor_say(d, SAY_DISK_LAYERED, folder, NULL, NULL);
        break;
    default:
        break;
    }
}

static void
check_room(struct doctor *d, const char *folder)
{
    char number[DOCTOR_NUMBER_BYTES];
    struct statvfs st;
    uint64_t mb;

    if (statvfs(folder, &st))
        return;
    mb = (uint64_t)st.f_bavail * st.f_frsize / (1024 * 1024);
    doctor_number(number, mb);
    if (mb < NONE_MB)
        doctor_say(d, SAY_SPACE_NONE, folder, number, NULL);
    else if (mb < LITTLE_MB)
        doctor_say(d, SAY_SPACE_LITTLE, folder, number, NULL);
    else
        doctor_say(d, SAY_SPACE_GOOD, folder, number, NULL);
}

static uint64_t
steady_us(void)
{
    struct timespec now = {0};

    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* Writes and syncs a few times; *each_us is what one took. 0, or errno. */
static int
write_some(int descriptor, uint64_t *each_us)
{
    static const char bytes[WRITE_BYTES];
    uint64_t begin = steady_us();

    for (int i = 0; i < WRITES; i++) {
        ssize_t written = write(descriptor, bytes, sizeof bytes);

        if (written != (ssize_t)sizeof bytes)
            return written < 0 ? errno : ENOSPC;
        if (fsync(descriptor))
            return errno;
    }
    *each_us = (steady_us() - begin) / WRITES;
    return 0;
}

static void
check_writing(struct doctor *d, const char *folder)
{
    char path[PRIVATE_FILE_PATH_MAX];
    char number[DOCTOR_NUMBER_BYTES];
    uint64_t each_us = 0;
    int descriptor = -1;
    int failed = 0;

    if (private_file_beside(path, folder, "/.doctor-XXXXXX"))
        failed = ENAMETOOLONG;
    if (!failed) {
        descriptor = mkostemp(path, O_CLOEXEC);
        failed = descriptor < 0 ? errno : write_some(descriptor, &each_us);
    }
    if (descriptor >= 0) {
        (void)unlink(path);
        (void)close(descriptor);
    }
    if (failed)
        doctor_say(d, SAY_DISK_REFUSES, folder, strerrorname_np(failed), NULL);
    else
        doctor_say(d,
                   each_us > SLOW_US    ? SAY_DISK_SLOW
                   : each_us < QUICK_US ? SAY_DISK_QUICK
                                        : SAY_DISK_GOOD,
                   folder, doctor_number(number, each_us), NULL);
}

void
doctor_check_disk(struct doctor *d)
{
    char folder[PRIVATE_FILE_PATH_MAX];

    if (!doctor_log(d))
        return;
    if (private_file_folder(folder, doctor_log(d))) {
        doctor_say(d, SAY_DISK_REFUSES, doctor_log(d), NULL, NULL);
        return;
    }
    if (access(folder, F_OK) && errno == ENOENT)
        return; /* doctor_files.c says so */
    check_kind(d, folder);
    check_room(d, folder);
    check_writing(d, folder);
}
