#include "crypto/witness.h"

#include "crypto/add_checkpoint.h"
#include "crypto/checkpoint.h"
#include "crypto/merkle.h"
#include "crypto/note.h"

/* A request, as far as it has been understood. */
struct request {
    struct add_checkpoint add;
    struct note note;
    struct checkpoint checkpoint;
};

static void
answer(struct witness_answer *out, int status, const char *body)
{
    struct text_writer w;
    struct span text;

    text_writer_start(&w, out->body, sizeof out->body);
    text_writer_text(&w, body);
    out->status = text_writer_finish(&w, &text) ? 500 : status;
    out->body_len = text.len;
}

/* 409 with the size that we remember. */
static void
answer_size(struct witness_answer *out, uint64_t size)
{
    struct text_writer w;
    struct span text;

    text_writer_start(&w, out->body, sizeof out->body);
    text_writer_decimal(&w, size);
    text_writer_text(&w, "\n");
    out->status = text_writer_finish(&w, &text) ? 500 : 409;
    out->body_len = text.len;
    out->is_size = true;
}

static enum err
find_log(size_t *log, const struct witness *witness, struct span origin)
{
    for (*log = 0; *log < witness->log_count; ++*log) {
        if (span_eq(witness->logs[*log].origin, origin))
            return OK;
    }
    return ERR_NOTFOUND;
}

/* Whether the new tree goes on from the one that we remember. */
static enum err
check_growth(const struct request *request, const struct witness_log *log)
{
    const struct checkpoint *checkpoint = &request->checkpoint;
    struct hash32 empty;

    if (log->size > 0)
        return merkle_verify_consistency(&request->add.proof, log->size,
                                         &log->root, checkpoint->size,
                                         &checkpoint->root);
    /* Every tree goes on from the empty one, and there is one empty tree. */
    if (request->add.proof.count != 0)
        return ERR_PROOF;
    hash_sha256(&empty, NULL, 0);
    if (checkpoint->size == 0 && !hash_eq(&checkpoint->root, &empty))
        return ERR_PROOF;
    return OK;
}

/* 200: the cosignature, and what to remember. */
static void
cosign(struct witness_answer *out, const struct witness *witness,
       const struct request *request, uint64_t time_s)
{
    struct text_writer w;
    struct span line;

    text_writer_start(&w, out->body, sizeof out->body);
    cosignature_sign_line(&w, witness->name, &witness->secret, time_s,
                          request->note.text);
    if (text_writer_finish(&w, &line)) {
        answer(out, 500, "this witness has no name that can sign\n");
        return;
    }
    out->status = 200;
    out->body_len = line.len;
    out->size = request->checkpoint.size;
    out->root = request->checkpoint.root;
}

/* The checks against what we remember, in the order of the protocol. */
static void
judge(struct witness_answer *out, const struct witness *witness,
      const struct request *request, uint64_t time_s)
{
    const struct witness_log *log = &witness->logs[out->log];
    const struct checkpoint *checkpoint = &request->checkpoint;

    if (note_verify(NULL, &request->note, &log->key, 1)) {
        answer(out, 403, "invalid signature\n");
    } else if (request->add.old > checkpoint->size) {
        answer(out, 400, "the old size is above the checkpoint's\n");
    } else if (request->add.old != log->size) {
        answer_size(out, log->size);
    } else if (log->size > 0 && log->size == checkpoint->size &&
               !hash_eq(&log->root, &checkpoint->root)) {
        answer(out, 409, "another root at the same size\n");
    } else if (check_growth(request, log)) {
        answer(out, 422, "invalid consistency proof\n");
    } else {
        cosign(out, witness, request, time_s);
    }
}

void
witness_add_checkpoint(struct witness_answer *out,
                       const struct witness *witness, struct span body,
                       uint64_t time_s)
{
    struct request request;

    *out = (struct witness_answer){0};
    if (add_checkpoint_parse(&request.add, body) ||
        note_parse(&request.note, request.add.checkpoint))
        answer(out, 400, "invalid input\n");
    else if (checkpoint_parse_body(&request.checkpoint, request.note.text))
        answer(out, 400, "invalid checkpoint\n");
    else if (find_log(&out->log, witness, request.checkpoint.origin))
        answer(out, 404, "unknown log\n");
    else
        judge(out, witness, &request, time_s);
}
