#include "crypto/tlog_proof.h"

#include "crypto/base64.h"
#include "crypto/decimal.h"
#include "crypto/merkle_proof.h"

#define HEADER "c2sp.org/tlog-proof@v1\n"

/* The line of extra data, if there is one. */
static enum err
take_extra(struct span *base64, struct span *rest)
{
    struct span line;
    enum err e;

    if (span_take_prefix(rest, "extra "))
        return OK;
    e = span_take_line(&line, rest);
    if (e)
        return e;
    /* Without extra data there is no such line at all. */
    if (line.len == 0)
        return ERR_INPUT;
    *base64 = line;
    return base64_check(line);
}

static enum err
take_index(uint64_t *index, struct span *rest)
{
    struct span line = {0};
    enum err e = span_take_prefix(rest, "index ");

    if (!e)
        e = span_take_line(&line, rest);
    if (!e)
        e = decimal_parse(index, line, MERKLE_SIZE_MAX - 1);
    return e;
}

enum err
tlog_proof_parse(struct tlog_proof *out, struct span bytes)
{
    struct span rest = bytes;
    enum err e = span_take_prefix(&rest, HEADER);

    *out = (struct tlog_proof){0};
    if (bytes.len > NOTE_MAX)
        e = ERR_INPUT;
    if (!e)
        e = take_extra(&out->extra_base64, &rest);
    if (!e)
        e = take_index(&out->index, &rest);
    if (!e)
        e = merkle_proof_take(&out->inclusion, &rest);
    if (!e && rest.len == 0)
        e = ERR_INPUT;
    out->checkpoint = rest;
    if (e)
        *out = (struct tlog_proof){0};
    return e;
}

void
tlog_proof_write(struct text_writer *w, const struct tlog_proof *proof,
                 struct span extra)
{
    if (proof->index >= MERKLE_SIZE_MAX || proof->checkpoint.len == 0)
        text_writer_fail(w, ERR_INPUT);
    text_writer_text(w, HEADER);
    if (extra.len) {
        text_writer_text(w, "extra ");
        text_writer_base64(w, (const uint8_t *)extra.ptr, extra.len);
        text_writer_text(w, "\n");
    }
    text_writer_text(w, "index ");
    text_writer_decimal(w, proof->index);
    text_writer_text(w, "\n");
    merkle_proof_write(w, &proof->inclusion);
    text_writer_span(w, proof->checkpoint);
}

enum err
tlog_proof_verify(struct checkpoint *checkpoint, struct note *note,
                  const struct tlog_proof *proof, const struct hash32 *leaf,
                  struct span origin, const struct note_key *key)
{
    enum err e =
        checkpoint_open(checkpoint, note, proof->checkpoint, origin, key);

    if (!e)
        e = merkle_verify_inclusion(&proof->inclusion, leaf, proof->index,
                                    checkpoint->size, &checkpoint->root);
    if (e) {
        *checkpoint = (struct checkpoint){0};
        *note = (struct note){0};
    }
    return e;
}
