#include "tests/support/recorded.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/bundle.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define BUNDLE "tests/vectors/protocol.bundle"
enum { CHUNK_BYTES = 4096 };

static char *
copy_of(struct span bytes)
{
    char *copy = malloc(bytes.len + 1);

    assert_non_null(copy);
    memcpy(copy, bytes.ptr, bytes.len);
    copy[bytes.len] = 0;
    return copy;
}

static void
take(struct recorded *r, const struct bundle_part *part)
{
    if (part->kind == BUNDLE_NONE)
        return;
    if (part->kind == BUNDLE_CHECKPOINT)
        r->checkpoint = copy_of(part->bytes);
    if (part->kind == BUNDLE_ENTRY) {
        assert_true(r->entry_count < RECORDED_ENTRIES_MAX);
        r->entries[r->entry_count].bytes = copy_of(part->bytes);
        r->entries[r->entry_count++].len = part->bytes.len;
    }
    if (part->kind == BUNDLE_NAME && !r->name) {
        r->name = copy_of(part->bytes);
        r->name_entry = r->entry_count - 1;
    }
    assert_ok(audit_take(r->audit, part));
}

static void
read_bundle(struct recorded *r)
{
    static char buffer[BUNDLE_BUFFER_BYTES];
    struct bundle_reader reader;
    char chunk[CHUNK_BYTES];
    FILE *file = fopen(BUNDLE, "rb");
    size_t len;

    assert_non_null(file);
    bundle_reader_start(&reader, buffer);
    while ((len = fread(chunk, 1, sizeof chunk, file)) > 0) {
        struct span input = span_of(chunk, len);

        while (input.len > 0) {
            struct bundle_part part;

            assert_ok(bundle_read(&reader, &part, &input));
            take(r, &part);
        }
    }
    fclose(file);
    assert_ok(bundle_reader_finish(&reader));
}

struct recorded *
recorded_load(void)
{
    struct recorded *r = calloc(1, sizeof *r);

    assert_non_null(r);
    assert_ok(audit_new(&r->audit, heap_memory(&r->heap)));
    read_bundle(r);
    assert_ok(audit_finish(r->audit));
    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++) {
        const struct audit_check *check = audit_finding(r->audit, n);

        if (check->verdict == AUDIT_FAILED)
            fail_msg("V%u: %s at entry %u", n, refusal_code(check->why),
                     check->entry);
    }
    assert_true(audit_passed(r->audit));
    r->secrets = vectors_load("protocol.secrets.json");
    return r;
}

void
recorded_free(struct recorded *r)
{
    audit_free(r->audit);
    for (size_t i = 0; i < r->entry_count; i++)
        free(r->entries[i].bytes);
    free(r->checkpoint);
    free(r->name);
    json_decref(r->secrets);
    free(r);
}

struct event *
recorded_event(const struct recorded *r, size_t index)
{
    struct event *event = calloc(1, sizeof *event);
    struct span note;
    uint64_t time_s;

    assert_non_null(event);
    assert_true(index < r->entry_count);
    assert_ok(event_split_entry(
        &time_s, &note,
        span_of(r->entries[index].bytes, r->entries[index].len)));
    assert_int_equal(event_decode(event, note), REFUSED_NOTHING);
    return event;
}

size_t
recorded_find(const struct recorded *r, enum event_type type, size_t n)
{
    for (size_t i = 0; i < r->entry_count; i++) {
        struct event *event = recorded_event(r, i);
        bool found = event->type == type && --n == 0;

        free(event);
        if (found)
            return i;
    }
    fail_msg("not as many entries of type %s", event_type_name(type));
    return 0;
}

const json_t *
recorded_post(const struct recorded *r, const char *post)
{
    const json_t *posts = vectors_get(r->secrets, "posts");
    const json_t *each;
    size_t i;

    json_array_foreach(posts, i,
                       each) if (span_eq(vectors_span(each, "post"),
                                         span_text(post))) return each;
    fail_msg("protocol.secrets.json has no %s", post);
    return NULL;
}
