/*
 * core_table.h - handles: objects in the module, by number.
 */
#ifndef VOTING_WEB_CORE_CORE_TABLE_H
#define VOTING_WEB_CORE_CORE_TABLE_H

#include <stdint.h>

#include "crypto/err.h"

enum { CORE_TABLE_MAX = 64 };

struct core_table {
    void *items[CORE_TABLE_MAX];
};

/* The handle of an item, from 1. ERR_NOMEM: the table is full. */
MUST_USE enum err core_table_add(struct core_table *table, uint32_t *handle,
                                 void *item);

/* The item, or NULL where the handle names none. */
void *core_table_get(const struct core_table *table, uint32_t handle);

/* The same, and the handle names none from now on. */
void *core_table_take(struct core_table *table, uint32_t handle);

#endif
