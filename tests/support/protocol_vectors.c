#include "tests/support/protocol_vectors.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "ballots/record_code.h"
#include "ballots/refusal_note.h"
#include "ballots/roll_hash.h"
#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/token.h"
#include "tests/support/values.h"
#include "tests/support/vector_writer.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

json_t *
protocol_vectors(const struct recorded *r)
{
    json_t *array = json_array();

    assert_non_null(array);
    protocol_vectors_log(array, r);
    protocol_vectors_roll(array, r);
    protocol_vectors_card(array, r);
    protocol_vectors_proof(array);
    protocol_vectors_ballot(array, r);
    protocol_vectors_ceremony(array, r);
    protocol_vectors_share(array, r);
    return array;
}

/* ---- The tree ------------------------------------------------------------ */

static void
add_tree(json_t *array, const struct recorded *r)
{
    const struct merkle_tree *tree =
        conference_tree(audit_conference(r->audit));
    const size_t len = r->entries[0].len;
    char *leaf = malloc(len + 1);
    uint8_t node[1 + 2 * HASH_BYTES] = {1};
    struct hash32 root;

    assert_non_null(leaf);
    leaf[0] = 0;
    memcpy(leaf + 1, r->entries[0].bytes, len);
    vector_sha256(array, "leaf hash of entry 0", leaf, len + 1, VECTOR_HEX,
                  audit_leaf(r->audit, 0)->bytes);
    free(leaf);
    for (unsigned i = 0; i < 2; i++)
        memcpy(node + 1 + (size_t)i * HASH_BYTES,
               audit_leaf(r->audit, i)->bytes, HASH_BYTES);
    assert_ok(merkle_root_at(&root, tree, 2));
    vector_sha256(array, "root of entries 0 and 1", node, sizeof node,
                  VECTOR_HEX, root.bytes);
    assert_ok(merkle_root_at(&root, tree, 0));
    vector_sha256(array, "root of no entries", "", 0, VECTOR_TEXT, root.bytes);
}

static void
add_record_code(json_t *array, const struct recorded *r)
{
    char code[RECORD_CODE_BYTES];
    json_t *vector = vector_other(array, "record code", "11.3");
    struct hash32 root;

    audit_root(r->audit, &root);
    record_code_format(code, &root);
    vector_in(vector, "root", root.bytes, sizeof root.bytes);
    vector_out_text(vector, "code", code);
}

/* ---- Signatures ---------------------------------------------------------- */

static void
secret_of(struct ed25519_secret *out, const json_t *object, const char *key)
{
    uint8_t seed[ED25519_SEED_BYTES];

    vectors_hex_exact(seed, sizeof seed, object, key);
    ed25519_from_seed(out, seed);
}

static void
add_key(json_t *array, const struct recorded *r)
{
    json_t *vector = vector_other(array, "key name, key id and vkey", "2.2");
    struct ed25519_secret secret;
    struct ed25519_public public;
    struct note_key key;
    char name[POST_KEY_NAME_BYTES];
    char vkey[NOTE_KEY_VKEY_MAX + 1] = "";
    struct text_writer w;
    struct span written;

    secret_of(&secret, recorded_post(r, "seat/001"), "key_seed");
    ed25519_public(&public, &secret);
    post_key_name(name, conference_origin(audit_conference(r->audit)),
                  (struct post){POST_SEAT, 1}, false);
    assert_ok(note_key_make(&key, span_text(name), NOTE_KEY_ED25519, &public));
    text_writer_start(&w, vkey, sizeof vkey - 1);
    note_key_write(&w, &key);
    assert_ok(text_writer_finish(&w, &written));
    vkey[written.len] = 0;
    vector_in(vector, "seed", secret.bytes, ED25519_SEED_BYTES);
    vector_in_text(vector, "key name", name);
    vector_out(vector, "public key", public.bytes, sizeof public.bytes);
    vector_out(vector, "key id", key.id, sizeof key.id);
    vector_out_text(vector, "vkey", vkey);
}

