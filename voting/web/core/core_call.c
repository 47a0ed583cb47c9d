#include "voting/web/core/core_call.h"

#include <stdlib.h>
#include <string.h>

#include <sodium.h>

enum {
    AREA_KEPT = 64 * 1024,           /* larger areas are given back */
    ANSWER_START = 16 * 1024,        /* room for an answer at first, */
    ANSWER_MAX = 64 * 1024 * 1024,   /* and in the end */
    ARGUMENTS_MAX = 64 * 1024 * 1024 /* a bundle's largest piece and more */
};

struct area {
    uint8_t *bytes;
    size_t room;
    size_t len;
};

static struct area arguments;
static struct area answer;
static uint32_t answer_number;

uint32_t
core_status(enum err e)
{
    return (uint32_t)e;
}

uint32_t
core_refused(enum refusal r)
{
    return r ? CORE_STATUS_REFUSED + (uint32_t)r : 0;
}

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
core_memory(void)
{
    return (struct memory){.resize = resize};
}

void *
core_new(size_t size)
{
    return calloc(1, size);
}

void
core_free(void *pointer_address, size_t size)
{
    void **pointer = pointer_address;

    if (*pointer)
        sodium_memzero(*pointer, size);
    free(*pointer);
    *pointer = NULL;
}

/* Wipes the area and gives back what is more than a call usually needs. */
static void
empty(struct area *area)
{
    if (area->bytes)
        sodium_memzero(area->bytes, area->len);
    area->len = 0;
    if (area->room > AREA_KEPT) {
        free(area->bytes);
        *area = (struct area){0};
    }
}

/* Empties the area and makes room for this many bytes. */
static enum err
make_room(struct area *area, size_t len)
{
    empty(area);
    if (area->room >= len && area->bytes)
        return OK;
    free(area->bytes);
    *area = (struct area){0};
    area->bytes = malloc(len > 0 ? len : 1);
    if (!area->bytes)
        return ERR_NOMEM;
    area->room = len;
    return OK;
}

uint8_t *
core_arguments(uint32_t len)
{
#ifdef __wasm__
    core_prepare();
#endif
    if (len > ARGUMENTS_MAX || make_room(&arguments, len))
        return NULL;
    arguments.len = len;
    return arguments.bytes;
}

const uint8_t *
core_answer(void)
{
    return answer.bytes;
}

uint32_t
core_answer_length(void)
{
    return (uint32_t)answer.len;
}

uint32_t
core_number(void)
{
    return answer_number;
}

void
core_answer_number(uint32_t number)
{
    answer_number = number;
}

void
core_forget(void)
{
    answer_number = 0;
    empty(&arguments);
    empty(&answer);
}

enum err
core_answer_bytes(const void *bytes, size_t len)
{
    enum err e = make_room(&answer, len);

    if (e)
        return e;
    if (len > 0)
        memcpy(answer.bytes, bytes, len);
    answer.len = len;
    return OK;
}

enum err
core_answer_text(core_write *write, const void *context)
{
    enum err e = ERR_NOMEM;

    for (size_t room = ANSWER_START; e == ERR_NOMEM && room <= ANSWER_MAX;
         room *= 4) {
        struct text_writer w;
        struct span written = {0};

        if (make_room(&answer, room))
            return ERR_NOMEM;
        text_writer_start(&w, (char *)answer.bytes, room);
        write(&w, context);
        e = text_writer_finish(&w, &written);
        answer.len = e ? 0 : written.len;
    }
    return e;
}
