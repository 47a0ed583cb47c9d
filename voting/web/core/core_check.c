#include "voting/web/core/core_check.h"

#include <string.h>

#include "ballots/json.h"
#include "ballots/record_code.h"
#include "ballots/refusal_note.h"
#include "crypto/ballot.h"
#include "crypto/base64.h"
#include "crypto/tlog_proof.h"

/* The log that a device has pinned. */
struct pinned {
    struct span origin;
    struct ed25519_public public_key;
    struct note_key key;
};

static enum err
read_pinned(struct pinned *out, const char *origin, uint32_t origin_len,
            const uint8_t *key, uint32_t key_len)
{
    if (key_len != ED25519_PUBLIC_BYTES ||
        !post_origin_is_valid(origin, origin_len))
        return ERR_INPUT;
    out->origin = span_of(origin, origin_len);
    memcpy(out->public_key.bytes, key, ED25519_PUBLIC_BYTES);
    return note_key_make(&out->key, out->origin, NOTE_KEY_ED25519,
                         &out->public_key);
}

/* What was found in a note; which of them a call says is up to it. */
struct found {
    struct checkpoint checkpoint;
    struct refusal_note refusal;
    uint64_t index;
    uint64_t time_s;
};

static void
put_tree(struct json_writer *w, uint64_t size, const struct hash32 *root)
{
    char code[RECORD_CODE_BYTES];

    record_code_format(code, root);
    json_put_number(w, "size", size);
    json_put_hash(w, "root", root);
    json_put_text(w, "code", code);
}

/* ---- Receipts -------------------------------------------------------------*/

/* The leaf hash of the entry that the server line and this note make. */
static enum err
read_leaf(struct hash32 *leaf, uint64_t *time_s, const struct tlog_proof *proof,
          struct span note)
{
    char line[EVENT_SERVER_LINE_MAX];
    struct span parts[2];
    struct span nothing;
    size_t len;
    enum err e =
        base64_decode((uint8_t *)line, sizeof line, &len, proof->extra_base64);

    if (!e)
        e = event_split_entry(time_s, &nothing, span_of(line, len));
    if (!e && nothing.len > 0)
        e = ERR_INPUT;
    if (e)
        return e;
    parts[0] = span_of(line, len);
    parts[1] = note;
    hash_leaf_parts(leaf, parts, 2);
    return OK;
}

static void
write_receipt(struct text_writer *out, const void *context)
{
    const struct found *found = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_number(&w, "index", found->index);
    json_put_number(&w, "time", found->time_s);
    put_tree(&w, found->checkpoint.size, &found->checkpoint.root);
    json_put_object_end(&w);
}

uint32_t
web_check_receipt(const char *origin, uint32_t origin_len, const uint8_t *key,
                  uint32_t key_len, const char *receipt, uint32_t receipt_len,
                  const char *note, uint32_t note_len)
{
    struct found found = {.index = 0};
    struct tlog_proof proof;
    struct pinned pinned;
    struct note lines;
    struct hash32 leaf;
    enum err e = read_pinned(&pinned, origin, origin_len, key, key_len);

    if (!e)
        e = tlog_proof_parse(&proof, span_of(receipt, receipt_len));
    if (!e)
        e = read_leaf(&leaf, &found.time_s, &proof, span_of(note, note_len));
    if (!e)
        e = tlog_proof_verify(&found.checkpoint, &lines, &proof, &leaf,
                              pinned.origin, &pinned.key);
    if (e)
        return core_status(e);
    found.index = proof.index;
    return core_status(core_answer_text(write_receipt, &found));
}

/* ---- Refusals and checkpoints ---------------------------------------------*/

static void
write_refusal(struct text_writer *out, const void *context)
{
    const struct found *found = context;
    const struct refusal_note *refusal = &found->refusal;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    json_put_text(&w, "code", refusal_code(refusal->refusal));
    json_put_number(&w, "status", core_refused(refusal->refusal));
    json_put_object(&w, "tree");
    put_tree(&w, refusal->size, &refusal->root);
    json_put_object_end(&w);
    if (refusal->cause.present)
        json_put_number(&w, "cause", refusal->cause.index);
    else
        json_put_null(&w, "cause");
    json_put_object_end(&w);
}

uint32_t
web_check_refusal(const char *origin, uint32_t origin_len, const uint8_t *key,
                  uint32_t key_len, const char *refusal, uint32_t refusal_len,
                  const char *submitted, uint32_t submitted_len)
{
    struct found found = {.index = 0};
    struct pinned pinned;
    struct hash32 hash;
    enum err e = read_pinned(&pinned, origin, origin_len, key, key_len);

    if (!e)
        e = refusal_note_open(&found.refusal, span_of(refusal, refusal_len),
                              pinned.origin, &pinned.public_key);
    if (e)
        return core_status(e);
    hash_sha256(&hash, submitted, submitted_len);
    if (!hash_eq(&hash, &found.refusal.submitted))
        return core_status(ERR_PROOF);
    return core_status(core_answer_text(write_refusal, &found));
}