static void
add_event(json_t *array, const struct recorded *r)
{
    struct event *event = recorded_event(r, 0);
    const struct span text = event->note.text;
    struct ed25519_secret secret;
    struct ed25519_signature signature;
    json_t *vector;

    vector_sha256(array, "text hash of entry 0", text.ptr, text.len,
                  VECTOR_TEXT, event->text_hash.bytes);
    secret_of(&secret, recorded_post(r, "chair/1"), "key_seed");
    ed25519_sign(&signature, text, &secret);
    vector = vector_other(array, "signature of chair/1 on entry 0", "1.4, 2.2");
    vector_in(vector, "seed", secret.bytes, ED25519_SEED_BYTES);
    vector_in(vector, "text", text.ptr, text.len);
    vector_out(vector, "signature", signature.bytes, sizeof signature.bytes);
    free(event);
}

/* A checkpoint with one witness's line, made at a fixed time. */
static void
add_checkpoint(json_t *array, const struct recorded *r)
{
    static const char witness[] = "witness.example/1";
    const uint64_t time_s = UINT64_C(1773360000);
    json_t *vector = vector_other(array, "checkpoint and cosignature", "2.3");
    struct checkpoint checkpoint = {
        .origin = span_text(conference_origin(audit_conference(r->audit))),
        .size = r->entry_count,
    };
    struct ed25519_secret log;
    struct ed25519_secret cosigner;
    uint8_t seed[ED25519_SEED_BYTES];
    char body[CHECKPOINT_BODY_MAX];
    char bytes[CHECKPOINT_SIGNED_MAX + COSIGNATURE_LINE_MAX + 1] = "";
    struct text_writer w;
    struct span written;

    audit_root(r->audit, &checkpoint.root);
    value_bytes(seed, sizeof seed, witness);
    ed25519_from_seed(&cosigner, seed);
    secret_of(&log, r->secrets, "log_seed");
    text_writer_start(&w, body, sizeof body);
    checkpoint_write_body(&w, &checkpoint);
    assert_ok(text_writer_finish(&w, &written));
    text_writer_start(&w, bytes, sizeof bytes - 1);
    checkpoint_sign(&w, &checkpoint, &log);
    cosignature_sign_line(&w, span_text(witness), &cosigner, time_s, written);
    assert_ok(text_writer_finish(&w, &written));
    bytes[written.len] = 0;
    vector_in(vector, "log seed", log.bytes, ED25519_SEED_BYTES);
    vector_in_number(vector, "size", checkpoint.size);
    vector_in(vector, "root", checkpoint.root.bytes, HASH_BYTES);
    vector_in_text(vector, "witness name", witness);
    vector_in(vector, "witness seed", seed, sizeof seed);
    vector_in_number(vector, "time", time_s);
    vector_out_text(vector, "checkpoint", bytes);
}

/* A late ballot is told that the voting is over, and by which entry. */
static void
add_refusal(json_t *array, const struct recorded *r)
{
    static const char submitted[] = "what was submitted";
    const size_t close = recorded_find(r, EVENT_CLOSE, 4);
    json_t *vector = vector_other(array, "refusal note", "11.4");
    struct refusal_note note = {
        .refusal = REFUSED_NOT_OPEN,
        .size = r->entry_count,
        .cause = {true, (uint32_t)close, *audit_leaf(r->audit, close)},
    };
    struct ed25519_secret log;
    char bytes[REFUSAL_NOTE_MAX + 1] = "";
    struct text_writer w;
    struct span written;

    snprintf(note.origin, sizeof note.origin, "%s",
             conference_origin(audit_conference(r->audit)));
    hash_sha256(&note.submitted, submitted, sizeof submitted - 1);
    audit_root(r->audit, &note.root);
    secret_of(&log, r->secrets, "log_seed");
    text_writer_start(&w, bytes, sizeof bytes - 1);
    refusal_note_sign(&w, &note, &log);
    assert_ok(text_writer_finish(&w, &written));
    bytes[written.len] = 0;
    vector_in(vector, "log seed", log.bytes, ED25519_SEED_BYTES);
    vector_in_text(vector, "submitted", submitted);
    vector_in_text(vector, "code", refusal_code(note.refusal));
    vector_in_number(vector, "size", note.size);
    vector_in(vector, "root", note.root.bytes, HASH_BYTES);
    vector_in_number(vector, "cause", close);
    vector_out_text(vector, "note", bytes);
}

