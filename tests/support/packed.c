#include "tests/support/packed.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/part.h"
#include "crypto/decimal.h"
#include "tests/test.h"

struct packed *
packed_new(void)
{
    struct packed *p = calloc(1, sizeof *p);

    assert_non_null(p);
    p->bytes = malloc(PACKED_MAX);
    assert_non_null(p->bytes);
    return p;
}

void
packed_free(struct packed *p)
{
    free(p->bytes);
    free(p);
}

struct span
packed_span(const struct packed *p)
{
    return span_of(p->bytes, p->len);
}

/* Finds the parts of a well-formed pack. */
static void
list_parts(struct packed *p)
{
    struct span rest = packed_span(p);
    struct span head;
    struct span bytes;

    p->part_count = 0;
    assert_ok(span_take_prefix(&rest, "congress-pack/v1\n"));
    while (!span_eq(rest, span_text("end\n"))) {
        struct packed_part *part = &p->parts[p->part_count++];

        assert_true(p->part_count < PACKED_PARTS_MAX);
        part->head = (size_t)(rest.ptr - p->bytes);
        assert_ok(part_take(&head, &bytes, &rest));
        snprintf(part->word, sizeof part->word, "%.*s", (int)head.len,
                 head.ptr);
        part->at = (size_t)(bytes.ptr - p->bytes);
        part->len = bytes.len;
    }
}

/* ---- By the writer --------------------------------------------------------*/

struct writing {
    struct packed *packed;
    const struct hall *hall;
};

static enum err
put(void *context, struct span bytes)
{
    struct packed *p = ((struct writing *)context)->packed;

    assert_true(bytes.len <= PACKED_MAX - p->len);
    memcpy(p->bytes + p->len, bytes.ptr, bytes.len);
    p->len += bytes.len;
    return OK;
}

static enum err
get_entry(void *context, struct span *bytes, uint32_t index)
{
    const struct hall *h = ((struct writing *)context)->hall;

    *bytes = span_of(h->entries[index].bytes, h->entries[index].len);
    return OK;
}

static enum err
get_text(void *context, struct span *bytes, const struct event_blob *blob)
{
    const struct hall *h = ((struct writing *)context)->hall;

    for (size_t i = 0; i < h->text_count; i++)
        if (hash_eq(&h->texts[i].blob.sha256, &blob->sha256)) {
            *bytes = span_of(h->texts[i].bytes, h->texts[i].blob.length);
            return OK;
        }
    return ERR_NOTFOUND;
}

enum err
packed_write(struct packed *p, struct hall *h, uint32_t open,
             const struct post *seat)
{
    struct writing writing = {p, h};
    const struct pack_source source = {get_entry, get_text, put, &writing};
    char checkpoint[CHECKPOINT_SIGNED_MAX];
    struct text_writer w;
    enum err e;

    p->len = 0;
    text_writer_start(&w, checkpoint, sizeof checkpoint);
    hall_checkpoint(h, &w, h->entry_count);
    e = pack_write(&source, h->conference, open, seat, text_writer_written(&w));
    if (!e)
        list_parts(p);
    return e;
}

size_t
packed_entries(uint32_t *out, size_t room, const struct packed *p)
{
    size_t count = 0;

    for (size_t i = 0; i < p->part_count; i++) {
        struct span word = span_text(p->parts[i].word);
        uint64_t index;

        if (span_take_prefix(&word, "entry "))
            continue;
        assert_true(count < room);
        assert_ok(decimal_parse(&index, word, UINT32_MAX));
        out[count++] = (uint32_t)index;
    }
    return count;
}

/* ---- By hand --------------------------------------------------------------*/

static void
make_tree(struct merkle_tree *tree, struct heap *heap, const struct hall *h)
{
    merkle_init(tree, heap_memory(heap));
    assert_ok(merkle_reserve(tree, h->entry_count));
    for (size_t i = 0; i < h->entry_count; i++) {
        struct hash32 leaf;

        hash_leaf(&leaf, h->entries[i].bytes, h->entries[i].len);
        merkle_append(tree, &leaf);
    }
}

static void
write_checkpoint(struct text_writer *w, const struct hall *h,
                 const struct merkle_tree *tree)
{
    char bytes[CHECKPOINT_SIGNED_MAX];
    struct checkpoint checkpoint = {
        .origin = span_text(HALL_ORIGIN),
        .size = tree->size,
    };
    struct text_writer inner;
    struct span written;

    assert_ok(merkle_root_at(&checkpoint.root, tree, tree->size));
    text_writer_start(&inner, bytes, sizeof bytes);
    checkpoint_sign(&inner, &checkpoint, &h->log_key);
    assert_ok(text_writer_finish(&inner, &written));
    part_write(w, span_text("checkpoint"), &written, 1);
}

static void
write_entry(struct text_writer *w, const struct hall *h,
            const struct merkle_tree *tree, uint32_t index)
{
    const struct span entry =
        span_of(h->entries[index].bytes, h->entries[index].len);
    struct merkle_proof proof;
    struct span hashes;
    char head[32];

    assert_ok(merkle_prove_inclusion(&proof, tree, index, tree->size));
    hashes = span_of(proof.hashes, proof.count * sizeof proof.hashes[0]);
    snprintf(head, sizeof head, "entry %u", index);
    part_write(w, span_text(head), &entry, 1);
    part_write(w, span_text("proof"), &hashes, 1);
}

void
packed_make(struct packed *p, const struct hall *h, const uint32_t *entries,
            size_t count, const size_t *texts, size_t text_count)
{
    struct heap heap = {0};
    struct merkle_tree tree;
    struct text_writer w;
    struct span written;

    make_tree(&tree, &heap, h);
    text_writer_start(&w, p->bytes, PACKED_MAX);
    text_writer_text(&w, "congress-pack/v1\n");
    write_checkpoint(&w, h, &tree);
    for (size_t i = 0; i < count; i++)
        write_entry(&w, h, &tree, entries[i]);
    for (size_t i = 0; i < text_count; i++) {
        const struct hall_text *text = &h->texts[texts[i]];
        const struct span bytes = span_of(text->bytes, text->blob.length);

        part_write(&w, span_text("text"), &bytes, 1);
    }
    text_writer_text(&w, "end\n");
    merkle_free(&tree);
    assert_ok(text_writer_finish(&w, &written));
    p->len = written.len;
    list_parts(p);
}

void
packed_cut(struct packed *p, size_t first, size_t end)
{
    size_t from = p->parts[first].head;
    size_t to =
        end < p->part_count ? p->parts[end].head : p->len - strlen("end\n");

    memmove(p->bytes + from, p->bytes + to, p->len - to);
    p->len -= to - from;
    list_parts(p);
}

size_t
packed_find(const struct packed *p, uint32_t entry)
{
    char word[16];

    snprintf(word, sizeof word, "entry %u", entry);
    for (size_t i = 0; i < p->part_count; i++)
        if (strcmp(p->parts[i].word, word) == 0)
            return i;
    fail_msg("no %s", word);
    return 0;
}
