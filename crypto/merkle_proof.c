#include "crypto/merkle_proof.h"

#include "crypto/base64.h"

enum err
merkle_proof_take(struct merkle_proof *out, struct span *rest)
{
    enum err e;

    *out = (struct merkle_proof){0};
    for (;;) {
        struct span line;

        e = span_take_line(&line, rest);
        if (e || line.len == 0)
            break;
        e = ERR_INPUT;
        if (out->count == MERKLE_PROOF_MAX)
            break;
        e = base64_decode_exact(out->hashes[out->count].bytes, HASH_BYTES,
                                line);
        if (e)
            break;
        out->count++;
    }
    if (e)
        *out = (struct merkle_proof){0};
    return e;
}

void
merkle_proof_write(struct text_writer *w, const struct merkle_proof *proof)
{
    if (proof->count > MERKLE_PROOF_MAX) {
        text_writer_fail(w, ERR_INPUT);
        return;
    }
    for (size_t i = 0; i < proof->count; i++) {
        text_writer_base64(w, proof->hashes[i].bytes, HASH_BYTES);
        text_writer_text(w, "\n");
    }
    text_writer_text(w, "\n");
}
