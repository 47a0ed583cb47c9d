#include "voting/verify/verify_titles.h"

#include <stdlib.h>
#include <string.h>

#include "ballots/blob_text.h"

void
verify_titles_free(struct verify_titles *titles)
{
    for (size_t i = 0; i < titles->count; i++) {
        for (int lang = 0; lang < LANG_COUNT_; lang++)
            free(titles->items[i].words[lang]);
    }
    free(titles->items);
    *titles = (struct verify_titles){0};
}

static enum err
make_room(struct verify_titles *titles)
{
    size_t capacity = titles->capacity ? 2 * titles->capacity : 64;
    struct verify_title *items;

    if (titles->count < titles->capacity)
        return OK;
    items = realloc(titles->items, capacity * sizeof *items);
    if (!items)
        return ERR_NOMEM;
    titles->items = items;
    titles->capacity = capacity;
    return OK;
}

/* A copy of the title in one language; NULL where there is none. */
static enum err
copy_title(char **out, const struct blob_text *text, enum lang lang)
{
    struct span title = blob_text_title(text, lang);

    *out = NULL;
    if (!blob_text_has(text, lang))
        return OK;
    *out = strndup(title.ptr, title.len);
    return *out ? OK : ERR_NOMEM;
}

enum err
verify_titles_add(struct verify_titles *titles, struct span text)
{
    struct verify_title item = {.words = {NULL}};
    struct blob_text read;

    if (blob_text_read(&read, text))
        return OK;
    hash_sha256(&item.sha256, text.ptr, text.len);
    if (make_room(titles) || copy_title(&item.words[LANG_ZH], &read, LANG_ZH))
        return ERR_NOMEM;
    if (copy_title(&item.words[LANG_EN], &read, LANG_EN)) {
        free(item.words[LANG_ZH]);
        return ERR_NOMEM;
    }
    titles->items[titles->count++] = item;
    return OK;
}

const char *
verify_titles_find(const struct verify_titles *titles,
                   const struct event_blob *blob, enum lang lang)
{
    for (size_t i = 0; i < titles->count; i++) {
        char *const *words = titles->items[i].words;

        if (hash_eq(&titles->items[i].sha256, &blob->sha256))
            return words[lang] ? words[lang]
                               : words[lang == LANG_ZH ? LANG_EN : LANG_ZH];
    }
    return NULL;
}
