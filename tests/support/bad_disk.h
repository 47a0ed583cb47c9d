/*
 * bad_disk.h - a disk that fails when a test says so.
 *
 * Stands between SQLite and the system as SQLite's default file system, from
 * bad_disk_install() to the end of the program.
 */
#ifndef TESTS_SUPPORT_BAD_DISK_H
#define TESTS_SUPPORT_BAD_DISK_H

#include <stdatomic.h>

/* A server's own thread may look while a test changes them. */
struct bad_disk {
    atomic_int good_syncs; /* flushes that succeed before the bad ones */
    atomic_int bad_syncs;  /* flushes that then fail, after the bytes were
                              written */
    atomic_int bad_reads;  /* reads that fail from now on */
    atomic_int bad_writes; /* writes that fail from now on: the disk is full */
};

/* Installs it on first use, and gives back the knobs, all 0. */
struct bad_disk *bad_disk_install(void);

/* All knobs 0: nothing fails from now on. */
void bad_disk_mend(void);

#endif
