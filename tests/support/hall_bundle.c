#include "tests/support/hall.h"

#include <stdio.h>
#include <stdlib.h>

#include "ballots/bundle.h"
#include "ballots/event_blobs.h"
#include "crypto/base64.h"
#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/tlog_proof.h"
#include "tests/support/values.h"
#include "tests/test.h"

struct bytes {
    char *bytes;
    size_t len;
    size_t capacity;
};

static enum err
put(void *context, struct span piece)
{
    struct bytes *b = context;

    if (piece.len > b->capacity - b->len) {
        b->capacity = 2 * b->capacity + piece.len;
        b->bytes = realloc(b->bytes, b->capacity);
        assert_non_null(b->bytes);
    }
    memcpy(b->bytes + b->len, piece.ptr, piece.len);
    b->len += piece.len;
    return OK;
}

/* The tree over all entries, those that were forced in too. */
static void
make_tree(const struct hall *h, struct heap *heap, struct merkle_tree *tree)
{
    merkle_init(tree, heap_memory(heap));
    assert_ok(merkle_reserve(tree, h->entry_count));
    for (size_t i = 0; i < h->entry_count; i++) {
        struct event_ref ref = hall_ref(h, i);

        merkle_append(tree, &ref.leaf);
    }
}

static struct checkpoint
checkpoint_at(const struct hall *h, uint64_t size)
{
    struct heap heap = {0};
    struct merkle_tree tree;
    struct checkpoint checkpoint = {.origin = span_text(HALL_ORIGIN),
                                    .size = size};

    make_tree(h, &heap, &tree);
    assert_ok(merkle_root_at(&checkpoint.root, &tree, size));
    merkle_free(&tree);
    return checkpoint;
}

void
hall_checkpoint(const struct hall *h, struct text_writer *w, uint64_t size)
{
    struct checkpoint checkpoint = checkpoint_at(h, size);

    checkpoint_sign(w, &checkpoint, &h->log_key);
}

void
hall_receipt(const struct hall *h, struct text_writer *w, size_t index)
{
    char signed_bytes[CHECKPOINT_SIGNED_MAX];
    char line[EVENT_SERVER_LINE_MAX];
    struct tlog_proof proof = {.index = index};
    struct heap heap = {0};
    struct merkle_tree tree;
    struct text_writer c;

    make_tree(h, &heap, &tree);
    assert_ok(
        merkle_prove_inclusion(&proof.inclusion, &tree, index, h->entry_count));
    merkle_free(&tree);
    text_writer_start(&c, signed_bytes, sizeof signed_bytes);
    hall_checkpoint(h, &c, h->entry_count);
    assert_ok(text_writer_finish(&c, &proof.checkpoint));
    tlog_proof_write(
        w, &proof,
        span_of(line, event_server_line(line, h->entries[index].time_s)));
}

static void
witness_key(struct ed25519_secret *out, char name[32], unsigned number)
{
    uint8_t seed[ED25519_SEED_BYTES];

    snprintf(name, 32, "witness.example/%u", number);
    value_bytes(seed, sizeof seed, name);
    ed25519_from_seed(out, seed);
}

void
hall_policy(char *out, size_t room, unsigned named, unsigned threshold)
{
    struct text_writer w;
    struct span text;

    text_writer_start(&w, out, room - 1);
    for (unsigned i = 1; i <= named; i++) {
        struct ed25519_secret secret;
        struct ed25519_public key;
        struct note_key note_key;
        char name[32];

        witness_key(&secret, name, i);
        ed25519_public(&key, &secret);
        assert_ok(note_key_make(&note_key, span_text(name),
                                NOTE_KEY_COSIGNATURE, &key));
        text_writer_text(&w, "witness w");
        text_writer_decimal(&w, i);
        text_writer_text(&w, " ");
        note_key_write(&w, &note_key);
        text_writer_text(&w, "\n");
    }
    text_writer_text(&w, "group all ");
    text_writer_decimal(&w, threshold);
    for (unsigned i = 1; i <= named; i++) {
        text_writer_text(&w, " w");
        text_writer_decimal(&w, i);
    }
    text_writer_text(&w, "\nquorum all\n");
    assert_ok(text_writer_finish(&w, &text));
    out[text.len] = 0;
}

void
hall_do_policy(struct hall *h, const char *policy)
{
    struct event *e = hall_draft(h, EVENT_POLICY);

    e->policy.policy = hall_policy_text(h, policy);
    hall_do_submit(h,
                   HALL_BY(HALL_CHAIR, HALL_SCRUTINEER(1), HALL_SCRUTINEER(2)));
    assert_ok(conference_give_policy(h->conference, span_text(policy)));
}

