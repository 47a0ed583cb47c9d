/*
 * doctor_files.c - may nobody but the service read and write the log's files?
 *
 * Files are looked at, never opened: this may run beside the server, or as
 * root.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>

#include "voting/doctor/doctor.h"
#include "voting/machine/private_file.h"

enum { MODE_BYTES = 8, OTHERS = S_IRWXG | S_IRWXO };

static const char *
mode_text(char out[MODE_BYTES], mode_t mode)
{
    (void)snprintf(out, MODE_BYTES, "%04o", (unsigned)(mode & 07777));
    return out;
}

/* Looks at one file that must be private and belong to the log's owner. */
static void
look_at(struct doctor *d, const char *path, const struct stat *log,
        bool may_be_missing)
{
    char mode[MODE_BYTES];
    struct stat st;

    if (lstat(path, &st)) {
        if (errno != ENOENT)
            doctor_say(d, SAY_FILE_UNSEEN, path, NULL, NULL);
        else if (!may_be_missing)
            doctor_say(d, SAY_FILE_MISSING, path, NULL, NULL);
        return;
    }
    if (st.st_uid != log->st_uid)
        doctor_say(d, SAY_FILE_OWNER, path, NULL, NULL);
    if (!S_ISREG(st.st_mode) || st.st_mode & OTHERS)
        doctor_say(d, SAY_FILE_OPEN, path, mode_text(mode, st.st_mode), NULL);
    else
        doctor_say(d, SAY_FILE_PRIVATE, path, NULL, NULL);
}

static void
look_beside(struct doctor *d, const char *log, const char *suffix,
            const struct stat *st, bool may_be_missing)
{
    char path[PRIVATE_FILE_PATH_MAX];

    if (private_file_beside(path, log, suffix))
        doctor_say(d, SAY_FILE_UNSEEN, log, NULL, NULL);
    else
        look_at(d, path, st, may_be_missing);
}

static void
look_at_folder(struct doctor *d, const char *log)
{
    char folder[PRIVATE_FILE_PATH_MAX] = "";
    char mode[MODE_BYTES];
    struct stat st;

    if (private_file_folder(folder, log) || stat(folder, &st)) {
        doctor_say(d, errno == ENOENT ? SAY_FOLDER_NONE : SAY_FILE_UNSEEN,
                   folder, NULL, NULL);
        return;
    }
    mode_text(mode, st.st_mode);
    if (st.st_mode & (S_IWGRP | S_IWOTH))
        doctor_say(d, SAY_FOLDER_WRITABLE, folder, mode, NULL);
    else if (st.st_mode & OTHERS)
        doctor_say(d, SAY_FOLDER_OPEN, folder, mode, NULL);
    else
        doctor_say(d, SAY_FOLDER_GOOD, folder, NULL, NULL);
}

void
doctor_check_files(struct doctor *d)
{
    const char *log = doctor_log(d);
    struct stat st;

    if (!log)
        return;
    look_at_folder(d, log);
    if (lstat(log, &st)) {
        doctor_say(d, errno == ENOENT ? SAY_LOG_NONE : SAY_FILE_UNSEEN, log,
                   NULL, NULL);
        return;
    }
    look_at(d, log, &st, false);
    look_beside(d, log, "-wal", &st, true);
    look_beside(d, log, ".checkpoint", &st, false);
    if (d->has_config && *d->config.log_key && !d->subject->log)
        look_at(d, d->config.log_key, &st, false);
    else
        look_beside(d, log, ".key", &st, false);
}
