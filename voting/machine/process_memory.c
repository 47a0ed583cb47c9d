#include "voting/machine/process_memory.h"

#include <stdlib.h>

static void *
resize(void *context, void *old, size_t old_size, size_t size)
{
    (void)context;
    (void)old_size;
    if (size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, size);
}

struct memory
process_memory(void)
{
    return (struct memory){.resize = resize};
}
