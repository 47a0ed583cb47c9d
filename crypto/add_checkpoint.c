#include "crypto/add_checkpoint.h"

#include <stdbool.h>

#include "crypto/cosignature.h"
#include "crypto/decimal.h"
#include "crypto/merkle_proof.h"

enum err
add_checkpoint_parse(struct add_checkpoint *out, struct span body)
{
    struct span line = {0};
    enum err e = body.len > ADD_CHECKPOINT_REQUEST_MAX ? ERR_INPUT : OK;

    *out = (struct add_checkpoint){0};
    if (!e)
        e = span_take_prefix(&body, "old ");
    if (!e)
        e = span_take_line(&line, &body);
    if (!e)
        e = decimal_parse(&out->old, line, MERKLE_SIZE_MAX);
    if (!e)
        e = merkle_proof_take(&out->proof, &body);
    if (!e && body.len == 0)
        e = ERR_INPUT;
    out->checkpoint = body;
    if (e)
        *out = (struct add_checkpoint){0};
    return e;
}

void
add_checkpoint_write(struct text_writer *w,
                     const struct add_checkpoint *request)
{
    if (request->old > MERKLE_SIZE_MAX || request->checkpoint.len == 0)
        text_writer_fail(w, ERR_INPUT);
    text_writer_text(w, "old ");
    text_writer_decimal(w, request->old);
    text_writer_text(w, "\n");
    merkle_proof_write(w, &request->proof);
    text_writer_span(w, request->checkpoint);
}

/* The witness's line among those it answered, if there is one that verifies. */
static void
read_lines(struct add_checkpoint_reading *out, struct span lines,
           struct span checkpoint, const struct note_key *witness)
{
    struct note note;

    out->outcome = ADD_CHECKPOINT_NONSENSE;
    if (note_parse(&note, checkpoint))
        return;
    note.line_count = 1;
    while (lines.len > 0) {
        struct span before = lines;

        if (note_take_line(&note.lines[0], &lines))
            return;
        if (cosignature_verify_line(&out->time_s, &note, 0, witness))
            continue;
        out->outcome = ADD_CHECKPOINT_COSIGNED;
        out->line = span_head(before, before.len - lines.len);
        return;
    }
}

static bool
is_size_type(struct span content_type)
{
    /* A parameter, such as a charset, changes nothing. */
    return span_eq(span_head(content_type, span_find(content_type, ';')),
                   span_text(ADD_CHECKPOINT_SIZE_TYPE));
}

/*
 * 409: the witness is at another size, or at ours with another root. It says
 * the latter only where that is what was asked: a log stops at this answer, so
 * that what a proxy or an error page answers must not pass for it.
 */
static void
read_conflict(struct add_checkpoint_reading *out,
              const struct add_checkpoint_response *response, uint64_t old,
              uint64_t size)
{
    struct span body = response->body;
    struct span line;

    out->outcome = ADD_CHECKPOINT_NONSENSE;
    if (!is_size_type(response->content_type)) {
        if (old == size)
            out->outcome = ADD_CHECKPOINT_SPLIT;
        return;
    }
    if (span_take_line(&line, &body) || body.len != 0 ||
        decimal_parse(&out->witness_size, line, MERKLE_SIZE_MAX))
        return;
    out->outcome = out->witness_size <= size ? ADD_CHECKPOINT_RETRY
                                             : ADD_CHECKPOINT_ROLLBACK;
}

static enum add_checkpoint_outcome
outcome_of(int status, bool same_size)
{
    switch (status) {
    case 400:
    case 403:
    case 404:
        return ADD_CHECKPOINT_REFUSED;
    case 422:
        /* Newer witnesses say so for another root at the same size, too. */
        return same_size ? ADD_CHECKPOINT_SPLIT : ADD_CHECKPOINT_BAD_PROOF;
    case 0:
    case 429:
        return ADD_CHECKPOINT_BUSY;
    default:
        return status >= 500 && status <= 599 ? ADD_CHECKPOINT_BUSY
                                              : ADD_CHECKPOINT_NONSENSE;
    }
}

void
add_checkpoint_read(struct add_checkpoint_reading *out,
                    const struct add_checkpoint_response *response,
                    const struct add_checkpoint *request, uint64_t size,
                    const struct note_key *witness)
{
    *out = (struct add_checkpoint_reading){0};
    if (response->status == 200)
        read_lines(out, response->body, request->checkpoint, witness);
    else if (response->status == 409)
        read_conflict(out, response, request->old, size);
    else
        out->outcome = outcome_of(response->status, request->old == size);
}