void
protocol_vectors_log(json_t *array, const struct recorded *r)
{
    add_tree(array, r);
    add_record_code(array, r);
    add_key(array, r);
    add_event(array, r);
    add_checkpoint(array, r);
    add_refusal(array, r);
}

/* ---- Rolls --------------------------------------------------------------- */

/* The seat's line by 4.3, written here once more; the seat with a recusal from
 * row 2 is number 3. */
static size_t
roll_line(char *out, size_t room, const struct event_post *p, bool recusals)
{
    char name[64];
    char post[POST_TEXT_BYTES];
    size_t len;

    sodium_bin2base64(name, sizeof name, p->name.bytes, sizeof p->name.bytes,
                      sodium_base64_VARIANT_ORIGINAL);
    post_format(post, p->post);
    len = (size_t)snprintf(out, room, "%s %s %s", post, name,
                           p->tag_count ? p->tags[0] : "none");
    for (size_t i = 1; i < p->tag_count; i++)
        len += (size_t)snprintf(out + len, room - len, ",%s", p->tags[i]);
    if (recusals)
        len += (size_t)snprintf(out + len, room - len, " %s",
                                p->post.number == 3 ? "2" : "none");
    len += (size_t)snprintf(out + len, room - len, "\n");
    assert_true(len < room);
    return len;
}

static void
add_roll(json_t *array, const struct recorded *r, const char *name,
         const char *first_line, bool recusals, const struct hash32 *output)
{
    char text[4096];
    size_t len = (size_t)snprintf(text, sizeof text, "%s\n", first_line);

    for (size_t i = 0; i < r->entry_count; i++) {
        struct event *event = recorded_event(r, i);

        if (event->type == EVENT_POST && event->post.voting)
            len += roll_line(text + len, sizeof text - len, &event->post,
                             recusals);
        free(event);
    }
    vector_sha256(array, name, text, len, VECTOR_TEXT, output->bytes);
}

void
protocol_vectors_roll(json_t *array, const struct recorded *r)
{
    const struct conference *c = audit_conference(r->audit);
    struct event *open = recorded_event(r, recorded_find(r, EVENT_OPEN, 4));
    struct hash32 roll;

    roll_hash(&roll, c);
    add_roll(array, r, "roll hash", "congress-roll/v1", false, &roll);
    add_roll(array, r, "paper roll hash of P1", "congress-paper-roll/v1", true,
             &open->open.roll);
    free(open);
}

/* ---- Cards and names ----------------------------------------------------- */

static void
add_name(json_t *array, const struct recorded *r)
{
    struct event *post = recorded_event(r, r->name_entry);
    struct span record = span_text(r->name);
    json_t *vector = vector_transcript(array, "name commitment", "name");
    uint8_t salt[16];
    struct span line;
    size_t len;

    assert_ok(span_take_prefix(&record, "salt "));
    assert_ok(span_take_line(&line, &record));
    assert_int_equal(sodium_base642bin(salt, sizeof salt, line.ptr, line.len,
                                       NULL, &len, NULL,
                                       sodium_base64_VARIANT_ORIGINAL),
                     0);
    vector_part(vector, "salt", salt, len);
    vector_part(vector, "record", record.ptr, record.len);
    vector_output(vector, "hash", post->post.name.bytes);
    free(post);
}

void
protocol_vectors_card(json_t *array, const struct recorded *r)
{
    const struct hash32 *genesis = audit_leaf(r->audit, 0);
    uint8_t token[TOKEN_BYTES];
    uint8_t seed[TOKEN_SEED_BYTES];
    char digits[TOKEN_DIGITS_BYTES];
    char text[TOKEN_TEXT_BYTES];
    json_t *vector;

    vectors_hex_exact(token, sizeof token, recorded_post(r, "seat/001"),
                      "token");
    token_seed(seed, genesis->bytes, token);
    vector = vector_transcript(array, "invitation seed", "invitation");
    vector_part(vector, "leaf hash of genesis", genesis->bytes, HASH_BYTES);
    vector_part(vector, "token", token, sizeof token);
    vector_output(vector, "hash", seed);
    token_to_digits(digits, token);
    token_to_text(text, token);
    vector = vector_other(array, "token as written", "9.2");
    vector_in(vector, "token", token, sizeof token);
    vector_out_text(vector, "digits", digits);
    vector_out_text(vector, "text", text);
    add_name(array, r);
}