void
hall_cosign_share(struct hall *h, unsigned witness)
{
    const struct checkpoint seen = {.origin = span_text(HALL_ORIGIN),
                                    .size = h->draft->seen_size,
                                    .root = h->draft->seen_root};
    struct event_share *p = &h->draft->share;
    size_t at = p->cosignature_count++;
    char body_bytes[CHECKPOINT_BODY_MAX];
    char line_bytes[COSIGNATURE_LINE_MAX];
    struct ed25519_secret secret;
    struct text_writer w;
    struct span body;
    struct span line;
    char name[32];

    text_writer_start(&w, body_bytes, sizeof body_bytes);
    checkpoint_write_body(&w, &seen);
    assert_ok(text_writer_finish(&w, &body));
    witness_key(&secret, name, witness);
    text_writer_start(&w, line_bytes, sizeof line_bytes);
    cosignature_sign_line(&w, span_text(name), &secret, h->time_s, body);
    assert_ok(text_writer_finish(&w, &line));
    line = span_from(line, strlen("\xe2\x80\x94 ") + strlen(name) + 1);
    assert_ok(base64_decode_exact(p->cosignatures[at],
                                  sizeof p->cosignatures[at],
                                  span_head(line, line.len - 1)));
    snprintf(p->witnesses[at], sizeof p->witnesses[at], "%s", name);
}

static struct span
write_checkpoint(const struct hall *h,
                 const struct hall_bundle_options *options, char *bytes,
                 size_t room)
{
    struct checkpoint checkpoint = checkpoint_at(h, h->entry_count);
    struct ed25519_secret key = h->log_key;
    char body[CHECKPOINT_BODY_MAX];
    struct text_writer w;
    struct span text;

    if (options->wrong_root)
        checkpoint.root.bytes[31] ^= 1;
    if (options->other_key)
        key = h->chairs[0].key;
    text_writer_start(&w, body, sizeof body);
    checkpoint_write_body(&w, &checkpoint);
    assert_ok(text_writer_finish(&w, &text));
    text_writer_start(&w, bytes, room);
    checkpoint_sign(&w, &checkpoint, &key);
    for (unsigned i = 1; i <= options->witness_count; i++) {
        struct ed25519_secret secret;
        char name[32];

        witness_key(&secret, name, i);
        cosignature_sign_line(&w, span_text(name), &secret, h->time_s, text);
    }
    assert_ok(text_writer_finish(&w, &text));
    return text;
}

/* Which of the hall's texts this is; its number from 1. */
static size_t
text_number(const struct hall *h, const struct event_blob *blob)
{
    for (size_t i = 0; i < h->text_count; i++) {
        if (hash_eq(&h->texts[i].blob.sha256, &blob->sha256))
            return i + 1;
    }
    return 0;
}

static void
write_text(struct hall *h, struct bundle_writer *writer,
           const struct hall_bundle_options *options, size_t number)
{
    struct hall_text *text = &h->texts[number - 1];
    struct span bytes = span_of(text->bytes, text->blob.length);

    if (number == options->skip_text)
        return;
    if (number == options->change_text)
        text->bytes[text->blob.length - 1] ^= 1;
    assert_ok(bundle_write(writer, BUNDLE_BLOB, &bytes, 1));
    if (number == options->change_text)
        text->bytes[text->blob.length - 1] ^= 1;
}

/* The texts and the name record behind an entry. */
static void
write_behind(struct hall *h, struct bundle_writer *writer,
             const struct hall_bundle_options *options, size_t index,
             bool *written)
{
    const struct event_blob *blobs[EVENT_BLOBS_MAX];
    const struct hall_entry *entry = &h->entries[index];
    struct span note;
    uint64_t time_s;
    size_t count;

    if (event_split_entry(&time_s, &note, span_of(entry->bytes, entry->len)) ||
        event_decode(h->decoded, note))
        return; /* a forced entry that cannot be read */
    count = event_blobs(blobs, h->decoded);
    for (size_t i = 0; i < count; i++) {
        size_t number = text_number(h, blobs[i]);

        if (number == 0 || (blobs[i]->members && !options->members) ||
            (written[number] && !event_blob_is_policy(h->decoded, blobs[i])))
            continue;
        write_text(h, writer, options, number);
        written[number] = true;
    }
    if (options->members && h->decoded->type == EVENT_POST) {
        const struct hall_person *p = hall_person(h, h->decoded->post.post);
        struct span record = span_of(p->record, p->record_len);

        assert_ok(bundle_write(writer, BUNDLE_NAME, &record, 1));
    }
}

char *
hall_bundle(struct hall *h, const struct hall_bundle_options *options,
            size_t *len)
{
    bool written[HALL_TEXTS_MAX + 1] = {false};
    struct bytes out = {0};
    struct bundle_writer writer;
    char checkpoint[4096];
    struct span bytes;

    assert_ok(bundle_writer_start(&writer, (struct bundle_sink){put, &out}));
    bytes = write_checkpoint(h, options, checkpoint, sizeof checkpoint);
    assert_ok(bundle_write(&writer, BUNDLE_CHECKPOINT, &bytes, 1));
    for (size_t i = 0; i < h->entry_count; i++) {
        bytes = span_of(h->entries[i].bytes, h->entries[i].len);
        assert_ok(bundle_write(&writer, BUNDLE_ENTRY, &bytes, 1));
        write_behind(h, &writer, options, i, written);
    }
    assert_ok(bundle_write(&writer, BUNDLE_END, NULL, 0));
    *len = out.len;
    return out.bytes;
}
