/*
 * verify_titles.h - titles of what was voted on, out of the bundle's texts.
 */
#ifndef VOTING_VERIFY_VERIFY_TITLES_H
#define VOTING_VERIFY_VERIFY_TITLES_H

#include <stddef.h>

#include "ballots/event.h"
#include "ballots/words.h"
#include "crypto/span.h"

/* Of one text; NULL in a language that it is not written in. */
struct verify_title {
    struct hash32 sha256; /* of the text */
    char *words[LANG_COUNT_];
};

/* All zero is empty. */
struct verify_titles {
    struct verify_title *items;
    size_t count;
    size_t capacity;
};

void verify_titles_free(struct verify_titles *titles);

/*
 * Keeps the title of a text; a text of another form than blob_text.h has none
 * and is passed over. ERR_NOMEM.
 */
MUST_USE enum err verify_titles_add(struct verify_titles *titles,
                                    struct span text);

/*
 * The title in this language, else in the other; NULL: the text was not in the
 * bundle. Borrowed.
 */
const char *verify_titles_find(const struct verify_titles *titles,
                               const struct event_blob *blob, enum lang lang);

#endif
