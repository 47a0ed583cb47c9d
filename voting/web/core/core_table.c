#include "voting/web/core/core_table.h"

#include <stddef.h>

enum err
core_table_add(struct core_table *table, uint32_t *handle, void *item)
{
    *handle = 0;
    for (uint32_t i = 0; i < CORE_TABLE_MAX; i++) {
        if (table->items[i])
            continue;
        table->items[i] = item;
        *handle = i + 1;
        return OK;
    }
    return ERR_NOMEM;
}

void *
core_table_get(const struct core_table *table, uint32_t handle)
{
    return handle >= 1 && handle <= CORE_TABLE_MAX ? table->items[handle - 1]
                                                   : NULL;
}

void *
core_table_take(struct core_table *table, uint32_t handle)
{
    void *item = core_table_get(table, handle);

    if (item)
        table->items[handle - 1] = NULL;
    return item;
}
