#include "tests/support/store_case.h"

#include <stdlib.h>

#include "tests/test.h"

int
store_case_set_up(void **state)
{
    struct store_case *f = calloc(1, sizeof *f);

    assert_non_null(f);
    folder_make(&f->folder);
    folder_file(f->path, &f->folder, "log");
    assert_ok(store_create(f->path));
    assert_ok(store_open(&f->store, f->path));
    *state = f;
    return 0;
}

int
store_case_tear_down(void **state)
{
    struct store_case *f = *state;

    store_close(f->store);
    folder_remove(&f->folder);
    free(f);
    return 0;
}

void
store_case_shut(struct store_case *f)
{
    store_close(f->store);
    f->store = NULL;
}

void
store_case_reopen(struct store_case *f)
{
    store_case_shut(f);
    assert_ok(store_open(&f->store, f->path));
}

enum store_verdict
store_case_append(struct store *store, uint64_t size, const char *a,
                  const char *b, const char *checkpoint)
{
    struct span entries[2] = {span_text(a), span_text(b ? b : "")};

    return store_append(store, size, entries, b ? 2 : 1, span_text(checkpoint),
                        NULL);
}

enum store_verdict
store_case_put_text(struct store *store, const struct hash32 *sha256,
                    bool members, const char *bytes)
{
    const struct store_text text = {sha256, members, span_text(bytes)};
    const struct store_extras extras = {.texts = &text, .text_count = 1};

    return store_put(store, &extras);
}

void
store_case_has(struct store *store, uint64_t index, const char *want)
{
    struct span entry;

    assert_ok(store_entry(store, &entry, index));
    assert_true(span_eq(entry, span_text(want)));
}

void
store_case_ends(struct store *store, uint64_t want, const char *checkpoint)
{
    char bytes[256];
    struct text_writer w;
    uint64_t size;

    assert_ok(store_size(store, &size));
    assert_int_equal(size, want);
    text_writer_start(&w, bytes, sizeof bytes);
    assert_ok(store_checkpoint(store, &size, &w));
    assert_int_equal(size, want);
    assert_true(span_eq(text_writer_written(&w), span_text(checkpoint)));
}
