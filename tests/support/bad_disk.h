/*
 * bad_disk.h - a disk that fails when a test says so.
 *
 * Stands between SQLite and the system as SQLite's default file system, from
 * bad_disk_install() to the end of the program.
 */
#ifndef TESTS_SUPPORT_BAD_DISK_H
#define TESTS_SUPPORT_BAD_DISK_H

struct bad_disk {
    int good_syncs; /* flushes that succeed before the bad ones */
    int bad_syncs;  /* flushes that then fail, after the bytes were written */
    int bad_writes; /* writes that fail from now on: the disk is full */
};

/* Installs it on first use, and gives back the knobs, all 0. */
struct bad_disk *bad_disk_install(void);

#endif
