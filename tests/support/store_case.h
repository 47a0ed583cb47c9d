/*
 * store_case.h - a store in a folder of its own, and what tests ask of it.
 */
#ifndef TESTS_SUPPORT_STORE_CASE_H
#define TESTS_SUPPORT_STORE_CASE_H

#include "tests/support/folder.h"
#include "voting/log/store.h"

struct store_case {
    struct folder folder;
    char path[FOLDER_PATH_MAX];
    struct store *store; /* NULL while shut */
};

/* For cmocka: a new, empty, open store; and its end. */
int store_case_set_up(void **state);
int store_case_tear_down(void **state);

void store_case_shut(struct store_case *f);
void store_case_reopen(struct store_case *f);

/* Appends one entry, or two if b is not NULL. */
enum store_verdict store_case_append(struct store *store, uint64_t size,
                                     const char *a, const char *b,
                                     const char *checkpoint);

/* Stores a text that belongs to an entry which is there. */
enum store_verdict store_case_put_text(struct store *store,
                                       const struct hash32 *sha256,
                                       bool members, const char *bytes);

/* Fail unless the store has this entry; this size under this checkpoint. */
void store_case_has(struct store *store, uint64_t index, const char *want);
void store_case_ends(struct store *store, uint64_t want,
                     const char *checkpoint);

#endif
