/*
 * shim.h - what a test and the shim in a server tell each other.
 *
 * The file that SHIM_CONTROL names holds this struct and is mapped by both;
 * tests/fault/shim.py knows its layout. All numbers are the machine's own.
 */
#ifndef TESTS_FAULT_SHIM_H
#define TESTS_FAULT_SHIM_H

#include <stdint.h>

enum shim_kind {
    SHIM_NONE,
    SHIM_SYNC,  /* fsync, fdatasync */
    SHIM_WRITE, /* write, pwrite */
    SHIM_CUT,   /* any of these, rename and unlink: the process is no more
                   before it is done */
};

struct shim_control {
    uint32_t kind;     /* which calls fail, or are the last */
    int32_t countdown; /* the call that brings it to 0 is the first */
    int32_t run;       /* how many fail from there; -1: all, until told */
    int32_t error;     /* errno */
    uint32_t failed;   /* calls that did */
    uint32_t syncs;    /* calls there were */
    uint32_t writes;
    uint32_t lie;    /* flushes of the journal succeed and do nothing */
    int64_t clock_s; /* added to the time of day */
};

#endif
