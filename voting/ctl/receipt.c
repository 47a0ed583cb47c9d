#include "voting/ctl/receipt.h"

#include <stdlib.h>
#include <string.h>

#include "crypto/base64.h"
#include "crypto/tlog_proof.h"

enum err
receipt_verify(const struct conference *c, uint64_t index, struct span receipt,
               struct span note)
{
    char line[EVENT_SERVER_LINE_MAX];
    struct ed25519_public public_key;
    struct span origin = span_text(conference_origin(c));
    struct checkpoint checkpoint;
    struct tlog_proof proof;
    struct note signed_note;
    struct note_key key;
    struct hash32 leaf;
    struct span parts[2];
    size_t len;
    enum err e = tlog_proof_parse(&proof, receipt);

    if (!e)
        e = base64_decode((uint8_t *)line, sizeof line, &len,
                          proof.extra_base64);
    if (e || proof.index != index)
        return ERR_PROOF;
    parts[0] = span_of(line, len);
    parts[1] = note;
    hash_leaf_parts(&leaf, parts, 2);
    memcpy(public_key.bytes, conference_log_key(c), sizeof public_key.bytes);
    if (note_key_make(&key, origin, NOTE_KEY_ED25519, &public_key))
        return ERR_PROOF;
    return tlog_proof_verify(&checkpoint, &signed_note, &proof, &leaf, origin,
                             &key)
               ? ERR_PROOF
               : OK;
}

enum err
receipt_fetch(struct log *log, struct text_writer *out, uint64_t index,
              struct span note)
{
    enum err e = log_receipt(log, out, index);

    if (e)
        return e;
    return receipt_verify(log_conference(log), index, text_writer_written(out),
                          note);
}

enum err
receipt_is_of_log(const struct conference *c, struct span receipt)
{
    struct tlog_proof proof;
    struct checkpoint checkpoint;
    struct hash32 root;
    struct note *note = malloc(sizeof *note);
    enum err e = note ? tlog_proof_parse(&proof, receipt) : ERR_NOMEM;

    if (!e)
        e = note_parse(note, proof.checkpoint);
    if (!e)
        e = checkpoint_parse_body(&checkpoint, note->text);
    if (!e)
        e = merkle_root_at(&root, conference_tree(c), checkpoint.size);
    if (!e && !hash_eq(&root, &checkpoint.root))
        e = ERR_PROOF;
    free(note);
    return e;
}
