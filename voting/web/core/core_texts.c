#include "voting/web/core/core_texts.h"

#include <string.h>

#include "ballots/blob_text.h"
#include "ballots/name_opening.h"
#include "voting/web/core/core_call.h"

void
core_texts_free(struct core_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++)
        core_free(&texts->items[i].bytes, texts->items[i].len);
    core_free(&texts->items, texts->capacity * sizeof *texts->items);
    *texts = (struct core_texts){0};
}

static enum err
make_room(struct core_texts *texts)
{
    size_t capacity = texts->capacity ? 2 * texts->capacity : 32;
    struct core_text *items;

    if (texts->count < texts->capacity)
        return OK;
    items = core_new(capacity * sizeof *items);
    if (!items)
        return ERR_NOMEM;
    if (texts->count > 0)
        memcpy(items, texts->items, texts->count * sizeof *items);
    core_free(&texts->items, texts->capacity * sizeof *items);
    texts->items = items;
    texts->capacity = capacity;
    return OK;
}

static enum err
add(struct core_texts *texts, const struct hash32 *hash, struct span bytes)
{
    struct span there;
    char *copy;

    if (core_texts_find(&there, texts, hash) == OK ||
        bytes.len > CORE_TEXTS_BYTES_MAX - texts->bytes)
        return OK;
    if (make_room(texts))
        return ERR_NOMEM;
    copy = core_new(bytes.len + 1);
    if (!copy)
        return ERR_NOMEM;
    if (bytes.len > 0)
        memcpy(copy, bytes.ptr, bytes.len);
    texts->items[texts->count++] = (struct core_text){*hash, copy, bytes.len};
    texts->bytes += bytes.len;
    return OK;
}

enum err
core_texts_add(struct core_texts *texts, struct span bytes)
{
    struct hash32 hash;

    hash_sha256(&hash, bytes.ptr, bytes.len);
    return add(texts, &hash, bytes);
}

enum err
core_texts_add_name(struct core_texts *texts, struct span bytes)
{
    struct name_opening opening;
    struct hash32 hash;
    enum err e = name_opening_read(&opening, bytes);

    if (e)
        return e;
    name_opening_commit(&hash, &opening);
    return add(texts, &hash, bytes);
}

enum err
core_texts_find(struct span *bytes, const struct core_texts *texts,
                const struct hash32 *hash)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (!hash_eq(&texts->items[i].hash, hash))
            continue;
        *bytes = span_of(texts->items[i].bytes, texts->items[i].len);
        return OK;
    }
    *bytes = (struct span){0};
    return ERR_NOTFOUND;
}

enum err
core_texts_title(char **out, size_t *size, const struct core_texts *texts,
                 const struct hash32 *hash, enum lang lang,
                 const char *fallback)
{
    struct span title = span_text(fallback);
    struct blob_text text;
    struct span bytes;

    if (core_texts_find(&bytes, texts, hash) == OK &&
        blob_text_read(&text, bytes) == OK)
        title = blob_text_title(&text, lang);
    *size = title.len + 1;
    *out = core_new(*size);
    if (!*out)
        return ERR_NOMEM;
    memcpy(*out, title.ptr, title.len);
    return OK;
}