static void
write_checkpoint(struct text_writer *out, const void *context)
{
    const struct found *found = context;
    struct json_writer w;

    json_put_start(&w, out);
    json_put_object(&w, NULL);
    put_tree(&w, found->checkpoint.size, &found->checkpoint.root);
    json_put_object_end(&w);
}

uint32_t
web_check_checkpoint(const char *origin, uint32_t origin_len,
                     const uint8_t *key, uint32_t key_len,
                     const char *checkpoint, uint32_t checkpoint_len)
{
    struct found found = {.index = 0};
    struct pinned pinned;
    struct note note;
    enum err e = read_pinned(&pinned, origin, origin_len, key, key_len);

    if (!e)
        e = checkpoint_open(&found.checkpoint, &note,
                            span_of(checkpoint, checkpoint_len), pinned.origin,
                            &pinned.key);
    return core_status(e ? e : core_answer_text(write_checkpoint, &found));
}

uint32_t
web_check_consistency(uint32_t old_size, const uint8_t *old_root,
                      uint32_t old_root_len, uint32_t size, const uint8_t *root,
                      uint32_t root_len, const uint8_t *hashes,
                      uint32_t hashes_len)
{
    struct merkle_proof proof = {.count = hashes_len / HASH_BYTES};
    struct hash32 roots[2];

    if (old_root_len != HASH_BYTES || root_len != HASH_BYTES ||
        hashes_len % HASH_BYTES != 0 || proof.count > MERKLE_PROOF_MAX)
        return core_status(ERR_INPUT);
    memcpy(roots[0].bytes, old_root, HASH_BYTES);
    memcpy(roots[1].bytes, root, HASH_BYTES);
    for (size_t i = 0; i < proof.count; i++)
        memcpy(proof.hashes[i].bytes, hashes + i * HASH_BYTES, HASH_BYTES);
    return core_status(merkle_verify_consistency(&proof, old_size, &roots[0],
                                                 size, &roots[1]));
}

/* ---- Hashes and words -----------------------------------------------------*/

uint32_t
web_sha256(const uint8_t *bytes, uint32_t len)
{
    struct hash32 hash;

    hash_sha256(&hash, bytes, len);
    return core_status(core_answer_bytes(hash.bytes, sizeof hash.bytes));
}

uint32_t
web_leaf_hash(const uint8_t *entry, uint32_t len)
{
    struct hash32 hash;

    hash_leaf(&hash, entry, len);
    return core_status(core_answer_bytes(hash.bytes, sizeof hash.bytes));
}

uint32_t
web_ballot_code(const uint8_t *ballot, uint32_t len)
{
    struct hash32 code;

    if (len == 0 || len > BALLOT_BYTES_MAX)
        return core_status(ERR_INPUT);
    ballot_code(code.bytes, ballot, len);
    return core_status(core_answer_bytes(code.bytes, sizeof code.bytes));
}

uint32_t
web_record_code(const uint8_t *root, uint32_t len)
{
    char code[RECORD_CODE_BYTES];
    struct hash32 hash;

    if (len != HASH_BYTES)
        return core_status(ERR_INPUT);
    memcpy(hash.bytes, root, HASH_BYTES);
    record_code_format(code, &hash);
    return core_status(core_answer_bytes(code, strlen(code)));
}

uint32_t
web_record_code_is(const uint8_t *root, uint32_t len, const char *typed,
                   uint32_t typed_len)
{
    struct hash32 hash;

    if (len != HASH_BYTES)
        return core_status(ERR_INPUT);
    memcpy(hash.bytes, root, HASH_BYTES);
    core_answer_number(record_code_matches(&hash, span_of(typed, typed_len)));
    return core_status(OK);
}

static void
write_words(struct text_writer *w, const void *context)
{
    enum refusal r = *(const enum refusal *)context;

    text_writer_text(w, refusal_code(r));
    text_writer_text(w, "\n");
    text_writer_decimal(w, refusal_check(r));
    text_writer_text(w, "\n");
    text_writer_text(w, refusal_words(r, LANG_ZH));
    text_writer_text(w, "\n");
    text_writer_text(w, refusal_words(r, LANG_EN));
}

uint32_t
web_status_words(uint32_t status)
{
    enum refusal r = (enum refusal)(status - CORE_STATUS_REFUSED);

    if (status <= CORE_STATUS_REFUSED ||
        status - CORE_STATUS_REFUSED >= REFUSAL_COUNT_)
        return core_status(ERR_NOTFOUND);
    return core_status(core_answer_text(write_words, &r));
}

uint32_t
web_status_of(const char *code, uint32_t len)
{
    enum refusal r;
    enum err e = refusal_find(&r, span_of(code, len));

    core_answer_number(e ? 0 : core_refused(r));
    return core_status(e);
}
