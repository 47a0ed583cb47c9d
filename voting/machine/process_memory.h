/*
 * process_memory.h - the C library's heap, as the core asks for it.
 */
#ifndef VOTING_MACHINE_PROCESS_MEMORY_H
#define VOTING_MACHINE_PROCESS_MEMORY_H

#include "crypto/memory.h"

struct memory process_memory(void);

#endif
