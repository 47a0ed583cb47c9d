#include "tests/crowd/reply.h"

#include <string.h>

#include "ballots/event.h"
#include "ballots/refusal_note.h"
#include "crypto/base64.h"
#include "crypto/tlog_proof.h"
#include "tests/test.h"

static const struct reply wrong = {.kind = REPLY_WRONG};

static bool
proof_holds(struct reply_log *log, const struct tlog_proof *proof,
            const struct hash32 *leaf)
{
    struct checkpoint checkpoint;
    struct note note;
    struct note_key key;

    if (span_eq(proof->checkpoint, span_of(log->seen, log->seen_len)))
        return proof->index < log->seen_size &&
               !merkle_verify_inclusion(&proof->inclusion, leaf, proof->index,
                                        log->seen_size, &log->seen_root);
    assert_ok(note_key_make(&key, span_text(log->origin), NOTE_KEY_ED25519,
                            &log->key));
    if (tlog_proof_verify(&checkpoint, &note, proof, leaf,
                          span_text(log->origin), &key))
        return false;
    if (proof->checkpoint.len <= sizeof log->seen) {
        memcpy(log->seen, proof->checkpoint.ptr, proof->checkpoint.len);
        log->seen_len = proof->checkpoint.len;
        log->seen_size = checkpoint.size;
        log->seen_root = checkpoint.root;
    }
    return true;
}

struct reply
reply_of_receipt(struct reply_log *log, struct span note, struct span receipt)
{
    char line[EVENT_SERVER_LINE_MAX];
    struct reply v = {.kind = REPLY_RECEIPT};
    struct tlog_proof proof;
    struct hash32 leaf;
    struct span parts[2] = {{line, 0}, note};
    struct span nothing;
    char entry[EVENT_SERVER_LINE_MAX + 1];

    if (tlog_proof_parse(&proof, receipt) ||
        base64_decode((uint8_t *)line, sizeof line, &parts[0].len,
                      proof.extra_base64))
        return wrong;
    memcpy(entry, line, parts[0].len);
    entry[parts[0].len] = 'x';
    if (event_split_entry(&v.time_s, &nothing,
                          span_of(entry, parts[0].len + 1)))
        return wrong;
    v.index = proof.index;
    hash_leaf_parts(&leaf, parts, 2);
    return proof_holds(log, &proof, &leaf) ? v : wrong;
}

struct reply
reply_of_refusal(const struct reply_log *log, struct span note,
                 struct span refusal)
{
    struct reply v = {.kind = REPLY_REFUSED};
    struct refusal_note said;
    struct hash32 sent;

    hash_sha256(&sent, note.ptr, note.len);
    if (refusal_note_open(&said, refusal, span_text(log->origin), &log->key) ||
        !hash_eq(&said.submitted, &sent))
        return wrong;
    v.refusal = said.refusal;
    if (said.refusal == REFUSED_BUSY || said.refusal == REFUSED_NO_MEMORY ||
        said.refusal == REFUSED_STORE)
        v.kind = REPLY_LATER;
    return v;
}

struct reply
reply_of(struct reply_log *log, struct span note,
         const struct http_client_answer *answer)
{
    struct reply v = {.kind = REPLY_LOST};

    if (answer->lost)
        return v;
    if (answer->status == 200)
        return reply_of_receipt(log, note, answer->body);
    v = reply_of_refusal(log, note, answer->body);
    if (v.kind == REPLY_WRONG &&
        (answer->status == 503 || answer->status == 429 ||
         answer->status == 408 || answer->status == 500))
        v.kind = REPLY_LATER;
    v.wait_ms = 1000 * answer->retry_after_s;
    return v;
}
